"""The gate: a card waits here, and the only way to `apply` leads on from here.

The seal that makes approvals is taken when this module is imported, so nobody
else can make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
from langgraph.graph import END
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from graphs.state import Outcome, State, TurnContext, actions_of, drafts_of, go_on
from tools.base import Approval, take_seal
from tools.words import say

if TYPE_CHECKING:
    from store.models import Proposal

_SEAL = take_seal()

Next = Literal["apply", "preview", "__end__"]


def approve(card: Proposal) -> Approval:
    """Return the approval of a card exactly as it is stored, and so as it was last shown."""
    return Approval(_SEAL, card.id, card.version, actions_of(card))


async def confirm(state: State, runtime: Runtime[TurnContext]) -> Command[Next]:
    """Wait for a decision on the card, and send the turn where it leads."""
    decision: dict[str, Any] = interrupt({"proposal_id": state.get("card_id", "")})
    context = runtime.context
    card = context.card(decision["proposal_id"])
    begin = {"response": {}, "closed": False, "intro": "", "decided_for": context.reply_id}
    if card is None or card.version != decision["version"]:
        return go_on(END, **begin, outcome=_plain(Outcome("refused", say("gate", "moved_on"))))
    if decision["type"] == "reject":
        return go_on(END, **begin, outcome=_plain(Outcome("cancelled", say("gate", "cancelled"), settled=(card.id,))))
    if card.expires_at <= context.moment.now:
        again = {**begin, "intro": "expired", "drafts": msgspec.to_builtins(drafts_of(card))}
        return go_on("preview", **again, outcome={}, card_id=card.id)
    context.granted[card.id] = approve(card)
    return go_on("apply", **begin, outcome={}, card_id=card.id)


def _plain(outcome: Outcome) -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.to_builtins(outcome))
