"""Finding leads: which ones fit, and what hangs on one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlmodel import col

from store.models import Lead
from store.money import NO_MINOR_UNIT, to_minor
from store.scope import visible

if TYPE_CHECKING:
    from store.scope import Scope
    from store.sessions import ReadSession


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads; an empty field asks for nothing.

    Text is compared without regard to case: as a whole, or, for the fields
    named in `loose`, as a part.  Amounts are in whole units of each lead's own
    currency.  `no_contact_days` and
    `no_contact_since` include those never contacted.
    """

    status: tuple[str, ...] = ()
    company: str = ""
    city: tuple[str, ...] = ()
    source: str = ""
    tag: str = ""
    name: str = ""
    owners: frozenset[str] | None = None
    ids: tuple[str, ...] | None = None
    except_ids: tuple[str, ...] = ()
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    no_contact_days: int | None = None
    contacted_after: dt.datetime | None = None
    contacted_before: dt.datetime | None = None
    no_contact_since: dt.datetime | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    archived: bool = False
    loose: frozenset[str] = frozenset({"name"})


def select_leads(scope: Scope, wanted: LeadFilter, now: dt.datetime, order: str = "name") -> Select[Lead]:
    """Return the statement for the leads in sight that fit, in an order that is always the same."""
    return select(Lead).where(*conditions(scope, wanted, now)).order_by(*_order(order))


async def find_leads(
    session: ReadSession, scope: Scope, wanted: LeadFilter, now: dt.datetime, order: str = "name", limit: int = 200
) -> tuple[list[Lead], int]:
    """Return the leads that fit, and how many there are in all; text that nothing has as a whole is found in parts."""
    wanted = await loosened(session, scope, wanted)
    total = await session.scalar(select(func.count()).select_from(Lead).where(*conditions(scope, wanted, now)))
    found = await session.records(select_leads(scope, wanted, now, order).limit(limit)) if total else []
    return found, total or 0


async def loosened(session: ReadSession, scope: Scope, wanted: LeadFilter) -> LeadFilter:
    """Return the filter with those texts loose that no lead in sight has as a whole."""
    loose = set(wanted.loose)
    for name in ("company", "city", "source", "tag"):
        if not getattr(wanted, name):
            continue
        same = _text_conditions(replace(wanted, loose=frozenset()))[name]
        if await session.scalar(select(col(Lead.id)).where(visible(Lead, scope), same).limit(1)) is None:
            loose.add(name)
    return replace(wanted, loose=frozenset(loose))


def conditions(scope: Scope, wanted: LeadFilter, now: dt.datetime) -> list[ColumnElement[bool]]:
    """Return what a lead must fulfil to be in sight and to fit."""
    archived = [col(Lead.archived_at).is_not(None)] if wanted.archived else []
    return [visible(Lead, scope, archived=wanted.archived), *archived, *fitting(wanted, now)]


def fitting(wanted: LeadFilter, now: dt.datetime) -> list[ColumnElement[bool]]:
    """Return what a lead must fulfil to fit, whoever may see it."""
    found = [*_text_conditions(wanted).values(), *_amount_conditions(wanted), *_time_conditions(wanted, now)]
    if wanted.status:
        found.append(col(Lead.status).in_(wanted.status))
    if wanted.owners is not None:
        found.append(col(Lead.owner_id).in_(sorted(wanted.owners)))
    if wanted.ids is not None:
        found.append(col(Lead.id).in_(wanted.ids))
    if wanted.except_ids:
        found.append(col(Lead.id).not_in(wanted.except_ids))
    return found


def same_text(column: Any, value: str, *, part: bool = False) -> ColumnElement[bool]:
    """Return the condition that a text is `value` (`part`: has it in it), without regard to case."""
    if part:
        return col(column).icontains(value, autoescape=True)
    return or_(col(column) == value, func.lower(column) == value.lower())


def _text_conditions(wanted: LeadFilter) -> dict[str, ColumnElement[bool]]:
    loose = wanted.loose
    found: dict[str, ColumnElement[bool]] = {}
    for name in ("company", "source", "name"):
        if value := getattr(wanted, name):
            found[name] = same_text(getattr(Lead, name), value, part=name in loose)
    if wanted.city:
        found["city"] = or_(*(same_text(Lead.city, city, part="city" in loose) for city in wanted.city))
    if wanted.tag:
        # a JSON list is text in both databases: ["vip", "fit-out"]
        quoted = json.dumps(wanted.tag)
        inner = quoted[1:-1] if "tag" in loose else quoted
        found["tag"] = cast(col(Lead.tags), String).icontains(inner, autoescape=True)
    for key, value in wanted.custom.items():
        text = col(Lead.custom)[key].as_string()
        found[f"custom.{key}"] = func.lower(text).contains(str(value).lower(), autoescape=True)
    return found


def _amount_conditions(wanted: LeadFilter) -> list[ColumnElement[bool]]:
    return amount_between(Lead.expected_amount, Lead.currency, wanted.amount_min, wanted.amount_max)


def amount_between(
    amount: Any, currency: Any, least: Decimal | None, most: Decimal | None
) -> list[ColumnElement[bool]]:
    """Return the conditions that an amount column lies between two amounts in whole units of its own currency."""
    coarse = col(currency).in_(sorted(NO_MINOR_UNIT))
    found = []
    if least is not None:
        fits = (col(amount) >= to_minor(least, code) for code in ("JPY", "USD"))
        found.append(or_(and_(coarse, next(fits)), and_(~coarse, next(fits))))
    if most is not None:
        fits = (col(amount) <= to_minor(most, code) for code in ("JPY", "USD"))
        found.append(or_(and_(coarse, next(fits)), and_(~coarse, next(fits))))
    return found


def _time_conditions(wanted: LeadFilter, now: dt.datetime) -> list[ColumnElement[bool]]:
    last = col(Lead.last_contacted)
    found = []
    if wanted.no_contact_days is not None:
        found.append(or_(last.is_(None), last < now - dt.timedelta(days=wanted.no_contact_days)))
    if wanted.contacted_after:
        found.append(last >= wanted.contacted_after)
    if wanted.no_contact_since:
        found.append(or_(last.is_(None), last < wanted.no_contact_since))
    if wanted.contacted_before:
        found.append(last < wanted.contacted_before)
    return found


def _order(order: str) -> list[ColumnElement[Any]]:
    name = order.removeprefix("-")
    columns = {"amount": Lead.expected_amount, "created": Lead.id}
    column = col(columns.get(name, getattr(Lead, name, Lead.name)))
    direction = column.desc().nulls_last() if order.startswith("-") else column.asc().nulls_last()
    return [direction, col(Lead.name).asc(), col(Lead.id).asc()]
