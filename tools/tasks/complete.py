"""Ticking off a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from store.errors import NothingToDo, Refused
from store.models import Task
from store.scope import visible
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.words import say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession

_DONE = (FieldChange("status", "open", "done"),)


class CompleteTaskArgs(ToolArgs):
    """Which task."""

    task_id: str = Field(description="the task's id")


class CompleteTask(WriteTool[CompleteTaskArgs]):
    """Mark a task as done."""

    name = "complete_task"
    Args = CompleteTaskArgs
    required = ("task",)

    async def preview(self, session: ReadSession, moment: Moment, args: CompleteTaskArgs, record_id: str) -> Preview:
        """Show the task."""
        del record_id
        task = await _find(session, moment, args.task_id)
        summary = say("complete_task", "summary", title=task.title)
        return Preview(Target("task", task.id, task.title), summary, _DONE, guard={"owner_id": task.owner_id})

    async def apply(self, session: CrmSession, moment: Moment, args: CompleteTaskArgs, record_id: str) -> Change:
        """Set the status."""
        del record_id
        task = await _find(session, moment, args.task_id)
        await session.change(task, status="done")
        return Change(Target("task", task.id, task.title), _DONE, task.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say that it is done."""
        del changes, locale
        return say("complete_task", "done", title=target.name)


async def _find(session: ReadSession, moment: Moment, task_id: str) -> Task:
    """Return an open task in sight; raises Refused for one that is not, NothingToDo for one that is done."""
    task = await session.scalar(select(Task).where(col(Task.id) == task_id, visible(Task, moment.asker.scope)))
    if task is None:
        raise Refused(say("common", "no_such_record", type="task"))
    if task.status == "done":
        raise NothingToDo(say("complete_task", "already", title=task.title))
    return task
