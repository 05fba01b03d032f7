"""One cell's text as a value, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from assistant.imports.sources import fold
from store.money import exponent, to_minor

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_AMOUNT = re.compile(
    r"(?P<before>[A-Za-z]{3}|[$€£¥₹])?\s*(?P<number>[\d.,'\u2019\s]*\d[\d.,]*)\s*(?P<after>[A-Za-z]{3}|[$€£¥₹])?"
)
_DIGITS = re.compile(r"[0-9]+")
_NUMBERS = {
    ".": re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?"),
    ",": re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?"),
}
_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "$": ""}
_LOCALE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_MOST = Decimal(10) ** 15
_LONGEST_DAY = 24 * 60


class Unfit(ValueError):  # noqa: N818 - the cell is
    """The cell cannot be read; the text says why, and where it helps, what to write."""


def line(text: str, longest: int) -> str:
    """Return a text of one line."""
    return text_of(" ".join(text.split()), longest)


def text_of(text: str, longest: int) -> str:
    """Return a text of any number of lines."""
    if len(text) > longest:
        raise Unfit(f"is longer than {longest} characters")
    return text


def email(text: str, longest: int) -> str:
    """Return a mail address."""
    if not _EMAIL.fullmatch(text):
        raise Unfit(f'"{text}" is no e-mail address')
    return text_of(text, longest)


def choice(text: str, choices: Iterable[str]) -> str:
    """Return the one of `choices` that the text says, without regard to case, spaces, `_` and `-`."""
    found = {fold(value): value for value in choices}
    if fold(text) not in found:
        raise Unfit(f'"{text}" is none of {", ".join(found.values())}')
    return found[fold(text)]


def tags(text: str, longest: int) -> list[str]:
    """Return the tags that the text lists between semicolons."""
    return list(dict.fromkeys(line(tag, longest) for tag in text.split(";") if tag.strip()))


def minutes(text: str) -> int:
    """Return a number of minutes: 1 to a day's."""
    value = number(text, ".")
    if value != value.to_integral_value() or not 1 <= value <= _LONGEST_DAY:
        raise Unfit(f'"{text}" is no number of minutes from 1 to {_LONGEST_DAY}')
    return int(value)


def number(text: str, decimal: str) -> Decimal:
    """Return a number without sign; between its thousands may stand the other of `.` and `,`, `'`, or a space."""
    if _DIGITS.fullmatch(text):
        return Decimal(text)
    thousands = "," if decimal == "." else "."
    plain = re.sub(r"(?<=\d)['\u2019\s](?=\d{3}(?!\d))", "", text.strip())
    match = _NUMBERS[decimal].fullmatch(plain)
    if match is None:
        advice = f'; for numbers like 1.200,50 write [numbers] decimal = "{thousands}"' if thousands in plain else ""
        raise Unfit(f'"{text}" is no plain number{advice}')
    return Decimal(match[1].replace(thousands, "") + "." + (match[2] or "0"))


def money(text: str, decimal: str) -> tuple[Decimal, str]:
    """Return an amount and the currency that stands beside it ("" where none does, or a bare `$`)."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or (match["before"] and match["after"]):
        raise Unfit(f'"{text}" is no amount of zero or more')
    sign = match["before"] or match["after"] or ""
    return number(match["number"], decimal), _SIGNS.get(sign, sign.upper())


def minor_units(amount: Decimal, currency: str) -> int:
    """Return the amount in the currency's minor units."""
    if amount >= _MOST:
        raise Unfit(f"{amount} is too large")
    if amount != round(amount, exponent(currency)):
        raise Unfit(f"{amount} has more decimals than {currency} has")
    return to_minor(amount, currency)


def currency(text: str) -> str:
    """Return a currency's code."""
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise Unfit(f'"{text}" is no currency: write its three letters, like USD')
    return text.upper()


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def timezone(text: str) -> str:
    """Return the name of a time zone of the IANA database."""
    wanted = text.replace(" ", "_").casefold()
    zone = _zones().get(wanted)
    if zone is None:
        cities = {name.rpartition("/")[2]: full for name, full in sorted(_zones().items(), reverse=True)}
        near = get_close_matches(wanted.rpartition("/")[2], cities, n=1)
        example = cities[near[0]] if near else "Europe/London"
        raise Unfit(f'"{text}" is no time zone of the IANA database: write one like {example}')
    return zone


def locale(text: str) -> str:
    """Return a locale as we write it: en_us is en-US."""
    match = _LOCALE.fullmatch(text)
    if match is None:
        raise Unfit(f'"{text}" is no locale: write a language and a country, like en-GB')
    return match[1].lower() + (f"-{match[2].upper()}" if match[2] else "")
