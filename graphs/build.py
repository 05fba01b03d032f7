"""The graph of a turn.

    understand ─▸ resolve ─▸ answer ───▸ respond ─▸ (end)
                     └─────▸ preview ──▸ respond ─▸ confirm ⏸
    confirm ─▸ apply ─▸ respond     a yes, in time
       └─────▸ preview              a yes, too late
       └─────▸ respond              a no
    apply ─▸ preview                what the card showed holds no longer

`receive` runs before it and says where a run begins.  Only `confirm` leads to
`apply`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph

from graphs.nodes.answer import answer
from graphs.nodes.apply import apply
from graphs.nodes.confirm import confirm
from graphs.nodes.preview import preview
from graphs.nodes.resolve import resolve
from graphs.nodes.respond import respond
from graphs.nodes.understand import understand
from graphs.state import State, TurnContext

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

_ENTRIES = ["understand", "resolve", "preview", "respond", "confirm"]

# these are async because LangGraph would send plain functions to a thread


async def _entry(state: State) -> str:
    return state["entry"]


async def _after_resolve(state: State) -> str:
    return state["next"]


async def _after_respond(state: State) -> str:
    """Wait for a decision where the run made the card that is shown."""
    waits = state.get("own_thread") and (state.get("outcome") or {}).get("card") and not state.get("closed")
    return "confirm" if waits else END


def build_graph(checkpointer: BaseCheckpointSaver[Any] | None) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Return the compiled graph."""
    graph = StateGraph(State, context_schema=TurnContext)
    for node in (understand, resolve, answer, preview, confirm, apply, respond):
        graph.add_node(node.__name__, node)
    graph.add_conditional_edges(START, _entry, _ENTRIES)
    graph.add_edge("understand", "resolve")
    graph.add_conditional_edges("resolve", _after_resolve, ["answer", "preview", "respond"])
    graph.add_edge("answer", "respond")
    graph.add_edge("preview", "respond")
    graph.add_conditional_edges("respond", _after_respond, ["confirm", END])
    return graph.compile(checkpointer=checkpointer)
