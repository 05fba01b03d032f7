"""Changing a deal: its stage, its amount and its other fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from store.errors import NothingToDo, Refused
from tools.base import Change, FieldChange, Moment, Preview, Target, WriteTool
from tools.deals.record import DealFields, find_deal, new_fields, told
from tools.leads.record import guard_of
from tools.words import listing, say, shown

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession


_DATES = ("opened_on", "expected_close_on", "closed_on")


class UpdateDealArgs(DealFields):
    """Which deal, and what to set."""

    deal_id: str = Field(description="the deal's id")


class UpdateDeal(WriteTool[UpdateDealArgs]):
    """Change a deal's stage, amount, expected close or another of its fields."""

    name = "update_deal"
    Args = UpdateDealArgs
    required = ("deal",)

    def missing(self, slots: Mapping[str, Any]) -> str:
        """Ask for the deal, then for the stage when nothing is said to change."""
        return super().missing(slots) or ("" if len(slots) > 1 else "stage")

    async def preview(self, session: ReadSession, moment: Moment, args: UpdateDealArgs, record_id: str) -> Preview:
        """Show each field that would change."""
        del record_id
        deal = await find_deal(session, moment, args.deal_id)
        fields = await new_fields(session, moment, deal, args)
        if not args.model_fields_set - {"deal_id", "currency"}:
            raise Refused(say("common", "nothing_said", name=deal.name))
        if not fields.values:
            raise NothingToDo(say("update_deal", "already", name=deal.name, stage=deal.stage))
        parts = told(deal, fields, moment.locale)
        if "name" in fields.values:
            parts.append(say("update_deal", "to_name", name=fields.values["name"]))
        summary = say("update_deal", "summary", name=deal.name, parts=listing(parts))
        target = Target("deal", deal.id, deal.name)
        return Preview(target, summary, fields.changes, guard=guard_of(deal, fields.values))

    async def apply(self, session: CrmSession, moment: Moment, args: UpdateDealArgs, record_id: str) -> Change:
        """Set the fields."""
        del record_id
        deal = await find_deal(session, moment, args.deal_id)
        fields = await new_fields(session, moment, deal, args)
        await session.change(deal, **fields.values)
        return Change(Target("deal", deal.id, deal.name), fields.changes, deal.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say each field that changed."""
        told_changes = [change for change in changes if change.field != "closed_on"] or list(changes)
        return " ".join(_done(target, change, locale) for change in told_changes)


def _done(target: Target, change: FieldChange, locale: str) -> str:
    field = say("update_deal", f"field_{change.field}") if change.field in _DATES else change.field.replace("_", " ")
    words = {"field": field, "before": shown(change.before, locale), "after": shown(change.after, locale)}
    return say("update_deal", "done" if change.before else "done_new", name=target.name, **words)
