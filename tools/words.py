"""Wording: the replies' templates, and how times, money and names are said."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from prompts.load import language, language_of, replies
from store.money import exponent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_spoken: ContextVar[str] = ContextVar("spoken", default="en")


@contextmanager
def speaking_to(locale: str) -> Iterator[None]:
    """Word everything within in the language of `locale`, as far as there is one (see `docs/languages.md`)."""
    token = _spoken.set(language_of(locale))
    try:
        yield
    finally:
        _spoken.reset(token)


def templates(file: str) -> dict[str, Any]:
    """Return the words of `prompts/replies/<language>/<file>.yaml`, else the replies of the vocabulary of that name."""
    lang = _spoken.get()
    try:
        return replies(file, lang)
    except FileNotFoundError:
        return dict(language(file, lang)["replies"])


_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d")


def say(file: str, key: str, /, **values: Any) -> str:
    """Return the template `key` of `file`, filled in, in the language that is spoken."""
    return str(templates(file)[key]).format(**values).strip()


def money(minor: int | None, currency: str) -> str:
    """Return an amount for reading: "31,500 USD"."""
    if minor is None:
        return "–"
    amount = Decimal(minor).scaleb(-exponent(currency))
    return f"{amount:,.0f} {currency}" if amount == amount.to_integral_value() else f"{amount:,.2f} {currency}"


def day(when: dt.date, locale: str) -> str:
    """Return a date with weekday and month in words: "Tue, Mar 10, 2026" or, but for the US, "Tue 10 Mar 2026"."""
    words = templates("times")
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
    return say("times", "moment", day=day(when.date(), locale), clock=clock(when, locale))


def listing(names: Sequence[str], last: str = "and") -> str:
    """Return names as a sentence lists them: "A, B and C"; `last` is a key of the common words: and, or, at."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {templates('common').get(last, last)} {names[-1]}"


def a_or_an(noun: str) -> str:
    """Return a noun with its article: "a call", "an email"."""
    known: dict[str, str] = templates("common")["with_article"]
    return known.get(noun) or f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 lead", "3 leads"."""
    nouns: dict[str, list[str]] = templates("common")["nouns"]
    known, several = nouns.get(one, (one, many or one + "s"))
    return f"{count} {known if count == 1 else several}"


def shown(value: Any, locale: str = "") -> str:
    """Return a field's value as a card shows it; with a locale, an ISO date or time as it is said there."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _time_in(str(value), locale) if locale else str(value)


def _time_in(text: str, locale: str) -> str:
    if _DATE.fullmatch(text):
        return day(dt.date.fromisoformat(text), locale)
    return moment_text(dt.datetime.fromisoformat(text), locale) if _TIME.fullmatch(text) else text
