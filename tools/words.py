"""Wording: the replies' templates, and how times, money and names are said."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from prompts.load import language, replies
from store.money import exponent

if TYPE_CHECKING:
    from collections.abc import Sequence


def say(file: str, key: str, /, **values: Any) -> str:
    """Return the template `key` of `prompts/replies/en/<file>.yaml`, else of the vocabulary of that name, filled in."""
    try:
        templates = replies(file)
    except FileNotFoundError:
        templates = language(file)["replies"]
    return str(templates[key]).format(**values).strip()


def money(minor: int | None, currency: str) -> str:
    """Return an amount for reading: "31,500 USD"."""
    if minor is None:
        return "–"
    amount = Decimal(minor).scaleb(-exponent(currency))
    return f"{amount:,.0f} {currency}" if amount == amount.to_integral_value() else f"{amount:,.2f} {currency}"


def day(when: dt.date, locale: str) -> str:
    """Return a date with weekday and month in words: "Tue, Mar 10, 2026" or, but for the US, "Tue 10 Mar 2026"."""
    words = replies("times")
    weekday, month = words["weekdays"][when.weekday()], words["months"][when.month - 1]
    if locale.endswith("US"):
        return f"{weekday}, {month} {when.day}, {when.year}"
    return f"{weekday} {when.day} {month} {when.year}"


def clock(when: dt.datetime, locale: str) -> str:
    """Return a time of day: "2:00 PM" in the US, "14:00" elsewhere."""
    if locale.endswith("US"):
        return f"{when.hour % 12 or 12}:{when.minute:02d} {'AM' if when.hour < 12 else 'PM'}"
    return f"{when.hour:02d}:{when.minute:02d}"


def moment_text(when: dt.datetime, locale: str) -> str:
    """Return a local time for reading: "Tue, Mar 10, 2026 at 2:00 PM"."""
    return f"{day(when.date(), locale)} at {clock(when, locale)}"


def listing(names: Sequence[str], last: str = "and") -> str:
    """Return names as a sentence lists them: "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def a_or_an(noun: str) -> str:
    """Return a noun with its article: "a call", "an email"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 lead", "3 leads"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def shown(value: Any) -> str:
    """Return a field's value as a card shows it."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
