"""Whose records a question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.base import Moment


def whose(moment: Moment, *, owner: str | None, mine: bool, team: bool) -> frozenset[str] | None:
    """Return the ids of the users meant, None for everybody in sight.  What they have out of sight stays so."""
    if owner:
        return frozenset({owner})
    if mine:
        return frozenset({moment.asker.user_id})
    if team and moment.asker.team:
        return frozenset(user.id for user in moment.directory.users if user.team == moment.asker.team)
    return None
