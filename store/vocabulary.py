"""A tenant's statuses, stages and custom fields, edited: what each is called, and what people say for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select
from sqlmodel import col

from store.errors import Refused
from store.models import Deal, FieldDefinition, Lead, ListValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.admin_session import AdminSession
    from store.sessions import ReadSession

ListName = Literal["statuses", "stages"]
OUTCOMES = ("open", "won", "lost")

_VALUE = re.compile(r"[a-z0-9][a-z0-9_]{0,62}")


async def values_of(session: ReadSession, tenant_id: str, list_name: str) -> list[ListValue]:
    """Return a list's values in their order."""
    statement = select(ListValue).where(col(ListValue.tenant_id) == tenant_id, col(ListValue.list_name) == list_name)
    return await session.records(statement.order_by(col(ListValue.position)))


async def fields_of(session: ReadSession, tenant_id: str) -> list[FieldDefinition]:
    """Return the tenant's custom fields, by record type and key."""
    statement = select(FieldDefinition).where(col(FieldDefinition.tenant_id) == tenant_id)
    return await session.records(statement.order_by(col(FieldDefinition.record_type), col(FieldDefinition.key)))


async def find_value(session: ReadSession, tenant_id: str, list_name: str, value: str) -> ListValue:
    """Return one value; raises Refused, naming the others, where the list has none such."""
    values = await values_of(session, tenant_id, list_name)
    for one in values:
        if one.value == value:
            return one
    raise Refused(f"there is no {value!r} among the {list_name}: {', '.join(one.value for one in values)}")


async def add_value(session: AdminSession, new: ListValue, after: str = "") -> None:
    """Add a value to a list, at its end or after another; raises Refused for one that is there or is no value."""
    if not _VALUE.fullmatch(new.value):
        raise Refused(f"{new.value!r} is no value: write small letters, digits and _, like in_review")
    values = await values_of(session, new.tenant_id, new.list_name)
    if any(one.value == new.value for one in values):
        raise Refused(f"{new.value!r} is among the {new.list_name} already")
    place = len(values)
    if after:
        place = values.index(await find_value(session, new.tenant_id, new.list_name, after)) + 1
    await session.insert(new)
    await _number(session, [*values[:place], new, *values[place:]])


async def move_value(session: AdminSession, value: ListValue, after: str) -> None:
    """Put a value after another one, or with `after` "" at the list's beginning."""
    values = [one for one in await values_of(session, value.tenant_id, value.list_name) if one.id != value.id]
    place = 0
    if after:
        place = values.index(await find_value(session, value.tenant_id, value.list_name, after)) + 1
    await _number(session, [*values[:place], value, *values[place:]])


async def remove_value(session: AdminSession, value: ListValue) -> None:
    """Take a value out of its list; raises Refused while records have it, or where it is the last open one."""
    records = await _in_use(session, value)
    if records:
        having = "1 record is" if records == 1 else f"{records} records are"
        raise Refused(f"{having} {value.value}: set that to something else first")
    others = await values_of(session, value.tenant_id, value.list_name)
    if value.outcome == "open" and sum(one.outcome == "open" for one in others) == 1:
        raise Refused(f"{value.value} is the last of the {value.list_name} that is open, and new records need one")
    await session.remove(value)
    await _number(session, [one for one in others if one.id != value.id])


async def _number(session: AdminSession, values: Sequence[ListValue]) -> None:
    for position, value in enumerate(values):
        if value.position != position:
            await session.change(value, position=position)


async def _in_use(session: ReadSession, value: ListValue) -> int:
    if value.list_name == "statuses":
        counted = select(func.count()).where(col(Lead.tenant_id) == value.tenant_id, col(Lead.status) == value.value)
    else:
        counted = select(func.count()).where(col(Deal.tenant_id) == value.tenant_id, col(Deal.stage) == value.value)
    return await session.scalar(counted) or 0
