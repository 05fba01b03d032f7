"""Moving a follow-up to another time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pydantic import Field

from store.errors import NothingToDo
from tools.arguments import Time
from tools.base import Change, FieldChange, Moment, Preview, Target, WriteTool
from tools.follow_ups.calendar import warnings
from tools.follow_ups.record import FollowUpArgs, find_scheduled, guard_of, target_of, when_text
from tools.words import moment_text, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.models import FollowUp
    from store.sessions import ReadSession


class RescheduleFollowUpArgs(FollowUpArgs):
    """Which follow-up, and its new time."""

    starts_at: Time = Field(description="when it starts instead")


class RescheduleFollowUp(WriteTool[RescheduleFollowUpArgs]):
    """Move a follow-up to another time."""

    name = "reschedule_follow_up"
    Args = RescheduleFollowUpArgs
    required = ("follow_up", "starts_at")

    async def preview(
        self, session: ReadSession, moment: Moment, args: RescheduleFollowUpArgs, record_id: str
    ) -> Preview:
        """Show the old time and the new, and what speaks against it."""
        del record_id
        found = await find_scheduled(session, moment, args.follow_up_id)
        start = args.starts_at.astimezone(moment.zone)
        words = {"title": found.title, "before": when_text(found, moment), "after": moment_text(start, moment.locale)}
        if start == found.starts_at:
            raise NothingToDo(say("reschedule_follow_up", "already", **words))
        mind = await warnings(session, moment, start, found.duration_minutes, but=found.id)
        summary = say("reschedule_follow_up", "summary", **words)
        return Preview(target_of(found), summary, _changes(found, start, moment), mind, guard_of(found))

    async def apply(self, session: CrmSession, moment: Moment, args: RescheduleFollowUpArgs, record_id: str) -> Change:
        """Set the time, and whose clock was meant."""
        del record_id
        found = await find_scheduled(session, moment, args.follow_up_id)
        start = args.starts_at.astimezone(moment.zone)
        change = Change(target_of(found), _changes(found, start, moment), found.owner_id)
        await session.change(found, starts_at=start, zone=moment.timezone)
        return change

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say when it will be now."""
        when = moment_text(dt.datetime.fromisoformat(changes[0].after), locale)
        return say("reschedule_follow_up", "done", title=target.name, when=when)


def _changes(found: FollowUp, start: dt.datetime, moment: Moment) -> tuple[FieldChange, ...]:
    before = found.starts_at.astimezone(moment.zone).isoformat()
    return (FieldChange("starts_at", before, start.isoformat()),)
