"""Lists of records over HTTP: scoped, filtered by their columns, and paged by the last id seen.

Ids are UUIDv7, so their order is the order of making, and a cursor stays right
while records come and go.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import col

from store.models import Account, Deal, FollowUp, Interaction, Lead, LeadHistory, LedgerEntry, Record, Task, User
from store.queries import wire
from store.queries.filters import BadFilter, conditions
from store.queries.history import change_in_sight
from store.scope import visible

if TYPE_CHECKING:
    from store.directory import Directory
    from store.scope import Scope
    from store.sessions import ReadSession


@dataclass(frozen=True, slots=True)
class _Kind:
    """One list: its table, and what it leaves out unless it is asked for by status."""

    model: type[Record]
    hidden: ColumnElement[bool] | None = None


_KINDS = {
    "leads": _Kind(Lead),
    "deals": _Kind(Deal),
    "follow_ups": _Kind(FollowUp, col(FollowUp.status) == "cancelled"),
    "tasks": _Kind(Task),
}
_CHANGES = ("tool", "target_id", "channel", "engine")


async def list_records(  # noqa: PLR0913 - whose records, which of them, and which page
    session: ReadSession,
    scope: Scope,
    directory: Directory,
    kind: str,
    filters: Mapping[str, str],
    *,
    limit: int,
    cursor: str,
    now: dt.datetime,
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of records in sight, and the cursor of the next page or None.

    `kind` is leads, deals, follow_ups, tasks or changes.  Raises BadFilter.
    """
    if kind == "changes":
        return await _changes(session, scope, directory, filters, limit, cursor)
    what = _KINDS[kind]
    archived = filters.get("status") == "archived"
    wanted = [*conditions(what.model, filters, scope, directory), visible(what.model, scope, archived=archived)]
    if archived:
        wanted.append(col(what.model.archived_at).is_not(None))
    if what.hidden is not None and "status" not in filters:
        wanted.append(~what.hidden)
    if cursor:
        wanted.append(col(what.model.id) > _after(cursor))
    rows = await session.records(select(what.model).where(*wanted).order_by(col(what.model.id)).limit(limit + 1))
    page = rows[:limit]
    items = await _WIRED[kind](session, page, directory, now)
    return items, page[-1].id if len(rows) > limit else None


def _after(cursor: str) -> str:
    try:
        return str(UUID(cursor))
    except ValueError as error:
        raise BadFilter("cursor: send a list's next_cursor as it came") from error


async def _names(session: ReadSession, model: type[Lead | Account], ids: Iterable[str | None]) -> dict[str, str]:
    wanted = sorted({key for key in ids if key})
    if not wanted:
        return {}
    rows = await session.rows(select(col(model.id), col(model.name)).where(col(model.id).in_(wanted)))
    return {row[0]: row[1] for row in rows}


async def _upcoming(session: ReadSession, leads: Iterable[str], now: dt.datetime) -> dict[str, dt.datetime]:
    """Return when each lead's earliest follow-up that is still ahead begins."""
    first = select(col(FollowUp.lead_id), func.min(FollowUp.starts_at)).where(
        col(FollowUp.lead_id).in_(list(leads)),
        col(FollowUp.status) == "scheduled",
        col(FollowUp.starts_at) > now,
        col(FollowUp.archived_at).is_(None),
    )
    rows = await session.rows(first.group_by(col(FollowUp.lead_id)))
    return {str(row[0]): row[1] for row in rows}


async def _leads(session: ReadSession, page: list[Any], directory: Directory, now: dt.datetime) -> list[dict[str, Any]]:
    upcoming = await _upcoming(session, [one.id for one in page], now) if page else {}
    return [wire.lead(one, directory, upcoming) for one in page]


async def _deals(session: ReadSession, page: list[Any], directory: Directory, now: dt.datetime) -> list[dict[str, Any]]:
    del now
    leads = await _names(session, Lead, (one.lead_id for one in page))
    accounts = await _names(session, Account, (one.account_id for one in page))
    return [wire.deal(one, directory, leads, accounts) for one in page]


async def _follow_ups(
    session: ReadSession, page: list[Any], directory: Directory, now: dt.datetime
) -> list[dict[str, Any]]:
    del now
    leads = await _names(session, Lead, (one.lead_id for one in page))
    return [wire.follow_up(one, directory, leads) for one in page]


async def _tasks(session: ReadSession, page: list[Any], directory: Directory, now: dt.datetime) -> list[dict[str, Any]]:
    del now
    leads = await _names(session, Lead, (one.lead_id for one in page))
    return [wire.task(one, directory, leads) for one in page]


_WIRED: dict[str, Callable[..., Any]] = {
    "leads": _leads,
    "deals": _deals,
    "follow_ups": _follow_ups,
    "tasks": _tasks,
}


async def _changes(
    session: ReadSession, scope: Scope, directory: Directory, filters: Mapping[str, str], limit: int, cursor: str
) -> tuple[list[dict[str, Any]], str | None]:
    wanted = [change_in_sight(scope)]
    for name, value in filters.items():
        if name in ("user", "user_email"):
            users = [u.id for u in directory.users if value.lower() in (u.email.lower(), u.name.lower())]
            wanted.append(col(LedgerEntry.user_id).in_(users))
        elif name in _CHANGES:
            wanted.append(col(getattr(LedgerEntry, name)) == value)
        else:
            raise BadFilter(f"{name}: there is no such filter here; there are {', '.join((*_CHANGES, 'user_email'))}")
    if cursor:
        wanted.append(col(LedgerEntry.change_id) > _after(cursor))
    query = select(LedgerEntry).where(*wanted).order_by(col(LedgerEntry.change_id)).limit(limit + 1)
    rows = await session.records(query)
    page = rows[:limit]
    return [wire.change(one, directory) for one in page], page[-1].change_id if len(rows) > limit else None


async def lead_detail(
    session: ReadSession, scope: Scope, directory: Directory, lead_id: str, *, now: dt.datetime
) -> dict[str, Any] | None:
    """Return a lead in sight with its interactions, follow-ups, deals and history, or None."""
    found = await session.scalar(select(Lead).where(col(Lead.id) == lead_id, visible(Lead, scope)))
    if found is None:
        return None
    (whole,) = await _leads(session, [found], directory, now)

    async def hanging(model: type[Any]) -> list[Any]:
        theirs = and_(col(model.lead_id) == lead_id, visible(model, scope))
        return await session.records(select(model).where(theirs).order_by(col(model.id)))

    return {
        **whole,
        "interactions": [wire.interaction(one, directory) for one in await hanging(Interaction)],
        "follow_ups": await _follow_ups(session, await hanging(FollowUp), directory, now),
        "deals": await _deals(session, await hanging(Deal), directory, now),
        "tasks": await _tasks(session, await hanging(Task), directory, now),
        "history": await _history(session, lead_id),
    }


async def _history(session: ReadSession, lead_id: str) -> list[dict[str, Any]]:
    rows = await session.rows(
        select(LeadHistory, col(User.name))
        .join(User, col(User.id) == col(LeadHistory.user_id))
        .where(col(LeadHistory.lead_id) == lead_id)
        .order_by(col(LeadHistory.id))
    )
    return [
        {
            "field": entry.field,
            "before": entry.before,
            "after": entry.after,
            "user": name,
            "change_id": entry.change_id,
            "changed_at": wire.utc(entry.changed_at),
        }
        for entry, name in rows
    ]
