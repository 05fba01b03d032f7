"""What changed: the ledger of what was done with records, and the fields of leads that imports changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from store.models import Deal, FollowUp, Lead, LeadHistory, LedgerEntry, Task
from store.scope import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.scope import Scope
    from store.sessions import ReadSession

_INNER = frozenset({"source_key", "source_hash", "source_values", "currency", "account_id", "last_contacted_imported"})


async def ledger_of(
    session: ReadSession, lead: Lead, since: dt.datetime | None = None, until: dt.datetime | None = None
) -> list[LedgerEntry]:
    """Return what was done with a lead and what hangs on it, the newest first; `until` is not included."""
    hanging = [
        col(LedgerEntry.target_id).in_(select(col(model.id)).where(col(model.lead_id) == lead.id))
        for model in (FollowUp, Task, Deal)
    ]
    fits: list[ColumnElement[bool]] = [
        col(LedgerEntry.tenant_id) == lead.tenant_id,
        or_(col(LedgerEntry.target_id) == lead.id, *hanging),
    ]
    fits += _within(LedgerEntry.applied_at, since, until)
    newest = (col(LedgerEntry.applied_at).desc(), col(LedgerEntry.change_id).desc())
    return await session.records(select(LedgerEntry).where(*fits).order_by(*newest))


def change_in_sight(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for changes that one made oneself, or that were made to what is in one's sight."""
    own = col(LedgerEntry.tenant_id) == scope.tenant_id
    if scope.owners is None:
        return own
    made = or_(col(LedgerEntry.user_id) == scope.user_id, col(LedgerEntry.owner_id).in_(sorted(scope.owners)))
    return and_(own, made)


async def changes_in_sight(
    session: ReadSession, scope: Scope, since: dt.datetime | None, until: dt.datetime | None, most: int
) -> list[LedgerEntry]:
    """Return what was done with records in sight, the newest first; `until` is not included."""
    fits = [change_in_sight(scope), *_within(LedgerEntry.applied_at, since, until)]
    newest = (col(LedgerEntry.applied_at).desc(), col(LedgerEntry.change_id).desc())
    return await session.records(select(LedgerEntry).where(*fits).order_by(*newest).limit(most))


async def fields_in_sight(
    session: ReadSession, scope: Scope, since: dt.datetime | None, until: dt.datetime | None, most: int
) -> list[tuple[LeadHistory, Lead]]:
    """Return the fields of leads in sight that something else than a card changed, the newest first, with the lead."""
    cards = select(col(LedgerEntry.change_id)).where(col(LedgerEntry.tenant_id) == scope.tenant_id)
    fits = [
        col(LeadHistory.tenant_id) == scope.tenant_id,
        col(LeadHistory.field).not_in(sorted(_INNER)),
        col(LeadHistory.change_id).not_in(cards),
        visible(Lead, scope),
        *_within(LeadHistory.changed_at, since, until),
    ]
    newest = (col(LeadHistory.changed_at).desc(), col(LeadHistory.id).desc())
    both = select(LeadHistory, Lead).join(Lead, col(Lead.id) == col(LeadHistory.lead_id))
    return [(row[0], row[1]) for row in await session.rows(both.where(*fits).order_by(*newest).limit(most))]


def _within(column: Any, since: dt.datetime | None, until: dt.datetime | None) -> list[ColumnElement[bool]]:
    return [*([col(column) >= since] if since else []), *([col(column) < until] if until else [])]


async def fields_of(
    session: ReadSession,
    lead: Lead,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    *,
    but: Iterable[str] = (),
) -> list[LeadHistory]:
    """Return the fields of a lead that changed, the newest first; `but` are changes that are told otherwise."""
    fits = [col(LeadHistory.lead_id) == lead.id, col(LeadHistory.field).not_in(sorted(_INNER))]
    fits += _within(LeadHistory.changed_at, since, until)
    newest = (col(LeadHistory.changed_at).desc(), col(LeadHistory.id).desc())
    found = await session.records(select(LeadHistory).where(*fits).order_by(*newest))
    told = set(but)
    return [one for one in found if one.change_id not in told]
