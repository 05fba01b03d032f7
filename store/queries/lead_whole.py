"""Everything that hangs on one lead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from store.models import Deal, FollowUp, Interaction, Lead, Task
from store.scope import visible

if TYPE_CHECKING:
    from store.scope import Scope
    from store.sessions import ReadSession


@dataclass(frozen=True, slots=True)
class LeadWhole:
    """A lead with what hangs on it: the newest interaction first, the earliest follow-up first."""

    lead: Lead
    interactions: tuple[Interaction, ...]
    follow_ups: tuple[FollowUp, ...]
    deals: tuple[Deal, ...]
    tasks: tuple[Task, ...]

    def ahead(self, now: dt.datetime) -> tuple[FollowUp, ...]:
        """Return the follow-ups that are scheduled and have not begun."""
        return tuple(one for one in self.follow_ups if one.status == "scheduled" and one.starts_at > now)


async def load_whole(session: ReadSession, scope: Scope, lead: Lead) -> LeadWhole:
    """Return what is in sight of a lead that is."""
    interactions = select(Interaction).where(col(Interaction.lead_id) == lead.id, visible(Interaction, scope))
    follow_ups = select(FollowUp).where(col(FollowUp.lead_id) == lead.id, visible(FollowUp, scope))
    deals = select(Deal).where(col(Deal.lead_id) == lead.id, visible(Deal, scope))
    tasks = select(Task).where(col(Task.lead_id) == lead.id, visible(Task, scope))
    newest = (col(Interaction.occurred_at).desc(), col(Interaction.id).desc())
    return LeadWhole(
        lead=lead,
        interactions=tuple(await session.records(interactions.order_by(*newest))),
        follow_ups=tuple(await session.records(follow_ups.order_by(col(FollowUp.starts_at), col(FollowUp.id)))),
        deals=tuple(await session.records(deals.order_by(col(Deal.id)))),
        tasks=tuple(await session.records(tasks.order_by(col(Task.due_on).asc().nulls_last(), col(Task.id)))),
    )
