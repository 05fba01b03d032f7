"""Amounts, lengths, addresses, numbers and quotations in a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from graphs.understanding.local.tokens import fold


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a decimal string, with the currency if the words gave one (ISO 4217)."""

    amount: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Something at [start, end) of the text."""

    kind: str
    start: int
    end: int
    value: object


_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_CODES = {
    "usd": "USD", "dollars": "USD", "dollar": "USD", "bucks": "USD", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "gbp": "GBP", "pounds": "GBP", "quid": "GBP", "pound": "GBP", "chf": "CHF", "francs": "CHF", "cad": "CAD",
    "aud": "AUD", "jpy": "JPY", "yen": "JPY", "inr": "INR", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
}  # fmt: skip
_SCALES = {"k": 3, "thousand": 3, "grand": 3, "m": 6, "mn": 6, "mil": 6, "mio": 6, "million": 6, "bn": 9, "billion": 9}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45,
    "fifty": 50, "sixty": 60, "ninety": 90, "a couple of": 2, "couple of": 2, "a few": 3,
}  # fmt: skip
_NUM = r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_MONEY = re.compile(
    rf"(?P<sign>[$€£¥])\s?(?P<a>{_NUM})\s?(?P<scale>k|thousand|grand|mn|mil|mio|"
    rf"million|m|bn|billion)?\b(?:\s?(?P<code0>usd|eur|gbp|cad|aud|chf)\b)?"
    rf"|(?P<code1>usd|eur|gbp|chf|cad|aud)\s?(?P<d>{_NUM})\s?(?P<scale4>k|m|million)?\b"
    rf"|(?P<b>{_NUM})\s?(?P<scale2>k|thousand|grand|mn|mil|mio|million|m|bn|"
    rf"billion)?\s?(?P<code>€|£|\$|(?:usd|eur|euros?|gbp|dollars?|bucks|pounds?|quid|"
    rf"chf|francs|cad|aud|jpy|yen|inr|sek|nok|dkk|pln)\b)"
    rf"|\b(?P<c>{_NUM})\s?(?P<scale3>k|thousand|grand|million|mil|mio|bn)\b",
    re.IGNORECASE,
)
_UNITS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_LARGE = {"thousand": 1_000, "grand": 1_000, "k": 1_000, "million": 1_000_000}
_SPOKEN = re.compile(
    rf"\b(?:{'|'.join(_UNITS)}|hundred)\b"
    rf"(?:[\s-]+(?:and[\s-]+)?(?:{'|'.join(_UNITS)}|hundred|{'|'.join(_LARGE)})\b){{1,10}}",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"\b(?:https?://|www\.)\S+")
_PHONE = re.compile(r"(?<![\w.])(?:\+\s?\d|\(?\d)[\d\s().\u2010-\u2013/-]{5,}\d(?![\w])")
_DATE_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}([./]\d{2,4})?|\d{1,2}:\d{2}|\d{1,2}\s*-\s*\d{1,2}$")
_PERCENT = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_UNIT = r"(?:minutes?|mins?|min|hours?|hrs?|hr|h)"
_COUNT = (
    r"\d+(?:[.,]\d+)?|forty-five|fifteen|twenty|thirty|forty|fifty|sixty|ninety|one|"
    r"two|three|four|five|six|seven|eight|nine|ten|an|a"
)
_LENGTH = re.compile(
    rf"\b(?P<half>half an hour|half-hour|half hour|half a hour)\b"
    rf"|\b(?P<ahalf>(?:an hour|one hour|1 hour|hour) and a half)\b"
    rf"|\b(?P<quarter>quarter of an hour)\b"
    rf"|\b(?P<hm>\d+)\s?h(?:ours?|rs?)?\s?(?:and\s)?(?P<mm>\d+)\s?(?:m|min|mins|minutes)?\b(?!\s?(?:am|pm|o'clock))"
    rf"|\b(?P<n>{_COUNT})(?P<n2>\s+and\s+a\s+half)?[\s-]?(?P<unit>{_UNIT})\b(?:\s+(?:long))?",
    re.IGNORECASE,
)
_BEFORE_SPAN = re.compile(
    r"(?:\bin|\bwithin|\bafter|\bnext|\blast|\bpast|\bby|\bevery|\bat)\s+(?:about\s+|like\s+|around\s+)?$",
    re.IGNORECASE,
)
_AFTER_SPAN = re.compile(
    r"^\s+(?:ago|from\s+now|from\s+today|later|earlier|before|after|sooner|back|forward|ahead|hence|until|till|time\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w.])(?:{_NUM})(?![\w%])")
_QUOTE = re.compile(
    r"\"(?P<a>[^\"\n]+)\"|\u201c(?P<b>[^\u201d\n]+)\u201d|"
    r"\u00ab(?P<c>[^\u00bb]+)\u00bb|\u201e(?P<e>[^\u201c\u201d]+)[\u201c\u201d]"
    r"|(?<![\w])[\u2018'](?P<d>[^\n]+?)[\u2019'](?![\w])",
)


def decimal_of(number: str, scale: str = "") -> str:
    """Return `number` ("31,500", "1.5") times its scale ("k") as a plain decimal string, "" if it is none."""
    plain = re.sub(r"(?<=\d)[,' ](?=\d{3}\b)", "", number).replace(",", ".")
    try:
        value = Decimal(plain).scaleb(_SCALES.get(scale.lower(), 0))
    except InvalidOperation:
        return ""
    return format(value.normalize(), "f") if value == value.to_integral() else format(value, "f")


def money(text: str) -> list[Found]:
    """Find amounts of money: with a sign, a currency or a scale ("15k")."""
    found = []
    for m in _MONEY.finditer(text):
        number = m["a"] or m["b"] or m["c"] or m["d"]
        scale = m["scale"] or m["scale2"] or m["scale3"] or m["scale4"] or ""
        said = fold(m["code"] or m["code0"] or m["code1"] or "")
        currency = _CODES.get(said, _SIGNS.get(said or m["sign"] or "", ""))
        found.append(Found("money", m.start(), m.end(), Money(decimal_of(number, scale), currency)))
    return found


def spoken_money(text: str) -> list[Found]:
    """Find amounts in words ("seventy five thousand", "two hundred k")."""
    found = []
    for m in _SPOKEN.finditer(text):
        said = [word for word in re.split(r"[\s-]+", m.group().lower()) if word != "and"]
        value = _spoken(said)
        if value and any(word in _LARGE for word in said):
            found.append(Found("money", m.start(), m.end(), Money(str(value))))
    return found


def _spoken(words: list[str]) -> int:
    whole = part = 0
    for word in words:
        if word in _UNITS:
            part += _UNITS[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        else:
            whole, part = whole + max(part, 1) * _LARGE[word], 0
    return whole + part


def addresses(text: str) -> list[Found]:
    """Find e-mail addresses, links and phone numbers."""
    found = [Found("url", m.start(), m.end(), m.group()) for m in _URL.finditer(text)]
    found += [Found("email", m.start(), m.end(), m.group().rstrip(".")) for m in _EMAIL.finditer(text)]
    for m in _PHONE.finditer(text):
        digits = sum(c.isdigit() for c in m.group())
        if 7 <= digits <= 15 and not _DATE_LIKE.search(m.group()):
            found.append(Found("phone", m.start(), m.end(), m.group().strip()))
    return found


def percentages(text: str) -> list[Found]:
    """Find percentages."""
    return [Found("percent", m.start(), m.end(), m.group()) for m in _PERCENT.finditer(text)]


def numbers(text: str) -> list[Found]:
    """Find plain numbers."""
    return [Found("number", m.start(), m.end(), decimal_of(m.group())) for m in _NUMBER.finditer(text)]


def lengths(text: str) -> list[Found]:
    """Find how long something takes, in minutes; not "in 45 minutes" or "an hour ago"."""
    found = []
    for m in _LENGTH.finditer(text):
        if _BEFORE_SPAN.search(text[: m.start()]) or _AFTER_SPAN.match(text[m.end() :]):
            continue
        minutes = _minutes(m)
        if minutes:
            found.append(Found("length", m.start(), m.end(), minutes))
    return found


def _minutes(m: re.Match[str]) -> int:
    if m["half"]:
        return 30
    if m["ahalf"]:
        return 90
    if m["quarter"]:
        return 15
    if m["hm"]:
        return int(m["hm"]) * 60 + int(m["mm"])
    said = m["n"].lower()
    count = Decimal(_NUMBERS[said]) if said in _NUMBERS else Decimal(said.replace(",", "."))
    if m["n2"]:
        count += Decimal("0.5")
    return int(count * 60 if m["unit"].lower().startswith("h") else count)


def quotations(text: str) -> list[Found]:
    """Find quoted text; the value is what stands between the marks."""
    found = []
    for m in _QUOTE.finditer(text):
        inner = next(group for group in m.groups() if group is not None)
        found.append(Found("quote", m.start(), m.end(), inner))
    return found
