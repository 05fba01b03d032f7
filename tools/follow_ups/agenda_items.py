"""The lines of an agenda: as rows, and in words day by day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.words import clock, counted, day, say

if TYPE_CHECKING:
    from store.queries.agenda import PlannedFollowUp, PlannedTask
    from tools.base import Moment

COLUMNS = ("title", "type", "kind", "when", "lead", "overdue")
_SHOWN = 20


class Item(NamedTuple):
    """One line of the agenda: `when` is a local time for a follow-up, a day for a task, None for a task without."""

    type: str
    id: str
    title: str
    kind: str
    when: dt.datetime | dt.date | None
    lead: str
    overdue: bool

    @property
    def day(self) -> dt.date | None:
        """The day it is on."""
        return self.when.date() if isinstance(self.when, dt.datetime) else self.when


def follow_up_item(planned: PlannedFollowUp, moment: Moment) -> Item:
    """Return a follow-up as a line, overdue once its start has passed."""
    one = planned.follow_up
    when = one.starts_at.astimezone(moment.zone)
    return Item("follow_up", one.id, one.title, one.kind, when, planned.lead, one.starts_at <= moment.now)


def task_item(planned: PlannedTask, moment: Moment) -> Item:
    """Return a task as a line, overdue once its day is over."""
    one = planned.task
    late = one.due_on is not None and one.due_on < moment.local_now.date()
    return Item("task", one.id, one.title, "task", one.due_on, planned.lead, late)


def table(items: list[Item], limit: int) -> dict[str, Any]:
    """Return the lines as data, `limit` of them at most."""
    shown = items[:limit]
    kinds = {kind: [item.id for item in shown if item.type == kind] for kind in ("follow_up", "task")}
    return {
        "kind": "agenda",
        "columns": [{"name": name, "label": say("show_agenda", f"column_{name}")} for name in COLUMNS],
        "rows": [_row(item) for item in shown],
        "ids": [item.id for item in shown],
        "ids_by_type": kinds,
        "total": len(items),
        "truncated": len(items) > len(shown),
    }


def _row(item: Item) -> list[Any]:
    when = item.when.isoformat() if item.when else None
    return [item.title, item.type, item.kind, when, item.lead, item.overdue]


def things(items: list[Item]) -> str:
    """Return how many there are of each: "2 follow-ups and 1 task"."""
    tasks = len([item for item in items if item.type == "task"])
    parts = [counted(len(items) - tasks, "follow-up")] if len(items) > tasks or not tasks else []
    return " and ".join([*parts, *([counted(tasks, "task")] if tasks else [])])


def in_words(items: list[Item], moment: Moment, *, overdue: bool) -> str:
    """Return the first lines under their days."""
    if not items:
        return say("show_agenda", "nothing_overdue" if overdue else "nothing")
    lines: list[str] = [say("show_agenda", "head_overdue" if overdue else "head", things=things(items))]
    before: dt.date | str | None = ""
    for item in items[:_SHOWN]:
        if item.day != before:
            lines.append(f"{day(item.day, moment.locale)}:" if item.day else say("show_agenda", "no_day"))
            before = item.day
        lines.append(_line(item, moment))
    if len(items) > _SHOWN:
        lines.append(say("show_agenda", "more", count=len(items) - _SHOWN))
    return "\n".join(lines)


def _line(item: Item, moment: Moment) -> str:
    time = clock(item.when, moment.locale) if isinstance(item.when, dt.datetime) else say("show_agenda", "task")
    lead = f" · {item.lead}" if item.lead and item.lead not in item.title else ""
    late = say("show_agenda", "late") if item.overdue else ""
    return f"• {time}  {item.title}{lead} {late}".rstrip()
