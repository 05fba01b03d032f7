"""Values as a person reads them, in their locale and time zone."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from prompts.load import replies
from tools.words import clock, day, moment_text, say

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NOTHING = "–"
_MONEY = ("amount", "value")
_SLUGS = frozenset({"status", "stage", "kind", "type"})


def label(field: str) -> str:
    """Return a field's name for reading: `starts_at` is "When", `lease_ends` is "Lease ends"."""
    name = field.removeprefix("custom.")
    known: dict[str, str] = replies("terminal")["labels"]
    return known.get(name) or sentence(name)


def sentence(slug: str) -> str:
    """Return a slug as words: `follow_up` is "Follow up"."""
    words = slug.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Form:
    """How values are written for one person."""

    locale: str = "en-US"
    timezone: str = "UTC"

    def value(self, field: str, value: Any, currency: str = "") -> str:
        """Return a field's value for reading, "–" where there is none."""
        if value in (None, "", []):
            return NOTHING
        if isinstance(value, bool):
            return say("terminal", "yes" if value else "no")
        if isinstance(value, list):
            return ", ".join(self.value(field, one) for one in value)
        if isinstance(value, dict):
            return ", ".join(f"{label(key)}: {self.value(key, one)}" for key, one in value.items())
        return self._scalar(field, str(value), currency)

    def _scalar(self, field: str, text: str, currency: str) -> str:
        if field.endswith(_MONEY):
            return amount(text, currency)
        if field in _SLUGS:
            return text.replace("_", " ")
        return self.moment(text) or self.day(text) or text

    def moment(self, text: str) -> str:
        """Return a time with its day, "" for what is no time."""
        when = self._parsed(text)
        return moment_text(when, self.locale) if when else ""

    def clock(self, text: str) -> str:
        """Return a time of day, "" for what is no time."""
        when = self._parsed(text)
        return clock(when, self.locale) if when else ""

    def day(self, text: str) -> str:
        """Return the day of a date or time, "" for what is neither."""
        when = self._parsed(text)
        if when:
            return day(when.date(), self.locale)
        found = _read(dt.date.fromisoformat, text) if len(text) == 10 else None
        return day(found, self.locale) if found else ""

    def _parsed(self, text: str) -> dt.datetime | None:
        when = _read(dt.datetime.fromisoformat, text) if "T" in text else None
        return when.astimezone(ZoneInfo(self.timezone)) if when and when.tzinfo else None


def amount(text: str, currency: str = "") -> str:
    """Return a decimal string with its thousands apart, and its currency."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number:,f} {currency}".strip()


def _read(read: Callable[[str], T], text: str) -> T | None:
    with suppress(ValueError):
        return read(text)
    return None
