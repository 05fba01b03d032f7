"""`GET /chat/{session_id}/events`: cards made, changed or settled in a conversation, wherever that was done.

Another process may have done it, so the store is asked: one number a pulse,
the conversation's turn, and its cards only when that has moved.  Each look
opens a session of its own: what is injected into a handler is closed before
its stream begins.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any, NamedTuple

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Stream

from assistant.asking import Caller, identify
from assistant.bootstrap import Parley
from assistant.channels.access import Asked, caller_of, parley_of
from assistant.channels.http import card_wire, own_talk
from store import proposals
from store.conversations import turn_now
from store.errors import ParleyError
from store.models import Conversation

PULSE = 1.0  # seconds between two looks at the store
HEARTBEAT = 15.0  # seconds after which a silent stream says that it lives, and asks who listens again
LONGEST = 600.0  # seconds until a stream ends; a client that comes back shows its token again
_BEAT = b": still here\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Known = dict[str, tuple[int, str]]  # a card's version and state by its id


class Listener(NamedTuple):
    """Who listens to which conversation."""

    parley: Parley
    caller: Caller
    talk: Conversation


@get("/chat/{session_id:str}/events")
async def events(request: Asked, caller: NamedDependency[Caller], session_id: FromPath[str]) -> Stream:
    """Tell of cards made, changed or settled, as AG-UI events."""
    listener = Listener(parley_of(request), caller, await own_talk(request, caller, session_id))
    leaving: Callable[[], bool] = request.app.state.get("leaving", bool)
    return Stream(card_events(listener, leaving), media_type="text/event-stream", headers=_HEADERS)


async def card_events(listener: Listener, leaving: Callable[[], bool] = bool) -> AsyncGenerator[bytes, None]:
    """Yield the cards that wait, then what becomes of cards; ends when the talk is removed or may not be heard."""
    turn, known, number = -1, None, 0
    began = beaten = time.monotonic()
    while not leaving() and time.monotonic() - began < LONGEST:
        now = await _turn(listener)
        if now is None or (now != turn and not await _may_listen(listener)):
            return
        if now != turn:
            known, news = await _news(listener, known)
            for number, event in enumerate(news, number + 1):  # noqa: B020 - the numbers go on from event to event
                yield b"id: %d\ndata: %s\n\n" % (number, msgspec.json.encode(event))
            turn, beaten = now, time.monotonic()
        elif time.monotonic() - beaten >= HEARTBEAT:
            if not await _may_listen(listener):
                return
            beaten = time.monotonic()
            yield _BEAT
        await asyncio.sleep(PULSE)


async def _turn(listener: Listener) -> int | None:
    async with listener.parley.database.reading() as session:
        return await turn_now(session, listener.talk.id, listener.talk.session_id)


async def _may_listen(listener: Listener) -> bool:
    parley = listener.parley
    try:
        async with parley.database.reading() as session:
            await identify(session, parley.conversation.directories, listener.caller)
    except ParleyError:
        return False
    return True


async def _news(listener: Listener, known: Known | None) -> tuple[Known, list[dict[str, Any]]]:
    """Return the cards as they are, and an event for each that is not as it was; at first, one with all that wait."""
    async with listener.parley.database.reading() as session:
        cards = await proposals.all_of(session, listener.talk.id)
    fresh = {card.id: (card.version, card.state) for card in cards}
    if known is None:
        return fresh, [_event("cards", {"proposals": [card_wire(card) for card in cards if card.state == "pending"]})]
    return fresh, [_told(card, known) for card in cards if known.get(card.id) != fresh[card.id]]


def _told(card: Any, known: Known) -> dict[str, Any]:
    if card.state != "pending":
        return _event("card_settled", {"proposal_id": card.id, "version": card.version, "state": card.state})
    return _event("card_changed" if card.id in known else "card_made", {"proposal": card_wire(card)})


def _event(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "CUSTOM", "name": name, "value": value}


router = Router("/", route_handlers=[events], dependencies={"caller": Provide(caller_of)})
