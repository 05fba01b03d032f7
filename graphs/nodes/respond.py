"""The last word of a turn: its outcome becomes the response."""

from __future__ import annotations

from typing import Any

import msgspec
from langgraph.runtime import Runtime

from graphs.reply import compose
from graphs.state import Outcome, State, TurnContext


async def respond(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
    """Word the outcome; what `apply` did it has worded itself, inside its transaction."""
    if state.get("closed"):
        return {}
    outcome = msgspec.convert(state["outcome"], Outcome)
    if state.get("reception", {}).get("kind") == "answer" or _settles_question(outcome, runtime.context):
        outcome = msgspec.structs.replace(outcome, answered=True)
    response, memory = compose(outcome, runtime.context)
    return {"response": response, "memory": memory, "outcome": msgspec.to_builtins(outcome)}


def _settles_question(outcome: Outcome, context: TurnContext) -> bool:
    """Return whether a new card does what an open question was about, so that nobody waits for its answer."""
    question = context.words.question
    if outcome.card is None or question is None or question.plan is None:
        return False
    asked = {step.tool for step in question.plan.steps}
    return asked <= {action["tool"] for action in outcome.card["actions"]}
