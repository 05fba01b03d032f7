"""What is known of one lead: everything, or the one side that is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from store.money import decimal_text
from store.queries.lead_whole import LeadWhole, load_whole
from tools.base import Answer, Moment, ReadTool, Reference, ToolArgs
from tools.leads.logged import Logged, was_logged
from tools.leads.record import find_lead
from tools.leads.story import open_deals, scheduled, side, value_of, whole
from tools.words import say

if TYPE_CHECKING:
    from store.sessions import ReadSession


_LOGGED = frozenset({"interactions", "last_interaction"})


class Expectation(ToolArgs):
    """What the asker thinks is so."""

    field: str = Field(description="a side of the lead, as in `aspect`")
    value: str = Field(description="what it may be")


class ShowLeadArgs(ToolArgs):
    """Which lead, and which side of it."""

    lead_id: str = Field(description="the lead's id")
    aspect: str | None = Field(
        None,
        description="only this: phone, email, status, title, company, city, source, tags, owner, amount, last_contact, "
        "next_follow_up, follow_ups, deals, tasks, interactions, last_interaction, or a field that the tenant added",
    )
    type: Literal["call", "meeting", "viewing", "email", "note"] | None = Field(
        None, description="of interactions, only those of this type"
    )
    logged: Logged | None = Field(None, description="answer whether such a thing was logged")
    expect: Expectation | None = Field(None, description="answer whether this is so")


class ShowLead(ReadTool[ShowLeadArgs]):
    """Tell the story of a lead: its fields, last interactions, next follow-up, open deals."""

    name = "show_lead"
    Args = ShowLeadArgs

    async def answer(self, session: ReadSession, moment: Moment, args: ShowLeadArgs) -> Answer:
        """Return it in words."""
        found = await load_whole(session, moment.asker.scope, await find_lead(session, moment, args.lead_id))
        if args.type:
            found = replace(found, interactions=tuple(one for one in found.interactions if one.type == args.type))
        about = (Reference("lead", found.lead.id, found.lead.name),)
        return Answer(_words(found, args, moment), _data(found, args, moment), about=about)


def _words(found: LeadWhole, args: ShowLeadArgs, moment: Moment) -> str:
    if args.logged:
        return was_logged(found, args.logged, moment)
    if args.expect:
        sentence = side(found, args.expect.field, moment)
        if sentence:
            return say("show_lead", "yes_is" if _fits(found, args.expect, moment) else "no_is", sentence=sentence)
    if args.type and args.aspect in _LOGGED and not found.interactions:
        return say("show_lead", "nothing_of_type", name=found.lead.name, type=args.type)
    return (side(found, args.aspect, moment) if args.aspect else "") or whole(found, moment)


def _fits(found: LeadWhole, expect: Expectation, moment: Moment) -> bool:
    lead = found.lead
    if expect.field == "owner" and lead.owner_id == expect.value:
        return True
    if expect.field == "amount":
        return decimal_text(lead.expected_amount, lead.currency) == expect.value
    if expect.field == "tags":
        return expect.value.casefold() in (tag.casefold() for tag in lead.tags)
    return (value_of(found, expect.field, moment) or "").casefold() == expect.value.casefold()


def _data(found: LeadWhole, args: ShowLeadArgs, moment: Moment) -> dict[str, Any]:
    if args.aspect == "deals":
        deals = open_deals(found, moment)
        rows = [[one.name, one.stage, decimal_text(one.amount, one.currency), one.currency] for one in deals]
        return _records(("name", "stage", "amount", "currency"), rows, [one.id for one in deals])
    if args.aspect in ("follow_ups", "next_follow_up"):
        planned = found.ahead(moment.now)[:1] if args.aspect == "next_follow_up" else scheduled(found)
        rows = [[one.title, one.kind, one.starts_at.astimezone(moment.zone).isoformat()] for one in planned]
        return _records(("title", "kind", "starts_at"), rows, [one.id for one in planned])
    return {"kind": "answer", "ids": [found.lead.id]}


def _records(names: tuple[str, ...], rows: list[list[Any]], ids: list[str]) -> dict[str, Any]:
    columns = [{"name": name, "label": say("show_lead", f"column_{name}")} for name in names]
    return {"kind": "records", "columns": columns, "rows": rows, "ids": ids, "total": len(rows), "truncated": False}
