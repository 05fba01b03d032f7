"""The one place where CRM records are written: an approved card, in one transaction, at most once.

The transaction claims the card, compares everything that the card showed as
"before", and only then applies its actions, enters each in the ledger, and
closes the turn with the answer worded from there.  The answer leaves after the
commit.  See docs/gate.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, NamedTuple

import msgspec
from langgraph.graph import END
from langgraph.runtime import Runtime
from langgraph.types import Command

from graphs.receipts import done
from graphs.reply import compose
from graphs.state import State, TurnContext, actions_of, drafts_of, go_on
from store.conversations import close_turn
from store.crm_session import Author, CrmSession, Journal, crm_transaction
from store.errors import Refused, TurnTaken, UserError
from store.models import LedgerEntry, Proposal, new_id
from store.proposals import claim
from store.scope import at_least
from tools.base import Action, Approval, Change, Moment, NotApprovedError, WriteTool
from tools.catalogue import write_tool
from tools.words import say


class _StaleError(Exception):
    """What the card showed no longer holds; the transaction is rolled back."""


class _Item(NamedTuple):
    action: Action
    tool: WriteTool[Any]


async def apply(state: State, runtime: Runtime[TurnContext]) -> Command[Literal["preview", "__end__"]]:
    """Apply the card that `confirm` approved; a stale one is shown again instead."""
    context = runtime.context
    card = context.card(state["card_id"])
    approval = context.granted.pop(state["card_id"], None)
    if card is None or approval is None:
        message = "apply was reached without an approval"
        raise NotApprovedError(message)
    try:
        response, memory = await _applied(card, approval, context)
    except (_StaleError, UserError):
        return go_on("preview", drafts=msgspec.to_builtins(drafts_of(card)), intro="refreshed")
    return go_on(END, response=response, memory=memory, closed=True)


async def _applied(card: Proposal, approval: Approval, context: TurnContext) -> tuple[dict[str, Any], dict[str, Any]]:
    moment = context.moment
    author = Author(moment.asker.tenant_id, moment.asker.user_id, moment.now)
    async with crm_transaction(context.database, author) as session:
        await session.begin_changes(only_records=True)
        if not await claim(session, card.id, card.version, moment.now):
            raise TurnTaken
        work = [_Item(action, _tool(action, context)) for action in actions_of(card)]
        await _compare(session, work, context)
        entries = [await _enter(session, action, tool, approval, context) for action, tool in work]
        await session.settle()
        response, memory = compose(done(entries, card, moment.locale), context)
        await close_turn(session, context.record, response, memory)
    return response, memory


def _tool(action: Action, context: TurnContext) -> WriteTool[Any]:
    tool = write_tool(action.tool)
    if tool is None or not at_least(context.moment.asker.role, tool.permission):
        raise Refused(say("gate", "not_allowed", role=tool.permission if tool else "admin"))
    return tool


async def _compare(session: CrmSession, work: list[_Item], context: TurnContext) -> None:
    coming = {action.record_id: action.target for action, tool in work if tool.makes}
    moment = replace(context.moment, coming=coming)
    for action, tool in work:
        args = tool.Args.model_validate(action.args)
        try:
            fresh = await tool.preview(session, moment, args, action.record_id)
        except UserError as error:
            raise _StaleError from error
        if not action.same_ground(fresh):
            raise _StaleError


async def _enter(
    session: CrmSession, action: Action, tool: WriteTool[Any], approval: Approval, context: TurnContext
) -> LedgerEntry:
    moment = context.moment
    journal = session.open_journal(new_id())
    change: Change = await tool.run(session, moment, action, approval)
    return await session.enter(entry_of(action, change, journal, approval.proposal_id, context.talk.id, moment))


def entry_of(
    action: Action, change: Change, journal: Journal, card_id: str, conversation_id: str, moment: Moment
) -> LedgerEntry:
    """Return the line of the ledger for an action that was done."""
    return LedgerEntry(
        proposal_id=card_id,
        action_index=action.index,
        change_id=journal.change_id,
        tenant_id=moment.asker.tenant_id,
        user_id=moment.asker.user_id,
        conversation_id=conversation_id,
        tool=action.tool,
        target_type=change.target.type,
        target_id=change.target.id,
        target_name=change.target.name,
        owner_id=change.owner_id,
        args=action.args,
        changes=list(msgspec.to_builtins(change.changes)),
        mutations=journal.mutations,
        reversible=action.reversible,
        undoes=change.undoes,
        channel=moment.channel,
        engine=moment.engine,
        role=moment.asker.role,
        applied_at=moment.now,
    )
