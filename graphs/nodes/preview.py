"""Drafts to a card: what each action would change, read and not written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from langgraph.graph import END
from langgraph.runtime import Runtime
from langgraph.types import Command

from graphs.one_card import check, in_order
from graphs.state import Draft, Outcome, State, TurnContext, actions_of, drafts_of, go_on
from store.errors import NothingToDo, UserError
from tools.base import Action, Moment, Target, WriteTool
from tools.catalogue import write_tool
from tools.words import say

if TYPE_CHECKING:
    from store.models import Proposal
    from store.sessions import ReadSession


class _ImpossibleError(UserError):
    """One of the drafts can't be; the text says why."""

    def __init__(self, draft: Draft, why: UserError) -> None:
        super().__init__(str(why))
        self.draft = draft


async def preview(state: State, runtime: Runtime[TurnContext]) -> Command[Literal["confirm", "__end__"]]:
    """Make the card, or its next version, and wait for the decision where the run is the card's own.

    The store gets the card when the turn is closed.
    """
    context = runtime.context
    drafts = msgspec.convert(state.get("drafts", []), list[Draft])
    card_id = state.get("card_id", "")
    outcome = await _outcome(drafts, context, context.card(card_id), state.get("intro", ""))
    waits = state.get("own_thread") and outcome.card
    found = {"outcome": msgspec.to_builtins(outcome), "card_id": card_id or context.new_card_id}
    return go_on("confirm" if waits else END, **found)


async def _outcome(drafts: list[Draft], context: TurnContext, old: Proposal | None, intro: str) -> Outcome:
    settled = (old.id,) if old else ()
    if not drafts:
        return Outcome("cancelled", say("gate", "nothing_left"), settled=settled)
    try:
        async with context.database.reading() as session:
            actions, already = await preview_all(session, drafts, context.moment)
    except UserError as error:
        # an edit that can't be leaves the card as it was; a card that can't be any more is settled
        if old and intro:
            return Outcome("refused", _gone(error, old), settled=settled)
        return Outcome("refused", str(error))
    if not actions:
        # an edit that comes to nothing leaves the card as it was, too
        return Outcome("answered", "\n".join(dict.fromkeys(already)), settled=settled if intro else ())
    card = _card(actions, context, old)
    wording = _wording(actions, already, _intro(intro, old, card, context))
    return Outcome("awaiting_confirmation", wording, card=card)


def _card(actions: list[Action], context: TurnContext, old: Proposal | None) -> dict[str, Any]:
    """Return the card as it will be stored: the same version only when it is the very card, still in time."""
    now = context.moment.now
    built = msgspec.to_builtins(actions)
    if old and actions_of(old) == actions and old.expires_at > now:
        return {"id": old.id, "version": old.version, "expires_at": old.expires_at.isoformat(), "actions": built}
    return {
        "id": old.id if old else context.new_card_id,
        "version": old.version + 1 if old else 1,
        "expires_at": (now + context.proposal_lifetime).isoformat(),
        "actions": built,
    }


def _intro(wanted: str, old: Proposal | None, card: dict[str, Any], context: TurnContext) -> str:
    if old is None or not wanted or wanted == "hold":
        return wanted
    if old.expires_at <= context.moment.now:
        return "expired"
    return "refreshed" if card["version"] != old.version else "show_one"


def _gone(error: UserError, old: Proposal) -> str:
    """Say which action of the card can't be any more, as the card named it; the record may be out of sight by now."""
    draft = error.draft if isinstance(error, _ImpossibleError) else None
    known = zip(drafts_of(old), actions_of(old), strict=True)
    summary = next((action.summary for same, action in known if same == draft), "")
    return say("gate", "gone", summary=summary, why=str(error)) if summary else str(error)


async def preview_all(session: ReadSession, drafts: list[Draft], moment: Moment) -> tuple[list[Action], list[str]]:
    """Return the actions that the drafts come to, and what is so already in words; raises UserError."""
    actions: list[Action] = []
    already: list[str] = []
    coming: dict[str, Target] = {}
    for draft in in_order(drafts):
        tool = _tool(draft.tool)
        try:
            action = await _action(tool, draft, len(actions) + 1, session, replace(moment, coming=coming))
        except NothingToDo as error:
            already.append(str(error))
            continue
        except UserError as error:
            raise _ImpossibleError(draft, error) from error
        if tool.makes:
            coming = {**coming, draft.record_id: action.target}
        elif any((same.tool, same.args) == (action.tool, action.args) for same in actions):
            continue  # what changes a record is done by doing it once
        actions.append(action)
    check(actions)
    return actions, already


def _tool(name: str) -> WriteTool[Any]:
    tool = write_tool(name)
    if tool is None:
        raise UserError(say("outcomes", "no_such_ability"))
    return tool


async def _action(tool: WriteTool[Any], draft: Draft, index: int, session: ReadSession, moment: Moment) -> Action:
    args = tool.Args.model_validate(draft.args)
    shown = await tool.preview(session, moment, args, draft.record_id)
    return Action(
        index=index,
        tool=tool.name,
        args=draft.args,
        target=shown.target,
        summary=shown.summary,
        changes=shown.changes,
        warnings=(*draft.notes, *shown.warnings),
        reversible=not tool.irreversible,
        record_id=draft.record_id,
        guard=shown.guard,
        notes=draft.notes,
    )


def _wording(actions: list[Action], already: list[str], intro: str) -> str:
    lines = [say("gate", intro)] if intro else []
    if len(actions) == 1:
        lines.append(say("gate", "card_one", summary=actions[0].summary))
    else:
        numbered = "\n".join(say("gate", "card_line", index=a.index, summary=a.summary) for a in actions)
        lines.append(say("gate", "card_many", count=len(actions), lines=numbered))
    lines += [say("gate", "warning", text=text) for action in actions for text in action.warnings]
    lines += [say("gate", "already", text=text) for text in dict.fromkeys(already)]
    return "\n".join([*lines, say("gate", "ask")])
