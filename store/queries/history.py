"""What changed on a lead: the ledger of what was done with it, and the fields that imports changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from store.models import Deal, FollowUp, LeadHistory, LedgerEntry, Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.models import Lead
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
    if since:
        fits.append(col(LedgerEntry.applied_at) >= since)
    if until:
        fits.append(col(LedgerEntry.applied_at) < until)
    newest = (col(LedgerEntry.applied_at).desc(), col(LedgerEntry.change_id).desc())
    return await session.records(select(LedgerEntry).where(*fits).order_by(*newest))


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
    if since:
        fits.append(col(LeadHistory.changed_at) >= since)
    if until:
        fits.append(col(LeadHistory.changed_at) < until)
    newest = (col(LeadHistory.changed_at).desc(), col(LeadHistory.id).desc())
    found = await session.records(select(LeadHistory).where(*fits).order_by(*newest))
    told = set(but)
    return [one for one in found if one.change_id not in told]
