"""Numbers over records: counted and summed by the database, one currency at a time.

Periods are told by their boundaries as instants, because SQLite knows no time
zones.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, column, func, literal, null, select
from sqlmodel import col

from store.models import Account, Deal, FollowUp, Interaction, Lead, Task
from store.queries.leads import LeadFilter, amount_between, fitting, loosened, same_text
from store.queries.measures import AMOUNTS, MODELS, TIMES, is_day, joined, label, times_of
from store.scope import visible

if TYPE_CHECKING:
    from store.scope import Scope
    from store.sessions import ReadSession

_TOLD_BY = "told_by"
_TITLES: dict[str, Any] = {"deals": Deal.name, "follow_ups": FollowUp.title, "tasks": Task.title}
_ON_LEADS = frozenset({"interactions", "follow_ups", "tasks"})


@dataclass(frozen=True, slots=True)
class Where:
    """Which records.  `lead` speaks of the lead itself or of the one that they hang on; empty fields ask for nothing.

    `on` names the time that `start` and `end` (not included) bound: as instants,
    or for times that are days as `first_day` and `end_day`.
    """

    lead: LeadFilter = field(default_factory=LeadFilter)
    owners: frozenset[str] | None = None
    lead_id: str = ""
    stages: tuple[str, ...] | None = None
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    account: str = ""
    name: str = ""
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    on: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    first_day: dt.date | None = None
    end_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Numbers of which records, told apart by what, in which periods (between `edges`), and whether of money."""

    records: str
    where: Where
    by: str = ""
    edges: tuple[Any, ...] = ()
    money: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found under one label in one currency ("" where no money is meant); amounts in minor units."""

    label: Any
    currency: str
    count: int
    with_amount: int = 0
    total: int = 0


async def figures(session: ReadSession, scope: Scope, asked: Question, now: dt.datetime) -> list[Figures]:
    """Return the figures under each label that there is, in no order."""
    where = await _loosened(session, scope, asked.where)
    fits = [*conditions(scope, asked.records, where, now), *_between(asked)]
    if asked.by == "tag":
        return await _by_tag(session, asked, fits)
    told_by = label(asked.records, asked.by, asked.where.on, asked.edges).label(_TOLD_BY)
    # named, not repeated: PostgreSQL takes two expressions with parameters for different ones
    groups: list[Any] = [column(_TOLD_BY)] if asked.by else []
    columns: list[Any] = [told_by, literal(""), func.count()]
    if asked.money:
        amount, currency = AMOUNTS[asked.records]
        columns = [told_by, col(currency), func.count(), func.count(amount), func.coalesce(func.sum(amount), 0)]
        groups.append(col(currency))
    statement = joined(asked.records, columns).where(*fits)
    rows: Any = await session.rows(statement.group_by(*groups) if groups else statement)
    return [Figures(*row) for row in rows]


async def extremes(
    session: ReadSession, scope: Scope, asked: Question, now: dt.datetime, limit: int, *, least: bool = False
) -> list[Any]:
    """Return the records of the largest amounts (`least`: the smallest), at most `limit` of each currency."""
    where = await _loosened(session, scope, asked.where)
    model, (amount, currency) = MODELS[asked.records], AMOUNTS[asked.records]
    order = (col(amount).asc() if least else col(amount).desc(), col(model.id))
    place = func.row_number().over(partition_by=col(currency), order_by=order).label("place")
    fits = [*conditions(scope, asked.records, where, now), col(amount).is_not(None)]
    ranked = joined(asked.records, [col(model.id).label("id"), place]).where(*fits).subquery()
    statement = select(model).join(ranked, ranked.c.id == col(model.id)).where(ranked.c.place <= limit)
    return await session.records(statement.order_by(col(currency), ranked.c.place))


async def find(
    session: ReadSession, scope: Scope, records: str, where: Where, now: dt.datetime, *, limit: int
) -> tuple[list[Any], int]:
    """Return the records that fit by name, at most `limit`, and how many there are in all."""
    where = await _loosened(session, scope, where)
    model: Any = MODELS[records]
    fits = conditions(scope, records, where, now)
    total = await session.scalar(joined(records, [func.count()]).where(*fits))
    statement = joined(records, [model]).where(*fits).order_by(col(_TITLES[records]), col(model.id)).limit(limit)
    return await session.records(statement), total or 0


def conditions(scope: Scope, records: str, where: Where, now: dt.datetime) -> list[ColumnElement[bool]]:
    """Return what a record must fulfil to be in sight and to fit; what hangs on an archived lead has left with it."""
    model: Any = MODELS[records]
    found = [visible(model, scope), *fitting(where.lead, now), *_own(records, where), *_within(records, where)]
    if records in _ON_LEADS:
        found.append(col(Lead.archived_at).is_(None))
    if where.owners is not None:
        found.append(col(model.owner_id).in_(sorted(where.owners)))
    if where.lead_id:
        found.append((col(Lead.id) if model is Lead else col(model.lead_id)) == where.lead_id)
    return found


def _own(records: str, where: Where) -> list[ColumnElement[bool]]:
    """Return the conditions that only this kind of record knows."""
    lists: dict[str, list[tuple[Any, tuple[str, ...]]]] = {
        "interactions": [(Interaction.type, where.types)],
        "follow_ups": [(FollowUp.kind, where.kinds), (FollowUp.status, where.statuses)],
        "tasks": [(Task.status, where.statuses)],
    }
    found: list[ColumnElement[bool]] = [col(one).in_(values) for one, values in lists.get(records, []) if values]
    if records == "deals":
        found += amount_between(Deal.amount, Deal.currency, where.amount_min, where.amount_max)
        if where.stages is not None:
            found.append(col(Deal.stage).in_(where.stages))
        if where.account:
            account = same_text(Account.name, where.account, part=True)
            found.append(account | same_text(Lead.company, where.account, part=True))
    if where.name and records in _TITLES:
        found.append(same_text(_TITLES[records], where.name, part=True))
    return found


def _within(records: str, where: Where) -> list[ColumnElement[bool]]:
    on = where.on or times_of(records)[0]
    time = col(TIMES[records][on])
    start, end = (where.first_day, where.end_day) if is_day(on) else (where.start, where.end)
    return [*([time >= start] if start else []), *([time < end] if end else [])]


def _between(asked: Question) -> list[ColumnElement[bool]]:
    if not asked.edges:
        return []
    time = col(TIMES[asked.records][asked.where.on])
    return [time >= asked.edges[0], time < asked.edges[-1]]


async def _loosened(session: ReadSession, scope: Scope, where: Where) -> Where:
    return replace(where, lead=await loosened(session, scope, where.lead))


async def _by_tag(session: ReadSession, asked: Question, fits: list[ColumnElement[bool]]) -> list[Figures]:
    """Count under each tag, here: no database groups by the parts of a list.  What has two tags counts under both."""
    amount, currency = AMOUNTS[asked.records] if asked.money else (null(), literal(""))
    rows: Any = await session.rows(joined(asked.records, [col(Lead.tags), currency, amount]).where(*fits))
    found: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for row in rows:
        for tag in row[0] or []:
            found[tag, row[1]].append(row[2])
    return [
        Figures(
            tag, code, len(minors), len([one for one in minors if one is not None]), sum(one or 0 for one in minors)
        )
        for (tag, code), minors in found.items()
    ]
