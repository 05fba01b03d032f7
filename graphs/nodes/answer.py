"""Questions: a read tool answers, on a session that can only read."""

from __future__ import annotations

from typing import Any

import msgspec
from langgraph.runtime import Runtime
from pydantic import ValidationError

from graphs.nodes.outcomes import not_understood
from graphs.questions import ask
from graphs.state import Outcome, State, TurnContext
from graphs.understanding.plan import Plan, Slot, Step
from store.errors import UserError
from tools.base import ReadTool
from tools.catalogue import read_tool
from tools.words import say

_IDS = {name: f"{name}_id" for name in ("lead", "deal", "follow_up", "task", "account")}

_NO_CONDITION = frozenset({"unread", "mine", "team", "count"})  # slots that say nothing of which leads are meant


_UNREAD = {"find_deals": "unread_all_deals"}


async def answer(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
    """Run the plan's read tool."""
    plan = msgspec.convert(state["plan"], Plan)
    return {"outcome": msgspec.to_builtins(await _answered(plan, runtime.context))}


async def _answered(plan: Plan, context: TurnContext) -> Outcome:
    step = plan.steps[0]
    tool = read_tool(step.tool)
    if tool is None:
        return Outcome("refused", say("outcomes", "no_such_ability"))
    unread = step.slots.get("unread")
    if unread and not set(step.slots) - _NO_CONDITION:
        return Outcome("answered", say("outcomes", _UNREAD.get(step.tool, "unread_all"), said=unread.text))
    if stuck := _stuck(step):
        name, slot = stuck
        if not slot.alternatives and not slot.near:
            return Outcome("refused", say("outcomes", f"no_{name}", said=slot.text))
        question = ask(plan, 0, name, slot, context)
        return Outcome("awaiting_input", question.text, question=msgspec.to_builtins(question))
    try:
        return await _run(tool, step, context)
    except UserError as error:
        return Outcome("refused", str(error))


async def _run(tool: ReadTool[Any], step: Step, context: TurnContext) -> Outcome:
    unread = step.slots.get("unread")
    values = {_IDS.get(name, name): slot.value for name, slot in step.slots.items() if name != "unread"}
    try:
        args = tool.Args.model_validate(values)
    except ValidationError:
        return not_understood(context)
    async with context.database.reading() as session:
        found = await tool.answer(session, context.moment, args)
    return Outcome(
        status=found.status,  # type: ignore[arg-type]
        reply=f"{say('outcomes', 'unread', said=unread.text)}\n{found.reply}" if unread else found.reply,
        data=found.data,
        citations=found.citations,
        about=tuple(msgspec.to_builtins(found.about)),
    )


def _stuck(step: Step) -> tuple[str, Slot] | None:
    named = ((name, slot) for name, slot in step.slots.items() if name in (*_IDS, "owner"))
    return next(((name, slot) for name, slot in named if slot.value is None or slot.alternatives), None)
