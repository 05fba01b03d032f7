"""Reads a phrase that stands where a name must stand."""

from __future__ import annotations

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.mentions import MentionMaker
from graphs.understanding.local.names.model import Mention, PeopleContext


def look_up(phrase: str, index: PeopleIndex, context: PeopleContext | None = None) -> Mention:
    """Return whom `phrase` names, given that it names somebody: no word is held against being a name.

    Where nobody fits, the mention has no candidates, and in `near` whoever is
    near.  Its span counts from the start of `phrase`.
    """
    surroundings = context or PeopleContext()
    for demanded in (False, True):
        maker = MentionMaker(phrase, index, surroundings, demanded=demanded)
        if found := maker.all():
            return max(found, key=lambda one: (one.kind != "pronoun", bool(one.candidates), one.span[1] - one.span[0]))
    return maker.unknown()
