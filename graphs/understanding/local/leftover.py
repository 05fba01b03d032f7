"""Words of a command that nothing in its step stands for: they may matter, so they are asked about, never dropped."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from graphs.understanding.local.custom import custom_filter
from graphs.understanding.local.filters import known_at
from graphs.understanding.local.lexicon import custom_words
from graphs.understanding.local.many_follow_ups import exception, said_beside
from graphs.understanding.local.tokens import fold
from graphs.understanding.plan import Slot
from prompts.load import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.frames import Frame
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.local.tokens import Token
    from graphs.understanding.plan import Step

LEAVE_OUT = "leave_it_out"
_SPEAKS_OF = frozenset({"person", "company", "group"})
_VALUES = frozenset({"money", "number", "percent", "email", "phone", "time", "quote", "url"})
_MOVES = frozenset({"reschedule_follow_up", "cancel_follow_up", "complete_follow_up"})
_SLIP = 3  # letters: what is so short and unknown is a slip, not something asked for
_SHORT = 4  # words: a remark so short that holds a value may be a value given
_WORD = re.compile(r"[\w'-]+")


def with_unread(scene: Scene, frame: Frame, steps: list[Step]) -> list[Step]:
    """Return the steps of a clause; the first with a slot `unread` where words of the clause are in none of them."""
    if any("unread" in step.slots for step in steps):
        return steps
    place = _condition(scene, frame, steps) or _unread(scene, frame, steps)
    if place is None or not steps:
        return steps
    return [with_words(scene, steps[0], *place), *steps[1:]]


def with_words(scene: Scene, step: Step, first: int, last: int) -> Step:
    """Return the step with tokens [first, last) as words to be asked about."""
    slot = unread_slot(scene, first, last)
    return msgspec.structs.replace(step, slots={**step.slots, "unread": slot}, confidence=slot.confidence)


def unread_slot(scene: Scene, first: int, last: int) -> Slot:
    """Return the slot that asks about tokens [first, last), or is told to leave them out."""
    words, span = scene.words(first, last), scene.span(first, last)
    return Slot(None, words, span, near=(LEAVE_OUT,), trouble="unknown", confidence=0.4)


def asks_something(scene: Scene, clause: Clause) -> bool:
    """True where a clause that was read as background begins like an order, with words of its own."""
    data = scene.lex.data("clauses")
    if not scene.at(data["order"], clause.start, clause.end):
        return False
    known = _glue(tuple(data["all_claims"]), scene.context.language)
    return any(_matters(scene, at, known) for at in range(clause.start, clause.end))


def told_more(scene: Scene) -> bool:
    """True where a message that is no question says more than which records are to be shown."""
    return bool(_beyond(scene))


def with_unread_words(scene: Scene, step: Step) -> Step:
    """Return a read with the words that it does not answer to, if there are any, in a slot `unread`."""
    silent = _not_taken(scene, step)
    if silent:
        return with_unread_slot(scene, step, *silent)
    if step.tool not in {"find_leads", "show_lead"} or (step.tool == "show_lead" and step.why != "story"):
        return step
    if step.tool == "find_leads" and scene.search(scene.lex.data("reads")["lacks"]):
        return step
    places = _beyond(scene, fields=step.tool == "find_leads") or _supposed(scene, step)
    if not places:
        return step
    return with_unread_slot(scene, step, places[0], places[-1] + 1)


def with_unread_slot(scene: Scene, step: Step, first: int, last: int) -> Step:
    """Return a read that says it is answered without tokens [first, last)."""
    slot = Slot(None, scene.words(first, last), scene.span(first, last), trouble="unread", confidence=0.4)
    return msgspec.structs.replace(step, slots={**step.slots, "unread": slot}, confidence=slot.confidence)


def _not_taken(scene: Scene, step: Step) -> tuple[int, int] | None:
    """Return what narrows the records down and the read has no place for: a time, something that they lack."""
    data = scene.lex.data("reads")
    lacked = scene.search(data["lacks_any"])
    if step.tool in {"find_leads", "find_deals"} and lacked and "ids" not in step.slots:
        return lacked.start, lacked.end
    times = [at for at, _ in scene.entities("time")]
    if step.tool == "find_leads" and times and not {"no_contact_days", "no_contact_since"} & set(step.slots):
        return times[0], times[-1] + 1
    if step.tool in {"analyse", "find_deals"} and len(times) > 1:
        return times[1], times[-1] + 1
    return None


def _supposed(scene: Scene, step: Step) -> list[int]:
    """For "is Ann happy?": what is supposed of a lead, and no record says."""
    hit = scene.at(scene.lex.data("reads")["supposes"]) if step.tool == "show_lead" else None
    return list(range(*hit.groups["rest"])) if hit else []


def _beyond(scene: Scene, *, fields: bool = False) -> list[int]:
    """The places of words that no read knows and no filter takes."""
    data = scene.lex.data("reads")
    known = _glue(tuple(data["claims"]), scene.context.language)
    known |= frozenset(word for phrase in (*scene.lex.statuses, *scene.lex.stages) for word in phrase.split())
    known |= _colleagues(scene)
    asked = frozenset(data["no_filters"]) if fields else frozenset()
    place, found = 0, []
    while place < len(scene):
        token = scene.tokens[place]
        hit = None if token.entity else known_at(scene, place, len(scene))
        if hit:
            place = hit[0]
            continue
        if not token.entity and (_matters(scene, place, known, slip=2) or token.norm in asked):
            found.append(place)
        place += 1
    custom = custom_filter(scene, 0, len(scene))
    return [] if custom else found


def _unread(scene: Scene, frame: Frame, steps: list[Step]) -> tuple[int, int] | None:
    if frame.tool == "schedule_follow_up":
        return _second_time(scene, frame.clause, steps)
    kept = scene.lex.data("clauses")["claims"].get(frame.tool)
    if kept is None:
        return None
    claimed = _claimed(steps)
    names = {name for step in steps for name in step.slots}
    known = _glue(tuple(kept), scene.context.language) | _field_words(scene, names) | _titles(scene, steps)
    known |= _colleagues(scene) if "owner" in names else frozenset()
    old_time = frame.tool in _MOVES
    taken = _taken(scene, frame.clause) if old_time else set()
    places = [
        at
        for at in range(frame.clause.start, frame.clause.end)
        if at not in taken
        and not _covered(scene.tokens[at], claimed)
        and not (scene.tokens[at].entity == "time" and (old_time or _so_far(scene, at)))
    ]
    tail = _tail(scene, frame.clause, places, _status_end(steps))
    core = [at for at in places if at < tail and _matters(scene, at, known)]
    if core:
        return core[0], core[-1] + 1
    order = _order_within(scene, frame.clause, tail)
    if order:
        return order
    return _value_in_remark(scene, [at for at in places if at >= tail], frame.clause)


def _condition(scene: Scene, frame: Frame, steps: list[Step]) -> tuple[int, int] | None:
    """For "cancel it unless she comes": what is to be so first, where no text that is kept says it."""
    clause = frame.clause
    hit = scene.search(scene.lex.data("clauses")["condition_after"], clause.start + 1, clause.end)
    if not hit or frame.tool == "log_interaction" or _covered(scene.tokens[hit.start], _kept_text(steps)):
        return None
    return hit.start, clause.end


def _kept_text(steps: list[Step]) -> list[tuple[int, int]]:
    return [slot.span for step in steps if (slot := step.slots.get("title")) and slot.span]


def _taken(scene: Scene, clause: Clause) -> set[int]:
    """The places that say which of many follow-ups are meant, and which are left out."""
    out = exception(scene, clause)
    return said_beside(scene, clause) | set(range(*out) if out else ())


def _claimed(steps: Iterable[Step]) -> list[tuple[int, int]]:
    whole = {"type", "kind", "follow_up"}
    return [
        slot.span
        for step in steps
        for name, slot in step.slots.items()
        if slot.span and slot.text and name not in whole
    ]


def _covered(token: Token, claimed: list[tuple[int, int]]) -> bool:
    return token.entity in _SPEAKS_OF or any(start <= token.start and token.end <= end for start, end in claimed)


def _matters(scene: Scene, at: int, known: frozenset[str], slip: int = _SLIP) -> bool:
    token = scene.tokens[at]
    if token.entity:
        return token.entity in _VALUES
    if token.norm in scene.lex.fillers or not any(c.isalnum() for c in token.norm):
        return False
    return token.norm not in known and (len(token.norm) > slip or token.norm.isdigit())


def _so_far(scene: Scene, at: int) -> bool:
    """True for a time that is over or today: what is so by then is so now."""
    when = scene.tokens[at].value
    return (
        when.over
        or when.ahead.start is None
        or when.ahead.start.date() <= scene.context.now.astimezone(when.ahead.start.tzinfo).date()
    )


def _colleagues(scene: Scene) -> frozenset[str]:
    return frozenset(word for one in scene.context.vocabulary.colleagues for word in fold(one.name).split())


def _titles(scene: Scene, steps: list[Step]) -> frozenset[str]:
    """The words of the follow-ups that the steps are about."""
    people = scene.context.people
    found = [people.get("follow_up", str(step.slots["follow_up"].value)) for step in steps if "follow_up" in step.slots]
    return frozenset(word for one in found if one for word in fold(one.title or one.name).replace("-", " ").split())


def _status_end(steps: list[Step]) -> int:
    """Return where the words of the status end in the text, after which "to a rival" is a remark, too."""
    ends = [slot.span[1] for step in steps if (slot := step.slots.get("status")) and slot.span]
    return max(ends, default=-1)


def _tail(scene: Scene, clause: Clause, places: list[int], status_end: int) -> int:
    """Return where a remark begins: after what gives a reason, or a mark."""
    data = scene.lex.data("clauses")
    for at in places:
        token = scene.tokens[at]
        if at > clause.start + 1 and token.norm in data["remark"]:
            return at
        if token.norm in data["denial"]:
            return at
        if 0 <= status_end <= token.start and token.norm in data["remark_after_status"]:
            return at
    return clause.end


def _value_in_remark(scene: Scene, places: list[int], clause: Clause) -> tuple[int, int] | None:
    if not places:
        return None
    first, last = places[0], clause.end
    given = scene.search(scene.lex.data("clauses")["given"], first, last)
    if given and given.end - 1 in places:
        return given.start, given.end
    listed = scene.search(scene.lex.data("clauses")["listed"], first, last)
    if listed and listed.end - 1 in places and scene.tokens[listed.end - 1].text[:1].isupper():
        return listed.start, listed.end
    words = [at for at in places if any(c.isalnum() for c in scene.tokens[at].norm)]
    if 0 < len(words) <= _SHORT and any(scene.tokens[at].entity in _VALUES - {"time", "quote"} for at in words):
        return words[0], words[-1] + 1
    return None


def _order_within(scene: Scene, clause: Clause, tail: int) -> tuple[int, int] | None:
    """A remark that begins like an order is one that was not read: "... and tag them north"."""
    joined = next(
        (at for at in range(tail, clause.end) if scene.tokens[at].norm not in scene.lex.data("clauses")["remark"]), None
    )
    if joined is None or not scene.at(scene.lex.data("clauses")["order"], joined, clause.end):
        return None
    return joined, clause.end


def _second_time(scene: Scene, clause: Clause, steps: list[Step]) -> tuple[int, int] | None:
    """One time is when it shall be; a second one that no title holds has no place."""
    claimed = _claimed(steps)
    more = scene.search(scene.lex.data("clauses")["another_hour"], clause.start, clause.end)
    if more:
        return more.end - 1, more.end
    left = [at for at, _ in scene.entities("time", clause.start, clause.end) if not _covered(scene.tokens[at], claimed)]
    return (left[0], left[0] + 1) if left else None


@cache
def _glue(files: tuple[str, ...], lang: str) -> frozenset[str]:
    """Return the words that say nothing beyond what the patterns of a tool take from them."""
    common = language("common_words", lang)
    found = {word for name in ("function", "chat") for word in str(common[name]).split()}
    found |= {
        word for words in language("words", lang)["classes"].values() for item in words for word in _words(str(item))
    }
    for name in files:
        found |= set(_all_words(language(name, lang)))
    return frozenset(found)


def _all_words(data: object) -> list[str]:
    if isinstance(data, str):
        return _words(re.sub(r"\{[^}]*\}|<[^>]*>|@\w+", " ", data))
    if isinstance(data, dict):
        return [
            word for name, value in data.items() if not str(name).startswith("field_") for word in _all_words(value)
        ]
    return [word for value in data for word in _all_words(value)] if isinstance(data, list) else []


def _words(text: str) -> list[str]:
    return [word.strip("'") for word in _WORD.findall(text.lower())] + _WORD.findall(text.lower())


def _field_words(scene: Scene, names: set[str]) -> frozenset[str]:
    said = {"add_tags": "tags", "amount": "expected_amount"}
    classes = scene.lex.classes
    own = [phrase for one in scene.lex.custom_fields for phrase in custom_words(one)] if "custom" in names else []
    phrases = [phrase for name in names for phrase in classes.get(f"field_{said.get(name, name)}", ())]
    return frozenset(word for phrase in (*phrases, *own) for word in phrase.split())
