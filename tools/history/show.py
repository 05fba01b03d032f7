"""Who changed what on a lead's record, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from pydantic import ConfigDict, Field

from store.money import decimal_text
from store.queries.history import fields_of, ledger_of
from tools.arguments import Time
from tools.base import Answer, FieldChange, Moment, ReadTool, Reference, Target, Tool, ToolArgs, WriteTool
from tools.leads.record import find_lead
from tools.words import day, moment_text, say, shown, templates

if TYPE_CHECKING:
    from store.models import Lead, LeadHistory, LedgerEntry
    from store.sessions import ReadSession

_SHOWN = 10
_FIELDS = {"amount": "expected_amount", "owner": "owner_id"}


class ShowHistoryArgs(ToolArgs):
    """Whose history, and which part of it."""

    model_config = ConfigDict(populate_by_name=True)

    lead_id: str = Field(description="the lead's id")
    since: Time | None = Field(None, alias="from", description="from this time on")
    until: Time | None = Field(None, alias="to", description="until this time, which is not included")
    field: str | None = Field(None, description="only changes of this field, like status or owner")


class Event(NamedTuple):
    """One thing that happened to the record, in words."""

    when: dt.datetime
    who: str
    what: str


class ShowHistory(ReadTool[ShowHistoryArgs]):
    """Say what changed on a lead's record, when, and who did it."""

    name = "show_history"
    Args = ShowHistoryArgs

    async def answer(self, session: ReadSession, moment: Moment, args: ShowHistoryArgs) -> Answer:
        """Return it, the newest first."""
        lead = await find_lead(session, moment, args.lead_id)
        done = await ledger_of(session, lead, args.since, args.until)
        imported = await fields_of(session, lead, args.since, args.until, but=[entry.change_id for entry in done])
        events = [_done(entry, moment) for entry in done if _has(entry, args.field)]
        events += [_imported(one, lead, moment) for one in imported if _same(one.field, args.field)]
        events.sort(key=lambda event: event.when, reverse=True)
        return Answer(_words(events, lead, args, moment), _data(events), about=(Reference("lead", lead.id, lead.name),))


def _same(field: str, wanted: str | None) -> bool:
    return wanted is None or field in (wanted, _FIELDS.get(wanted))


def _has(entry: LedgerEntry, wanted: str | None) -> bool:
    return any(_same(change["field"], wanted) for change in entry.changes) or wanted is None


def _who(user_id: str, moment: Moment) -> str:
    user = moment.directory.users_by_id.get(user_id)
    return user.name if user else say("show_history", "somebody")


def _done(entry: LedgerEntry, moment: Moment) -> Event:
    tool = Tool.registry.get(entry.tool)
    target = Target(entry.target_type, entry.target_id, entry.target_name)
    changes = tuple(msgspec.convert(entry.changes, list[FieldChange]))
    what = tool.receipt(target, changes, moment.locale) if isinstance(tool, WriteTool) else entry.tool
    said = what.removeprefix(templates("show_history")["own_voice"])
    return Event(entry.applied_at.astimezone(moment.zone), _who(entry.user_id, moment), said)


def _imported(one: LeadHistory, lead: Lead, moment: Moment) -> Event:
    before, after = (_value(one.field, value, lead, moment) for value in (one.before, one.after))
    field = one.field.removesuffix("_id").replace("_", " ")
    what = say("show_history", "field", name=lead.name, field=field, before=shown(before), after=shown(after))
    return Event(one.changed_at.astimezone(moment.zone), _who(one.user_id, moment), what)


def _value(field: str, value: Any, lead: Lead, moment: Moment) -> Any:
    if field == "expected_amount":
        return decimal_text(value, lead.currency)
    if field == "owner_id" and value:
        return _who(value, moment)
    return "; ".join(f"{key}: {one}" for key, one in value.items()) if isinstance(value, dict) else value


def _words(events: list[Event], lead: Lead, args: ShowHistoryArgs, moment: Moment) -> str:
    since = day(args.since.astimezone(moment.zone).date(), moment.locale) if args.since else ""
    field = args.field.replace("_", " ") if args.field else say("show_history", "record")
    if not events:
        return say("show_history", "nothing_since" if since else "nothing", name=lead.name, field=field, since=since)
    head = say("show_history", "head_since" if since else "head", name=lead.name, field=field, since=since)
    lines = [
        say("show_history", "line", when=moment_text(one.when, moment.locale), who=one.who, what=one.what)
        for one in events[:_SHOWN]
    ]
    more = [say("show_history", "more", count=len(events) - _SHOWN)] if len(events) > _SHOWN else []
    return "\n".join([head, *lines, *more])


def _data(events: list[Event]) -> dict[str, Any]:
    return {
        "kind": "table",
        "columns": [{"name": name, "label": say("show_history", f"column_{name}")} for name in Event._fields],
        "rows": [[event.when.isoformat(), event.who, event.what] for event in events],
        "total": len(events),
        "truncated": False,
    }
