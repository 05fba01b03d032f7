"""What a turn carries: the message, what is known around it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import msgspec
from langgraph.types import Command

from store.models import Proposal, new_id
from tools.base import Action, Approval, Moment

if TYPE_CHECKING:
    import datetime as dt

    from graphs.understanding.plan import Context
    from store.conversations import Talk, TurnRecord
    from store.engine import Database

Status = Literal[
    "answered",
    "awaiting_input",
    "awaiting_confirmation",
    "done",
    "cancelled",
    "refused",
    "not_understood",
    "failed",
]


class ActionEdit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A change to one action of a card, by button: new arguments, or dropping it."""

    index: int
    args: dict[str, Any] = {}
    drop: bool = False


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A button pressed under a card."""

    proposal_id: str
    version: int
    type: Literal["approve", "reject", "edit"]
    actions: tuple[ActionEdit, ...] = ()


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message as a channel hands it over, cleaned and within its limits."""

    message: str = ""
    session_id: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    role: str = ""
    timezone: str = ""
    screen: tuple[str, str] | None = None  # type and id of the record the user is looking at
    decision: Decision | None = None
    channel: str = "http"
    dictated: bool = False


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """An action before it is shown: what is to be done, with everything known."""

    tool: str
    args: dict[str, Any]
    record_id: str
    notes: tuple[str, ...] = ()  # how words were read, where that was not to the letter


def drafts_of(card: Proposal) -> list[Draft]:
    """Return the actions of a stored card as drafts, to be shown again."""
    return [Draft(action.tool, action.args, action.record_id, action.notes) for action in actions_of(card)]


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a turn, before it is worded.

    `card` is the proposal that the reply shows whole, `settled` the ids of
    cards that wait no longer, `question` stays open until `answered`.
    """

    status: Status
    reply: str = ""
    card: dict[str, Any] | None = None
    receipts: tuple[dict[str, Any], ...] = ()
    question: dict[str, Any] | None = None
    answered: bool = False
    data: dict[str, Any] | None = None
    citations: tuple[dict[str, Any], ...] = ()
    about: tuple[dict[str, str], ...] = ()
    settled: tuple[str, ...] = ()
    done: dict[str, Any] | None = None
    engine: str = "local"


class State(TypedDict, total=False):
    """The graph's state: plain JSON, and nothing that the store does not know better."""

    entry: str  # the node to begin with
    reception: dict[str, Any]
    plan: dict[str, Any]
    card_id: str  # the card being edited or decided; empty for a new one
    own_thread: bool  # this run's thread is the card's: it ends by waiting for the decision
    decided_for: str  # the reply that the last decision led to: tells a resumed run from an idle one
    decision: dict[str, Any]
    drafts: list[dict[str, Any]]
    intro: str  # what to say before a card that is shown again
    outcome: dict[str, Any]
    response: dict[str, Any]
    memory: dict[str, Any]
    closed: bool  # `apply` has closed the turn within its transaction


def merged(state: State, news: State) -> State:
    """Return the state with what a node adds to it."""
    return {**state, **news}


def go_on(node: str, **news: Any) -> Command[Any]:
    """Return what a node ends with: where to go on, and what it adds to the state."""
    return Command(goto=node, update=[("__root__", news)])


@dataclass(frozen=True, slots=True)
class TurnContext:
    """What the nodes of one turn work with; it is handed to the run and never checkpointed."""

    database: Database
    moment: Moment
    words: Context
    turn: Turn
    talk: Talk
    record: TurnRecord
    cards: tuple[Proposal, ...]
    proposal_lifetime: dt.timedelta
    settled: Outcome | None = None  # what is true of the card of a button, where it waits no longer
    new_card_id: str = field(default_factory=new_id)
    reply_id: str = field(default_factory=new_id)
    granted: dict[str, Approval] = field(default_factory=dict)  # what confirm approved in this run, for apply

    def card(self, card_id: str) -> Proposal | None:
        """Return the waiting card of that id."""
        return next((card for card in self.cards if card.id == card_id), None)


def actions_of(card: Proposal) -> list[Action]:
    """Return the actions of a stored card."""
    return msgspec.convert(card.actions, list[Action])
