"""A lead as tools see it: found in the asker's sight, its fields shown and set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from store.errors import Refused
from store.models import Deal, Lead
from store.money import decimal_text, to_minor
from tools.arguments import Amount, Currency, Email, Phone
from tools.base import FieldChange, Moment, Target, ToolArgs
from tools.custom import custom_field, typed
from tools.words import listing, say

if TYPE_CHECKING:
    from store.sessions import ReadSession

TEXT_FIELDS = ("name", "email", "phone", "company", "title", "source", "city")


class LeadFields(ToolArgs):
    """The fields of a lead that words can set."""

    name: str | None = Field(None, min_length=1, max_length=200, description="the person's full name")
    email: Email | None = Field(None, max_length=254, description="e-mail address")
    phone: Phone | None = Field(None, max_length=50, description="phone number")
    company: str | None = Field(None, max_length=200, description="the company they work for")
    title: str | None = Field(None, max_length=200, description="their job title")
    source: str | None = Field(None, max_length=100, description="where the lead came from")
    expected_amount: Amount | None = Field(None, description="what they may buy for, as a decimal number")
    currency: Currency | None = Field(None, description="ISO 4217 code of the amount")
    city: str | None = Field(None, max_length=100, description="their city")
    tags: list[str] | None = Field(None, description="the whole new list of tags")
    custom: dict[str, Any] | None = Field(None, description="fields that the tenant added: key to value")


async def find_lead(session: ReadSession, moment: Moment, lead_id: str, *, archived: bool = False) -> Lead:
    """Return a lead in the asker's sight; raises Refused, in the same words, for one that is not or that nobody has."""
    lead = await session.sighted(Lead, moment.asker.scope, lead_id, archived=archived)
    if lead is None:
        raise Refused(say("common", "no_such_record", type="lead"))
    return lead


async def find_target(session: ReadSession, moment: Moment, lead_id: str) -> tuple[Target, str]:
    """Return the lead to hang a record on and whose it is; an earlier action of the card may be about to make it."""
    coming = moment.coming.get(lead_id)
    if coming and coming.type == "lead":
        return coming, moment.asker.user_id
    lead = await find_lead(session, moment, lead_id)
    return target_of(lead), lead.owner_id


def target_of(lead: Lead) -> Target:
    """Return the lead as the target of an action."""
    return Target("lead", lead.id, lead.name)


def known_status(status: str, moment: Moment) -> str:
    """Return a status of the tenant's list; raises Refused, naming the list, for one that is not on it."""
    known = [value.value for value in moment.directory.statuses]
    if status not in known:
        raise Refused(say("update_lead", "no_such_status", status=status, known=listing(known, "or")))
    return status


def suggested_status(current: str, moment: Moment) -> str:
    """Return an open status that a lead of status `current` has not: the next on the tenant's list, as it is said."""
    values = [value.value for value in moment.directory.statuses if value.outcome == "open" or value.value == current]
    place = values.index(current) if current in values else -1
    others = [value for value in (*values[place + 1 :], *values) if value != current]
    return others[0].replace("_", " ") if others else current


def new_values(lead: Lead, args: LeadFields, moment: Moment) -> dict[str, Any]:
    """Return the columns that `args` would set to something new."""
    values: dict[str, Any] = {name: getattr(args, name) for name in TEXT_FIELDS if getattr(args, name) is not None}
    if args.tags is not None:
        values["tags"] = list(dict.fromkeys(args.tags))
    if args.expected_amount is not None:
        values["currency"] = args.currency or lead.currency or moment.directory.currency
        values["expected_amount"] = to_minor(args.expected_amount, values["currency"])
    if args.custom:
        added = {key: typed(custom_field(moment, "lead", key), value) for key, value in args.custom.items()}
        values["custom"] = {**lead.custom, **added}
    return changed_values(lead, values, "expected_amount")


def changed_values(record: Lead | Deal, values: dict[str, Any], amount: str) -> dict[str, Any]:
    """Return the values that are new to the record; an amount and its currency go together: neither says it alone."""
    new = {name: value for name, value in values.items() if value != getattr(record, name)}
    if amount in new or "currency" in new:
        return {**new, **{name: values.get(name, getattr(record, name)) for name in ("currency", amount)}}
    return new


def guard_of(record: Lead | Deal, values: dict[str, Any]) -> dict[str, Any]:
    """Return what must still hold when a card that sets `values` is applied, besides what it shows."""
    owner = {"owner_id": record.owner_id}
    return {**owner, "currency": record.currency} if "currency" in values else owner


def field_changes(lead: Lead, values: dict[str, Any], moment: Moment) -> tuple[FieldChange, ...]:
    """Return how setting `values` would be shown, field by field."""
    changes = []
    for name, value in values.items():
        if name == "custom":
            changes += _custom_changes(lead, value, moment)
        elif value == getattr(lead, name):
            continue
        elif name == "expected_amount":
            before = decimal_text(lead.expected_amount, lead.currency)
            changes.append(FieldChange(name, before, decimal_text(value, values["currency"])))
        else:
            changes.append(FieldChange(name, getattr(lead, name) or None, value))
    return tuple(changes)


def _custom_changes(lead: Lead, after: dict[str, Any], moment: Moment) -> list[FieldChange]:
    moved = [key for key in after if lead.custom.get(key) != after[key]]
    return [FieldChange(custom_field(moment, "lead", key).label, lead.custom.get(key), after[key]) for key in moved]
