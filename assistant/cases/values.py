"""When a value is as a case says: equal, or containing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CENT = Decimal("0.005")


def tidy(value: object) -> str:
    """Return text with its spaces and accents in one form."""
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def loose(value: object) -> str:
    """Return text without case and punctuation."""
    folded = unicodedata.normalize("NFKC", str(value)).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", folded).split())


def contains(text: object, part: object) -> bool:
    """Return whether `part` is in `text`, without regard to case and punctuation; 8500 is in "8,500"."""
    if not loose(part):
        return str(part) in str(text)
    return loose(part) in loose(text) or loose(_GROUPED.sub("", str(part))) in loose(_GROUPED.sub("", str(text)))


def number(value: object) -> Decimal | None:
    """Return a value as a number where it is one, with or without a currency."""
    if value is None or isinstance(value, bool):
        return None
    bare = re.sub(r"(?i)\b[a-z]{3}\b|[$€£,%\s]", "", str(value))
    try:
        return Decimal(bare) if re.fullmatch(r"[-+]?\d+(\.\d+)?", bare) else None
    except InvalidOperation:
        return None


def numbers_in(text: str) -> list[Decimal]:
    """Return the numbers in a text."""
    return [Decimal(found.replace(",", "")) for found in _NUMBER.findall(text) if found.strip("+-,")]


def close(one: Decimal | None, other: Decimal | None) -> bool:
    """Return whether two numbers are equal to the cent."""
    return one is not None and other is not None and abs(one - other) < _CENT


def wall_clock(value: object, zone: ZoneInfo) -> str:
    """Return an ISO time as the zone's wall clock shows it, to the minute."""
    text = str(value).replace(" ", "T", 1).replace("Z", "+00:00")
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    local = when.astimezone(zone) if when.tzinfo else when
    return local.strftime("%Y-%m-%dT%H:%M")


def same(want: Any, got: Any, zone: ZoneInfo) -> bool:
    """Return whether `got` is what a bare key wants."""
    if want is None or want == []:
        return got in (None, "", [], {})
    if isinstance(want, bool) or got is None:
        return want is got
    if isinstance(want, list):
        return isinstance(got, list) and sorted(map(str, want)) == sorted(map(str, got))
    if isinstance(want, str) and _TIME.match(want):
        return wall_clock(want, zone) == wall_clock(got, zone)
    if isinstance(want, str) and _DATE.fullmatch(want):
        return wall_clock(got, zone)[:10] == want
    if close(number(want), number(got)):
        return True
    return tidy(want) == tidy(got.get("name") if isinstance(got, dict) else got)


def holds(key: str, want: Any, got: Any, zone: ZoneInfo) -> bool:
    """Return whether `got` is as `key` says: contained where it ends in "~", else equal."""
    if not key.endswith("~"):
        return same(want, got, zone)
    text = "; ".join(map(str, got)) if isinstance(got, list) else "" if got is None else str(got)
    parts = want if isinstance(want, list) else [want]
    return all(same(part, got, zone) if _is_date(part, text) else contains(text, part) for part in parts)


def _is_date(part: object, text: str) -> bool:
    return bool(_DATE.fullmatch(str(part)) and _TIME.match(text))


def fits(fields: Mapping[str, Any], row: Mapping[str, Any], zone: ZoneInfo) -> bool:
    """Return whether a record has all these fields."""
    return all(holds(key, want, row.get(key.rstrip("~")), zone) for key, want in fields.items())
