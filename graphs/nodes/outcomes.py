"""What needs no tool: small talk, what is not to be done, what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.state import Outcome
from tools.leads.record import suggested_status
from tools.words import say, templates

if TYPE_CHECKING:
    from graphs.state import TurnContext
    from graphs.understanding.plan import Plan


def small_outcome(plan: Plan, context: TurnContext) -> Outcome | None:
    """Return the outcome of a plan that neither reads nor writes, or None."""
    words = templates("outcomes")
    if plan.kind == "small_talk":
        key = f"small_talk_{plan.topic}"
        return Outcome("answered", str(words.get(key, words["small_talk"])))
    if plan.kind == "out_of_scope":
        key = f"out_of_scope_{plan.topic}"
        return Outcome("refused", str(words.get(key, words["out_of_scope"])))
    if plan.kind in ("negated", "hypothetical"):
        return Outcome("answered", say("outcomes", plan.kind))
    if plan.kind == "unknown" or not (plan.steps or plan.edits):
        return not_understood(context)
    return None


def not_understood(context: TurnContext) -> Outcome:
    """Return the answer to words that mean nothing, with examples that would change something."""
    lead = next(iter(context.words.people.entries("lead")), None)
    status = suggested_status(lead.status if lead else "", context.moment)
    name = lead.name if lead else say("outcomes", "example_name")
    return Outcome("not_understood", say("outcomes", "not_understood", name=name, status=status))
