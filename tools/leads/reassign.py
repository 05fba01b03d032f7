"""Giving a lead to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from store.errors import NothingToDo, Refused
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.leads.record import find_lead, target_of
from tools.words import say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.models import Lead, User
    from store.sessions import ReadSession


class ReassignLeadArgs(ToolArgs):
    """Which lead, and whose it is to be."""

    lead_id: str = Field(description="the lead's id")
    owner_id: str = Field(description="the id of the user who gets it")


class ReassignLead(WriteTool[ReassignLeadArgs]):
    """Give a lead to somebody else of the team; an administrator, to anybody."""

    name = "reassign_lead"
    permission = "manager"
    Args = ReassignLeadArgs
    required = ("lead", "owner")

    async def preview(self, session: ReadSession, moment: Moment, args: ReassignLeadArgs, record_id: str) -> Preview:
        """Show whose it was and whose it will be."""
        del record_id
        lead, owner = await find_lead(session, moment, args.lead_id), _owner(moment, args.owner_id)
        if lead.owner_id == owner.id:
            raise NothingToDo(say("reassign_lead", "already", name=lead.name, owner=owner.name))
        summary = say("reassign_lead", "summary", name=lead.name, owner=owner.name)
        return Preview(target_of(lead), summary, _changes(lead, owner, moment), guard={"owner_id": lead.owner_id})

    async def apply(self, session: CrmSession, moment: Moment, args: ReassignLeadArgs, record_id: str) -> Change:
        """Set the owner."""
        del record_id
        lead, owner = await find_lead(session, moment, args.lead_id), _owner(moment, args.owner_id)
        changes = _changes(lead, owner, moment)
        await session.change(lead, owner_id=owner.id)
        return Change(target_of(lead), changes, owner.id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say whose it is now."""
        del locale
        [owner] = changes
        return say("reassign_lead", "done", name=target.name, owner=owner.after, before=owner.before)


def _owner(moment: Moment, owner_id: str) -> User:
    """Return a colleague in reach; raises Refused, in the same words, for one out of reach and for nobody."""
    user = moment.directory.users_by_id.get(owner_id)
    if user is None or user.disabled_at or not moment.asker.scope.owns(user.id):
        raise Refused(say("reassign_lead", "nobody"))
    return user


def _changes(lead: Lead, owner: User, moment: Moment) -> tuple[FieldChange, ...]:
    before = moment.directory.users_by_id.get(lead.owner_id)
    return (FieldChange("owner", before.name if before else None, owner.name),)
