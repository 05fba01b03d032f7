"""The graph of a turn.

    understand ─▸ resolve ─▸ answer ─▸ (end)
                     └─────▸ preview ─▸ confirm ⏸
    confirm ─▸ apply ─▸ (end)       a yes, in time
       └─────▸ preview              a yes, too late
       └─────▸ (end)                a no
    apply ─▸ preview                what the card showed holds no longer

`receive` runs before it and says where a run begins, `respond` after it.  Only
`confirm` leads to `apply`.  The state is one channel, to which each node adds:
what LangGraph does at every step grows with their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from langgraph.graph import END, START, StateGraph

from graphs.nodes.answer import answer
from graphs.nodes.apply import apply
from graphs.nodes.confirm import confirm
from graphs.nodes.preview import preview
from graphs.nodes.resolve import resolve
from graphs.nodes.understand import understand
from graphs.state import State, TurnContext, merged

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

_ENTRIES = ["understand", "resolve", "preview", "confirm"]
_STATE: Any = Annotated[State, merged]


async def _entry(state: dict[str, Any]) -> str:  # async: LangGraph would send a plain function to a thread
    return str(state["entry"])


def build_graph(checkpointer: BaseCheckpointSaver[Any] | None) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Return the compiled graph."""
    graph = StateGraph(_STATE, context_schema=TurnContext)
    for node in (understand, resolve, answer, preview, confirm, apply):
        graph.add_node(node.__name__, node, input_schema=_STATE)
    graph.add_conditional_edges(START, _entry, _ENTRIES)
    graph.add_edge("understand", "resolve")
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=checkpointer)
