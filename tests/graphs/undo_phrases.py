"""What people say for each action of the undo model: clauses of a message, and what each of them asks for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.graphs.undo_model import Action, Books, Label, Make, Set, lead_of
from tests.small_world import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

from zoneinfo import ZoneInfo

STATUSES = ("contacted", "qualified", "negotiating")
CITIES = ("Salem", "Dover", "Lowell")
AMOUNTS = ("700", "900", "1200")
TAGS = ("vip", "urgent")
STAGES = ("proposal", "negotiation", "won")
PEOPLE = ("Nora Finch", "Otis Bramble", "Lena Quill", "Hugo Sparrow", "Ida Thorne", "Edgar Lark")
DEALS = ("Copper Kettle", "Velvet Lantern", "Marble Archway", "Crimson Harbour", "Walnut Staircase", "Silver Fountain")
_ZONE = ZoneInfo(ZONE)
_DEAL = (("deal", ""), "")


class Clause(NamedTuple):
    """Words, what they ask for, and what of which record they set: a card sets each of these once."""

    words: str
    action: Action
    sets: tuple[Label, str]
    last: bool = False  # the words run on to the end of the message
    alone: bool = False  # deals are spoken of in messages of their own


class Choice(NamedTuple):
    """What a clause is to be about: hypothesis draws the kind and two numbers to choose by."""

    kind: str
    which: int
    value: int


def clause(choice: Choice, books: Books, who: str, serial: int) -> Clause | None:
    """Return a clause of that kind about something in one's sight, None where there is nothing of the kind."""
    pick = _PICKS.get(choice.kind, _lead)
    label = pick(books, who, choice.which)
    if label is None:
        return None
    return _CLAUSES[choice.kind](books, who, label, choice.value, serial)


def _of(books: Books, who: str, which: int, kind: str, **wanted: Any) -> Label | None:
    found = books.seen(who, kind, **wanted)
    return found[which % len(found)] if found else None


def _lead(books: Books, who: str, which: int) -> Label | None:
    return _of(books, who, which, "lead")


def _follow_up(books: Books, who: str, which: int) -> Label | None:
    found = books.seen(who, "follow_up", status="scheduled")
    found = [one for one in found if books.sees(who, books.records[one]["lead"])]
    return found[which % len(found)] if found else None


def _task(books: Books, who: str, which: int) -> Label | None:
    return _of(books, who, which, "task", status="open")


def _deal(books: Books, who: str, which: int) -> Label | None:
    return _of(books, who, which, "deal")


def _nothing(_books: Books, _who: str, which: int) -> Label | None:
    return ("", str(which))


_PICKS: dict[str, Callable[[Books, str, int], Label | None]] = {
    "reschedule": _follow_up,
    "complete": _follow_up,
    "cancel": _follow_up,
    "complete_task": _task,
    "stage": _deal,
    "deal_amount": _deal,
    "create_lead": _nothing,
    "create_task": _nothing,
}


def _status(_books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    status = STATUSES[value % 3]
    return Clause(f"mark {label[1]} as {status}", Set("update_lead", label, {"status": status}), (label, "update"))


def _city(_books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    city = CITIES[value % 3]
    return Clause(f"set {label[1]}'s city to {city}", Set("update_lead", label, {"city": city}), (label, "update"))


def _amount(books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    del books
    amount = AMOUNTS[value % 3]
    words = f"set {label[1]}'s expected amount to {amount}"
    return Clause(words, Set("update_lead", label, {"amount": amount}), (label, "update"))


def _tag(books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    tag = TAGS[value % 2]
    tags = tuple(dict.fromkeys((*books.records[label]["tags"], tag)))
    return Clause(f"tag {label[1]} as {tag}", Set("update_lead", label, {"tags": tags}), (label, "update"))


def _archive(_books: Books, _who: str, label: Label, _value: int, _serial: int) -> Clause:
    return Clause(f"archive {label[1]}", Set("archive_lead", label, {"archived": True}), (label, "archived"))


def _reassign(_books: Books, who: str, label: Label, value: int, _serial: int) -> Clause | None:
    if who != "mia":
        return None
    owner = ("ana", "mia")[value % 2]
    return Clause(f"assign {label[1]} to {owner}", Set("reassign_lead", label, {"owner": owner}), (label, "owner"))


def _create_lead(books: Books, who: str, _label: Label, value: int, _serial: int) -> Clause | None:
    label = ("lead", PEOPLE[value % len(PEOPLE)])
    if label in books.records:
        return None
    made = Make("create_lead", label, lead_of(who, company="Lowland Tiles"))
    return Clause(f"create a lead {label[1]} from Lowland Tiles", made, (label, ""))


def _create_task(_books: Books, who: str, _label: Label, _value: int, serial: int) -> Clause:
    made = {"owner": who, "archived": False, "lead": None, "status": "open"}
    label = ("task", f"Send brochure {serial}")
    return Clause(f"create a task to send brochure {serial}", Make("create_task", label, made), (label, ""))


def _complete_task(_books: Books, _who: str, label: Label, _value: int, _serial: int) -> Clause:
    words = f"mark the task {label[1]} as done"
    return Clause(words, Set("complete_task", label, {"status": "done"}), (label, "status"))


def _create_deal(books: Books, who: str, lead: Label, value: int, _serial: int) -> Clause | None:
    label = ("deal", DEALS[value % len(DEALS)])
    if label in books.records:
        return None
    blank = {"stage": "prospecting", "closed_on": None, "amount": None, "currency": "USD"}
    made = Make("create_deal", label, {"owner": who, "archived": False, "lead": lead, **blank})
    return Clause(f"create a deal {label[1]} for {lead[1]}", made, _DEAL, alone=True)


def _stage(books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    stage = STAGES[value % 3]
    closed = books.now.astimezone(_ZONE).date() if stage == "won" else None
    values = {"stage": stage, "closed_on": closed}
    if books.records[label]["stage"] == stage:
        values = {"stage": stage}
    return Clause(f"move the {label[1]} deal to {stage}", Set("update_deal", label, values), _DEAL, alone=True)


def _deal_amount(_books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    amount = AMOUNTS[value % 3]
    words = f"set the {label[1]} deal amount to ${amount}"
    return Clause(words, Set("update_deal", label, {"amount": amount, "currency": "USD"}), _DEAL, alone=True)


def _reschedule(books: Books, _who: str, label: Label, value: int, _serial: int) -> Clause:
    start, when = _time(value + 3)
    words = f"move the meeting with {books.records[label]['lead'][1]} to {when}"
    return Clause(words, Set("reschedule_follow_up", label, {"starts_at": start}), (label, "starts_at"))


def _complete(books: Books, _who: str, label: Label, _value: int, _serial: int) -> Clause:
    words = f"complete the meeting with {books.records[label]['lead'][1]}"
    return Clause(words, Set("complete_follow_up", label, {"status": "completed"}), (label, "status"))


def _cancel(books: Books, _who: str, label: Label, _value: int, _serial: int) -> Clause:
    words = f"cancel the meeting with {books.records[label]['lead'][1]}"
    return Clause(words, Set("cancel_follow_up", label, {"status": "cancelled"}), (label, "status"))


def _log(books: Books, who: str, lead: Label, value: int, serial: int) -> Clause:
    kind = ("call", "meeting", "email", "note")[value % 4]
    label = ("interaction", f"item {serial}")
    made = {"owner": who, "archived": False, "lead": lead, "type": kind, "occurred_at": books.now}
    words = f"log a {kind} with {lead[1]}: {label[1]}"
    return Clause(words, Make("log_interaction", label, made), (label, ""), last=True)


def _schedule(_books: Books, who: str, lead: Label, value: int, serial: int) -> Clause:
    start, when = _time(value)
    label = ("follow_up", f"Meeting with {lead[1]} about item {serial}")
    made = {"owner": who, "archived": False, "lead": lead, "starts_at": start, "status": "scheduled"}
    words = f"schedule a meeting with {lead[1]} on {when} about item {serial}"
    return Clause(words, Make("schedule_follow_up", label, made), (label, ""), last=True)


def _time(value: int) -> tuple[dt.datetime, str]:
    """A time of the weeks to come, and the same in words."""
    day, hour = 19 + value, 9 + value
    start = dt.datetime(2031, 5, day, hour, tzinfo=_ZONE)
    return start, f"May {day} at {(hour - 1) % 12 + 1}{'am' if hour < 12 else 'pm'}"


_CLAUSES: dict[str, Callable[[Books, str, Label, int, int], Clause | None]] = {
    "status": _status,
    "city": _city,
    "amount": _amount,
    "tag": _tag,
    "archive": _archive,
    "reassign": _reassign,
    "create_lead": _create_lead,
    "create_task": _create_task,
    "complete_task": _complete_task,
    "create_deal": _create_deal,
    "stage": _stage,
    "deal_amount": _deal_amount,
    "reschedule": _reschedule,
    "complete": _complete,
    "cancel": _cancel,
    "log": _log,
    "schedule": _schedule,
}
KINDS = tuple(_CLAUSES)
