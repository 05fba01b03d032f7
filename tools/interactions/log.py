"""Logging what happened with a lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from store.errors import Refused
from store.models import Interaction
from tools.arguments import Time
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.leads.record import find_target
from tools.words import a_or_an, clock, moment_text, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession

_JUST_NOW = dt.timedelta(hours=1)


class LogInteractionArgs(ToolArgs):
    """What happened, with whom and when."""

    lead_id: str = Field(description="the lead's id")
    type: Literal["call", "meeting", "viewing", "email", "note"] = Field(description="what kind of event it was")
    note: str = Field("", max_length=4000, description="what was said, in the user's own words; may be empty")
    occurred_at: Time | None = Field(None, description="when it was; now, if not said")


class LogInteraction(WriteTool[LogInteractionArgs]):
    """Log a call, meeting, viewing or e-mail that took place, or a note."""

    name = "log_interaction"
    Args = LogInteractionArgs
    required = ("lead", "type")
    makes = "interaction"

    def missing(self, slots: Mapping[str, Any]) -> str:
        """Ask what a note should say; an event may go without one."""
        wordless = "type" in slots and slots["type"].value == "note" and "note" not in slots
        return super().missing(slots) or ("note" if wordless else "")

    def defaults(self, slots: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        """Say now where no time is said."""
        return {} if "occurred_at" in slots else {"occurred_at": moment.local_now.replace(microsecond=0).isoformat()}

    async def preview(self, session: ReadSession, moment: Moment, args: LogInteractionArgs, record_id: str) -> Preview:
        """Show what would be entered; raises Refused for what has not happened yet."""
        del record_id
        target, owner_id = await find_target(session, moment, args.lead_id)
        when = _when(args, moment)
        if when > moment.now:
            raise Refused(say("log_interaction", "ahead", when=moment_text(when, moment.locale)))
        return Preview(target, _summary(target, args, when, moment), _changes(args, when), guard={"owner_id": owner_id})

    async def apply(self, session: CrmSession, moment: Moment, args: LogInteractionArgs, record_id: str) -> Change:
        """Enter it as the asker's."""
        target, owner_id = await find_target(session, moment, args.lead_id)
        when = _when(args, moment)
        interaction = Interaction(
            id=record_id,
            tenant_id=moment.asker.tenant_id,
            owner_id=moment.asker.user_id,
            lead_id=target.id,
            type=args.type,
            note=args.note,
            occurred_at=when,
            zone=moment.timezone,
            created_at=moment.now,
            updated_at=moment.now,
        )
        await session.insert(interaction)
        return Change(target, _changes(args, when), owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say what was logged, with the note in the user's own words."""
        del locale
        values = {change.field: change.after for change in changes}
        key = "done_note" if values["type"] == "note" else "done" if values.get("note") else "done_bare"
        type_, note = a_or_an(values["type"]), values.get("note", "")
        return say("log_interaction", key, type=type_, name=target.name, note=note)


def _when(args: LogInteractionArgs, moment: Moment) -> dt.datetime:
    return (args.occurred_at or moment.now.replace(microsecond=0)).astimezone(moment.zone)


def _changes(args: LogInteractionArgs, when: dt.datetime) -> tuple[FieldChange, ...]:
    values = {"type": args.type, "note": args.note, "occurred_at": when.isoformat()}
    return tuple(FieldChange(name, None, value) for name, value in values.items() if value)


def _summary(target: Target, args: LogInteractionArgs, when: dt.datetime, moment: Moment) -> str:
    what = say("log_interaction", "summary_note" if args.type == "note" else "summary", type=a_or_an(args.type))
    if when.date() != moment.local_now.date():
        time = say("log_interaction", "on", when=moment_text(when, moment.locale))
    elif moment.now - when > _JUST_NOW:
        time = say("log_interaction", "at", when=clock(when, moment.locale))
    else:
        time = ""
    head = " ".join(part for part in (what, target.name, time) if part)
    return f"{head}: {args.note}" if args.note else head
