"""Words to a plan: the local engine, always there."""

from __future__ import annotations

from typing import Any

import msgspec
from langgraph.runtime import Runtime

from graphs.state import State, TurnContext
from graphs.understanding.local import engine
from graphs.understanding.plan import Reception


async def understand(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
    """Read the message against what waits."""
    reception = msgspec.convert(state["reception"], Reception)
    plan = engine.understand(reception.text, runtime.context.words, reception)
    return {"plan": msgspec.to_builtins(plan)}
