"""Conversations, their messages, and the one way a turn is closed.

A turn is written in one transaction: the message with its answer, the cards it
made or settled, what it changed in the CRM, and the conversation's next turn
number.  Who closes a turn that somebody else has closed already gets
`TurnTaken`, has written nothing, and starts again from what is true now.  So a
retry finds either the whole turn or none of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.errors import TurnTaken
from store.models import Conversation, LedgerEntry, Message, Proposal, Tenant, User, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from store.sessions import ReadSession, TalkSession


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as a turn finds it.  `turn` 0: it is new.  `answered` is the answer this message got before."""

    id: str
    session_id: str
    turn: int
    memory: dict[str, Any]
    answered: dict[str, Any] | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """What is kept of a turn: who said what, and the whole answer."""

    talk: Talk
    tenant_id: str
    user_id: str
    message_id: str
    fingerprint: str
    text: str
    decision: dict[str, Any] | None
    channel: str
    now: dt.datetime
    title: str


async def find_user(session: ReadSession, tenant_id: str, user_id: str) -> tuple[User, int] | None:
    """Return a user who is not disabled, and the tenant's revision."""
    statement = select(User, Tenant.revision).join(Tenant, Tenant.id == User.tenant_id)  # type: ignore[arg-type]
    row = await session.first(
        statement.where(User.id == user_id, User.tenant_id == tenant_id, User.disabled_at.is_(None))  # type: ignore[arg-type,union-attr]
    )
    return (row[0], row[1]) if row else None


async def load_talk(session: ReadSession, tenant_id: str, user_id: str, session_id: str, message_id: str) -> Talk:
    """Return the conversation, with the answer that `message_id` got if it was said before."""
    conversation, message = Conversation.__table__, Message.__table__  # type: ignore[attr-defined]
    same = and_(message.c.conversation_id == conversation.c.id, message.c.message_id == message_id)
    row = await session.first(
        select(conversation.c.id, conversation.c.turn, conversation.c.memory, message.c.response, message.c.fingerprint)
        .select_from(conversation.outerjoin(message, same))
        .where(
            conversation.c.tenant_id == tenant_id,
            conversation.c.user_id == user_id,
            conversation.c.session_id == session_id,
        )
    )
    if row is None:
        return Talk(id=new_id(), session_id=session_id, turn=0, memory={})
    return Talk(row.id, session_id, row.turn, row.memory, row.response, row.fingerprint or "")


async def close_turn(
    session: TalkSession, record: TurnRecord, response: dict[str, Any], memory: dict[str, Any]
) -> None:
    """Write the message with its answer and take the turn; raises TurnTaken when it is no longer there to take."""
    try:
        await _take(session, record, memory)
        await session.write(
            insert(Message).values(
                id=response["reply_id"],
                conversation_id=record.talk.id,
                turn=record.talk.turn + 1,
                message_id=record.message_id,
                fingerprint=record.fingerprint,
                text=record.text,
                decision=record.decision,
                channel=record.channel,
                response=response,
                created_at=record.now,
            )
        )
    except IntegrityError as error:
        raise TurnTaken from error


async def _take(session: TalkSession, record: TurnRecord, memory: dict[str, Any]) -> None:
    talk = record.talk
    if talk.turn == 0:
        await session.write(
            insert(Conversation).values(
                id=talk.id,
                tenant_id=record.tenant_id,
                user_id=record.user_id,
                session_id=talk.session_id,
                title=record.title,
                pinned=False,
                turn=1,
                memory=memory,
                created_at=record.now,
                updated_at=record.now,
            )
        )
        return
    taken = await session.write(
        update(Conversation)
        .where(Conversation.id == talk.id, Conversation.turn == talk.turn)  # type: ignore[arg-type]
        .values(turn=talk.turn + 1, memory=memory, updated_at=record.now)
    )
    if taken.rowcount == 0:
        raise TurnTaken


async def list_talks(
    session: ReadSession, tenant_id: str, user_id: str, *, like: str = "", pinned: bool | None = None, limit: int = 50
) -> Sequence[Conversation]:
    """Return one's conversations, the newest first."""
    statement = select(Conversation).where(Conversation.tenant_id == tenant_id, Conversation.user_id == user_id)  # type: ignore[arg-type]
    if like:
        said = select(Message.conversation_id).where(Message.text.icontains(like, autoescape=True))  # type: ignore[attr-defined,call-overload]
        title = Conversation.title.icontains(like, autoescape=True)  # type: ignore[attr-defined]
        statement = statement.where(title | Conversation.id.in_(said))  # type: ignore[attr-defined]
    if pinned is not None:
        statement = statement.where(Conversation.pinned.is_(pinned))  # type: ignore[attr-defined]
    return await session.records(statement.order_by(Conversation.updated_at.desc()).limit(limit))  # type: ignore[attr-defined]


async def find_talk(session: ReadSession, tenant_id: str, user_id: str, session_id: str) -> Conversation | None:
    """Return one of one's own conversations."""
    return await session.scalar(
        select(Conversation).where(
            Conversation.tenant_id == tenant_id,  # type: ignore[arg-type]
            Conversation.user_id == user_id,  # type: ignore[arg-type]
            Conversation.session_id == session_id,  # type: ignore[arg-type]
        )
    )


async def messages_of(session: ReadSession, conversation_id: str) -> Sequence[Row[Any]]:
    """Return the messages of a conversation with their answers, oldest first."""
    return await session.rows(
        select(Message.text, Message.decision, Message.response, Message.created_at, Message.message_id)  # type: ignore[call-overload]
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.turn)
    )


async def rename_talk(session: TalkSession, conversation_id: str, **values: Any) -> None:
    """Set the title or the pin of a conversation."""
    await session.write(update(Conversation).where(Conversation.id == conversation_id).values(**values))  # type: ignore[arg-type]


async def remove_talk(session: TalkSession, conversation_id: str) -> None:
    """Remove a conversation with its messages and waiting cards.

    What was applied in it stays on the ledger, and with it the cards and the bare row they belong to.
    """
    applied = await session.scalar(
        select(LedgerEntry.change_id).where(LedgerEntry.conversation_id == conversation_id).limit(1)  # type: ignore[arg-type,call-overload]
    )
    await session.write(delete(Message).where(Message.conversation_id == conversation_id))  # type: ignore[arg-type]
    unsettled = and_(Proposal.conversation_id == conversation_id, Proposal.state != "applied")  # type: ignore[arg-type]
    await session.write(delete(Proposal).where(unsettled))
    if applied is None:
        await session.write(delete(Conversation).where(Conversation.id == conversation_id))  # type: ignore[arg-type]
        return
    gone = update(Conversation).where(Conversation.id == conversation_id)  # type: ignore[arg-type]
    await session.write(
        gone.values(session_id=f"removed:{conversation_id}", user_id=Conversation.user_id, title="", memory={})
    )
