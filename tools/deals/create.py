"""A new deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from store.models import Deal
from tools.base import Change, FieldChange, Fields, Moment, Preview, Target, WriteTool
from tools.deals.record import DealFields, first_stage, new_fields, told
from tools.words import listing, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession


class CreateDealArgs(DealFields):
    """What it is called, and what is known of it."""

    name: str = Field(min_length=1, max_length=200, description="what the deal is called")


class CreateDeal(WriteTool[CreateDealArgs]):
    """Create a deal of the asker's."""

    name = "create_deal"
    Args = CreateDealArgs
    required = ("name",)
    makes = "deal"

    async def preview(self, session: ReadSession, moment: Moment, args: CreateDealArgs, record_id: str) -> Preview:
        """Show every field."""
        deal = _blank(moment, record_id)
        fields = await _fields(session, moment, deal, args)
        summary = say("create_deal", "summary", name=args.name, parts=listing(told(deal, fields, moment.locale)))
        return Preview(Target("deal", record_id, args.name), summary, fields.changes)

    async def apply(self, session: CrmSession, moment: Moment, args: CreateDealArgs, record_id: str) -> Change:
        """Enter the deal, opened today."""
        deal = _blank(moment, record_id)
        fields = await _fields(session, moment, deal, args)
        for column, value in fields.values.items():
            setattr(deal, column, value)
        await session.insert(deal)
        return Change(Target("deal", record_id, deal.name), fields.changes, deal.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say what was created, and in which stage."""
        del locale
        stage = next(change.after for change in changes if change.field == "stage")
        return say("create_deal", "done", name=target.name, stage=stage)


def _blank(moment: Moment, record_id: str) -> Deal:
    return Deal(
        id=record_id,
        tenant_id=moment.asker.tenant_id,
        owner_id=moment.asker.user_id,
        name="",
        stage="",
        currency=moment.directory.currency,
        opened_on=moment.local_now.date(),
        created_at=moment.now,
        updated_at=moment.now,
    )


async def _fields(session: ReadSession, moment: Moment, deal: Deal, args: CreateDealArgs) -> Fields:
    staged = args if args.stage else args.model_copy(update={"stage": first_stage(moment)})
    return await new_fields(session, moment, deal, staged)
