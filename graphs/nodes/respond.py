"""The last word of a turn: its outcome becomes the response.  It follows the graph as `receive` precedes it."""

from __future__ import annotations

import msgspec

from graphs.reply import compose
from graphs.state import Outcome, State, TurnContext, merged


def respond(state: State, context: TurnContext) -> State:
    """Word the outcome; what `apply` did it has worded itself, inside its transaction."""
    if state.get("closed"):
        return state
    outcome = msgspec.convert(state["outcome"], Outcome)
    if state.get("reception", {}).get("kind") == "answer" or _settles_question(outcome, context):
        outcome = msgspec.structs.replace(outcome, answered=True)
    response, memory = compose(outcome, context)
    return merged(state, {"response": response, "memory": memory, "outcome": msgspec.to_builtins(outcome)})


def _settles_question(outcome: Outcome, context: TurnContext) -> bool:
    """Return whether a new card does what an open question was about, so that nobody waits for its answer."""
    question = context.words.question
    if outcome.card is None or question is None or question.plan is None:
        return False
    asked = {step.tool for step in question.plan.steps}
    return asked <= {action["tool"] for action in outcome.card["actions"]}
