"""Taking a lead out of every list and answer, until undo brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from store.queries.lead_whole import load_whole
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.leads.record import find_lead, target_of
from tools.words import counted, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.models import Lead
    from store.sessions import ReadSession

_ARCHIVED = (FieldChange("archived", before=False, after=True),)


class ArchiveLeadArgs(ToolArgs):
    """Which lead."""

    lead_id: str = Field(description="the lead's id")


class ArchiveLead(WriteTool[ArchiveLeadArgs]):
    """Archive a lead: it leaves every list and can be brought back by undo."""

    name = "archive_lead"
    Args = ArchiveLeadArgs
    required = ("lead",)
    ends = 2

    async def preview(self, session: ReadSession, moment: Moment, args: ArchiveLeadArgs, record_id: str) -> Preview:
        """Show who leaves, and what leaves the agenda with them."""
        del record_id
        lead = await find_lead(session, moment, args.lead_id)
        mind = await _open_follow_ups(session, moment, lead)
        return Preview(
            target_of(lead),
            say("archive_lead", "summary", name=lead.name),
            _ARCHIVED,
            mind,
            guard={"owner_id": lead.owner_id},
        )

    async def apply(self, session: CrmSession, moment: Moment, args: ArchiveLeadArgs, record_id: str) -> Change:
        """Mark the lead as archived."""
        del record_id
        lead = await find_lead(session, moment, args.lead_id)
        await session.change(lead, archived_at=moment.now)
        return Change(target_of(lead), _ARCHIVED, lead.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say that the lead is gone, and how it comes back."""
        del changes, locale
        return say("archive_lead", "done", name=target.name)


async def _open_follow_ups(session: ReadSession, moment: Moment, lead: Lead) -> tuple[str, ...]:
    whole = await load_whole(session, moment.asker.scope, lead)
    count = len([one for one in whole.follow_ups if one.status == "scheduled"])
    return (say("archive_lead", "follow_ups", follow_ups=counted(count, "follow-up")),) if count else ()
