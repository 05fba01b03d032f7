"""Changing a lead: its status and its other fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from store.errors import NothingToDo, Refused
from tools.base import Change, FieldChange, Moment, Preview, Target, WriteTool
from tools.leads.record import LeadFields, field_changes, find_lead, guard_of, known_status, new_values, target_of
from tools.words import listing, say, shown

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.models import Lead
    from store.sessions import ReadSession


class UpdateLeadArgs(LeadFields):
    """Which lead, and what to set."""

    lead_id: str = Field(description="the lead's id")
    status: str | None = Field(None, description="one of the tenant's statuses")


class UpdateLead(WriteTool[UpdateLeadArgs]):
    """Change a lead's status or another of its fields."""

    name = "update_lead"
    Args = UpdateLeadArgs
    required = ("lead",)

    def missing(self, slots: Mapping[str, Any]) -> str:
        """Ask for the lead, then for the status when nothing is said to change."""
        if "lead" not in slots:
            return "lead"
        return "" if len(slots) > 1 else "status"

    async def preview(self, session: ReadSession, moment: Moment, args: UpdateLeadArgs, record_id: str) -> Preview:
        """Show each field that would change."""
        del record_id
        lead = await find_lead(session, moment, args.lead_id)
        values = _values(lead, args, moment)
        changes = field_changes(lead, values, moment)
        if not args.model_fields_set - {"lead_id", "currency"}:
            raise Refused(say("common", "nothing_said", name=lead.name))
        if not changes:
            raise NothingToDo(_already(lead, args))
        return Preview(target_of(lead), _summary(lead, changes), changes, guard=guard_of(lead, values))

    async def apply(self, session: CrmSession, moment: Moment, args: UpdateLeadArgs, record_id: str) -> Change:
        """Set the fields."""
        del record_id
        lead = await find_lead(session, moment, args.lead_id)
        values = _values(lead, args, moment)
        changes = field_changes(lead, values, moment)
        await session.change(lead, **values)
        return Change(target_of(lead), changes, lead.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say each field that changed."""
        del locale
        return " ".join(_done(target, change) for change in changes)


def _done(target: Target, change: FieldChange) -> str:
    key = "done_status" if change.field == "status" else "done_field" if change.before else "done_new"
    words = {"field": _called(change.field), "before": shown(change.before), "after": shown(change.after)}
    have = say("update_lead", "have_many" if isinstance(change.after, list) else "have_one")
    return say("update_lead", key, name=target.name, have=have, **words)


def _values(lead: Lead, args: UpdateLeadArgs, moment: Moment) -> dict[str, Any]:
    values = new_values(lead, args, moment)
    if args.status is None:
        return values
    status = known_status(args.status, moment)
    return values if status == lead.status else {"status": status, **values}


def _summary(lead: Lead, changes: tuple[FieldChange, ...]) -> str:
    parts = [say("update_lead", "part", field=_called(change.field), after=shown(change.after)) for change in changes]
    return say("update_lead", "summary", name=lead.name, parts=listing(parts))


def _called(field: str) -> str:
    return field.replace("_", " ")


def _already(lead: Lead, args: UpdateLeadArgs) -> str:
    fields = args.model_dump(exclude_none=True, exclude={"lead_id", "currency"})
    said = [
        say("update_lead", "already_part", field=_called(name), value=shown(value)) for name, value in fields.items()
    ]
    if fields.keys() == {"status"}:
        return say("update_lead", "already_status", name=lead.name, status=args.status)
    return say("update_lead", "already", name=lead.name, parts=listing(said))
