"""Kinds of arguments that several tools take, with what is said of a value that does not fit."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_TIME = "write a time as ISO 8601 with its offset, like 2026-03-10T14:00:00-04:00"
_AMOUNT = "write an amount as a decimal number of zero or more, like 31500 or 99.90"


_EMAIL = "write an e-mail address like name@example.com"
_PHONE = "write a phone number with its digits, like +1 847 555 0102"
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")  # as an import takes it
_FEWEST_DIGITS = 3


def _time(value: object) -> dt.datetime:
    try:
        when = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_TIME) from None
    if when.tzinfo is None or not 1900 <= when.year < 2200:
        raise ValueError(_TIME)
    return when


def _amount(value: object) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or amount >= 10**15:
        raise ValueError(_AMOUNT)
    return format(amount, "f")


def _email(value: str) -> str:
    if value and not _ADDRESS.fullmatch(value):
        raise ValueError(_EMAIL)
    return value


def _phone(value: str) -> str:
    if value and sum(map(str.isdigit, value)) < _FEWEST_DIGITS:
        raise ValueError(_PHONE)
    return value


Time = Annotated[dt.datetime, BeforeValidator(_time)]
"""A moment with its offset; text without one is refused."""

Amount = Annotated[str, BeforeValidator(_amount)]
"""Money as a decimal string."""

Email = Annotated[str, AfterValidator(_email)]
"""An e-mail address; empty where there is none."""

Phone = Annotated[str, AfterValidator(_phone)]
"""A phone number as people write it; empty where there is none."""

Texts = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""Any of several texts; one may stand alone."""

Currency = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{3}$")]
"""An ISO 4217 code."""
