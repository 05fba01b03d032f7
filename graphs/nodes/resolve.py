"""Slots to arguments, within the asker's sight: what is missing or ambiguous becomes one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from langgraph.graph import END
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import ValidationError

from graphs.bulk import expand
from graphs.nodes.outcomes import small_outcome
from graphs.questions import ask
from graphs.state import ActionEdit, Draft, Outcome, State, TurnContext, actions_of, go_on
from graphs.understanding.plan import Edit, Plan, Question, Slot, Step
from store.errors import NothingToDo, UserError
from store.models import new_id
from store.scope import at_least
from tools.base import Action, WriteTool
from tools.catalogue import read_tool, write_tool
from tools.words import say

Next = Literal["answer", "preview", "__end__"]

_ARGUMENT = {name: f"{name}_id" for name in ("lead", "deal", "follow_up", "task", "account", "owner", "change")}

_TIMES = frozenset({"starts_at", "occurred_at", "due_on", "expected_close_on"})


class Unresolved(Exception):  # noqa: N818 - it carries a question to the person, not a fault
    """A slot has to be asked about first."""

    def __init__(self, question: Question) -> None:
        self.question = question


@dataclass(frozen=True, slots=True)
class _Work:
    plan: Plan
    context: TurnContext
    editing: str = ""


async def resolve(state: State, runtime: Runtime[TurnContext]) -> Command[Next]:
    """Turn the plan, or a button's edit, into drafts for the card; or into a question, a refusal, an answer."""
    context = runtime.context
    card_id = state.get("card_id", "")
    plan = _plan(state)
    work = _Work(plan or Plan("edit"), context, card_id)
    try:
        if plan is None:
            return _drafted(_edited_by_button(state, context))
        if outcome := small_outcome(plan, context):
            return _ended(outcome)
        if _is_read(plan):
            return go_on("answer", plan=msgspec.to_builtins(plan))
        kept = _edited(work) if card_id else []
        fresh = await _steps(work)
        return _drafted([*kept, *fresh])
    except Unresolved as stuck:
        return _ended(_question(stuck.question))
    except NothingToDo as error:
        return _ended(Outcome("answered", str(error)))
    except UserError as error:
        return _ended(Outcome("refused", str(error)))


def _plan(state: State) -> Plan | None:
    """Return the plan, or None for an edit by button; asking for help is a step like any other."""
    if not state.get("plan"):
        return None
    plan = msgspec.convert(state["plan"], Plan)
    if plan.kind == "help" and not plan.steps:
        return msgspec.structs.replace(plan, steps=(Step("help"),))
    return plan


def _drafted(drafts: list[Draft]) -> Command[Next]:
    return go_on("preview", drafts=msgspec.to_builtins(drafts))


def _ended(outcome: Outcome) -> Command[Next]:
    return go_on(END, outcome=msgspec.to_builtins(outcome))


def _question(question: Question) -> Outcome:
    if not question.options and _nothing_there(question):
        return Outcome("answered", say("outcomes", f"no_{question.slot}"), answered=True)
    if not question.options and _nobody(question):
        said = _asked(question)
        return Outcome("refused", say("outcomes", f"no_{question.slot}", said=said.text if said else ""), answered=True)
    return Outcome("awaiting_input", question.text, question=msgspec.to_builtins(question))


def _asked(question: Question) -> Slot | None:
    plan = question.plan
    if plan is None:
        return None
    places: tuple[Step | Edit, ...] = (*plan.edits, *plan.steps)
    return places[question.step].slots.get(question.name) if question.step < len(places) else None


def _nothing_there(question: Question) -> bool:
    """True where what is to be cancelled or completed is not there."""
    slot, plan = _asked(question), question.plan
    tool = plan.steps[question.step].tool if plan and question.step < len(plan.steps) else ""
    return bool(slot and slot.trouble == "unknown" and tool.split("_")[0] in {"cancel", "complete"})


def _nobody(question: Question) -> bool:
    slot = _asked(question)
    return bool(
        slot and slot.trouble == "unknown" and slot.text and question.slot in ("lead", "owner", "deal", "account")
    )


def _is_read(plan: Plan) -> bool:
    return bool(plan.steps) and read_tool(plan.steps[0].tool) is not None


async def _steps(work: _Work) -> list[Draft]:
    ids = [new_id() for _ in work.plan.steps]
    drafts: list[Draft] = []
    for place, step in enumerate(work.plan.steps):
        tool = _permitted(step.tool, work.context)
        for slots in await expand(step.slots, work.context):
            args = _arguments(tool, place, slots, work, ids)
            record_id = ids[place] if slots is step.slots else new_id()
            drafts.append(_validated(tool, args, record_id, _notes(slots)))
    return drafts


def _permitted(name: str, context: TurnContext) -> WriteTool[Any]:
    tool = write_tool(name)
    if tool is None:
        raise UserError(say("outcomes", "no_such_ability"))
    if not at_least(context.moment.asker.role, tool.permission):
        raise UserError(say("gate", "not_allowed", role=tool.permission))
    return tool


def _arguments(tool: WriteTool[Any], place: int, slots: dict[str, Slot], work: _Work, ids: list[str]) -> dict[str, Any]:
    slots = {name: slot for name, slot in slots.items() if name != "unread" or slot.value is None}
    for name, slot in _in_order(tool, slots):
        if slot.trouble or slot.alternatives or (slot.value is None and slot.text):
            raise Unresolved(_ask_about(place, name, slot, work))
    if name := tool.missing(slots):
        raise Unresolved(_ask_about(place, name, slots.get(name), work))
    args = {_ARGUMENT.get(name, name): _reference(slot.value, ids) for name, slot in slots.items()}
    return {**tool.defaults(slots, work.context.moment), **_with_whole_tags(args, work.context)}


def _ask_about(place: int, name: str, slot: Slot | None, work: _Work) -> Question:
    """Return the question about a step; a plan's edits are counted before its steps."""
    return ask(work.plan, len(work.plan.edits) + place, name, slot, work.context, work.editing)


def _with_whole_tags(args: dict[str, Any], context: TurnContext) -> dict[str, Any]:
    """Return the arguments with tags to add made the whole new list, which is what the card shows and holds."""
    if "add_tags" not in args:
        return args
    lead = context.words.people.get("lead", str(args.get("lead_id")))
    rest = {name: value for name, value in args.items() if name != "add_tags"}
    return {**rest, "tags": [*(lead.tags if lead else ()), *args["add_tags"]]}


def _in_order(tool: WriteTool[Any], slots: dict[str, Slot]) -> list[tuple[str, Slot]]:
    first = [name for name in tool.required if name in slots]
    return [(name, slots[name]) for name in [*first, *(name for name in slots if name not in first)]]


def _reference(value: Any, ids: list[str]) -> Any:
    if isinstance(value, str) and value.startswith("@") and value[1:].isdigit():
        return ids[int(value[1:]) - 1]
    return value


def _notes(slots: dict[str, Slot]) -> tuple[str, ...]:
    """Return how words were read; what speaks against a time is the tool's to say, which knows the agenda too."""
    return tuple(slot.warning for name, slot in slots.items() if slot.warning and name not in _TIMES)


def _validated(tool: WriteTool[Any], args: dict[str, Any], record_id: str, notes: tuple[str, ...] = ()) -> Draft:
    try:
        whole = tool.Args.model_validate(args)
    except ValidationError as error:
        raise UserError(_complaint(error)) from error
    return Draft(tool.name, whole.model_dump(mode="json", exclude_none=True), record_id, notes)


def _complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    field = (".".join(map(str, first["loc"])) or "arguments").replace("_", " ")
    limit = first.get("ctx", {}).get("max_length")
    if first["type"] == "value_error":  # the tools' own words
        return say("outcomes", "bad_argument", field=field, why=first["msg"].removeprefix("Value error, "))
    return say("outcomes", "long_argument" if limit else "unfit_argument", field=field, limit=limit)


def _kept(card_actions: list[Action]) -> dict[int, Draft]:
    return {action.index: Draft(action.tool, action.args, action.record_id, action.notes) for action in card_actions}


def _edited(work: _Work) -> list[Draft]:
    """Return the drafts of the card being edited, with the plan's edits made to them."""
    card = work.context.card(work.editing)
    drafts = _kept(actions_of(card)) if card else {}
    for place, edit in enumerate(work.plan.edits):
        if edit.index not in drafts:
            raise UserError(say("gate", "no_such_action", index=edit.index))
        if edit.drop:
            gone = _dropped(edit, place, work, drafts)
            drafts = {index: draft for index, draft in drafts.items() if index not in gone}
        else:
            drafts[edit.index] = _with_slots(drafts[edit.index], edit, place, work)
    return list(drafts.values())


def _dropped(edit: Edit, place: int, work: _Work, drafts: dict[int, Draft]) -> set[int]:
    """Return what is to go: the one action, or all of the person whom the edit leaves out."""
    lead = edit.slots.get("lead")
    if lead is None:
        return {edit.index}
    if lead.value is None:
        raise Unresolved(ask(work.plan, place, "lead", lead, work.context, work.editing))
    return {index for index, draft in drafts.items() if draft.args.get("lead_id") == lead.value}


def _with_slots(draft: Draft, edit: Edit, place: int, work: _Work) -> Draft:
    tool = _permitted(draft.tool, work.context)
    for name, slot in edit.slots.items():
        if slot.trouble or slot.alternatives:
            raise Unresolved(ask(work.plan, place, name, slot, work.context, work.editing))
    new = {_ARGUMENT.get(name, name): slot.value for name, slot in edit.slots.items()}
    kept = () if "lead" in edit.slots else draft.notes
    return _validated(tool, {**draft.args, **new}, draft.record_id, (*kept, *_notes(edit.slots)))


def _edited_by_button(state: State, context: TurnContext) -> list[Draft]:
    card = context.card(state["card_id"])
    drafts = _kept(actions_of(card)) if card else {}
    for edit in msgspec.convert(state["decision"]["actions"], list[ActionEdit]):
        if edit.drop:
            drafts.pop(edit.index)
            continue
        draft = drafts[edit.index]
        tool = _permitted(draft.tool, context)
        drafts[edit.index] = _validated(tool, {**draft.args, **edit.args}, draft.record_id, draft.notes)
    return list(drafts.values())
