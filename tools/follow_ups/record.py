"""A follow-up as tools see it: found in the asker's sight, and only while it is still to be done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from store.errors import NothingToDo, Refused
from store.models import FollowUp
from store.scope import visible
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.words import moment_text, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession


class FollowUpArgs(ToolArgs):
    """Which follow-up."""

    follow_up_id: str = Field(description="the follow-up's id")


async def find_follow_up(session: ReadSession, moment: Moment, follow_up_id: str) -> FollowUp:
    """Return a follow-up in the asker's sight; raises Refused, in the same words, for any other."""
    statement = select(FollowUp).where(col(FollowUp.id) == follow_up_id, visible(FollowUp, moment.asker.scope))
    follow_up = await session.scalar(statement)
    if follow_up is None:
        raise Refused(say("common", "no_such_record", type="follow-up"))
    return follow_up


async def find_scheduled(session: ReadSession, moment: Moment, follow_up_id: str) -> FollowUp:
    """Return a follow-up that is still to be done; raises NothingToDo for one that is completed or cancelled."""
    follow_up = await find_follow_up(session, moment, follow_up_id)
    if follow_up.status != "scheduled":
        raise NothingToDo(say("follow_ups", f"is_{follow_up.status}", title=follow_up.title))
    return follow_up


def target_of(follow_up: FollowUp) -> Target:
    """Return the follow-up as the target of an action."""
    return Target("follow_up", follow_up.id, follow_up.title)


def when_text(follow_up: FollowUp, moment: Moment) -> str:
    """Return its time on the asker's clock."""
    return moment_text(follow_up.starts_at.astimezone(moment.zone), moment.locale)


def guard_of(follow_up: FollowUp) -> dict[str, Any]:
    """Return what must still hold when a card on it is applied."""
    start = follow_up.starts_at.astimezone(dt.UTC).isoformat()
    return {"owner_id": follow_up.owner_id, "status": follow_up.status, "starts_at": start}


class Ending(WriteTool[FollowUpArgs], abstract=True):
    """What completing and cancelling have in common: a scheduled follow-up gets its last status."""

    required = ("follow_up",)
    ends = 1
    Args = FollowUpArgs
    status: str

    async def preview(self, session: ReadSession, moment: Moment, args: FollowUpArgs, record_id: str) -> Preview:
        """Show the follow-up with its time."""
        del record_id
        found = await find_scheduled(session, moment, args.follow_up_id)
        summary = say(self.name, "summary", title=found.title, when=when_text(found, moment))
        changes = (FieldChange("status", found.status, self.status),)
        return Preview(target_of(found), summary, changes, guard=guard_of(found))

    async def apply(self, session: CrmSession, moment: Moment, args: FollowUpArgs, record_id: str) -> Change:
        """Set the status."""
        del record_id
        found = await find_scheduled(session, moment, args.follow_up_id)
        change = Change(target_of(found), (FieldChange("status", found.status, self.status),), found.owner_id)
        await session.change(found, status=self.status)
        return change

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say what became of it."""
        del changes, locale
        return say(self.name, "done", title=target.name)
