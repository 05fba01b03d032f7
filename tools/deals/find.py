"""Which deals: by stage, how they ended, account, lead, amount or day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from store.money import decimal_text
from store.queries.analysis import Question, extremes, find
from tools.analytics.wanted import RecordsWanted, Window, where
from tools.base import Answer, Moment, ReadTool, Reference
from tools.words import counted, money, say

if TYPE_CHECKING:
    from store.models import Deal
    from store.sessions import ReadSession

COLUMNS = ("name", "stage", "amount", "currency", "expected_close_on", "owner")
_SHOWN = 10


class FindDealsArgs(RecordsWanted):
    """Which deals, in which order, and how many of them."""

    closing: Window | None = Field(None, description="to close, or closed, in this time")
    order: Literal["name", "amount", "-amount"] = Field("name", description="- for the largest first")
    count: bool = Field(default=False, description="only how many there are")
    limit: int = Field(200, ge=1, le=200, description="how many are listed at most; by amount, of each currency")


class FindDeals(ReadTool[FindDealsArgs]):
    """List or count the deals that fit."""

    name = "find_deals"
    Args = FindDealsArgs

    async def answer(self, session: ReadSession, moment: Moment, args: FindDealsArgs) -> Answer:
        """Return them by name, ten in words and all in the data."""
        deals, total = await _found(session, moment, args)
        data = {
            "kind": "records",
            "columns": [{"name": name, "label": say("find_deals", f"column_{name}")} for name in COLUMNS],
            "rows": [_row(deal, moment) for deal in deals],
            "ids": [deal.id for deal in deals],
            "total": total,
            "truncated": total > len(deals),
        }
        if args.count:
            return Answer(say("find_deals", "count", deals=counted(total, "deal")), {**data, "value": total})
        about = (Reference("deal", deals[0].id, deals[0].name),) if len(deals) == 1 else ()
        return Answer(_listed(deals, ordered=args.order != "name"), data, about=about)


async def _found(session: ReadSession, moment: Moment, args: FindDealsArgs) -> tuple[list[Deal], int]:
    window = args.closing.model_dump(exclude_none=True) if args.closing else {}
    wanted, scope = where("deals", args.and_also(**window), moment), moment.asker.scope
    if args.order == "name":
        return await find(session, scope, "deals", wanted, moment.now, limit=args.limit)
    asked, least = Question("deals", wanted), args.order == "amount"
    deals = await extremes(session, scope, asked, moment.now, args.limit, least=least)
    return deals, len(deals)


def _row(deal: Deal, moment: Moment) -> list[Any]:
    amount, owner = decimal_text(deal.amount, deal.currency), moment.directory.users_by_id.get(deal.owner_id)
    close = deal.expected_close_on.isoformat() if deal.expected_close_on else None
    return [deal.name, deal.stage, amount, deal.currency if amount else None, close, owner.name if owner else ""]


def _listed(deals: list[Deal], *, ordered: bool) -> str:
    if not deals:
        return say("find_deals", "none")
    told = [(deal.name, deal.stage, money(deal.amount, deal.currency)) for deal in deals[:_SHOWN]]
    lines = [" · ".join(part for part in parts if part != "–") for parts in told]
    marks = [f"{place}. " if ordered else "• " for place in range(1, len(lines) + 1)]
    found = [mark + line for mark, line in zip(marks, lines, strict=True)]
    if len(deals) > _SHOWN:
        found.append(say("find_deals", "more", count=len(deals) - _SHOWN))
    return "\n".join([say("find_deals", "found", deals=counted(len(deals), "deal")), *found])
