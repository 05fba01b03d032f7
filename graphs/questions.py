"""Asking instead of guessing: one short question about one slot."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graphs.understanding.plan import Option, Plan, Question, Slot
from tools.words import moment_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphs.state import TurnContext

_RECORDS = ("lead", "deal", "follow_up", "task", "account")
_SLOT_OF = {
    "starts_at": "time",
    "occurred_at": "time",
    "due_on": "time",
    "expected_close_on": "time",
    "expected_amount": "amount",
    "account_name": "account",
    "title": "note",
    "leads": "lead",
    "type": "meaning",
    "kind": "meaning",
}
_KNOWN = frozenset(
    {"name", "lead", "follow_up", "task", "deal", "account", "owner", "status", "stage", "time", "amount", "note"}
    | {"proposal", "change", "meaning"}
)


def slot_name(name: str) -> str:
    """Return what the API calls the slot."""
    called = _SLOT_OF.get(name, name)
    return called if called in _KNOWN else "meaning"


def ask(plan: Plan, step: int, name: str, slot: Slot | None, context: TurnContext, editing: str = "") -> Question:
    """Return the question about one slot of a plan, with its options where there are any."""
    options = _options(name, slot, context)
    return Question(
        slot=slot_name(name),
        text=_wording(name, slot, options),
        options=options,
        plan=plan,
        step=step,
        name=name,
        editing=editing,
    )


def _options(name: str, slot: Slot | None, context: TurnContext) -> tuple[Option, ...]:
    values = (slot.alternatives or slot.near) if slot and slot.trouble != "past" else ()
    if name in ("status", "stage"):
        words = context.words.vocabulary
        known = words.statuses if name == "status" else words.stages
        chosen = [value for value in known if value.value in values] or known
        return tuple(Option(value.value, value.label) for value in chosen)
    return tuple(Option(str(value), _label(name, value, context)) for value in values)


def _label(name: str, value: Any, context: TurnContext) -> str:
    if name in _RECORDS:
        return record_label(name, str(value), context)
    if name == "owner":
        people = context.words.vocabulary.colleagues
        return next((person.name for person in people if person.id == value), str(value))
    if name in ("starts_at", "occurred_at"):
        return moment_text(dt.datetime.fromisoformat(value), context.moment.locale)
    if name == "change" and context.words.last_done:
        found = [a.summary for a in context.words.last_done.actions if a.change_id == value]
        return found[0] if found else str(value)
    return str(value).replace("_", " ")


def record_label(kind: str, record_id: str, context: TurnContext) -> str:
    """Return what tells a record from others of its name: "John Doe · Acme · negotiating"."""
    entry = context.words.people.get(kind, record_id)
    if entry is None:
        return record_id
    when = (
        moment_text(entry.starts_at.astimezone(context.moment.zone), context.moment.locale) if entry.starts_at else ""
    )
    return " · ".join(part for part in (entry.name, entry.company, when, entry.status) if part)


def _wording(name: str, slot: Slot | None, options: tuple[Option, ...]) -> str:
    called, said = slot_name(name), slot.text if slot else ""
    case = _case(slot)
    if case == "unknown" and not options and called in _RECORDS:
        case = "none"  # nothing to choose from
    text = say("questions", f"{called}_{case if said or case != 'unknown' else 'missing'}", said=said)
    return numbered(text, options)


def numbered(text: str, options: Sequence[Option]) -> str:
    """Return a question with its options, each under the number that answers it."""
    return "\n".join([text, *(f"{number}. {option.label}" for number, option in enumerate(options, 1))])


def _case(slot: Slot | None) -> str:
    if slot is None:
        return "missing"
    if slot.trouble in ("", "unread"):
        return "ambiguous" if slot.alternatives else "unknown"
    return slot.trouble
