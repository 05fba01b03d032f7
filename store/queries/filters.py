"""What the lists over HTTP can be narrowed by: a filter for each of their columns, read from text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, String, and_, cast, false, select
from sqlmodel import col

from store.errors import UserError
from store.models import Account, Deal, Lead, Record
from store.queries.leads import amount_between, same_text
from store.scope import visible

if TYPE_CHECKING:
    from store.directory import Directory
    from store.scope import Scope

    Condition = ColumnElement[bool]
    Reader = Callable[[str, str], Condition]


class BadFilter(UserError):  # noqa: N818 - the request's fault, worded for who sent it
    """A filter that the list has not, or a value or cursor that it can't read."""


_TEXTS: dict[str, tuple[str, ...]] = {
    "leads": ("name", "email", "phone", "company", "title", "status", "source", "currency", "city", "account_id"),
    "deals": ("name", "stage", "currency", "account_id", "lead_id"),
    "follow_ups": ("title", "kind", "lead_id", "status"),
    "tasks": ("title", "status", "lead_id"),
}
_TYPED: dict[str, dict[str, str]] = {
    "leads": {"expected_amount": "money", "last_contacted": "time", "tags": "tags", "tag": "tags"},
    "deals": {"amount": "money", "opened_on": "day", "expected_close_on": "day", "closed_on": "day"},
    "follow_ups": {"starts_at": "time", "duration_minutes": "count"},
    "tasks": {"due_on": "day"},
}


def conditions(
    model: type[Record], filters: Mapping[str, str], scope: Scope, directory: Directory
) -> list[ColumnElement[bool]]:
    """Return what the records of a list must fulfil; raises BadFilter."""
    readers = _readers(model, scope, directory)
    for name in filters:
        if name not in readers:
            raise BadFilter(f"{name}: there is no such filter here; there are {', '.join(sorted(readers))}")
    return [readers[name](name, value) for name, value in filters.items() if (name, value) != ("status", "archived")]


def _readers(model: type[Any], scope: Scope, directory: Directory) -> dict[str, Reader]:
    texts, typed = _TEXTS[model.__tablename__], _TYPED[model.__tablename__]
    label = getattr(model, texts[0])
    found: dict[str, Reader] = {name: _equals(model) for name in texts}
    found |= {name: _KINDS[kind](model) for name, kind in typed.items()}
    found["q"] = lambda _, value: col(label).icontains(value, autoescape=True)
    found["owner"] = found["owner_email"] = lambda _, value: col(model.owner_id).in_(_people(value, directory))
    if model is not Lead:
        found["lead"] = lambda _, value: _linked(model.lead_id, Lead, "name", value, scope)
        found["lead_email"] = lambda _, value: _linked(model.lead_id, Lead, "email", value, scope)
    if model is Deal:
        found["account"] = lambda _, value: _linked(model.account_id, Account, "name", value, scope)
    return found


def _people(value: str, directory: Directory) -> list[str]:
    return [user.id for user in directory.users if value.lower() in (user.email.lower(), user.name.lower())]


def _linked(column: Any, model: type[Any], name: str, value: str, scope: Scope) -> Condition:
    """Return the condition for records that hang on one in sight with that name or address."""
    theirs = select(col(model.id)).where(visible(model, scope), same_text(getattr(model, name), value))
    return col(column).in_(theirs)


def _equals(model: type[Any]) -> Reader:
    return lambda name, value: col(getattr(model, name)) == value


def _tags(_model: type[Any]) -> Reader:
    return lambda _, value: cast(col(Lead.tags), String).contains(f'"{value}"', autoescape=True)


def _day(model: type[Any]) -> Reader:
    def read(name: str, value: str) -> Condition:
        try:
            return col(getattr(model, name)) == dt.date.fromisoformat(value)
        except ValueError as error:
            raise BadFilter(f"{name}: write a date as YYYY-MM-DD") from error

    return read


def _time(model: type[Any]) -> Reader:
    def read(name: str, value: str) -> Condition:
        column = col(getattr(model, name))
        try:
            begin = dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise BadFilter(f"{name}: write a date as YYYY-MM-DD, or a time as ISO 8601 with its offset") from error
        if begin.tzinfo:
            return column == begin.astimezone(dt.UTC)
        if len(value) > len("2026-03-10"):
            raise BadFilter(f"{name}: write the time's offset, like 2026-03-10T14:00:00Z")
        begin = begin.replace(tzinfo=dt.UTC)
        return and_(column >= begin, column < begin + dt.timedelta(days=1))

    return read


def _count(model: type[Any]) -> Reader:
    def read(name: str, value: str) -> Condition:
        if not value.isascii() or not value.isdigit():
            raise BadFilter(f"{name}: write a whole number")
        return col(getattr(model, name)) == int(value[:9])

    return read


def _money(model: type[Any]) -> Reader:
    def read(name: str, value: str) -> Condition:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite():
            raise BadFilter(f"{name}: write an amount as a decimal number")
        if abs(amount) >= _MOST:
            return false()
        return and_(*amount_between(getattr(model, name), model.currency, amount, amount))

    return read


_MOST = Decimal(10) ** 15
_KINDS: dict[str, Callable[[type[Any]], Reader]] = {
    "money": _money,
    "time": _time,
    "day": _day,
    "count": _count,
    "tags": _tags,
}
