"""Which of a question's options the words choose: by number, place, name, or anything known of one of them alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from graphs.understanding.local.tokens import fold
from graphs.understanding.plan import Slot

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene, When
    from graphs.understanding.plan import Option, Question

_RECORDS = {"lead", "follow_up", "task", "deal", "account"}
_KNOWN = ("name", "company", "email", "status", "city", "source", "title", "kind")


def chosen_option(scene: Scene, question: Question) -> Slot | None:
    """Return the one option that the words choose, None where they choose none or several."""
    options = question.options
    place = _place(scene, 0, len(scene), len(options))
    if place is not None:
        return Slot(options[place].value, scene.text.strip())
    said = fold(scene.text.strip())
    for one in options:
        if said in {fold(one.value), fold(one.label)}:
            return Slot(one.value, scene.text.strip())
    words = _content(scene, 0, len(scene))
    fits = [one for one in options if words and words <= _known_words(scene, question, one)]
    fits = fits or [one for one in options if _at_that_time(scene, question, one)]
    if len(fits) == 1:
        return Slot(fits[0].value, scene.text.strip())
    best = _best(scene, question, words)
    return Slot(best.value, scene.text.strip()) if best and not _somebody_else(scene, question) else None


def chosen_options(scene: Scene, question: Question) -> tuple[Slot, ...]:
    """Return the several options that the words choose ("both", "1 and 3"), nothing unless each part chooses one."""
    options = question.options
    if len(options) < 2:
        return ()
    if scene.whole(scene.lex.data("replies")["all_of_them"].replace("_COUNT", _count(scene, len(options)))):
        return tuple(Slot(one.value, one.label) for one in options)
    joins = {*scene.lex.data("edits")["list_joins"]}
    cuts = [at for at, token in enumerate(scene.tokens) if not token.entity and token.norm in joins]
    edges = [-1, *cuts, len(scene)]
    parts = [(a + 1, b) for a, b in pairwise(edges) if _content(scene, a + 1, b) or b > a + 1]
    chosen = [_of_part(scene, question, first, last) for first, last in parts]
    values = {one.value for one in chosen if one}
    if len(parts) < 2 or not all(chosen) or len(values) < len(parts):
        return ()
    return tuple(Slot(one.value, one.label) for one in chosen if one)


def _count(scene: Scene, number: int) -> str:
    words = [word for word, count in scene.lex.data("edits")["numbers"].items() if count == number]
    return f"({'|'.join([str(number), *words])})" if words else str(number)


def _of_part(scene: Scene, question: Question, start: int, end: int) -> Option | None:
    place = _place(scene, start, end, len(question.options))
    if place is not None:
        return question.options[place]
    words = _content(scene, start, end)
    fits = [one for one in question.options if words and words <= _known_words(scene, question, one)]
    return fits[0] if len(fits) == 1 else None


def _content(scene: Scene, start: int, end: int) -> set[str]:
    tokens = scene.tokens[start:end]
    words = {token.norm for token in tokens if not token.entity}
    words |= {word for token in tokens if token.entity for word in fold(token.text).split()}
    return words - set(scene.lex.data("replies")["classes"]["answer_extra"])


def _known_words(scene: Scene, question: Question, option: Option) -> set[str]:
    """Return every word of the option's label, and of what is known of its record."""
    entry = scene.context.people.get(question.slot, option.value) if question.slot in _RECORDS else None
    known = " ".join(str(getattr(entry, field)).replace("_", " ") for field in _KNOWN) if entry else ""
    text = fold(f"{option.label} {known}")
    parts = {part.strip(".,;:()") for part in text.replace("'s", " ").split()}
    return parts | {part.replace("-", " ") for part in parts} | set(text.replace("-", " ").replace("_", " ").split())


def _at_that_time(scene: Scene, question: Question, option: Option) -> bool:
    entry = scene.context.people.get(question.slot, option.value) if question.slot in {"follow_up", "task"} else None
    whens: list[tuple[int, When]] = scene.entities("time")
    if entry is None or entry.starts_at is None or not whens:
        return False
    reading = whens[0][1].ahead
    if reading.start is None:
        return False
    moment = entry.starts_at.astimezone(reading.start.tzinfo)
    day = not reading.has_date or moment.date() == reading.start.date()
    return day and (not reading.has_time or moment.timetz() == reading.start.timetz())


def _best(scene: Scene, question: Question, words: set[str]) -> Option | None:
    """Return the option that has most words that no other has."""
    scored = sorted(
        ((len(words & _own_words(scene, question, one)), at) for at, one in enumerate(question.options)), reverse=True
    )
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return question.options[scored[0][1]]


def _own_words(scene: Scene, question: Question, option: Option) -> set[str]:
    others = [_known_words(scene, question, one) for one in question.options if one.label != option.label]
    return {word for word in _known_words(scene, question, option) if not any(word in other for other in others)}


def _somebody_else(scene: Scene, question: Question) -> bool:
    offered = {one.value for one in question.options}
    return question.slot == "lead" and any(who.ids and not offered & set(who.ids) for _, who in scene.people)


def _place(scene: Scene, start: int, end: int, count: int) -> int | None:
    hit = scene.whole(scene.lex.data("replies")["chosen_place"], start, end)
    if not hit or not count:
        return None
    data = scene.lex.data("edits")
    if "place" in hit.groups:
        said = scene.shape(*hit.groups["place"]).strip()
        place = data["places"][said] if said != "other" else count
    else:
        said = scene.words(*hit.groups["digit"]).strip()
        place = int(said) - 1 if said.isdigit() else data["numbers"].get(fold(said), 0) - 1
        place = count if place < 0 else place
    return place % count if -count <= place < count else None
