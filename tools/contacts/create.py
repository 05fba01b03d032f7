"""A new contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from store.models import Contact
from tools.accounts import find_account
from tools.arguments import Email, Phone
from tools.base import Change, FieldChange, Moment, Preview, Target, ToolArgs, WriteTool
from tools.words import listing, say

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.models import Account
    from store.sessions import ReadSession


class CreateContactArgs(ToolArgs):
    """Who it is, and where."""

    name: str = Field(min_length=1, max_length=200, description="the person's full name")
    email: Email = Field("", max_length=254, description="e-mail address")
    phone: Phone = Field("", max_length=50, description="phone number")
    title: str = Field("", max_length=200, description="their job title")
    account_id: str | None = Field(None, description="the id of the account they work for")


class CreateContact(WriteTool[CreateContactArgs]):
    """Create a contact: somebody at an account who is no lead."""

    name = "create_contact"
    Args = CreateContactArgs
    required = ("name",)
    makes = "contact"

    async def preview(self, session: ReadSession, moment: Moment, args: CreateContactArgs, record_id: str) -> Preview:
        """Show every field."""
        account = await find_account(session, moment, args.account_id)
        changes = _changes(args, account)
        summary = say("create_contact", "summary", details=listing([change.after for change in changes]))
        guard = {"owner_id": account.owner_id if account else None}
        return Preview(Target("contact", record_id, args.name), summary, changes, guard=guard)

    async def apply(self, session: CrmSession, moment: Moment, args: CreateContactArgs, record_id: str) -> Change:
        """Enter the contact: the account owner's, else the asker's."""
        account = await find_account(session, moment, args.account_id)
        contact = Contact(
            **args.model_dump(),
            id=record_id,
            tenant_id=moment.asker.tenant_id,
            owner_id=account.owner_id if account else moment.asker.user_id,
            created_at=moment.now,
            updated_at=moment.now,
        )
        await session.insert(contact)
        return Change(Target("contact", record_id, contact.name), _changes(args, account), contact.owner_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say who was created, and where."""
        del locale
        account = next((change.after for change in changes if change.field == "account"), "")
        return say("create_contact", "done_at" if account else "done", name=target.name, account=account)


def _changes(args: CreateContactArgs, account: Account | None) -> tuple[FieldChange, ...]:
    fields = {**args.model_dump(exclude={"account_id"}), "account": account.name if account else ""}
    return tuple(FieldChange(name, None, value) for name, value in fields.items() if value)
