"""What a message is with regard to the cards and the question that wait: the one place that decides.

It runs before the graph does, because it chooses the thread: a decision
resumes the thread of its card, everything else is a run of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from graphs.questions import numbered
from graphs.reply import summary_of
from graphs.state import Decision, Outcome, TurnContext, drafts_of
from graphs.understanding.local import engine
from graphs.understanding.plan import Option, Question, Reception
from tools.words import say

if TYPE_CHECKING:
    from store.models import Proposal


class Route(NamedTuple):
    """Where a turn goes: `decision` resumes the thread of its card, else `state` is a new run's input."""

    state: dict[str, Any]
    decision: dict[str, Any] | None = None


def receive(context: TurnContext) -> Route:
    """Return where the turn goes."""
    if context.turn.decision:
        return _button(context.turn.decision, context)
    reception = _picked(context) or engine.receive(context.turn.message, context.words)
    handler = _HANDLERS.get(reception.kind)
    return handler(reception, context) if handler else _run(reception)


def _picked(context: TurnContext) -> Reception | None:
    """Return the answer to "which card?" that sends back an option's value or label; all other words are read."""
    question, said = context.words.question, context.turn.message
    if question is None or question.slot != "proposal":
        return None
    picked = tuple(option.value for option in question.options if said in (option.value, option.label))
    kind: Literal["approve", "answer"] = "approve" if question.purpose == "approve" else "answer"
    return Reception(kind, said, picked, by_name=True) if len(picked) == 1 else None


def _button(decision: Decision, context: TurnContext) -> Route:
    card = context.card(decision.proposal_id)
    if card is None:
        return _answered(context.settled or Outcome("refused", say("gate", "no_such_card")))
    if card.version != decision.version:
        return _say("refused", "old_version", version=card.version)
    if decision.type == "edit":
        edit = {"entry": "resolve", "card_id": card.id, "decision": msgspec.to_builtins(decision)}
        return Route({**edit, "plan": {}, "reception": {}})
    return _decide(card, decision.type)


def _decide(card: Proposal, kind: str) -> Route:
    return Route({}, {"proposal_id": card.id, "version": card.version, "type": kind})


def _say(status: str, key: str, /, *, answered: bool = False, settled: tuple[str, ...] = (), **values: Any) -> Route:
    return _answered(Outcome(status, say("gate", key, **values), answered=answered, settled=settled))  # type: ignore[arg-type]


def _answered(outcome: Outcome) -> Route:
    """Return the way of a turn that needs no graph: what becomes of it is known."""
    return Route({"entry": "respond", "outcome": msgspec.to_builtins(outcome), "reception": {}})


def _run(reception: Reception, card_id: str = "") -> Route:
    return Route({"entry": "understand", "reception": msgspec.to_builtins(reception), "card_id": card_id})


def _recall(card: Proposal, intro: str = "show_one") -> Route:
    drafts = drafts_of(card)
    state = {"entry": "preview", "card_id": card.id, "drafts": msgspec.to_builtins(drafts), "intro": intro}
    return Route({**state, "reception": {}})


def _which(purpose: str, cards: tuple[Proposal, ...]) -> Route:
    options = tuple(Option(card.id, summary_of(card)) for card in cards)
    return _ask(Question("proposal", numbered(say("gate", "which_card"), options), options, purpose=purpose))


def _ask(question: Question) -> Route:
    return _answered(Outcome("awaiting_input", question.text, question=msgspec.to_builtins(question)))


def _meant(reception: Reception, context: TurnContext) -> tuple[Proposal, ...]:
    """Return the waiting cards that the words name."""
    return tuple(card for card in context.cards if card.id in reception.cards)


def _shown(context: TurnContext) -> Proposal | None:
    """Return the card that the last reply showed whole, if that is what the client last showed, too."""
    asked_about = context.turn.in_reply_to
    if context.words.shown is None or (asked_about and asked_about != context.talk.memory.get("last_reply_id")):
        return None
    card = context.card(context.words.shown.id)
    return card if card and card.version == context.words.shown.version else None


def _approve(reception: Reception, context: TurnContext) -> Route:
    meant, shown = _meant(reception, context), _shown(context)
    if reception.by_name and len(meant) == 1:
        return _decide(meant[0], "approve")
    if len(meant) > 1:
        return _which("approve", meant)
    if shown:
        return _decide(shown, "approve")
    question = context.words.question
    if question and context.words.shown is None and context.talk.memory.get("asked_last"):
        return _ask(question)
    if not context.cards:
        return _say("answered", "nothing_waits")
    return _recall(context.cards[0]) if len(context.cards) == 1 else _which("approve", context.cards)


def _reject(reception: Reception, context: TurnContext) -> Route:
    meant, shown = _meant(reception, context), _shown(context)
    question = context.words.question
    if question and not meant and not shown:
        return _say("cancelled", "cancelled_question", answered=True)
    chosen = meant or ((shown,) if shown else ()) or context.cards
    if not chosen:
        return _say("answered", "nothing_to_cancel")
    return _decide(chosen[0], "reject") if len(chosen) == 1 else _which("cancel", chosen)


def _hold(_reception: Reception, context: TurnContext) -> Route:
    shown = _shown(context)
    if shown:
        return _recall(shown, "hold")
    if context.words.question:
        return _ask(context.words.question)
    return _say("answered", "hold_none")


def _resume(reception: Reception, context: TurnContext) -> Route:
    chosen = _meant(reception, context) or context.cards
    if not chosen:
        return _say("answered", "nothing_waits")
    return _recall(chosen[0]) if len(chosen) == 1 else _which("show", chosen)


def _list_cards(_reception: Reception, context: TurnContext) -> Route:
    if not context.cards:
        return _say("answered", "nothing_waits")
    lines = "\n".join(f"{number}. {summary_of(card)}" for number, card in enumerate(context.cards, 1))
    return _say("answered", "show_list", lines=lines)


def _cancel_all(_reception: Reception, context: TurnContext) -> Route:
    if not context.cards:
        return _reject(Reception("reject"), context)
    settled = tuple(card.id for card in context.cards)
    key = "cancelled" if len(settled) == 1 else "cancelled_all"
    return _say("cancelled", key, answered=True, settled=settled, count=len(settled))


def _edit(reception: Reception, context: TurnContext) -> Route:
    meant = _meant(reception, context)
    if len(meant) > 1:
        return _which("show", meant)
    card = meant[0] if meant else _shown(context)
    return _run(reception, card.id if card else "")


def _answer(reception: Reception, context: TurnContext) -> Route:
    question = context.words.question
    if question is None:
        return _run(reception)
    if question.slot == "proposal":
        return _answer_which(question, reception, context)
    return _run(reception, question.editing if context.card(question.editing) else "")


def _answer_which(question: Question, reception: Reception, context: TurnContext) -> Route:
    meant = _meant(reception, context)
    if len(meant) != 1:
        return _ask(question)
    if question.purpose == "cancel":
        return _decide(meant[0], "reject")
    route = _recall(meant[0])
    return Route({**route.state, "reception": {"kind": "answer"}})


_HANDLERS = {
    "approve": _approve,
    "reject": _reject,
    "hold": _hold,
    "resume": _resume,
    "list_cards": _list_cards,
    "cancel_all": _cancel_all,
    "edit": _edit,
    "add": _edit,
    "answer": _answer,
}
