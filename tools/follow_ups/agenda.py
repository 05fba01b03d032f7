"""What is on: today, this week, with a lead, or overdue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field

from store.queries.agenda import AgendaFilter, open_tasks, scheduled
from tools.arguments import Time
from tools.base import Answer, Moment, ReadTool, Reference, ToolArgs
from tools.follow_ups.agenda_items import Item, follow_up_item, in_words, table, task_item, things
from tools.owners import whose
from tools.words import say

if TYPE_CHECKING:
    from store.sessions import ReadSession


class ShowAgendaArgs(ToolArgs):
    """Which part of the agenda; without times, everything from today on and what is overdue."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Time | None = Field(None, alias="from", description="from this time on")
    to: Time | None = Field(None, description="until this time, which is not included")
    overdue: bool = Field(default=False, description="only what should have been done by now")
    lead_id: str | None = Field(None, description="only with this lead, whoever is to do it")
    type: Literal["follow_up", "task"] | None = Field(None, description="only follow-ups, or only tasks")
    kind: Literal["follow_up", "call", "meeting", "viewing", "email", "task"] | None = Field(
        None, description="only follow-ups of this kind, or only tasks"
    )
    title: str | None = Field(None, description="a part of the title")
    except_ids: list[str] | None = Field(None, alias="except", description="all but these")
    owner: str | None = Field(None, description="the id of the user whose agenda it is")
    mine: bool = Field(default=True, description="the asker's own")
    team: bool = Field(default=False, description="that of the asker's team")
    count: bool = Field(default=False, description="only how many there are")
    limit: int = Field(200, ge=1, le=200, description="how many are listed at most")


class ShowAgenda(ReadTool[ShowAgendaArgs]):
    """Show what is on or overdue: follow-ups and tasks."""

    name = "show_agenda"
    Args = ShowAgendaArgs

    async def answer(self, session: ReadSession, moment: Moment, args: ShowAgendaArgs) -> Answer:
        """Return it day by day."""
        items = await _items(session, moment, args)
        about = (Reference(items[0].type, items[0].id, items[0].title),) if len(items) == 1 else ()
        data = table(items, args.limit)
        if args.count:
            words = say("show_agenda", "count", things=things(items))
            return Answer(words, {**data, "value": len(items)}, about=about)
        return Answer(in_words(items, moment, overdue=args.overdue), data, about=about)


async def _items(session: ReadSession, moment: Moment, args: ShowAgendaArgs) -> list[Item]:
    scope, wanted = moment.asker.scope, _wanted(moment, args)
    items: list[Item] = []
    if "task" not in (args.type, args.kind):
        items += [follow_up_item(one, moment) for one in await scheduled(session, scope, wanted)]
    if args.type != "follow_up" and args.kind in (None, "task"):
        items += [task_item(one, moment) for one in await open_tasks(session, scope, wanted)]
    last = dt.date.max
    return sorted(items, key=lambda item: (item.day or last, item.type == "task"))


def _wanted(moment: Moment, args: ShowAgendaArgs) -> AgendaFilter:
    today = moment.local_now.date()
    start, end = args.from_, args.to
    first = start.astimezone(moment.zone).date() if start else None
    last = (end - dt.timedelta(microseconds=1)).astimezone(moment.zone).date() if end else None
    if args.overdue:
        end = min(end, moment.now) if end else moment.now
        last = min(last, today - dt.timedelta(days=1)) if last else today - dt.timedelta(days=1)
    return AgendaFilter(
        owners=None
        if args.lead_id
        else whose(moment, owner=args.owner, mine=args.mine and not args.team, team=args.team),
        start=start,
        end=end,
        first_day=first,
        last_day=last,
        lead_id=args.lead_id or "",
        kind=args.kind or "",
        title=args.title or "",
        except_ids=tuple(args.except_ids or ()),
    )
