"""The contract's rules for cards of every kind and for taking them back, in plain Python.

`Books` are the records and the ledger, `Desk` is one person's conversation over them.  What a method returns is the
status of the answer.  `test_undo_model.py` holds the product to it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tests.small_world import LEADS, NOW

Label = tuple[str, str]
"""A record's type and its name, title or note."""
Fields = dict[str, Any]

LIFETIME = dt.timedelta(minutes=60)
REACH = {"ana": {"ana"}, "mia": {"ana", "mia"}}
ENDS = {"complete_follow_up": 1, "cancel_follow_up": 1, "archive_lead": 2}
OPEN = {"follow_up": "scheduled", "task": "open"}


class NothingToDo(Exception):  # noqa: N818 - as the product calls it
    pass


class Refused(Exception):  # noqa: N818 - as the product calls it
    pass


@dataclass
class Mutation:
    label: Label
    before: Fields | None  # None: the record was made
    after: Fields


@dataclass(eq=False)
class Entry:
    """A line of the ledger."""

    who: str
    tool: str
    target: Label
    mutations: list[Mutation]
    undoes: Entry | None = None

    def names(self) -> set[str]:
        """Whom it is about: its target, and the lead that a record made by it hangs on."""
        made = [one.after["lead"] for one in self.mutations if one.before is None and one.after.get("lead")]
        return {self.target[1], *(lead[1] for lead in made if not self.undoes)}


@dataclass
class Books:
    """All records by label, and all that was done."""

    records: dict[Label, Fields] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    now: dt.datetime = NOW

    def __post_init__(self) -> None:
        for owner, name, company, status in LEADS.values():
            if owner in ("ana", "mia", "ben"):
                self.records["lead", name] = lead_of(owner, company=company, status=status)

    def reached(self, who: str, label: Label) -> bool:
        """Whether a record is within one's rights, archived or not."""
        record, reach = self.records[label], REACH[who]
        through = record.get("lead") is not None and self.records[record["lead"]]["owner"] in reach
        return through if label[0] == "interaction" else record["owner"] in reach or through

    def sees(self, who: str, label: Label) -> bool:
        record = self.records[label]
        lead = self.records[record["lead"]] if record.get("lead") else record
        return self.reached(who, label) and not record["archived"] and not lead["archived"]

    def seen(self, who: str, kind: str, **wanted: Any) -> list[Label]:
        found = [label for label in self.records if label[0] == kind and self.sees(who, label)]
        return [one for one in found if wanted.items() <= self.records[one].items()]

    def undone(self, entry: Entry) -> bool:
        undos = [one for one in self.ledger if one.undoes is entry]
        return bool(undos) and not self.undone(undos[-1])

    def last_contacted(self, lead: Label) -> dt.datetime | None:
        alive = [one for one in self.records.values() if one.get("lead") == lead and not one["archived"]]
        return max((one["occurred_at"] for one in alive if one.get("type", "note") != "note"), default=None)

    def next_follow_up_at(self, lead: Label) -> dt.datetime | None:
        alive = [one for one in self.records.values() if one.get("lead") == lead and not one["archived"]]
        ahead = [one["starts_at"] for one in alive if one.get("status") == "scheduled" and one["starts_at"] > self.now]
        return min(ahead, default=None)


def lead_of(owner: str, **values: Any) -> Fields:
    blank = {"status": "new", "company": "", "city": "", "amount": None, "currency": "USD", "tags": (), "chairs": None}
    return {"owner": owner, "archived": False, **blank, "desks": None, **values}


@dataclass(frozen=True)
class Set:
    """An action that sets fields of a record."""

    tool: str
    label: Label
    values: Fields

    def shown(self, books: Books, who: str) -> Fields:
        """What the card shows as before, and what else must still hold; raises what the product does."""
        if not books.sees(who, self.label):
            raise Refused
        record, expected = books.records[self.label], OPEN.get(self.label[0])
        if expected and record["status"] != expected:
            raise NothingToDo
        new = self.new(record)
        if not new:
            raise NothingToDo
        more = ("owner", "status", "starts_at") if expected else ("owner", *(["currency"] if "amount" in new else []))
        return {name: record.get(name) for name in (*new, *more)}

    def new(self, record: Fields) -> Fields:
        new = {name: value for name, value in self.values.items() if record[name] != value}
        if "stage" not in new:
            new.pop("closed_on", None)  # the day of closing follows from the stage, and from nothing else
        if not new or "amount" not in self.values:
            return new
        return {**new, "amount": self.values["amount"]} if "currency" in new else new

    def do(self, books: Books) -> list[Mutation]:
        record = books.records[self.label]
        new = self.new(record)
        if "amount" in new:
            new = {"currency": record["currency"], **new}
        before = {name: record[name] for name in new}
        record |= new
        return [Mutation(self.label, before, new)]


@dataclass(frozen=True)
class Make:
    """An action that makes a record."""

    tool: str
    label: Label
    values: Fields

    def shown(self, books: Books, who: str) -> Fields:
        lead = self.values.get("lead")
        if lead and not books.sees(who, lead):
            raise Refused
        # a new deal is nobody's yet: whose lead it hangs on does not matter to it
        return {"owner": books.records[lead]["owner"] if lead and self.tool != "create_deal" else None}

    def do(self, books: Books) -> list[Mutation]:
        books.records[self.label] = dict(self.values)
        return [Mutation(self.label, None, dict(self.values))]


@dataclass(frozen=True)
class Undo:
    """An action that takes back what an entry of the ledger did."""

    entry: Entry
    tool: str = "undo_change"

    @property
    def label(self) -> Label:
        return self.entry.mutations[0].label

    def shown(self, books: Books, who: str) -> Fields:
        if not all(books.reached(who, one.label) for one in self.entry.mutations):
            raise Refused
        if books.undone(self.entry):
            raise NothingToDo
        for one in self.entry.mutations:
            if any(books.records[one.label][name] != value for name, value in one.after.items()):
                raise Refused  # the record has moved on
        return {"owner": books.records[self.label]["owner"]}

    def do(self, books: Books) -> list[Mutation]:
        return [self._back(books.records[one.label], one) for one in reversed(self.entry.mutations)]

    def _back(self, record: Fields, done: Mutation) -> Mutation:
        after = {"archived": True} if done.before is None else done.before
        before = {name: record[name] for name in after}
        record |= after
        return Mutation(done.label, before, dict(after))


Action = Set | Make | Undo


@dataclass
class Card:
    actions: list[Action]
    ground: list[Fields]
    expires: dt.datetime
    state: str = "pending"


@dataclass
class Desk:
    """One person's conversation."""

    who: str
    books: Books
    cards: list[Card] = field(default_factory=list)
    shown: Card | None = None
    last_done: list[Entry] = field(default_factory=list)

    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.state == "pending"]

    def propose(self, actions: list[Action]) -> str:
        self.shown = None
        try:
            shown, ground = self._preview(actions)
        except Refused:
            return "refused"
        if not shown:
            return "answered"
        self.shown = Card(shown, ground, self.books.now + LIFETIME)
        self.cards.append(self.shown)
        return "awaiting_confirmation"

    def approve(self, card: Card) -> str:
        self.shown = None
        if card.state == "applied":
            return "done"
        if card.state == "rejected":
            return "refused"
        if card.expires <= self.books.now or not self._holds(card):
            return self._show_again(card, card.actions)
        card.state = "applied"
        self.last_done = [self._enter(action) for action in card.actions]
        return "done"

    def reject(self, card: Card) -> str:
        self.shown = None
        if card.state != "pending":
            return "refused"
        card.state = "rejected"
        return "cancelled"

    def edit(self, card: Card, place: int, values: Fields | None) -> str:
        """Set other values in one action; None drops it."""
        self.shown = None
        if card.state != "pending":
            return "refused"
        actions = list(card.actions)
        one = actions.pop(place)
        if values is not None and isinstance(one, Set):
            actions.insert(place, Set(one.tool, one.label, {**one.values, **values}))
        if not actions:
            return self.reject(card)
        return self._show_edited(card, actions)

    def undo(self, places: list[int]) -> str:
        """Take back these actions of the last card, the last first."""
        return self.propose([Undo(self.last_done[place]) for place in sorted(places, reverse=True)])

    def _preview(self, actions: list[Action]) -> tuple[list[Action], list[Fields]]:
        shown, ground = [], []
        for action in sorted(actions, key=lambda one: ENDS.get(one.tool, 0)):
            try:
                ground.append(action.shown(self.books, self.who))
            except NothingToDo:
                continue
            shown.append(action)
        return shown, ground

    def _holds(self, card: Card) -> bool:
        try:
            return [action.shown(self.books, self.who) for action in card.actions] == card.ground
        except (NothingToDo, Refused):
            return False

    def _show_again(self, card: Card, actions: list[Action]) -> str:
        """Show a card with what is true now; one that can't be any more is settled."""
        try:
            shown, ground = self._preview(actions)
        except Refused:
            card.state = "rejected"
            return "refused"
        if not shown:
            card.state = "rejected"
            return "answered"
        return self._renew(card, shown, ground)

    def _show_edited(self, card: Card, actions: list[Action]) -> str:
        """Show a card with other actions; an edit that can't be, or comes to nothing, leaves it as it was."""
        try:
            shown, ground = self._preview(actions)
        except Refused:
            return "refused"
        return self._renew(card, shown, ground) if shown else "answered"

    def _renew(self, card: Card, actions: list[Action], ground: list[Fields]) -> str:
        if card.expires <= self.books.now or (actions, ground) != (card.actions, card.ground):
            card.expires = self.books.now + LIFETIME
        card.actions, card.ground, self.shown = actions, ground, card
        return "awaiting_confirmation"

    def _enter(self, action: Action) -> Entry:
        undoes = action.entry if isinstance(action, Undo) else None
        entry = Entry(self.who, action.tool, self._target(action), action.do(self.books), undoes)
        self.books.ledger.append(entry)
        return entry

    def _target(self, action: Action) -> Label:
        """The record an action changes or hangs on; what is undone of a scheduling is the follow-up."""
        if isinstance(action, Make) and action.tool in ("log_interaction", "schedule_follow_up"):
            return action.values["lead"] or action.label
        if isinstance(action, Undo) and action.label[0] == "interaction":
            return action.entry.target
        return action.label
