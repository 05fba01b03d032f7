"""Edits by button: what they name must be there, or the request is refused as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.messages import BadRequest
from graphs.state import actions_of
from tools.catalogue import write_tool

if TYPE_CHECKING:
    from graphs.state import ActionEdit, TurnContext
    from tools.base import Action

_IDS = {f"{kind}_id": kind for kind in ("lead", "deal", "account", "follow_up", "task", "contact")}


def check_edit(context: TurnContext) -> None:
    """Raise BadRequest where an edit names an action, an argument or a record that isn't there for the asker."""
    decision = context.turn.decision
    card = context.card(decision.proposal_id) if decision else None
    if decision is None or card is None or decision.type != "edit" or card.version != decision.version:
        return
    named = [edit.index for edit in decision.actions]
    if not named or len(set(named)) < len(named):
        raise BadRequest("decision.actions: say what changes, with each action named once")
    actions = {action.index: action for action in actions_of(card)}
    for edit in decision.actions:
        if edit.index not in actions:
            raise BadRequest(f"decision.actions: the card has no action {edit.index}; it has {sorted(actions)}")
        _check_arguments(edit, actions[edit.index], context)


def _check_arguments(edit: ActionEdit, action: Action, context: TurnContext) -> None:
    tool = write_tool(action.tool)
    known = tool.Args.model_fields if tool else {}
    for name, value in edit.args.items():
        where = f"decision.actions[{edit.index}].args.{name}"
        if name not in known:
            raise BadRequest(f"{where}: {action.tool} has no such argument; it has {', '.join(sorted(known))}")
        if not _in_sight(name, value, action, context):
            raise BadRequest(f"{where}: there is no such record")


def _in_sight(name: str, value: Any, action: Action, context: TurnContext) -> bool:
    if value == action.args.get(name):
        return True  # it may be a record that an earlier action of the card is about to make
    if name in _IDS and value is not None:
        return context.words.people.get(_IDS[name], str(value)) is not None
    if name == "owner_id":
        return any(person.id == value for person in context.words.vocabulary.colleagues)
    return name != "change_id"
