"""What a message was understood to mean: the one type that every engine returns.

A `Plan` is data.  It names tools and slots, never records to write to: the
`resolve` node turns slots into arguments within the asker's scope, and asks
where a slot is missing or has alternatives.  All types here serialise to plain
JSON with `msgspec.to_builtins` and come back with `msgspec.convert`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from datetime import datetime

    from graphs.understanding.local.people import PeopleIndex

Kind = Literal[
    "command",  # steps that write
    "question",  # one step that reads
    "edit",  # changes to the card that waits (`edits`)
    "answer",  # the open question's plan with its slot filled
    "negated",  # "don't mark him lost yet": nothing is to be done
    "hypothetical",  # "should I mark him lost?": nothing is to be done
    "small_talk",
    "help",
    "out_of_scope",  # understood, and not something Parley does or may do
    "unknown",
]

Source = Literal["typed", "dictated", "context", "carried", "default", "answer"]

Trouble = Literal[
    "",
    "unknown",  # nothing of that name or value
    "ambiguous",  # more than one fits: see `alternatives`
    "past",  # a time that is over, where one ahead is needed
    "no_such_date",  # 30 February, 25:00
    "skipped",  # a local time that a clock change leaves out
    "repeated",  # a local time that a clock change has twice
    "recurring",  # "every Monday": recognised and declined
    "unread",  # words beside the value that were not understood
]


class Slot(msgspec.Struct, frozen=True, omit_defaults=True):
    """One argument as the words gave it.

    `value` by slot name:
      lead, deal, follow_up, task, account, owner   a record's id; "@2" is the record that step 2 makes
      leads, follow_ups, tasks, deals               a filter (the arguments of the read tool) over many records
      status, stage, type, kind                     a value of the vocabulary
      starts_at, occurred_at                        ISO 8601 with offset; due_on and other dates: YYYY-MM-DD
      expected_amount, amount                       a decimal string ("31500"), its currency in a slot `currency`
      duration_minutes                              an int
      note, title, name, city, ...                  text, verbatim
      tags                                          a list; `add_tags` for "tag as"
      custom                                        a mapping of field key to value

    `value` is None where the words name nothing that fits; `trouble` says why,
    `alternatives` holds the values that fit equally, `near` the ids or values
    to offer though they do not fit.
    """

    value: Any = None
    text: str = ""
    span: tuple[int, int] | None = None
    source: Source = "typed"
    confidence: float = 1.0
    alternatives: tuple[Any, ...] = ()
    near: tuple[Any, ...] = ()
    trouble: Trouble = ""
    why: str = ""
    warning: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One use of a tool.  `span` is the clause it came from, `why` the cues that chose the tool."""

    tool: str
    slots: dict[str, Slot] = {}
    span: tuple[int, int] | None = None
    confidence: float = 1.0
    why: str = ""


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change to one action of a waiting card: new slots, or `drop`.  `index` counts from 1.

    A drop with a slot `lead` leaves out everything on that lead; a slot
    without value or trouble takes the argument off the action.
    """

    index: int
    slots: dict[str, Slot] = {}
    drop: bool = False


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a message means.  `leftover` are spans of words that nobody claimed and that may matter."""

    kind: Kind
    steps: tuple[Step, ...] = ()
    edits: tuple[Edit, ...] = ()
    topic: str = ""  # small talk: greeting, thanks, ...; out of scope: what was asked for
    leftover: tuple[tuple[int, int], ...] = ()
    confidence: float = 1.0
    engine: str = "local"


class RecordRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record as the talk names it."""

    type: str
    id: str
    name: str


class CardAction(msgspec.Struct, frozen=True, omit_defaults=True):
    """One action of a card as it was shown: `args` as in the contract of its tool."""

    index: int
    tool: str
    args: dict[str, Any]
    target: RecordRef
    summary: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    change_id: str = ""  # set on applied cards


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """A proposal that waits, or the last one applied."""

    id: str
    version: int
    actions: tuple[CardAction, ...]
    summary: str = ""


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One possible answer: `value` is an id or a vocabulary value, `label` is what is shown."""

    value: str
    label: str


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was asked, and the plan that goes on once it is answered.

    `slot` is the contract's name of the slot, `name` the slot's name in the
    step, `step` its place in `plan.edits` and, after them, `plan.steps`.
    `editing` names the card that is edited or added to.  Questions about cards (`slot` "proposal") have no plan.
    """

    slot: str
    text: str
    options: tuple[Option, ...] = ()
    plan: Plan | None = None
    step: int = 0
    name: str = ""
    editing: str = ""  # the id of the card being edited or added to
    purpose: str = ""  # for slot "proposal": approve, show or cancel


class Reception(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a message is with regard to the cards and the question that wait.

    kind
      new          a message of its own: understand `text`
      approve      an unmistakable yes; `cards` names one if the words do
      reject       a no to the card shown (or named in `cards`)
      edit         changes the card (`cards`, else the one shown): understand `text` as an edit
      add          adds to the card shown: understand `text` as a command of its own
      answer       answers the open question: understand `text` against it
      hold         neither yes nor no ("hmm", "not yet"): the card goes on waiting
      resume       wants the waiting card in `cards` (or asks which) shown again
      list_cards   "what was I about to do?"
      cancel_all   rejects every card that waits
    `by_name` is true when the words name the card ("yes to Sarah's").
    """

    kind: Literal["new", "approve", "reject", "edit", "add", "answer", "hold", "resume", "list_cards", "cancel_all"] = (
        "new"
    )
    text: str = ""
    cards: tuple[str, ...] = ()
    by_name: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of one of the tenant's lists, in its order: what people say for it, and how it ends."""

    value: str
    label: str
    outcome: Literal["open", "won", "lost"] = "open"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field a tenant added to a record type (`record_type` is "lead", "deal", ...)."""

    record_type: str
    key: str
    label: str
    type: Literal["text", "number", "date", "boolean"] = "text"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user of the tenant whom the asker may name: in the asker's team, or anyone for an admin."""

    id: str
    name: str
    email: str
    team: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tenant's own words."""

    statuses: tuple[Value, ...] = ()
    stages: tuple[Value, ...] = ()
    custom_fields: tuple[CustomField, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Context:
    """Everything understanding may look at besides the words.

    `people` holds only records in the asker's sight.  `shown` is the card that
    the last reply showed whole, `waiting` every card still open (the shown one
    included), oldest first; `focus` the records spoken of last, newest first;
    `screen` the record the client says the user is looking at; `last_done` the
    last card applied in this conversation.
    """

    now: datetime
    timezone: str
    people: PeopleIndex
    vocabulary: Vocabulary
    asker: RecordRef
    role: str = "agent"
    locale: str = "en-US"
    language: str = "en"
    screen: RecordRef | None = None
    focus: tuple[RecordRef, ...] = ()
    shown: Card | None = None
    waiting: tuple[Card, ...] = ()
    question: Question | None = None
    last_done: Card | None = None
    dictated: bool = False
    hints: dict[str, Any] = field(default_factory=dict)
