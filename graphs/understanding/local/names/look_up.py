"""Reads a phrase that stands where a name must stand."""

from __future__ import annotations

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.mentions import MentionMaker
from graphs.understanding.local.names.model import Mention, PeopleContext

_LONGEST_PHRASE = 400  # characters read


def look_up(phrase: str, index: PeopleIndex, context: PeopleContext | None = None) -> Mention:
    """Return whom `phrase` names, given that it names somebody: no word is held against being a name.

    Where nobody fits, the mention has no candidates, and in `near` whoever is
    near.  Its span counts from the start of `phrase`, of which the first 400
    characters are read.
    """
    said = phrase[:_LONGEST_PHRASE]
    surroundings = context or PeopleContext()
    maker = MentionMaker(said, index, surroundings)
    found = maker.all()
    if not any(one.candidates or one.near for one in found):
        maker = MentionMaker(said, index, surroundings, demanded=True)
        found = maker.all() or found
    if not found:
        return maker.unknown()
    return max(found, key=lambda one: (one.kind != "pronoun", bool(one.candidates), one.span[1] - one.span[0]))
