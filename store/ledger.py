"""The ledger: what was done, never altered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from store.models import LedgerEntry

if TYPE_CHECKING:
    from store.sessions import ReadSession


async def entries_of(session: ReadSession, proposal_id: str) -> list[LedgerEntry]:
    """Return what applying a card did, in the card's order."""
    statement = select(LedgerEntry).where(col(LedgerEntry.proposal_id) == proposal_id)
    return await session.records(statement.order_by(col(LedgerEntry.action_index)))


async def find_change(session: ReadSession, tenant_id: str, change_id: str) -> LedgerEntry | None:
    """Return one change."""
    return await session.scalar(
        select(LedgerEntry).where(col(LedgerEntry.change_id) == change_id, col(LedgerEntry.tenant_id) == tenant_id)
    )


async def undone_by(session: ReadSession, change_id: str) -> LedgerEntry | None:
    """Return the newest change that took `change_id` back, or None."""
    statement = select(LedgerEntry).where(col(LedgerEntry.undoes) == change_id)
    return await session.scalar(statement.order_by(col(LedgerEntry.change_id).desc()).limit(1))


def receipt(entry: LedgerEntry) -> dict[str, Any]:
    """Return a change as a client sees it."""
    return {
        "change_id": entry.change_id,
        "tool": entry.tool,
        "target": {"type": entry.target_type, "id": entry.target_id, "name": entry.target_name},
        "changes": entry.changes,
        "reversible": entry.reversible,
    }
