"""A new lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field
from sqlalchemy import and_, or_, select

from store.models import Lead
from store.queries.leads import same_text
from store.scope import visible
from tools.base import Change, FieldChange, Moment, Preview, Target, WriteTool
from tools.leads.record import LeadFields, field_changes, known_status, new_values, target_of
from tools.words import listing, money, say, shown

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession

_FIRST = "new"


class CreateLeadArgs(LeadFields):
    """Who it is, and what is known of them."""

    name: str = Field(min_length=1, max_length=200, description="the person's full name")
    status: str | None = Field(None, description="one of the tenant's statuses; new, if not said")


class CreateLead(WriteTool[CreateLeadArgs]):
    """Create a lead of the asker's."""

    name = "create_lead"
    Args = CreateLeadArgs
    required = ("name",)
    makes = "lead"

    async def preview(self, session: ReadSession, moment: Moment, args: CreateLeadArgs, record_id: str) -> Preview:
        """Show every field, and who of the same name or address is there already."""
        lead, values = _blank(moment, record_id), _values(args, moment, record_id)
        changes = field_changes(lead, values, moment)
        summary = say(
            "create_lead", "summary", name=args.name, details=_details(values, changes, moment.directory.currency)
        )
        return Preview(Target("lead", record_id, args.name), summary, changes, await _twins(session, moment, args))

    async def apply(self, session: CrmSession, moment: Moment, args: CreateLeadArgs, record_id: str) -> Change:
        """Enter the lead."""
        lead, values = _blank(moment, record_id), _values(args, moment, record_id)
        changes = field_changes(lead, values, moment)
        for field, value in values.items():
            setattr(lead, field, value)
        await session.insert(lead)
        return Change(target_of(lead), changes, lead.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say who was created, and as what."""
        del locale
        status = next(change.after for change in changes if change.field == "status")
        return say("create_lead", "done", name=target.name, status=status)


def _blank(moment: Moment, record_id: str) -> Lead:
    return Lead(
        id=record_id,
        tenant_id=moment.asker.tenant_id,
        owner_id=moment.asker.user_id,
        name="",
        status="",
        currency=moment.directory.currency,
        created_at=moment.now,
        updated_at=moment.now,
    )


def _values(args: CreateLeadArgs, moment: Moment, record_id: str) -> dict[str, Any]:
    values = new_values(_blank(moment, record_id), args, moment)
    return {**values, "status": known_status(args.status or _first_status(moment), moment)}


def _first_status(moment: Moment) -> str:
    known = [value.value for value in moment.directory.statuses]
    return _FIRST if _FIRST in known or not known else known[0]


def _details(values: dict[str, Any], changes: tuple[FieldChange, ...], currency: str) -> str:
    told = [shown(change.after) for change in changes if change.field not in ("name", "currency", "expected_amount")]
    if values.get("expected_amount"):
        told.append(money(values["expected_amount"], values.get("currency", currency)))
    return listing(told)


async def _twins(session: ReadSession, moment: Moment, args: CreateLeadArgs) -> tuple[str, ...]:
    same = [and_(same_text(Lead.name, args.name), same_text(Lead.company, args.company or ""))]
    if args.email:
        same.append(same_text(Lead.email, args.email))
    found = await session.records(select(Lead).where(visible(Lead, moment.asker.scope), or_(*same)).limit(3))
    return tuple(say("create_lead", "twin", name=lead.name, company=lead.company or lead.status) for lead in found)
