"""A to-do, at most with a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pydantic import Field

from store.models import Task
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.leads.record import find_target
from tools.words import day, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession


class CreateTaskArgs(ToolArgs):
    """What is to be done, by when, and for whom."""

    title: str = Field(min_length=1, max_length=300, description="what is to be done, in the user's words")
    due_on: dt.date | None = Field(None, description="the day by which it is to be done")
    lead_id: str | None = Field(None, description="the lead's id, where it is about one")


class CreateTask(WriteTool[CreateTaskArgs]):
    """Add a task."""

    name = "create_task"
    Args = CreateTaskArgs
    required = ("title",)
    makes = "task"

    async def preview(self, session: ReadSession, moment: Moment, args: CreateTaskArgs, record_id: str) -> Preview:
        """Show the task, and whether its day is over."""
        lead, owner_id = await _lead(session, moment, args)
        parts = {"title": args.title, "name": lead.name if lead else ""}
        summary = say("create_task", "summary_for" if lead else "summary", **parts)
        mind: tuple[str, ...] = ()
        if args.due_on:
            summary = say("create_task", "summary_due", summary=summary, day=day(args.due_on, moment.locale))
            mind = (say("create_task", "past"),) if args.due_on < moment.local_now.date() else ()
        return Preview(Target("task", record_id, args.title), summary, _changes(args, lead), mind, {"lead": owner_id})

    async def apply(self, session: CrmSession, moment: Moment, args: CreateTaskArgs, record_id: str) -> Change:
        """Add it to the asker's."""
        lead, _ = await _lead(session, moment, args)
        task = Task(
            id=record_id,
            tenant_id=moment.asker.tenant_id,
            owner_id=moment.asker.user_id,
            title=args.title,
            due_on=args.due_on,
            lead_id=args.lead_id,
            created_at=moment.now,
            updated_at=moment.now,
        )
        await session.insert(task)
        return Change(Target("task", record_id, task.title), _changes(args, lead), task.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say what was added, and by when it is due."""
        due = next((change.after for change in changes if change.field == "due_on"), None)
        if due is None:
            return say("create_task", "done", title=target.name)
        return say("create_task", "done_due", title=target.name, day=day(dt.date.fromisoformat(due), locale))


async def _lead(session: ReadSession, moment: Moment, args: CreateTaskArgs) -> tuple[Target | None, str | None]:
    return await find_target(session, moment, args.lead_id) if args.lead_id else (None, None)


def _changes(args: CreateTaskArgs, lead: Target | None) -> tuple[FieldChange, ...]:
    due = args.due_on.isoformat() if args.due_on else None
    values = {"title": args.title, "due_on": due, "lead": lead.name if lead else None}
    return tuple(FieldChange(name, None, value) for name, value in values.items() if value)
