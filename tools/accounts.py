"""Accounts as other records' tools see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from store.errors import Refused
from store.models import Account
from store.scope import visible
from tools.words import say

if TYPE_CHECKING:
    from store.sessions import ReadSession
    from tools.base import Moment


async def find_account(session: ReadSession, moment: Moment, account_id: str | None) -> Account | None:
    """Return an account in the asker's sight, None for no id; raises Refused for one that is not or is nobody's."""
    if account_id is None:
        return None
    statement = select(Account).where(col(Account.id) == account_id, visible(Account, moment.asker.scope))
    account = await session.scalar(statement)
    if account is None:
        raise Refused(say("common", "no_such_record", type="account"))
    return account
