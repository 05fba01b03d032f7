"""Running one turn through the graph."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Literal, cast

from langgraph.types import Command

from graphs.build import build_graph
from graphs.nodes.receive import Route, receive
from graphs.nodes.respond import respond
from tools.base import NotApprovedError

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

    from graphs.state import State, TurnContext

_REST_SECONDS = 2.0
_BLANK: dict[str, Any] = {
    "card_id": "",
    "plan": {},
    "drafts": [],
    "outcome": {},
    "response": {},
    "closed": False,
    "intro": "",
    "decision": {},
}


class Graphs:
    """The graph, compiled twice: with checkpoints for runs that may wait, without for those that can't."""

    def __init__(self, checkpointer: BaseCheckpointSaver[Any]) -> None:
        self._checkpointer = checkpointer
        self.waiting = build_graph(checkpointer)
        self.passing = build_graph(None)
        self._finished: list[str] = []
        self._sweeper: asyncio.Task[None] | None = None

    def forget_finished(self, state: State, context: TurnContext) -> None:
        """Have the threads that this turn finished deleted, when there is time."""
        still_open = set((state.get("memory") or {}).get("open", []))
        ended = [card.id for card in context.cards if card.id not in still_open]
        began = state.get("own_thread") and state.get("decided_for") != context.reply_id
        if began and context.new_card_id not in still_open:
            ended.append(context.new_card_id)
        self.forget(*ended)

    def forget(self, *threads: str) -> None:
        """Have these threads deleted, when there is time."""
        self._finished += threads
        if self._finished and (self._sweeper is None or self._sweeper.done()):
            self._sweeper = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        await asyncio.sleep(_REST_SECONDS)
        while self._finished:
            await self._checkpointer.adelete_thread(self._finished.pop())

    async def close(self) -> None:
        """Stop deleting; what is left is scaffolding that nobody asks for."""
        if self._sweeper:
            self._sweeper.cancel()


async def run_turn(graphs: Graphs, context: TurnContext) -> State:
    """Run the turn and return the graph's last state, with the response and what to remember."""
    return respond(await _run(graphs, receive(context), context), context)


async def rehearse(graphs: Graphs, context: TurnContext) -> State | None:
    """Return what the turn would answer; None where it would decide a card.  Nothing is written, and nothing waits."""
    route = receive(context)
    if route.decision:
        return None
    state = cast("State", {**_BLANK, **route.state, "own_thread": False})
    if state["entry"] != "respond":
        state = await _invoke(graphs.passing, state, context.new_card_id, context)
    return respond(state, context)


async def _run(graphs: Graphs, route: Route, context: TurnContext) -> State:
    if route.decision:
        return await _decide(graphs, route.decision, context)
    state = {**_BLANK, **route.state}
    if state["entry"] == "respond":
        return cast("State", state)
    if state["card_id"]:
        return await _invoke(graphs.passing, {**state, "own_thread": False}, context.new_card_id, context)
    return await _invoke(graphs.waiting, {**state, "own_thread": True}, context.new_card_id, context)


async def _decide(graphs: Graphs, decision: dict[str, Any], context: TurnContext) -> State:
    """Resume the thread of the card; where that does not wait for a decision, make the run anew from the stored card.

    It does not wait where its checkpoint is gone, where another process was faster, and where an error broke off its
    `apply`, which then refuses to go on without this turn's approval.
    """
    card_id = decision["proposal_id"]
    resume: Any = Command(resume=decision)
    try:
        state = await _invoke(graphs.waiting, resume, card_id, context)
    except (KeyError, NotApprovedError):
        state = {}
    if state.get("decided_for") == context.reply_id:
        return state
    own = f"{card_id}:{context.reply_id}"  # a thread that no other process comes between
    anew = {**_BLANK, "entry": "confirm", "card_id": card_id, "own_thread": True}
    try:
        await _invoke(graphs.waiting, anew, own, context)
        return await _invoke(graphs.waiting, resume, own, context)
    finally:
        graphs.forget(card_id, own)


async def _invoke(
    graph: CompiledStateGraph[Any, Any, Any, Any], given: Any, thread: str, context: TurnContext
) -> State:
    config: RunnableConfig = {"configurable": {"thread_id": thread}}
    # at exit: the state is written once, when the run ends or waits; the store holds everything that counts
    durability: Literal["exit"] | None = "exit" if graph.checkpointer else None
    state = await graph.ainvoke(given, config, context=context, durability=durability)
    return cast("State", state)
