"""The gate: a card waits here, and the only way to `apply` leads on from here.

The seal that makes approvals is taken when this module is imported, so nobody
else can make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from graphs.state import Outcome, State, TurnContext, actions_of, drafts_of
from tools.base import Approval, take_seal
from tools.words import say

if TYPE_CHECKING:
    from store.models import Proposal

_SEAL = take_seal()

Next = Literal["apply", "preview", "respond"]


def approve(card: Proposal) -> Approval:
    """Return the approval of a card exactly as it is stored, and so as it was last shown."""
    return Approval(_SEAL, card.id, card.version, actions_of(card))


async def confirm(state: State, runtime: Runtime[TurnContext]) -> Command[Next]:
    """Wait for a decision on the card, and send the turn where it leads."""
    decision: dict[str, Any] = interrupt({"proposal_id": state.get("card_id", "")})
    context = runtime.context
    card = context.card(decision["proposal_id"])
    begin = {"response": {}, "outcome": {}, "closed": False, "intro": "", "decided_for": context.reply_id}
    if card is None or card.version != decision["version"]:
        return _respond(Outcome("refused", say("gate", "moved_on")), begin)
    if decision["type"] == "reject":
        return _respond(Outcome("cancelled", say("gate", "cancelled"), settled=(card.id,)), begin)
    if card.expires_at <= context.moment.now:
        drafts = drafts_of(card)
        again = {"drafts": msgspec.to_builtins(drafts), "intro": "expired"}
        return Command(goto="preview", update={**begin, "card_id": card.id, **again})
    context.granted[card.id] = approve(card)
    return Command(goto="apply", update={**begin, "card_id": card.id})


def _respond(outcome: Outcome, begin: dict[str, Any]) -> Command[Next]:
    return Command(goto="respond", update={**begin, "outcome": msgspec.to_builtins(outcome)})
