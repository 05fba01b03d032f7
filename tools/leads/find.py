"""Which leads: by status, owner, company, city, source, tag, amount or last contact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, Field

from store.models import Lead
from store.money import decimal_text
from store.queries.leads import LeadFilter, find_leads
from tools.arguments import Amount, Texts, Time
from tools.base import Answer, Moment, ReadTool, Reference, ToolArgs
from tools.owners import whose
from tools.words import counted, say

if TYPE_CHECKING:
    from store.sessions import ReadSession

COLUMNS = ("name", "company", "status", "city", "source", "expected_amount", "currency", "last_contacted", "owner")
Order = Literal["name", "-name", "amount", "-amount", "last_contacted", "-last_contacted", "created", "-created"]
_SHOWN = 10


class LeadsWanted(ToolArgs):
    """Which leads: what is left out asks for nothing."""

    model_config = ConfigDict(populate_by_name=True)

    status: Texts | None = Field(None, description="any of these statuses")
    company: str | None = Field(None, description="the company they work for")
    city: Texts | None = Field(None, description="any of these cities")
    source: str | None = Field(None, description="where they came from")
    owner: str | None = Field(None, description="the id of the user they belong to")
    tag: str | None = Field(None, description="a tag they have")
    name: str | None = Field(None, description="a part of their name")
    ids: list[str] | None = Field(None, description="only these")
    except_ids: list[str] | None = Field(None, alias="except", description="all but these")
    amount_min: Amount | None = Field(None, description="expected to buy for this much at least")
    amount_max: Amount | None = Field(None, description="expected to buy for this much at most")
    no_contact_days: int | None = Field(None, ge=0, description="no contact for so many days, or never")
    contacted_after: Time | None = Field(None, description="last contact at this time or later")
    no_contact_since: Time | None = Field(None, description="no contact at this time or later, or never")
    contacted_before: Time | None = Field(None, description="last contact before this time")
    custom: dict[str, Any] | None = Field(None, description="fields that the tenant added: key to value")
    mine: bool = Field(default=False, description="only the asker's own")
    team: bool = Field(default=False, description="only those of the asker's team")
    archived: bool = Field(default=False, description="the archived ones instead")

    def wanted(self, moment: Moment) -> LeadFilter:
        """Return the filter that the arguments mean."""
        plain = set(LeadsWanted.model_fields) - {"owner", "mine", "team", "amount_min", "amount_max"}
        given = self.model_dump(exclude_none=True, include=plain)
        lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
        least = Decimal(self.amount_min) if self.amount_min else None
        most = Decimal(self.amount_max) if self.amount_max else None
        owners = whose(moment, owner=self.owner, mine=self.mine, team=self.team)
        return LeadFilter(**{**given, **lists}, owners=owners, amount_min=least, amount_max=most)


class FindLeadsArgs(LeadsWanted):
    """Which leads, and whether they are listed or only counted."""

    count: bool = Field(default=False, description="only how many there are")
    order: Order = Field("name", description="what they are sorted by; - for the largest or newest first")
    limit: int = Field(200, ge=1, le=200, description="how many are listed at most")


class FindLeads(ReadTool[FindLeadsArgs]):
    """List or count the leads that fit."""

    name = "find_leads"
    Args = FindLeadsArgs

    async def answer(self, session: ReadSession, moment: Moment, args: FindLeadsArgs) -> Answer:
        """Return them by name, ten in words and all in the data."""
        scope, wanted = moment.asker.scope, args.wanted(moment)
        leads, total = await find_leads(session, scope, wanted, moment.now, args.order, args.limit)
        total = min(total, args.limit) if {"order", "limit"} <= args.model_fields_set else total  # "the five biggest"
        data = {
            "kind": "records",
            "columns": [{"name": name, "label": say("find_leads", f"column_{name}")} for name in COLUMNS],
            "rows": [lead_row(lead, moment) for lead in leads],
            "ids": [lead.id for lead in leads],
            "total": total,
            "truncated": total > len(leads),
        }
        if args.count:
            return Answer(say("find_leads", "count", leads=counted(total, "lead")), {**data, "value": total})
        about = (Reference("lead", leads[0].id, leads[0].name),) if total == 1 else ()
        return Answer(_listed(leads, total), data, about=about)


def lead_row(lead: Lead, moment: Moment) -> list[Any]:
    """Return a lead in the order of `COLUMNS`, its times on the asker's clock."""
    owner = moment.directory.users_by_id.get(lead.owner_id)
    amount = decimal_text(lead.expected_amount, lead.currency)
    last = lead.last_contacted.astimezone(moment.zone).isoformat() if lead.last_contacted else None
    head = [lead.name, lead.company, lead.status, lead.city, lead.source]
    return [*head, amount, lead.currency if amount else None, last, owner.name if owner else ""]


def _listed(leads: list[Lead], total: int) -> str:
    if not leads:
        return say("find_leads", "none")
    told = [(lead.name, lead.company, lead.status) for lead in leads[:_SHOWN]]
    lines = ["• " + " · ".join(part for part in parts if part) for parts in told]
    if total > _SHOWN:
        lines.append(say("find_leads", "more", count=total - _SHOWN))
    return "\n".join([say("find_leads", "found", leads=counted(total, "lead")), *lines])
