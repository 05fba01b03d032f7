"""Who changed what, and when: on one lead's record, or on everything in the asker's sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field

from store.queries.history import changes_in_sight, fields_in_sight, fields_of, ledger_of
from tools.arguments import Time
from tools.base import Answer, Moment, ReadTool, Reference, ToolArgs
from tools.history.events import Event, concerns, done, imported
from tools.leads.record import find_lead
from tools.words import day, moment_text, say

if TYPE_CHECKING:
    from store.models import Lead, LedgerEntry
    from store.sessions import ReadSession

_SHOWN = 10
_MOST = 200


class ShowHistoryArgs(ToolArgs):
    """Whose history, and which part of it."""

    model_config = ConfigDict(populate_by_name=True)

    lead_id: str | None = Field(None, description="the lead's id; every record in sight, if not said")
    since: Time | None = Field(None, alias="from", description="from this time on")
    until: Time | None = Field(None, alias="to", description="until this time, which is not included")
    field: str | None = Field(None, description="only changes of this field, like status or owner")


class ShowHistory(ReadTool[ShowHistoryArgs]):
    """Say what changed on a lead's record, or on all records, when, and who did it."""

    name = "show_history"
    Args = ShowHistoryArgs

    async def answer(self, session: ReadSession, moment: Moment, args: ShowHistoryArgs) -> Answer:
        """Return it, the newest first; of all records, the newest 200 changes."""
        lead = await find_lead(session, moment, args.lead_id) if args.lead_id else None
        found = await (_of_lead(session, moment, args, lead) if lead else _of_all(session, moment, args))
        events = sorted(found, key=lambda event: event.when, reverse=True)
        about = (Reference("lead", lead.id, lead.name),) if lead else ()
        return Answer(_words(events, lead, args, moment), _data(events), about=about)


async def _of_lead(session: ReadSession, moment: Moment, args: ShowHistoryArgs, lead: Lead) -> list[Event]:
    entries = await ledger_of(session, lead, args.since, args.until)
    told = [entry.change_id for entry in entries]
    fields = await fields_of(session, lead, args.since, args.until, but=told)
    return [
        *(done(entry, moment) for entry in entries if _has(entry, args.field)),
        *(imported(one, lead, moment) for one in fields if concerns(one.field, args.field)),
    ]


async def _of_all(session: ReadSession, moment: Moment, args: ShowHistoryArgs) -> list[Event]:
    window = (moment.asker.scope, args.since, args.until, _MOST)
    entries = await changes_in_sight(session, *window)
    fields = await fields_in_sight(session, *window)
    return [
        *(done(entry, moment) for entry in entries if _has(entry, args.field)),
        *(imported(one, lead, moment) for one, lead in fields if concerns(one.field, args.field)),
    ]


def _has(entry: LedgerEntry, wanted: str | None) -> bool:
    return any(concerns(change["field"], wanted) for change in entry.changes) or wanted is None


def _words(events: list[Event], lead: Lead | None, args: ShowHistoryArgs, moment: Moment) -> str:
    since = day(args.since.astimezone(moment.zone).date(), moment.locale) if args.since else ""
    field = args.field.replace("_", " ") if args.field else say("show_history", "record")
    told = {"name": lead.name if lead else "", "field": field, "since": since}
    which = f"{'' if lead else '_all'}{'_since' if since else ''}"
    if not events:
        return say("show_history", f"nothing{which}", **told)
    lines = [
        say("show_history", "line", when=moment_text(one.when, moment.locale), who=one.who, what=one.what)
        for one in events[:_SHOWN]
    ]
    more = [say("show_history", "more", count=len(events) - _SHOWN)] if len(events) > _SHOWN else []
    return "\n".join([say("show_history", f"head{which}", **told), *lines, *more])


def _data(events: list[Event]) -> dict[str, Any]:
    return {
        "kind": "table",
        "columns": [{"name": name, "label": say("show_history", f"column_{name}")} for name in Event._fields],
        "rows": [[event.when.isoformat(), event.who, event.what] for event in events],
        "total": len(events),
        "truncated": len(events) >= _MOST,
    }
