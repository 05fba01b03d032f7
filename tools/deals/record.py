"""A deal as tools see it: found in the asker's sight, its fields checked, shown and set."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from store.errors import Refused
from store.models import Account, Deal, Lead
from store.money import decimal_text, to_minor
from store.scope import visible
from tools.accounts import find_account
from tools.arguments import Amount, Currency
from tools.base import FieldChange, Fields, Moment, ToolArgs
from tools.leads.record import changed_values, find_target
from tools.words import day, listing, money, say

if TYPE_CHECKING:
    from store.sessions import ReadSession


class DealFields(ToolArgs):
    """The fields of a deal that words can set."""

    name: str | None = Field(None, min_length=1, max_length=200, description="what the deal is called")
    stage: str | None = Field(None, description="one of the tenant's stages")
    amount: Amount | None = Field(None, description="what it is worth, as a decimal number")
    currency: Currency | None = Field(None, description="ISO 4217 code of the amount")
    expected_close_on: dt.date | None = Field(None, description="the day on which it should close")
    account_id: str | None = Field(None, description="the id of the account it is with")
    lead_id: str | None = Field(None, description="the id of the lead it is with")


async def find_deal(session: ReadSession, moment: Moment, deal_id: str) -> Deal:
    """Return a deal in the asker's sight; raises Refused, in the same words, for one that is not or is nobody's."""
    deal = await session.scalar(select(Deal).where(col(Deal.id) == deal_id, visible(Deal, moment.asker.scope)))
    if deal is None:
        raise Refused(say("common", "no_such_record", type="deal"))
    return deal


async def new_fields(session: ReadSession, moment: Moment, deal: Deal, args: DealFields) -> Fields:
    """Return the columns that `args` would set to something new, and how that is shown.

    Raises Refused for a stage that is not on the tenant's list, and for an
    account or lead that is not in sight.
    """
    values = {name: getattr(args, name) for name in ("name", "expected_close_on") if getattr(args, name) is not None}
    if args.stage is not None:
        values |= _stage_values(deal, args.stage, moment)
    if args.amount is not None:
        values["currency"] = args.currency or deal.currency
        values["amount"] = to_minor(args.amount, values["currency"])
    names = await _link(session, moment, args, values)
    new = changed_values(deal, values, "amount")
    shown = [name for name in new if new[name] != getattr(deal, name)]
    before = {name: await _linked_name(session, moment, deal, name) for name in names if name in new}
    return Fields(new, tuple(_change(deal, name, new, before, names) for name in shown))


async def _link(session: ReadSession, moment: Moment, args: DealFields, values: dict[str, Any]) -> dict[str, str]:
    """Put the records that `args` names into `values`, and return what they are called."""
    names: dict[str, str] = {}
    if account := await find_account(session, moment, args.account_id):
        values["account_id"], names["account_id"] = account.id, account.name
    if args.lead_id:
        lead, _ = await find_target(session, moment, args.lead_id)
        values["lead_id"], names["lead_id"] = lead.id, lead.name
    return names


async def _linked_name(session: ReadSession, moment: Moment, deal: Deal, column: str) -> str | None:
    scope = moment.asker.scope
    if column == "account_id":
        account = select(col(Account.name)).where(col(Account.id) == deal.account_id, visible(Account, scope))
        return await session.scalar(account)
    lead = select(col(Lead.name)).where(col(Lead.id) == deal.lead_id, visible(Lead, scope, archived=True))
    return await session.scalar(lead)


def first_stage(moment: Moment) -> str:
    """Return the stage in which a deal begins: the first open one."""
    stages = [stage.value for stage in moment.directory.stages if stage.outcome == "open"]
    return stages[0] if stages else "prospecting"


def _stage_values(deal: Deal, stage: str, moment: Moment) -> dict[str, Any]:
    outcomes = {value.value: value.outcome for value in moment.directory.stages}
    if stage not in outcomes:
        raise Refused(say("deals", "no_such_stage", stage=stage, known=listing(list(outcomes), "or")))
    if stage == deal.stage:
        return {}
    return {"stage": stage, "closed_on": None if outcomes[stage] == "open" else moment.local_now.date()}


def _change(
    deal: Deal, column: str, new: dict[str, Any], before: dict[str, str | None], after: dict[str, str]
) -> FieldChange:
    if column in after:
        return FieldChange(column.removesuffix("_id"), before[column], after[column])
    if column == "amount":
        amount = decimal_text(new[column], new.get("currency", deal.currency))
        return FieldChange(column, decimal_text(deal.amount, deal.currency), amount)
    return FieldChange(column, _plain(getattr(deal, column)), _plain(new[column]))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value or None


def told(deal: Deal, fields: Fields, locale: str) -> list[str]:
    """Return each new value in words, but for the name and what follows from the stage."""
    values = fields.values
    parts = [say("deals", "to_stage", stage=values["stage"])] if "stage" in values else []
    if "amount" in values:
        parts.append(say("deals", "to_amount", amount=money(values["amount"], values.get("currency", deal.currency))))
    if "expected_close_on" in values:
        parts.append(say("deals", "to_close", day=day(values["expected_close_on"], locale)))
    shown = {change.field: change.after for change in fields.changes}
    return parts + [say("deals", f"to_{name}", name=shown[name]) for name in ("account", "lead") if name in shown]
