"""Fields that a file brings along: typed once by what stands in them, and read by that type from then on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.imports.cells import Unfit, line, number, text_of
from assistant.imports.dates import DateReader

FieldType = Literal["number", "date", "boolean", "text"]

_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_LONGEST = 20_000
_MOST_DIGITS = 15
_MOST = 10**_MOST_DIGITS


@dataclass(frozen=True, slots=True)
class CustomField:
    """A custom field: its key in the record, its label, and its type."""

    key: str
    label: str
    type: FieldType


def key_of(name: str) -> str:
    """Return the key for a field of that name: "Product Interest" is "product_interest"."""
    return "_".join(re.findall(r"[^\W_]+", name.casefold()))


def label_of(header: str) -> str:
    """Return a header as people write it: "product_interest" is "Product interest"."""
    plain = " ".join(header.split())
    return plain if " " in plain or plain != plain.lower() else plain.replace("_", " ").strip().capitalize()


def type_of(values: Iterable[str], dates: DateReader, decimal: str) -> FieldType | None:
    """Return the narrowest type that every value fits, None where there are no values."""
    types: list[FieldType] = ["boolean", "number", "date"]
    some = False
    for value in values:
        some = True
        types = [kind for kind in types if _fits(value, kind, dates, decimal)]
        if not types:
            return "text"
    return types[0] if some else None


def read_custom(text: str, kind: FieldType, dates: DateReader, decimal: str) -> object:
    """Return a cell as a custom field keeps it in JSON; raises Unfit."""
    if kind == "boolean":
        if text.casefold() not in _TRUTH:
            raise Unfit(f'"{text}" is neither yes nor no')
        return _TRUTH[text.casefold()]
    if kind == "number":
        return _number(text, decimal)
    if kind == "date":
        return dates.day(text, "").isoformat()
    return text_of(text, _LONGEST) if "\n" in text else line(text, _LONGEST)


def shown(value: object) -> str:
    """Return a custom value as a CSV file says it: what `read_custom` reads."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _number(text: str, decimal: str) -> int | float:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    value = number(digits, decimal)
    if value >= _MOST:
        raise Unfit(f"{text} is too large for a number")
    return sign * int(value) if value == value.to_integral_value() else sign * float(value)


def _fits(text: str, kind: FieldType, dates: DateReader, decimal: str) -> bool:
    if kind == "number" and (re.match(r"0\d", text) or sum(map(str.isdigit, text)) > _MOST_DIGITS):
        return False  # a postal code or an account's number: digits that are no quantity
    try:
        read_custom(text, kind, dates, decimal)
    except Unfit:
        return False
    return True
