"""`POST /chat` and one's conversations over HTTP.  See docs/api.md."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from litestar import Response, Router, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Stream

from assistant.asking import Caller, identify
from assistant.channels.access import Asked, caller_of, parley_of
from assistant.channels.reads import limit_of
from assistant.errors import NotFound, incident
from assistant.messages import BadRequest, ChatRequest, strictly, turn_of
from graphs.state import Turn
from store import proposals
from store.conversations import find_talk, list_talks, messages_of, remove_talk, rename_talk
from store.errors import ParleyError
from store.models import Conversation as Talk
from store.models import Proposal, new_id
from store.queries.filters import BadFilter
from tools.base import Action
from tools.words import say


class TalkChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be changed of a conversation."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    pinned: bool | None = None


@post("/chat", status_code=200)
async def chat(request: Asked, caller: NamedDependency[Caller], data: Annotated[ChatRequest, Body()]) -> Response[Any]:
    """Take one message, or one decision on a card, and answer it."""
    del data  # it is here for the schema; the body itself is read strictly
    answer = await _answer(request, caller, turn_of(strictly(await request.body()), "http"))
    if "text/event-stream" in request.headers.get("Accept", ""):
        return Stream(_events(answer), media_type="text/event-stream")
    return Response(answer)


async def _answer(request: Asked, caller: Caller, turn: Turn) -> dict[str, Any]:
    try:
        return await parley_of(request).conversation.turn(caller, turn)
    except ParleyError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug in a turn is answered as one, with a number, and nothing was kept
        return failed(turn, incident(error, "/chat"))


def failed(turn: Turn, number: str) -> dict[str, Any]:
    """Return the answer to a turn that hit a bug; it is not kept, so the same message may be tried again."""
    empty: dict[str, Any] = {"proposal": None, "receipts": [], "question": None, "data": None, "citations": []}
    return {
        "session_id": turn.session_id or new_id(),
        "message_id": turn.message_id or new_id(),
        "reply_id": new_id(),
        "status": "failed",
        "reply": say("outcomes", "failed", incident=number),
        **empty,
        "parked": [],
        "suggestions": [],
        "engine": "local",
        "timing_ms": 0.0,
    }


async def _events(answer: dict[str, Any]) -> AsyncIterator[bytes]:
    """Yield the answer as AG-UI events, the whole of it in the last."""
    run = {"threadId": answer["session_id"], "runId": answer["message_id"]}
    said = {"messageId": answer["reply_id"]}
    events: list[dict[str, Any]] = [
        {"type": "RUN_STARTED", **run},
        {"type": "TEXT_MESSAGE_START", **said, "role": "assistant"},
        {"type": "TEXT_MESSAGE_CONTENT", **said, "delta": answer["reply"]},
        {"type": "TEXT_MESSAGE_END", **said},
        {"type": "RUN_FINISHED", **run, "result": answer},
    ]
    for number, event in enumerate(events, 1):
        yield b"id: %d\ndata: %s\n\n" % (number, msgspec.json.encode(event))


@get("/chat")
async def talks(
    request: Asked,
    caller: NamedDependency[Caller],
    q: FromQuery[str] = "",
    pinned: FromQuery[bool | None] = None,
    limit: FromQuery[str] = "50",
    cursor: FromQuery[str] = "",
) -> dict[str, Any]:
    """List one's conversations, the newest first."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, _ = await identify(session, parley.conversation.directories, caller)
        whose, most = (asker.tenant_id, asker.user_id), limit_of(limit)
        try:
            found, following = await list_talks(session, *whose, like=q, pinned=pinned, limit=most, cursor=cursor)
        except BadFilter as error:
            raise BadRequest(str(error)) from error
    return {"items": [_head(talk) for talk in found], "next_cursor": following}


@get("/chat/{session_id:str}")
async def talk(request: Asked, caller: NamedDependency[Caller], session_id: FromPath[str]) -> dict[str, Any]:
    """Return one conversation whole, with its open proposals."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, _ = await identify(session, parley.conversation.directories, caller)
        found = await find_talk(session, asker.tenant_id, asker.user_id, session_id)
        if found is None:
            raise NotFound("there is no such conversation of yours")
        said = await messages_of(session, found.id)
        waiting = await proposals.pending(session, found.id)
    turns = [
        {
            "message_id": row.message_id,
            "message": row.text or None,
            "decision": row.decision,
            "at": row.created_at,
            "response": row.response,
        }
        for row in said
    ]
    return {**_head(found), "turns": turns, "proposals": [card_wire(card) for card in waiting]}


@patch("/chat/{session_id:str}")
async def change_talk(
    request: Asked,
    caller: NamedDependency[Caller],
    session_id: FromPath[str],
    data: Annotated[TalkChange, Body()],
) -> dict[str, Any]:
    """Pin or rename a conversation."""
    found = await own_talk(request, caller, session_id)
    values = {name: value for name, value in (("title", data.title), ("pinned", data.pinned)) if value is not None}
    if values:
        async with parley_of(request).database.talking() as session:
            await rename_talk(session, found.id, **values)
    return {**_head(found), **values}


@delete("/chat/{session_id:str}")
async def drop_talk(request: Asked, caller: NamedDependency[Caller], session_id: FromPath[str]) -> None:
    """Remove a conversation; what was changed in it stays on the ledger."""
    found = await own_talk(request, caller, session_id)
    async with parley_of(request).database.talking() as session:
        await remove_talk(session, found.id)


async def own_talk(request: Asked, caller: Caller, session_id: str) -> Talk:
    """Return one of the caller's own conversations; raises NotFound."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, _ = await identify(session, parley.conversation.directories, caller)
        found = await find_talk(session, asker.tenant_id, asker.user_id, session_id)
    if found is None:
        raise NotFound("there is no such conversation of yours")
    return found


def _head(found: Talk) -> dict[str, Any]:
    return {
        "session_id": found.session_id,
        "title": found.title,
        "pinned": found.pinned,
        "updated_at": found.updated_at,
    }


def card_wire(card: Proposal) -> dict[str, Any]:
    """Return a stored card as a client sees it."""
    actions = [action.wire() for action in msgspec.convert(card.actions, list[Action])]
    return {"id": card.id, "version": card.version, "expires_at": card.expires_at.isoformat(), "actions": actions}


router = Router(
    "/", route_handlers=[chat, talks, talk, change_talk, drop_talk], dependencies={"caller": Provide(caller_of)}
)
