"""The whole answer of a turn, and what the conversation remembers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from graphs.bulk import MOST
from graphs.state import Outcome, actions_of
from tools.base import Action
from tools.words import say

if TYPE_CHECKING:
    from graphs.state import TurnContext
    from store.models import Proposal

_REMEMBERED = 6


def compose(outcome: Outcome, context: TurnContext) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the response as a client gets it, and the conversation's new memory."""
    waiting = [card for card in context.cards if card.id not in outcome.settled]
    parked = [card for card in waiting if not outcome.card or card.id != outcome.card["id"]]
    question = _open_question(outcome, context)
    response = {
        "session_id": context.talk.session_id,
        "message_id": context.record.message_id,
        "reply_id": context.reply_id,
        "status": outcome.status,
        "reply": _whole_reply(outcome, parked, question),
        "proposal": _wire(outcome.card) if outcome.card else None,
        "receipts": list(outcome.receipts),
        "question": _wire_question(outcome.question) if outcome.question else None,
        "data": outcome.data,
        "citations": list(outcome.citations),
        "parked": [{"proposal_id": card.id, "summary": summary_of(card)} for card in parked],
        "suggestions": _suggestions(outcome, parked),
        "engine": outcome.engine,
    }
    memory = {
        "shown": {"id": outcome.card["id"], "version": outcome.card["version"]} if outcome.card else None,
        "question": question,
        "asked_last": bool(outcome.question),
        "focus": _focus(outcome, context),
        "open": [card.id for card in parked] + ([outcome.card["id"]] if outcome.card else []),
        "last_done": outcome.done or context.talk.memory.get("last_done"),
        "together": _together(outcome, context),
        "done_last": bool(outcome.done),
        "last_reply_id": context.reply_id,
    }
    return response, memory


def summary_of(card: Proposal) -> str:
    """Return what a waiting card would do, in one line."""
    return "; ".join(action.summary for action in actions_of(card))


def _open_question(outcome: Outcome, context: TurnContext) -> dict[str, Any] | None:
    if outcome.question:
        return outcome.question
    kept = context.talk.memory.get("question")
    if outcome.answered or (kept and kept["slot"] == "proposal" and (outcome.card or outcome.settled)):
        return None  # "which card?" is over once a card is shown or settled: nothing said later may choose by it
    return kept


def _wire(card: dict[str, Any]) -> dict[str, Any]:
    actions = [action.wire() for action in msgspec.convert(card["actions"], list[Action])]
    return {**card, "actions": actions}


def _wire_question(question: dict[str, Any]) -> dict[str, Any]:
    return {"slot": question["slot"], "options": question.get("options", [])}


def _whole_reply(outcome: Outcome, parked: list[Proposal], question: dict[str, Any] | None) -> str:
    if question and outcome.status == "answered" and outcome.data:
        text = str(question["text"]).splitlines()[0]
        outcome = msgspec.structs.replace(
            outcome, reply=f"{outcome.reply}\n\n{say('gate', 'waiting_question', text=text)}"
        )
    listed = outcome.card is None and all(summary_of(card) in outcome.reply for card in parked)
    if not parked or listed:
        return outcome.reply
    if len(parked) == 1:
        name = actions_of(parked[0])[0].target.name
        waiting = say("gate", "waiting_one", summary=summary_of(parked[0]), name=name)
    else:
        lines = "\n".join(say("gate", "waiting_line", summary=summary_of(card)) for card in parked)
        waiting = say("gate", "waiting_many", lines=lines)
    return f"{outcome.reply}\n\n{waiting}"


def _focus(outcome: Outcome, context: TurnContext) -> list[dict[str, str]]:
    spoken: list[dict[str, str]] = []
    if outcome.card:
        spoken += [action["target"] for action in outcome.card["actions"]]
    spoken += outcome.about
    known = {record["id"] for record in spoken}
    earlier = [record for record in context.talk.memory.get("focus", []) if record["id"] not in known]
    unique = list({record["id"]: record for record in spoken}.values())
    return [*unique, *earlier][:_REMEMBERED]


def _together(outcome: Outcome, context: TurnContext) -> list[str]:
    """Return the leads that "both" and "them" mean next: several on one card, or in one answer."""
    if outcome.card:
        actions = outcome.card["actions"]
        found = [str(action["args"]["lead_id"]) for action in actions if action["args"].get("lead_id")]
    elif outcome.data and outcome.data.get("kind") == "records":
        found = [str(one) for one in outcome.data.get("ids", [])] if not outcome.data.get("truncated") else []
    else:
        found = list(context.talk.memory.get("together", []))
    unique = list(dict.fromkeys(found))
    return unique if len(unique) <= MOST else []


def _suggestions(outcome: Outcome, parked: list[Proposal]) -> list[str]:
    if outcome.card:
        timed = any("starts_at" in action["args"] for action in outcome.card["actions"])
        return ["yes", *(["make it 3pm"] if timed else []), "cancel"]
    if outcome.question:
        return [str(number) for number in range(1, len(outcome.question.get("options", [])) + 1)][:5]
    if outcome.status == "done" and outcome.done:
        return ["undo"]
    if parked:
        return [f"back to {actions_of(card)[0].target.name}" for card in parked[:3]]
    return ["help"] if outcome.status in ("not_understood", "refused") else []
