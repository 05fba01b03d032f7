"""What happened to records, in words: from the ledger, and from the fields that an import changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from store.money import decimal_text
from tools.base import FieldChange, Moment, Target, Tool, WriteTool
from tools.words import say, shown, templates

if TYPE_CHECKING:
    from store.models import Lead, LeadHistory, LedgerEntry

_FIELDS = {"amount": "expected_amount", "owner": "owner_id"}


class Event(NamedTuple):
    """One thing that happened to a record, in words."""

    when: dt.datetime
    who: str
    what: str


def concerns(field: str, wanted: str | None) -> bool:
    """Return whether a change of `field` is one of the field that is asked for; None asks for all."""
    return wanted is None or field in (wanted, _FIELDS.get(wanted))


def done(entry: LedgerEntry, moment: Moment) -> Event:
    """Return what a card did."""
    tool = Tool.registry.get(entry.tool)
    target = Target(entry.target_type, entry.target_id, entry.target_name)
    changes = tuple(msgspec.convert(entry.changes, list[FieldChange]))
    what = tool.receipt(target, changes, moment.locale) if isinstance(tool, WriteTool) else entry.tool
    said = what.removeprefix(templates("show_history")["own_voice"])
    return Event(entry.applied_at.astimezone(moment.zone), _who(entry.user_id, moment), said)


def imported(one: LeadHistory, lead: Lead, moment: Moment) -> Event:
    """Return what an import changed."""
    before, after = (_value(one.field, value, lead, moment) for value in (one.before, one.after))
    field = one.field.removesuffix("_id").replace("_", " ")
    what = say("show_history", "field", name=lead.name, field=field, before=shown(before), after=shown(after))
    return Event(one.changed_at.astimezone(moment.zone), _who(one.user_id, moment), what)


def _who(user_id: str, moment: Moment) -> str:
    user = moment.directory.users_by_id.get(user_id)
    return user.name if user else say("show_history", "somebody")


def _value(field: str, value: Any, lead: Lead, moment: Moment) -> Any:
    if field == "expected_amount":
        return decimal_text(value, lead.currency)
    if field == "owner_id" and value:
        return _who(value, moment)
    return "; ".join(f"{key}: {one}" for key, one in value.items()) if isinstance(value, dict) else value
