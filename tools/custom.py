"""Fields that a tenant added: a value of the field's type, from whatever way it came."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from store.errors import Refused
from tools.words import say, templates

if TYPE_CHECKING:
    from store.models import FieldDefinition
    from tools.base import Moment

_MOST = Decimal(10) ** 15


def custom_field(moment: Moment, record_type: str, key: str) -> FieldDefinition:
    """Return the field of that key; raises Refused for one that the tenant has not."""
    for field in moment.directory.custom_fields(record_type):
        if field.key == key:
            return field
    raise Refused(say("common", "no_such_field", field=key))


def typed(field: FieldDefinition, value: Any) -> Any:
    """Return the value as records keep it; raises Refused, saying what to write, for one of another type."""
    try:
        return _READ.get(field.type, _text)(value)
    except (TypeError, ValueError, InvalidOperation):
        raise Refused(say("common", f"not_a_{field.type}", field=field.label)) from None


def _text(value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError
    return str(value)


def _number(value: Any) -> int | float:
    number = Decimal(_text(value))
    if not number.is_finite() or abs(number) >= _MOST:
        raise ValueError
    return int(number) if number == number.to_integral_value() else float(number)


def _date(value: Any) -> str:
    return dt.date.fromisoformat(_text(value)).isoformat()


def _boolean(value: Any) -> bool:
    words = templates("common")
    known = {**dict.fromkeys(words["words_for_yes"], True), **dict.fromkeys(words["words_for_no"], False)}
    if isinstance(value, bool):
        return value
    if str(value).casefold() not in known:
        raise ValueError
    return known[str(value).casefold()]


_READ = {"number": _number, "date": _date, "boolean": _boolean}
