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
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from store.errors import TurnTaken
from store.models import Conversation, LedgerEntry, Message, Proposal, Tenant, new_id
from store.models.base import table
from store.queries.filters import BadFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, ColumnElement, Row, Select

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


class Opening(NamedTuple):
    """What a turn begins with: the tenant as it is, the conversation, and the cards that wait in it, oldest first."""

    tenant_id: str
    revision: int
    directory_revision: int
    talk: Talk
    cards: tuple[Proposal, ...]


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


def _opening() -> Select[*tuple[Any, ...]]:
    """Return the statement for all that a turn begins with: a row a waiting card, one where none waits."""
    named: BindParameter[str] = bindparam("tenant")
    asked = or_(col(Tenant.id) == named, col(Tenant.slug) == named)
    own = _own(col(Tenant.id), bindparam("user"), bindparam("session"))
    same = and_(col(Message.conversation_id) == col(Conversation.id), col(Message.message_id) == bindparam("message"))
    waiting = and_(col(Proposal.conversation_id) == col(Conversation.id), col(Proposal.state) == "pending")
    tenant: list[Any] = [col(Tenant.id).label("tenant_id"), col(Tenant.revision), col(Tenant.directory_revision)]
    talk = [col(Conversation.id), col(Conversation.turn), col(Conversation.memory)]
    return (
        select(*tenant, *talk, col(Message.response), col(Message.fingerprint), Proposal)
        .select_from(Tenant)
        .outerjoin(Conversation, and_(*own))
        .outerjoin(Message, same)
        .outerjoin(Proposal, waiting)
        .where(asked)
        .order_by(col(Proposal.id))
    )


def _own(tenant_id: Any, user_id: Any, session_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Conversation.tenant_id) == tenant_id,
        col(Conversation.user_id) == user_id,
        col(Conversation.session_id) == session_id,
    )


_OPENING = _opening()
_NEW_TALK = insert(table(Conversation))
_TURN = update(table(Conversation)).where(
    col(Conversation.id) == bindparam("talk_id"), col(Conversation.turn) == bindparam("turn_before")
)
_TURN_NOW = select(col(Conversation.turn)).where(
    col(Conversation.id) == bindparam("talk"), col(Conversation.session_id) == bindparam("session")
)
_SAID = insert(table(Message))


async def open_turn(
    session: ReadSession, tenant: str, user_id: str, session_id: str, message_id: str
) -> Opening | None:
    """Return what a turn begins with, with the answer that `message_id` got if it was said before.

    `tenant` is an id or a slug; None where there is no such tenant.
    """
    values = {"tenant": tenant, "user": user_id, "session": session_id, "message": message_id}
    rows = await session.rows(_OPENING, values)
    if not rows:
        return None
    row = rows[0]
    talk = Talk(new_id(), session_id, turn=0, memory={})
    if row.id:
        talk = Talk(row.id, session_id, row.turn, row.memory, row.response, row.fingerprint or "")
    cards = tuple(row.Proposal for row in rows if row.Proposal)
    return Opening(row.tenant_id, row.revision, row.directory_revision, talk, cards)


async def close_turn(
    session: TalkSession, record: TurnRecord, response: dict[str, Any], memory: dict[str, Any]
) -> None:
    """Write the message with its answer and take the turn; raises TurnTaken when it is no longer there to take."""
    said = {
        "id": response["reply_id"],
        "conversation_id": record.talk.id,
        "turn": record.talk.turn + 1,
        "message_id": record.message_id,
        "fingerprint": record.fingerprint,
        "text": record.text,
        "decision": record.decision,
        "channel": record.channel,
        "response": response,
        "created_at": record.now,
    }
    try:
        await _take(session, record, memory)
        await session.write(_SAID, said)
    except IntegrityError as error:
        raise TurnTaken from error


async def _take(session: TalkSession, record: TurnRecord, memory: dict[str, Any]) -> None:
    talk = record.talk
    values = {"turn": talk.turn + 1, "memory": memory, "updated_at": record.now}
    if talk.turn == 0:
        await session.write(_NEW_TALK, {**values, **_new_talk(record)})
        return
    taken = await session.write(_TURN, {**values, "talk_id": talk.id, "turn_before": talk.turn})
    if taken.rowcount == 0:
        raise TurnTaken


def _new_talk(record: TurnRecord) -> dict[str, Any]:
    return {
        "id": record.talk.id,
        "tenant_id": record.tenant_id,
        "user_id": record.user_id,
        "session_id": record.talk.session_id,
        "title": record.title,
        "pinned": False,
        "created_at": record.now,
    }


async def list_talks(
    session: ReadSession,
    tenant_id: str,
    user_id: str,
    *,
    like: str = "",
    pinned: bool | None = None,
    limit: int = 50,
    cursor: str = "",
) -> tuple[Sequence[Conversation], str | None]:
    """Return a page of one's conversations, the newest first, and the cursor of the next page or None.

    Raises BadFilter for what is no cursor.  A page goes on below the time of its cursor, so what is said meanwhile
    moves a conversation to the top and makes none come twice or get lost below.
    """
    own = (col(Conversation.tenant_id) == tenant_id, col(Conversation.user_id) == user_id)
    statement = select(Conversation).where(*own)
    if like:
        said = select(col(Message.conversation_id)).where(col(Message.text).icontains(like, autoescape=True))
        title = col(Conversation.title).icontains(like, autoescape=True)
        statement = statement.where(title | col(Conversation.id).in_(said))
    if pinned is not None:
        statement = statement.where(col(Conversation.pinned).is_(pinned))
    if cursor:
        when, last = _place(cursor)
        older = col(Conversation.updated_at) < when
        statement = statement.where(older | ((col(Conversation.updated_at) == when) & (col(Conversation.id) < last)))
    order = (col(Conversation.updated_at).desc(), col(Conversation.id).desc())
    found = await session.records(statement.order_by(*order).limit(limit + 1))
    page = found[:limit]
    return page, f"{page[-1].updated_at.isoformat()}_{page[-1].id}" if len(found) > limit else None


def _place(cursor: str) -> tuple[dt.datetime, str]:
    when, _, last = cursor.partition("_")
    try:
        time = dt.datetime.fromisoformat(when)
    except ValueError as error:
        raise BadFilter("cursor: send a list's next_cursor as it came") from error
    if time.tzinfo is None or not last:
        raise BadFilter("cursor: send a list's next_cursor as it came")
    return time, last


async def find_talk(session: ReadSession, tenant_id: str, user_id: str, session_id: str) -> Conversation | None:
    """Return one of one's own conversations."""
    return await session.scalar(select(Conversation).where(*_own(tenant_id, user_id, session_id)))


async def turn_now(session: ReadSession, conversation_id: str, session_id: str) -> int | None:
    """Return how many turns a conversation has had, None where it was removed."""
    return await session.scalar(_TURN_NOW, {"talk": conversation_id, "session": session_id})


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
