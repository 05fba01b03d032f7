"""Who and what a message names, among the records in the asker's sight.

`find_people` reads a whole message, `look_up` a phrase that stands where a name
must stand.  Both see only the index they are given: what is not in it does not
exist.  They raise on no text.  How names are read: docs/people.md.
"""

from __future__ import annotations

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.look_up import look_up
from graphs.understanding.local.names.mentions import MentionMaker
from graphs.understanding.local.names.model import Candidate, Entry, Mention, PeopleContext

__all__ = ["Candidate", "Entry", "Mention", "PeopleContext", "PeopleIndex", "find_people", "look_up"]


def find_people(text: str, index: PeopleIndex, context: PeopleContext | None = None) -> list[Mention]:
    """Return every person, company and pointing word in `text`, in text order, none overlapping.

    Only what is more likely a name than not is returned.  Names that fit nobody
    are returned (without candidates) where somebody is near; what is like
    nothing in the index is left to `look_up`.  Text beyond 8,000 characters is
    not read.
    """
    return MentionMaker(text, index, context or PeopleContext()).all()
