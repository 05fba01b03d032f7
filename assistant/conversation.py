"""The single funnel: every channel hands its turns in here, and nothing else talks to the graph.

A turn reads what is true, runs the graph once, and is closed in one
transaction (`store.conversations.close_turn`).  Whoever loses the race for a
turn starts again, so two workers, or a terminal and a server, take turns.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import random
import time
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import msgspec

from assistant.asking import Caller, UnknownUser, recognise
from assistant.edits import check_edit
from graphs.receipts import done
from graphs.run import rehearse, run_turn
from graphs.sight import Sights
from graphs.situation import Situation, words_for
from graphs.state import Outcome, State, Turn, TurnContext
from prompts.load import language_of
from store import proposals
from store.conversations import Opening, Talk, TurnRecord, close_turn, open_turn
from store.directory import Directories
from store.errors import TurnTaken, UserError
from store.ledger import entries_of
from store.models import new_id
from tools.base import Moment
from tools.words import say, speaking_to

if TYPE_CHECKING:
    from assistant.clock import Clock
    from graphs.run import Graphs
    from store.directory import Directory
    from store.engine import Database
    from store.models import Proposal
    from store.scope import Asker
    from store.sessions import ReadSession, TalkSession

_TRIES = 200
_TITLE = 80


class MessageIdReused(UserError):  # noqa: N818 - HTTP 409
    """The same `message_id` came with other content."""


class Conversation:
    """Takes turns."""

    def __init__(self, database: Database, graphs: Graphs, clock: Clock, lifetime: dt.timedelta) -> None:
        self._database = database
        self._graphs = graphs
        self._clock = clock
        self._lifetime = lifetime
        self._locks: WeakValueDictionary[tuple[str, str, str], asyncio.Lock] = WeakValueDictionary()
        self.directories = Directories()
        self.sights = Sights()

    async def turn(self, caller: Caller, turn: Turn) -> dict[str, Any]:
        """Return the answer to one message; raises a UserError for what breaks the protocol.

        With a `message_id` that this conversation has answered, that answer.
        """
        started = time.perf_counter()
        turn = msgspec.structs.replace(
            turn, session_id=turn.session_id or new_id(), message_id=turn.message_id or new_id()
        )
        key = (caller.tenant, caller.user_id, turn.session_id)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            response = await self._until_taken(caller, turn)
        return {**response, "timing_ms": round((time.perf_counter() - started) * 1000, 1)}

    async def look(self, caller: Caller, turn: Turn) -> TurnContext:
        """Return what the turn would be read against, and take no turn: nothing is written."""
        return await self._context(caller, turn)

    async def rehearse(self, caller: Caller, turn: Turn) -> tuple[TurnContext, dict[str, Any] | None]:
        """Return what the turn would be read against, and what it would answer: None where it would decide a card.

        Nothing is written.
        """
        context = await self._context(caller, turn)
        state = await rehearse(self._graphs, context)
        return context, state["response"] if state else None

    async def _until_taken(self, caller: Caller, turn: Turn) -> dict[str, Any]:
        for _ in range(_TRIES):
            try:
                return await self._attempt(caller, turn)
            except TurnTaken:
                await asyncio.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - spreads two workers, keeps no secret
        raise TurnTaken

    async def _attempt(self, caller: Caller, turn: Turn) -> dict[str, Any]:
        context = await self._context(caller, turn)
        if context.talk.answered is not None:
            return _first_answer(context)
        check_edit(context)
        try:
            with speaking_to(context.moment.locale):
                state = await run_turn(self._graphs, context)
            if not state.get("closed"):
                await self._close(state, context)
        except TurnTaken:
            self._graphs.forget(context.new_card_id)
            raise
        self._graphs.forget_finished(state, context)
        return state["response"]

    async def _context(self, caller: Caller, turn: Turn) -> TurnContext:
        now = self._clock.now()
        async with self._database.reading() as session:
            asker, directory, opening = await self._opening(session, caller, turn)
            talk, cards = opening.talk, opening.cards
            with speaking_to(asker.locale):
                settled = await _settled(session, asker, turn, cards)
            language = language_of(asker.locale)
            people = await self.sights.of(session, asker.scope, directory, opening.revision, language)
        zone = turn.timezone or asker.timezone
        moment = Moment(asker, now, zone, asker.locale, directory, channel=turn.channel)
        return TurnContext(
            database=self._database,
            moment=moment,
            words=words_for(Situation(moment, people, talk, cards, turn)),
            turn=turn,
            talk=talk,
            record=_record(asker, turn, talk, now),
            cards=cards,
            settled=settled,
            proposal_lifetime=self._lifetime,
        )

    async def _opening(self, session: ReadSession, caller: Caller, turn: Turn) -> tuple[Asker, Directory, Opening]:
        opening = await open_turn(session, caller.tenant, caller.user_id, turn.session_id, turn.message_id)
        if opening is None:
            raise UnknownUser
        directory = await self.directories.of(session, opening.tenant_id, opening.directory_revision)
        return *recognise(directory, caller, turn.role), opening

    async def _close(self, state: State, context: TurnContext) -> None:
        """Write a turn that changed nothing in the CRM: its answer, the card it made, the cards it settled."""
        outcome = msgspec.convert(state["outcome"], Outcome)
        waiting = [card.id for card in context.cards if card.id in outcome.settled]
        async with self._database.talking() as session:
            await close_turn(session, context.record, state["response"], state["memory"])
            if outcome.card:
                await _keep(session, outcome.card, context)
            if waiting:
                await proposals.reject(session, waiting, context.moment.now)


def _fingerprint(turn: Turn) -> str:
    said = (turn.message, turn.decision, turn.role, turn.timezone, turn.screen)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _record(asker: Asker, turn: Turn, talk: Talk, now: dt.datetime) -> TurnRecord:
    return TurnRecord(
        talk=talk,
        tenant_id=asker.tenant_id,
        user_id=asker.user_id,
        message_id=turn.message_id,
        fingerprint=_fingerprint(turn),
        text=turn.message,
        decision=msgspec.to_builtins(turn.decision) if turn.decision else None,
        channel=turn.channel,
        now=now,
        title=turn.message[:_TITLE],
    )


def _first_answer(context: TurnContext) -> dict[str, Any]:
    if context.talk.fingerprint != context.record.fingerprint:
        raise MessageIdReused("message_id: this key was used for another message; send a new one")
    return dict(context.talk.answered or {})


async def _settled(session: ReadSession, asker: Asker, turn: Turn, cards: tuple[Proposal, ...]) -> Outcome | None:
    """Return what is true of the card of a button, where it waits no longer."""
    decision = turn.decision
    if decision is None or any(card.id == decision.proposal_id for card in cards):
        return None
    card = await proposals.find(session, asker.tenant_id, asker.user_id, decision.proposal_id)
    if card is None or card.state == "pending":
        return Outcome("refused", say("gate", "no_such_card"))
    if card.state == "rejected":
        return Outcome("refused", say("gate", "card_rejected"))
    if decision.type == "approve" and decision.version == card.version:
        return done(await entries_of(session, card.id), card, asker.locale, again=True)
    return Outcome("refused", say("gate", "card_applied"))


async def _keep(session: TalkSession, card: dict[str, Any], context: TurnContext) -> None:
    """Store the card that the answer shows: a new one, the next version of one, or nothing where it is as it was."""
    known = context.card(card["id"])
    if known is None:
        await proposals.make(session, _stored(card, context))
    elif known.version != card["version"]:
        await proposals.renew(session, _stored(card, context))


def _stored(card: dict[str, Any], context: TurnContext) -> dict[str, Any]:
    asker = context.moment.asker
    return {
        "id": card["id"],
        "tenant_id": asker.tenant_id,
        "user_id": asker.user_id,
        "conversation_id": context.talk.id,
        "version": card["version"],
        "state": "pending",
        "actions": card["actions"],
        "engine": context.moment.engine,
        "created_at": context.moment.now,
        "expires_at": dt.datetime.fromisoformat(card["expires_at"]),
    }
