"""What is to be done and when: follow-ups that are scheduled, tasks that are open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from store.models import FollowUp, Lead, Task
from store.scope import visible

if TYPE_CHECKING:
    from store.scope import Scope
    from store.sessions import ReadSession


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """Which part of the agenda: `start` and `end` are moments, `first_day` and `last_day` the days they mean for tasks.

    `owners` None means everybody in sight.  The end is not included, the last day is.
    """

    owners: frozenset[str] | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    lead_id: str = ""
    kind: str = ""
    title: str = ""
    except_ids: tuple[str, ...] = ()


class PlannedFollowUp(NamedTuple):
    """A follow-up with its lead's name, "" where it has none."""

    follow_up: FollowUp
    lead: str


class PlannedTask(NamedTuple):
    """A task with its lead's name, "" where it has none."""

    task: Task
    lead: str


async def scheduled(session: ReadSession, scope: Scope, wanted: AgendaFilter) -> list[PlannedFollowUp]:
    """Return the scheduled follow-ups that fit, the earliest first; those of archived leads are left out."""
    fits = [visible(FollowUp, scope), col(FollowUp.status) == "scheduled", _lead_alive(), *_common(FollowUp, wanted)]
    if wanted.start:
        fits.append(col(FollowUp.starts_at) >= wanted.start)
    if wanted.end:
        fits.append(col(FollowUp.starts_at) < wanted.end)
    if wanted.kind:
        fits.append(col(FollowUp.kind) == wanted.kind)
    statement = select(FollowUp, col(Lead.name)).outerjoin(Lead, col(Lead.id) == col(FollowUp.lead_id)).where(*fits)
    rows = await session.rows(statement.order_by(col(FollowUp.starts_at), col(FollowUp.id)))
    return [PlannedFollowUp(row[0], row[1] or "") for row in rows]


async def open_tasks(session: ReadSession, scope: Scope, wanted: AgendaFilter) -> list[PlannedTask]:
    """Return the open tasks that fit, the earliest due first and those without a day last."""
    fits = [visible(Task, scope), col(Task.status) == "open", _lead_alive(), *_common(Task, wanted)]
    if wanted.first_day:
        fits.append(col(Task.due_on) >= wanted.first_day)
    if wanted.last_day:
        fits.append(col(Task.due_on) <= wanted.last_day)
    statement = select(Task, col(Lead.name)).outerjoin(Lead, col(Lead.id) == col(Task.lead_id)).where(*fits)
    rows = await session.rows(statement.order_by(col(Task.due_on).asc().nulls_last(), col(Task.id)))
    return [PlannedTask(row[0], row[1] or "") for row in rows]


def _common(model: type[FollowUp | Task], wanted: AgendaFilter) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = []
    if wanted.owners is not None:
        fits.append(col(model.owner_id).in_(sorted(wanted.owners)))
    if wanted.lead_id:
        fits.append(col(model.lead_id) == wanted.lead_id)
    if wanted.title:
        fits.append(col(model.title).icontains(wanted.title, autoescape=True))
    if wanted.except_ids:
        fits.append(col(model.id).not_in(wanted.except_ids))
    return fits


def _lead_alive() -> ColumnElement[bool]:
    return col(Lead.archived_at).is_(None)  # so it is where there is no lead, too
