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
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from store.errors import TurnTaken
from store.models import Conversation, LedgerEntry, Message, Proposal, Tenant, User, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row

    from store.sessions import ReadSession, TalkSession

    MessageRow: TypeAlias = Row[str, dict[str, Any] | None, dict[str, Any], dt.datetime, str]


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


async def find_user(session: ReadSession, tenant: str, user_id: str) -> tuple[User, int] | None:
    """Return a user who is not disabled, and the tenant's revision; `tenant` is an id or a slug."""
    statement = select(User, col(Tenant.revision)).join(Tenant, col(Tenant.id) == col(User.tenant_id))
    enabled = col(User.disabled_at).is_(None)
    theirs = or_(col(Tenant.id) == tenant, col(Tenant.slug) == tenant)
    row = await session.first(statement.where(col(User.id) == user_id, theirs, enabled))
    return (row[0], row[1]) if row else None


async def load_talk(session: ReadSession, tenant_id: str, user_id: str, session_id: str, message_id: str) -> Talk:
    """Return the conversation, with the answer that `message_id` got if it was said before."""
    talk = (col(Conversation.id), col(Conversation.turn), col(Conversation.memory))
    same = and_(col(Message.conversation_id) == col(Conversation.id), col(Message.message_id) == message_id)
    row = await session.first(
        select(*talk, col(Message.response), col(Message.fingerprint))
        .select_from(Conversation)
        .outerjoin(Message, same)
        .where(*_own(tenant_id, user_id, session_id))
    )
    if row is None:
        return Talk(id=new_id(), session_id=session_id, turn=0, memory={})
    return Talk(row.id, session_id, row.turn, row.memory, row.response, row.fingerprint or "")


def _own(tenant_id: str, user_id: str, session_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Conversation.tenant_id) == tenant_id,
        col(Conversation.user_id) == user_id,
        col(Conversation.session_id) == session_id,
    )


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
        .where(col(Conversation.id) == talk.id, col(Conversation.turn) == talk.turn)
        .values(turn=talk.turn + 1, memory=memory, updated_at=record.now)
    )
    if taken.rowcount == 0:
        raise TurnTaken


async def list_talks(
    session: ReadSession, tenant_id: str, user_id: str, *, like: str = "", pinned: bool | None = None, limit: int = 50
) -> Sequence[Conversation]:
    """Return one's conversations, the newest first."""
    own = (col(Conversation.tenant_id) == tenant_id, col(Conversation.user_id) == user_id)
    statement = select(Conversation).where(*own)
    if like:
        said = select(col(Message.conversation_id)).where(col(Message.text).icontains(like, autoescape=True))
        title = col(Conversation.title).icontains(like, autoescape=True)
        statement = statement.where(title | col(Conversation.id).in_(said))
    if pinned is not None:
        statement = statement.where(col(Conversation.pinned).is_(pinned))
    return await session.records(statement.order_by(col(Conversation.updated_at).desc()).limit(limit))


async def find_talk(session: ReadSession, tenant_id: str, user_id: str, session_id: str) -> Conversation | None:
    """Return one of one's own conversations."""
    return await session.scalar(select(Conversation).where(*_own(tenant_id, user_id, session_id)))


async def messages_of(session: ReadSession, conversation_id: str) -> Sequence[MessageRow]:
    """Return the messages of a conversation with their answers, oldest first."""
    return await session.rows(
        select(
            col(Message.text),
            col(Message.decision),
            col(Message.response),
            col(Message.created_at),
            col(Message.message_id),
        )
        .where(col(Message.conversation_id) == conversation_id)
        .order_by(col(Message.turn))
    )


async def rename_talk(session: TalkSession, conversation_id: str, **values: str | bool) -> None:
    """Set the title or the pin of a conversation."""
    await session.write(update(Conversation).where(col(Conversation.id) == conversation_id).values(**values))


async def remove_talk(session: TalkSession, conversation_id: str) -> None:
    """Remove a conversation with its messages and waiting cards.

    What was applied in it stays on the ledger, and with it the cards and the bare row they belong to.
    """
    applied = await session.scalar(
        select(col(LedgerEntry.change_id)).where(col(LedgerEntry.conversation_id) == conversation_id).limit(1)
    )
    await session.write(delete(Message).where(col(Message.conversation_id) == conversation_id))
    unsettled = and_(col(Proposal.conversation_id) == conversation_id, col(Proposal.state) != "applied")
    await session.write(delete(Proposal).where(unsettled))
    this = col(Conversation.id) == conversation_id
    if applied is None:
        await session.write(delete(Conversation).where(this))
        return
    # the turn moves on, so that one which is running just now can't close into what was removed
    bare = {"session_id": f"removed:{conversation_id}", "title": "", "memory": {}, "turn": Conversation.turn + 1}
    await session.write(update(Conversation).where(this).values(**bare))
