"""Fields that a tenant added: their values in the words, and which leads have them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graphs.understanding.local.lexicon import custom_words
from graphs.understanding.local.tokens import fold
from graphs.understanding.local.values import decimal_of

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import CustomField

_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 3
_JOINS = frozenset({"in", "is", "are", ":", "=", "of", "with", "as", "for", "on", "at", "to", "'s"})
_ENDS = frozenset(
    {",", "?", ".", "!", ";", "and", "or", "who", "that", "which", "please", "from", "<nl>", "this", "now"}
)


def custom_value(scene: Scene, one: CustomField, first: int, last: int) -> str | int | float:
    """Return the words of tokens [first, last) as a value of the field's type; as they are where they are none."""
    said = scene.words(first, last).strip().strip("\"'\u201c\u201d\u2018\u2019.,;!? ").strip()
    if one.type == "number":
        return _number(said)
    whens = scene.entities("time", first, last) if one.type == "date" else []
    for _, when in whens:
        if when.ahead.start:
            return str(when.ahead.start.date().isoformat())
    return said


def _number(said: str) -> str | int | float:
    try:
        value = Decimal(decimal_of(said) or said)
    except InvalidOperation:
        return said
    return int(value) if value == value.to_integral() else float(value)


def custom_filter(scene: Scene, start: int, end: int) -> dict[str, str | int | float]:
    """Return the field and value that the words ask of leads: "interested in hardware" of a "Product interest"."""
    for one in scene.lex.custom_fields:
        phrases = [phrase.split() for phrase in custom_words(one)]
        stems = {_stem(word) for words in phrases for word in words}
        place = start
        while place < end:
            run = _run(scene, place, end, stems)
            in_full = run - place >= min(len(words) for words in phrases)
            value = _value(scene, run, end, in_full=in_full) if run > place else None
            if value:
                return {one.key: custom_value(scene, one, *value)}
            place = max(run, place + 1)
    return {}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _run(scene: Scene, place: int, end: int, stems: set[str]) -> int:
    """Return where the words of the field that begin at `place` end."""
    while place < end and not scene.tokens[place].entity and _stem(scene.tokens[place].norm) in stems:
        place += 1
    return place


def _value(scene: Scene, place: int, end: int, *, in_full: bool) -> tuple[int, int] | None:
    """Return the value after the words of the field; after a part of its name only where a word leads over to it."""
    first = place
    while first < end and scene.tokens[first].norm in _JOINS:
        first += 1
    last = first
    while last < end and fold(scene.tokens[last].text) not in _ENDS:
        last += 1
    return (first, last) if last > first and (first > place or in_full) else None
