"""Two people at their desks, and somebody behind them: any course of events, held to the undo model after each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from sqlmodel import col

from graphs.state import ActionEdit
from store.admin_session import administering
from store.models import RECORDS, Deal, FieldDefinition, FollowUp, Interaction, Lead, LedgerEntry, Task
from store.money import decimal_text
from store.queries.records import list_records
from store.scope import Scope
from tests.graphs.undo_model import Books, Card, Desk, Fields, Label, Set
from tests.graphs.undo_phrases import CITIES, DEALS, KINDS, PEOPLE, STATUSES, Choice, Clause, clause

if TYPE_CHECKING:
    from tests.graphs.new_worlds import Run
    from tests.small_world import Answer, World

people = st.sampled_from(["ana", "ana", "mia"])
places = st.integers(0, 9)
choices = st.builds(Choice, st.sampled_from(KINDS), st.integers(0, 5), st.integers(0, 5))
messages = st.lists(choices, min_size=1, max_size=3)


class Office(RuleBasedStateMachine):
    """Ana and Mia, her manager, each in a conversation; another process changes records behind them."""

    def __init__(self, world: World, run: Run) -> None:
        super().__init__()
        self.world, self.run, self.books = world, run, Books()
        self.desks = {who: Desk(who, self.books) for who in ("ana", "mia")}
        self.talks = {who: world.talk(who) for who in self.desks}
        self.buttons: dict[str, list[Answer]] = {who: [] for who in self.desks}  # of the model's cards, in its order
        self.serial = 0
        self.ids: dict[Label, str] = {}
        run(_add_fields(world))
        self.look()

    @initialize(first=messages, second=messages)
    def begin(self, first: list[Choice], second: list[Choice]) -> None:
        """A desk with something done at it, so that there is something to take back."""
        self.ask("ana", first, True)  # noqa: FBT003
        self.ask("ana", second, True)  # noqa: FBT003

    @rule(who=people, message=messages, approved=st.sampled_from([True, True, False]))
    def ask(self, who: str, message: list[Choice], approved: bool) -> None:  # noqa: FBT001 - by name
        clauses = self.on_others(who, self.clauses(who, message))
        if not clauses:
            return
        answer = self.say(who, " and ".join(one.words for one in clauses))
        for one in clauses:
            if answer["question"] and self.ids.get(one.action.label) in _options(answer["question"]):
                answer = self.say(who, self.ids[one.action.label])
        self.check(who, answer, self.desks[who].propose([one.action for one in clauses]))
        if approved:
            self.yes(who)

    def clauses(self, who: str, message: list[Choice]) -> list[Clause]:
        """The clauses of a message, each about something else, and at the end one that runs on to the end."""
        found: dict[Any, Clause] = {}
        for choice in message:
            self.serial += 1
            one = clause(choice, self.books, who, self.serial)
            if one:
                found.setdefault("last" if one.last else one.sets, one)
        alone = [one for one in found.values() if one.alone]
        return alone[:1] or sorted(found.values(), key=lambda one: one.last)

    def on_others(self, who: str, clauses: list[Clause]) -> list[Clause]:
        """The clauses on other records than the card that is shown; where there are none, a no to that card, and all.

        Whether words on what a shown card is about change that card or are a card of their own is a matter of reading,
        not of the gate: `test_gate_named.py` holds what is asked of them.
        """
        shown = [button for card, button in self.pairs(who) if card is self.desks[who].shown]
        known = self.named(" ".join(one["summary"] for button in shown for one in button["actions"]))
        others = [one for one in clauses if not known & self.named(one.words)]
        if clauses and not others:
            self.reject_shown(who)
        return others or clauses

    def named(self, words: str) -> set[str]:
        names = {name for kind, name in self.books.records if kind != "interaction"} | {*PEOPLE, *DEALS}
        return {name for name in names if name.casefold() in words.casefold()}

    @precondition(lambda self: self.busy())
    @rule(who=places, approved=st.sampled_from([True, True, False]))
    def undo(self, who: int, approved: bool) -> None:  # noqa: FBT001 - by name
        desk = self.one_of(self.busy(), who)
        if desk.shown:  # then the word is a no to that card
            self.check(desk.who, self.say(desk.who, "undo"), desk.reject(desk.shown))
        self.check(desk.who, self.say(desk.who, "undo"), desk.undo(list(range(len(desk.last_done)))))
        if approved:
            self.yes(desk.who)

    @precondition(lambda self: self.busy(2))
    @rule(who=places, place=st.integers(0, 2))
    def undo_one(self, who: int, place: int) -> None:
        desk = self.one_of(self.busy(2), who)
        place %= len(desk.last_done)
        said = ("first", "second", "third")[place]
        self.check(desk.who, self.say(desk.who, f"undo the {said}"), desk.undo([place]))
        self.yes(desk.who)

    @precondition(lambda self: self.busy(2))
    @rule(who=places, place=st.integers(0, 2))
    def undo_by_name(self, who: int, place: int) -> None:
        desk = self.one_of(self.busy(2), who)
        target = desk.last_done[place % len(desk.last_done)].target
        kind, name = target
        meant = [number for number, entry in enumerate(desk.last_done) if name in entry.names()]
        known = [entry for entry in desk.last_done if any(name in said for said in entry.names())]
        waits = any(name in one["summary"] for _, button in self.waiting(desk) for one in button["actions"])
        # words that name somebody on a waiting card may mean that card, and a title's name what bears the title
        if kind != "lead" or len(known) > 1 or waits or not self.books.sees(desk.who, target):
            return
        self.check(desk.who, self.say(desk.who, f"undo {name}'s"), desk.undo(meant))
        self.yes(desk.who)

    def waiting(self, desk: Desk) -> list[tuple[Card, Answer]]:
        return [(card, button) for card, button in self.pairs(desk.who) if card.state == "pending"]

    def busy(self, least: int = 1) -> list[Desk]:
        """Whose last card did something, that many things at the least."""
        return [desk for desk in self.desks.values() if len(desk.last_done) >= least]

    def showing(self) -> list[Desk]:
        return [desk for desk in self.desks.values() if desk.shown]

    def one_of(self, desks: list[Desk], who: int) -> Desk:
        return desks[who % len(desks)]

    def yes(self, who: str) -> None:
        desk = self.desks[who]
        if desk.shown:
            self.check(who, self.say(who, "yes"), desk.approve(desk.shown))

    @precondition(lambda self: self.showing())
    @rule(who=places)
    def no(self, who: int) -> None:
        self.reject_shown(self.one_of(self.showing(), who).who)

    def reject_shown(self, who: str) -> None:
        desk = self.desks[who]
        assert desk.shown
        self.check(who, self.say(who, "no"), desk.reject(desk.shown))

    @precondition(lambda self: any(self.buttons.values()))
    @rule(who=people, place=places)
    def approve(self, who: str, place: int) -> None:
        for card, button in self.pick(who, place):
            self.check(who, self.press(who, "approve", button), self.desks[who].approve(card))

    @precondition(lambda self: any(self.buttons.values()))
    @rule(who=people, place=places)
    def reject(self, who: str, place: int) -> None:
        for card, button in self.pick(who, place):
            self.check(who, self.press(who, "reject", button), self.desks[who].reject(card))

    @precondition(lambda self: any(self.buttons.values()))
    @rule(who=people, place=places, index=st.integers(0, 2), value=st.integers(0, 5), drop=st.booleans())
    def edit(self, who: str, place: int, index: int, value: int, drop: bool) -> None:  # noqa: FBT001 - by name
        for card, button in self.pick(who, place):
            index %= len(card.actions)
            values = None if drop else _other_values(card.actions[index], value)
            if values or drop:
                known = button["actions"][index]["args"]
                answer = self.press(who, "edit", button, ActionEdit(index + 1, _args(values or {}, known), drop=drop))
                self.check(who, answer, self.desks[who].edit(card, index, values))

    @rule(which=places, what=st.sampled_from(["status", "city", "owner", "archived", "amount", "chairs"]), value=places)
    def somebody_else(self, which: int, what: str, value: int) -> None:
        """Set a lead's field from another process."""
        leads = sorted(label for label in self.books.records if label[0] == "lead")
        label = leads[which % len(leads)]
        record = self.books.records[label]
        new: Fields = {"status": STATUSES[value % 3], "city": CITIES[value % 3], "chairs": str(value % 3 + 3)}
        new |= {"owner": ("ana", "mia", "ben")[value % 3], "archived": value % 2 == 0, "amount": "700"}
        record |= {what: new[what]} | ({"currency": "EUR"} if what == "amount" else {})
        self.run(self.world.change(self.ids[label], **_columns(record, what, self.books.now)))

    @rule(minutes=st.sampled_from([25, 61]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.move(minutes=minutes)
        self.books.now = self.world.clock.now()

    def say(self, who: str, words: str) -> Answer:
        answer: Answer = self.run(self.talks[who].say(words))
        note(f"{who}: {words}\n  {answer['reply']}")
        return answer

    def press(self, who: str, kind: str, button: Answer, *edits: ActionEdit) -> Answer:
        answer: Answer = self.run(getattr(self.talks[who], kind)(button, *edits))
        note(f"{who} presses {kind} under {button['actions'][0]['summary']} {edits or ''}\n  {answer['reply']}")
        return answer

    def pick(self, who: str, place: int) -> list[tuple[Card, Answer]]:
        """A card that there was, and the button under it; none where there was no card."""
        pairs = self.pairs(who)
        return [pairs[place % len(pairs)]] if pairs else []

    def pairs(self, who: str) -> list[tuple[Card, Answer]]:
        return list(zip(self.desks[who].cards, self.buttons[who], strict=True))

    def check(self, who: str, answer: Answer, status: str) -> None:
        """Compare the answer with what the model says of it."""
        desk, shown = self.desks[who], answer["proposal"]
        if len(self.buttons[who]) < len(desk.cards):
            self.buttons[who].append(shown)
        assert answer["status"] == status, (answer["status"], status, answer["reply"])
        assert bool(shown) == bool(desk.shown), answer["reply"]
        if shown and desk.shown:
            place = next(number for number, card in enumerate(desk.cards) if card is desk.shown)
            assert shown["id"] == self.buttons[who][place]["id"]
            assert [one["tool"] for one in shown["actions"]] == [one.tool for one in desk.shown.actions]
            targets = [self.target(one) for one in desk.shown.actions]
            assert [one["target"]["name"] for one in shown["actions"]] == targets
            self.buttons[who][place] = shown
            # a warning that comes or goes renews a card, too, and the model knows of none
            desk.shown.expires = dt.datetime.fromisoformat(shown["expires_at"])
        parked = [button["id"] for card, button in self.waiting(desk) if card is not desk.shown]
        assert [one["proposal_id"] for one in answer["parked"]] == parked

    def target(self, action: Any) -> str:
        return str(self.desks["ana"]._target(action)[1])

    @invariant()
    def the_database_is_as_the_model_says(self) -> None:
        self.look()
        assert self.seen == self.books.records
        assert self.entries == [
            (entry.who, entry.tool, entry.target[1], self.books.ledger.index(entry.undoes) if entry.undoes else None)
            for entry in self.books.ledger
        ]

    def look(self) -> None:
        """Read the records by label, with their ids, and the ledger in the order of its doing."""
        self.seen, self.ids, self.entries = self.run(_read(self.world))

    def teardown(self) -> None:
        """Compare what is derived, as the reads over HTTP have it."""
        for label, derived in self.run(_derived(self.world)).items():
            if not self.books.records[label]["archived"]:
                assert derived == (self.books.last_contacted(label), self.books.next_follow_up_at(label))


def _options(question: Answer) -> set[str]:
    return {one["value"] for one in question["options"]} if question["slot"] in ("follow_up", "task", "deal") else set()


def _other_values(action: Any, value: int) -> Fields | None:
    """What a button may set instead, or besides: another status or city, a field that the tenant added."""
    if not isinstance(action, Set) or action.tool != "update_lead":
        return None
    if value % 2:
        return {("chairs", "desks")[value // 2 % 2]: str(value)}
    name = next(iter(action.values))
    choices = {"status": STATUSES, "city": CITIES}.get(name)
    return {name: choices[value % 3]} if choices else None


def _args(values: Fields, known: Fields) -> Fields:
    added = {name: value for name, value in values.items() if name in ("chairs", "desks")}
    return {"custom": {**known.get("custom", {}), **added}} if added else values


def _columns(record: Fields, what: str, now: dt.datetime) -> Fields:
    if what == "archived":
        return {"archived_at": now if record["archived"] else None}
    if what == "amount":
        return {"expected_amount": 70000, "currency": "EUR"}
    if what == "chairs":
        return {"custom": {name: record[name] for name in ("chairs", "desks") if record[name] is not None}}
    return {"owner_id" if what == "owner" else what: record[what]}


async def _add_fields(world: World) -> None:
    async with administering(world.parley.database) as admin:
        for key in ("chairs", "desks"):
            await admin.insert(FieldDefinition(tenant_id="north", record_type="lead", key=key, label=key.title()))


async def _read(world: World) -> tuple[dict[Label, Fields], dict[Label, str], list[Any]]:
    async with world.parley.database.reading() as session:
        rows = [
            row
            for model in (Lead, FollowUp, Task, Deal, Interaction)
            for row in await session.records(select(model).where(col(model.tenant_id) == "north"))
        ]
        entries = await session.records(select(LedgerEntry).order_by(col(LedgerEntry.change_id)))
    labels = {row.id: _label(row) for row in rows}
    order = {entry.change_id: number for number, entry in enumerate(entries)}
    ledger = [(one.user_id, one.tool, one.target_name, order[one.undoes] if one.undoes else None) for one in entries]
    assert len(set(labels.values())) == len(labels)
    return {_label(row): _fields(row, labels) for row in rows}, {label: id for id, label in labels.items()}, ledger


def _label(row: Any) -> Label:
    kind = next(name for name, model in RECORDS.items() if isinstance(row, model))
    return kind, str(getattr(row, "name", "") or getattr(row, "title", "") or getattr(row, "note", ""))


def _fields(row: Any, labels: dict[str, Label]) -> Fields:
    common = {"owner": row.owner_id, "archived": row.archived_at is not None}
    if isinstance(row, Lead):
        own = {name: getattr(row, name) for name in ("status", "company", "city", "currency")}
        custom = {name: row.custom.get(name) for name in ("chairs", "desks")}
        amount = decimal_text(row.expected_amount, row.currency)
        return {**common, **own, **custom, "tags": tuple(row.tags), "amount": amount}
    hanging = {**common, "lead": labels.get(row.lead_id)}
    if isinstance(row, FollowUp):
        return {**hanging, "starts_at": row.starts_at, "status": row.status}
    if isinstance(row, Interaction):
        return {**hanging, "type": row.type, "occurred_at": row.occurred_at}
    if isinstance(row, Task):
        return {**hanging, "status": row.status}
    amount = decimal_text(row.amount, row.currency)
    return {**hanging, "stage": row.stage, "closed_on": row.closed_on, "amount": amount, "currency": row.currency}


async def _derived(world: World) -> dict[Label, tuple[dt.datetime | None, dt.datetime | None]]:
    now = world.clock.now()
    async with world.parley.database.reading() as session:
        directory = await world.parley.conversation.directories.of(session, "north", 0)
        assert directory is not None
        everybody = Scope("north", "ada", None)
        items, _ = await list_records(session, everybody, directory, "leads", {}, limit=50, cursor="", now=now)
    read = {name: [item[name] for item in items] for name in ("last_contacted", "next_follow_up_at")}
    times = zip(*(map(_time, read[name]) for name in read), strict=True)
    return {("lead", item["name"]): found for item, found in zip(items, times, strict=True)}


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
