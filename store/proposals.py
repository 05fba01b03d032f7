"""Proposals: cards that wait for a yes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from store.models import Proposal
from store.models.base import table

if TYPE_CHECKING:
    from store.sessions import ReadSession, TalkSession

_MADE = insert(table(Proposal))
_CLAIMED = update(table(Proposal)).where(
    col(Proposal.id) == bindparam("card_id"),
    col(Proposal.version) == bindparam("shown_version"),
    col(Proposal.state) == "pending",
)


async def pending(session: ReadSession, conversation_id: str) -> list[Proposal]:
    """Return the cards of a conversation that wait, oldest first."""
    waiting = col(Proposal.state) == "pending"
    statement = select(Proposal).where(col(Proposal.conversation_id) == conversation_id, waiting)
    return await session.records(statement.order_by(col(Proposal.id)))


async def all_of(session: ReadSession, conversation_id: str) -> list[Proposal]:
    """Return every card of a conversation, settled or not, oldest first."""
    statement = select(Proposal).where(col(Proposal.conversation_id) == conversation_id)
    return await session.records(statement.order_by(col(Proposal.id)))


async def find(session: ReadSession, tenant_id: str, user_id: str, proposal_id: str) -> Proposal | None:
    """Return one of one's own cards, settled or not."""
    return await session.scalar(
        select(Proposal).where(
            col(Proposal.id) == proposal_id,
            col(Proposal.tenant_id) == tenant_id,
            col(Proposal.user_id) == user_id,
        )
    )


async def make(session: TalkSession, values: dict[str, Any]) -> None:
    """Store a new card."""
    await session.write(_MADE, values)


async def renew(session: TalkSession, values: dict[str, Any]) -> None:
    """Store the next version of a card that waits.

    A card that was settled in the meantime is not touched: the turn's number,
    taken in the same transaction, tells the caller.
    """
    changed = {key: values[key] for key in ("version", "actions", "expires_at", "engine")}
    waiting = update(Proposal).where(col(Proposal.id) == values["id"], col(Proposal.state) == "pending")
    await session.write(waiting.values(**changed))


async def reject(session: TalkSession, proposal_ids: list[str], now: dt.datetime) -> None:
    """Settle cards as rejected."""
    waiting = update(Proposal).where(col(Proposal.id).in_(proposal_ids), col(Proposal.state) == "pending")
    await session.write(waiting.values(state="rejected", settled_at=now))


async def claim(session: TalkSession, proposal_id: str, version: int, now: dt.datetime) -> bool:
    """Take a waiting card for applying; False when it is settled or has another version."""
    values = {"card_id": proposal_id, "shown_version": version, "state": "applied", "settled_at": now}
    return (await session.write(_CLAIMED, values)).rowcount == 1
