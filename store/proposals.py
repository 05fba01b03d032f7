"""Proposals: cards that wait for a yes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from store.models import Proposal

if TYPE_CHECKING:
    from store.sessions import ReadSession, TalkSession


async def pending(session: ReadSession, conversation_id: str) -> list[Proposal]:
    """Return the cards of a conversation that wait, oldest first."""
    statement = select(Proposal).where(Proposal.conversation_id == conversation_id, Proposal.state == "pending")  # type: ignore[arg-type]
    return await session.records(statement.order_by(Proposal.id))


async def find(session: ReadSession, tenant_id: str, user_id: str, proposal_id: str) -> Proposal | None:
    """Return one of one's own cards, settled or not."""
    return await session.scalar(
        select(Proposal).where(
            Proposal.id == proposal_id,  # type: ignore[arg-type]
            Proposal.tenant_id == tenant_id,  # type: ignore[arg-type]
            Proposal.user_id == user_id,  # type: ignore[arg-type]
        )
    )


async def save(session: TalkSession, values: dict[str, Any]) -> None:
    """Store a new card, or the next version of one that still waits.

    A card that was settled in the meantime is not touched: the turn's number,
    taken in the same transaction, tells the caller.
    """
    if values["version"] == 1:
        await session.write(insert(Proposal).values(**values))
        return
    changed = {key: values[key] for key in ("version", "actions", "expires_at", "engine")}
    waiting = update(Proposal).where(Proposal.id == values["id"], Proposal.state == "pending")  # type: ignore[arg-type]
    await session.write(waiting.values(**changed))


async def reject(session: TalkSession, proposal_ids: list[str], now: dt.datetime) -> None:
    """Settle cards as rejected."""
    waiting = update(Proposal).where(Proposal.id.in_(proposal_ids), Proposal.state == "pending")  # type: ignore[attr-defined,arg-type]
    await session.write(waiting.values(state="rejected", settled_at=now))


async def claim(session: TalkSession, proposal_id: str, version: int, now: dt.datetime) -> bool:
    """Take a waiting card for applying; False when it is settled or has another version."""
    taken = await session.write(
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.version == version, Proposal.state == "pending")  # type: ignore[arg-type]
        .values(state="applied", settled_at=now)
    )
    return bool(taken.rowcount == 1)
