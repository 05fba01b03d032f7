"""Cuts a message into clauses: one thing said or asked for each.

A clause does not begin at every "and": it begins where the words after a
separator start something of their own (see prompts/language/*/clauses.yaml).
What is dictated into a note goes on until a new command begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens [start, end) of a scene; `hard` when a sentence or line begins here."""

    start: int
    end: int
    hard: bool = False
    dictated: bool = False


def split(scene: Scene) -> list[Clause]:
    """Return the clauses of the message, in order, without the words between them."""
    starts = _starts(scene)
    clauses = []
    for place, (start, hard, dictated) in enumerate(starts):
        stop = starts[place + 1][0] if place + 1 < len(starts) else len(scene)
        end = _without_joins(scene, start, stop)
        if end > start:
            clauses.append(Clause(start, end, hard, dictated))
    return clauses


def _starts(scene: Scene) -> list[tuple[int, bool, bool]]:
    first = _skip_joins(scene, 0)
    starts = [(first, True, _dictates(scene, first))]
    place = first + 1
    while place < len(scene):
        begin, strength = _separated(scene, place)
        if begin >= len(scene):
            break
        last, _, dictated = starts[-1]
        if begin > last and _breaks(scene, last, begin, strength, dictated=dictated):
            starts.append((begin, strength == "hard", _dictates(scene, begin)))
        place = max(begin, place) + 1
    return starts


def _separated(scene: Scene, place: int) -> tuple[int, str]:
    """Return where the words after a separator at `place` begin, and how much it separates."""
    data = scene.lex.data("clauses")
    strength = ""
    while place < len(scene):
        norm = scene.tokens[place].norm
        if norm in data["hard"] and not _abbreviated(scene, place):
            strength = "hard"
        elif norm in data["soft"] or norm in scene.lex.fillers:
            strength = strength or ("soft" if norm in data["soft"] else "")
        else:
            break
        place += 1
    return place, strength


def _abbreviated(scene: Scene, place: int) -> bool:
    before = scene.tokens[place - 1] if place else None
    if scene.tokens[place].norm != "." or before is None:
        return False
    return before.norm in scene.lex.data("clauses")["abbreviations"] and before.end == scene.tokens[place].start


def _skip_joins(scene: Scene, place: int) -> int:
    joins = set(scene.lex.data("clauses")["joins"]) - {"->", "("}
    while place < len(scene) - 1 and (scene.tokens[place].norm in joins or scene.tokens[place].norm == "<nl>"):
        place += 1
    return place


def _without_joins(scene: Scene, start: int, end: int) -> int:
    data = scene.lex.data("clauses")
    loose = (set(data["soft"]) | set(data["hard"])) - {")", "now", "ok", "okay", "again"}
    while end > start and (scene.tokens[end - 1].norm in loose or _hesitates(scene, start, end, loose)):
        end -= 1
    return end


def _hesitates(scene: Scene, start: int, end: int, loose: set[str]) -> bool:
    """True for the "uh" of "... and uh": what is said before the next clause is found."""
    last = scene.tokens[end - 1].norm
    return last.isalpha() and last in scene.lex.fillers and end - 2 >= start and scene.tokens[end - 2].norm in loose


def _dictates(scene: Scene, start: int) -> bool:
    """True where the clause opens a note or report to be kept in the user's words."""
    return bool(scene.at("{polite*} ({log_only}|{note_cue}|log|add to ... notes) ", start))


def _breaks(scene: Scene, start: int, place: int, strength: str, *, dictated: bool) -> bool:
    data = scene.lex.data("clauses")
    if not says_something(scene, place, min(len(scene), place + _NEAR)):
        return False
    if _goes_on(scene, start, place, strength):
        return False
    if (
        scene.at(
            "{polite*} ({brought_by}|{create} [{article}] [new]* ({new_lead}|contact|{deal_noun}|{task_noun}))", start
        )
        and strength != "hard"
    ):
        return any(scene.at(pattern, place) for pattern in [*data["strong"], data["after_new"]])
    if dictated:
        return _ends_dictation(scene, start, place, strength)
    if any(scene.at(pattern, place) for pattern in data["strong"]):
        return strength != "" or _runs_on(scene, place)
    if strength != "soft":
        return strength == "hard" or _runs_on(scene, place)
    stated = any(scene.at(pattern, place) for pattern in data["statement"])
    more = stated or (any(scene.at(pattern, place) for pattern in data["more"]) and _complete(scene, start, place))
    return more and not (scene.search(data["spares"], start, place) and scene.at(data["spared_too"], place))


def says_something(scene: Scene, start: int, end: int) -> bool:
    """False for marks and figures alone: nothing begins there, whatever a pattern would make of them."""
    return any(
        token.entity not in {"", "number"} or (not token.entity and token.norm[:1].isalpha())
        for token in scene.tokens[start:end]
    )


_NEAR = 3  # words or marks within which something must be said
_LONGEST_OPENING = 60  # words and marks that may say nothing yet but whom or when


def _goes_on(scene: Scene, start: int, place: int, strength: str) -> bool:
    """True where nothing has been said yet that could stand alone."""
    if scene.tokens[place - 1].norm in scene.lex.data("clauses")["goes_on"]:
        return True
    if place - start > _LONGEST_OPENING:
        return False
    if scene.search("(is|are|'s|'re) now $", max(start, place - _NEAR), place):
        return True
    if scene.whole("{polite*} ({remind}|{task_noun}|{note_cue}) [to] [:|-|,|–|—]*", start, place):
        return True
    return _only_when(scene, start, place) or (strength != "hard" and _only_people(scene, start, place))


def _only_when(scene: Scene, start: int, place: int) -> bool:
    """True where all that was said so far is a time: "in 45 minutes remind me"."""
    return bool(scene.entities("time", start, place)) and bool(
        scene.whole("({polite}|{joins}|in|at|on|by|for|@time|:|,)*", start, place)
    )


def _only_people(scene: Scene, start: int, place: int) -> bool:
    """True where only people are named so far: "Ann, Bob and Cy are qualified"."""
    return bool(scene.entities("person", start, place) or scene.entities("company", start, place)) and bool(
        scene.whole("{polite*} (@person|@company) ((,|and|&|+|or|/)* (@person|@company))* [,|and|&]*", start, place)
    )


def _runs_on(scene: Scene, place: int) -> bool:
    """True where a new clause begins without any separator."""
    return any(scene.at(pattern, place) for pattern in scene.lex.data("clauses")["run_on"])


def _ends_dictation(scene: Scene, start: int, place: int, strength: str) -> bool:
    """A note ends where a command begins, unless the note is itself a list of orders, or nothing is noted yet."""
    data = scene.lex.data("clauses")
    noted = note_start(scene, start, len(scene))
    if place <= noted:
        return (
            place == noted
            and _bare_event(scene, start, place)
            and any(scene.at(pattern, place) for pattern in data["strong"])
        )
    if noted < place and (_is_order(scene, noted) or _kept_whole(scene, start, noted, place, strength)):
        return False
    if scene.at("{polite*} ... @group", place, min(len(scene), place + 8)) or not strength:
        return False
    if any(scene.at(pattern, place) for pattern in data["strong"]):
        return True
    if _opens_with_colon(scene, start, noted) and strength != "hard" and scene.tokens[place - 1].norm != ";":
        return False
    return any(scene.at(pattern, place) for pattern in data["after_note"])


def _bare_event(scene: Scene, start: int, place: int) -> bool:
    """True for "log the call, update ...": an event without words of its own."""
    return scene.tokens[place - 1].norm in {",", "and", ";", ".", "then", "&"} and bool(
        scene.search("{contact_noun}", start, place)
    )


def _is_order(scene: Scene, place: int) -> bool:
    return any(scene.at(pattern, place) for pattern in scene.lex.data("clauses")["orders"])


def _kept_whole(scene: Scene, start: int, noted: int, place: int, strength: str) -> bool:
    """True in a note behind a colon that says what to do, or where the sentence goes on about somebody else."""
    from graphs.understanding.local.notes import is_note

    if not _opens_with_colon(scene, start, noted) or not is_note(scene, start, len(scene)):
        return False
    if scene.at(scene.lex.data("clauses")["note_to_self"], noted):
        return True
    about = {key for _, who in scene.entities("person", start, noted) for key in who.ids}
    named = [who for _, who in scene.entities("person", place, _sentence_end(scene, place))]
    return strength != "hard" and bool(about and named) and not any(about & set(who.ids) for who in named)


def _sentence_end(scene: Scene, place: int) -> int:
    hard = scene.lex.data("clauses")["hard"]
    return next((at for at in range(place, len(scene)) if scene.tokens[at].norm in hard), len(scene))


def _opens_with_colon(scene: Scene, start: int, noted: int) -> bool:
    return any(scene.tokens[at].norm in {":", "that"} for at in range(start, min(noted, len(scene))))


def _complete(scene: Scene, start: int, place: int) -> bool:
    """True where the clause so far has a value or time of its own."""
    return bool(scene.search("({status}|@time|@email|@phone|@money|@number|@quote)", start, place))


def note_start(scene: Scene, start: int, end: int) -> int:
    """Return where the words to be kept begin: after the event, the person and the time."""
    from graphs.understanding.local.notes import opening

    if (start, end) not in scene.openings:  # asked at every word of a note, which may be long
        scene.openings[start, end] = opening(scene, start, end)
    return scene.openings[start, end]
