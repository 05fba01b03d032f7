"""Putting something to do at a time into the agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from store.models import FollowUp
from tools.arguments import Time
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.follow_ups.calendar import warnings
from tools.leads.record import find_target
from tools.words import moment_text, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession

_WITH_SOMEBODY = frozenset({"call", "meeting", "viewing"})

Kind = Literal["follow_up", "call", "meeting", "viewing", "email"]


class ScheduleFollowUpArgs(ToolArgs):
    """What is to be done, when, and with whom."""

    lead_id: str | None = Field(None, description="the lead's id, where it is about one")
    title: str = Field("", max_length=300, description="what is to be done, in the user's words")
    kind: Kind = Field("follow_up", description="what it will be")
    starts_at: Time = Field(description="when it starts")
    duration_minutes: int = Field(30, ge=1, le=1440, description="how long it takes, in minutes")


class ScheduleFollowUp(WriteTool[ScheduleFollowUpArgs]):
    """Schedule a follow-up, call, meeting, viewing or e-mail."""

    name = "schedule_follow_up"
    Args = ScheduleFollowUpArgs
    required = ("lead",)
    makes = "follow_up"

    def missing(self, slots: Mapping[str, Any]) -> str:
        """Ask with whom, but for what its title tells and takes nobody else."""
        kind = slots["kind"].value if "kind" in slots else "follow_up"
        alone = "title" in slots and kind not in _WITH_SOMEBODY
        return "" if "lead" in slots or alone else "lead"

    def defaults(self, slots: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        """Take tomorrow at ten where no time is said."""
        if "starts_at" in slots:
            return {}
        tomorrow = moment.local_now.date() + dt.timedelta(days=1)
        return {"starts_at": dt.datetime.combine(tomorrow, dt.time(10), moment.zone).isoformat()}

    async def preview(
        self, session: ReadSession, moment: Moment, args: ScheduleFollowUpArgs, record_id: str
    ) -> Preview:
        """Show what would be entered, and what speaks against the time."""
        lead, owner_id = await _lead(session, moment, args)
        start = args.starts_at.astimezone(moment.zone)
        mind = await warnings(session, moment, start, args.duration_minutes)
        target = lead or Target("follow_up", record_id, _title(args, lead))
        changes = _changes(args, lead, start)
        return Preview(target, _summary(args, lead, start, moment), changes, mind, {"owner_id": owner_id})

    async def apply(self, session: CrmSession, moment: Moment, args: ScheduleFollowUpArgs, record_id: str) -> Change:
        """Enter it in the asker's agenda."""
        lead, owner_id = await _lead(session, moment, args)
        start = args.starts_at.astimezone(moment.zone)
        follow_up = FollowUp(
            id=record_id,
            tenant_id=moment.asker.tenant_id,
            owner_id=moment.asker.user_id,
            title=_title(args, lead),
            kind=args.kind,
            lead_id=lead.id if lead else None,
            starts_at=start,
            zone=moment.timezone,
            duration_minutes=args.duration_minutes,
            created_at=moment.now,
            updated_at=moment.now,
        )
        await session.insert(follow_up)
        return Change(lead or Target("follow_up", record_id, follow_up.title), _changes(args, lead, start), owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say what is scheduled, and for when."""
        values = {change.field: change.after for change in changes}
        when = moment_text(dt.datetime.fromisoformat(values["starts_at"]), locale)
        what = say("schedule_follow_up", values["kind"])
        key = "done_with" if target.type == "lead" else "done"
        return say("schedule_follow_up", key, what=what, name=target.name, when=when, title=values["title"])


async def _lead(session: ReadSession, moment: Moment, args: ScheduleFollowUpArgs) -> tuple[Target | None, str]:
    if args.lead_id is None:
        return None, moment.asker.user_id
    return await find_target(session, moment, args.lead_id)


def _title(args: ScheduleFollowUpArgs, lead: Target | None) -> str:
    if args.title:
        return args.title
    key = f"title_{args.kind}" if lead else "title"
    return say("schedule_follow_up", key, name=lead.name if lead else "")


def _changes(args: ScheduleFollowUpArgs, lead: Target | None, start: dt.datetime) -> tuple[FieldChange, ...]:
    return (
        FieldChange("title", None, _title(args, lead)),
        FieldChange("kind", None, args.kind),
        FieldChange("starts_at", None, start.isoformat()),
        FieldChange("duration_minutes", None, args.duration_minutes),
    )


def _summary(args: ScheduleFollowUpArgs, lead: Target | None, start: dt.datetime, moment: Moment) -> str:
    what = say("schedule_follow_up", args.kind)
    key = "summary_with" if lead else "summary"
    name, when = lead.name if lead else "", moment_text(start, moment.locale)
    head = say("schedule_follow_up", key, what=what, name=name, when=when)
    return f"{head}: {args.title}" if args.title else head
