"""What a number in a text can be: an hour, a day of a month, a year, a whole date."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.values import Length

if TYPE_CHECKING:
    from collections.abc import Callable

Values = dict[str, Any]
_CENTURY = 69  # years of two digits from here on are of the last century, as POSIX has it


def word(value: int) -> Values:
    """Return the classes of a number that is written as a word."""
    found: Values = {"integer": value}
    if 1 <= value <= 12:
        found["hour12"] = value
    if 1 <= value <= 23:
        found["hour_word"] = value
    if 1 <= value <= 31:
        found["dom_word"] = value
    if value <= 24:
        found["hour24"] = value
    if 10 <= value < 60:
        found |= {"minutes": value, "minutes_word": value}
    return found


def digits(text: str) -> Values:
    """Return the classes of a number in digits, by its size and how many digits it has."""
    value, size = int(text[:9]), len(text)
    found: Values = {"integer": value} if size <= 4 else {}
    if size <= 2:
        found |= _small(value, two=size == 2)
    elif size == 4 and 1900 <= value < 2200:
        found["year"] = value
    if 3 <= size <= 4 and value // 100 < 24 and value % 100 < 60:
        found["hhmm"] = (value // 100, value % 100)
    elif size == 4 and 1000 < value < 1900:
        found["old_year"] = value  # 1492, which no clock shows
    if size == 8 and _is_date(value):
        found["written"] = ("ymd", value // 10000, value // 100 % 100, value % 100)
    return found


def _small(value: int, *, two: bool) -> Values:
    found: Values = {}
    if 1 <= value <= 12:
        found["hour12"] = value
    if value <= 24:
        found["hour24"] = value
    if 1 <= value <= 31:
        found["dom"] = value
    if two and value < 60:
        found["minutes"] = value
    if two and (value < 60 or value >= _CENTURY):
        found["yy"] = _full_year(value)
    return found


def _full_year(two: int) -> int:
    return two + (2000 if two < _CENTURY else 1900)


def _is_date(value: int) -> bool:
    return 1900 <= value // 10000 < 2200 and 1 <= value // 100 % 100 <= 12 and 1 <= value % 100 <= 31


def _colon(text: str) -> Values:
    hour, minute = (int(part) for part in re.split("[:h]", text.lower())[:2])
    if (hour >= 24 and (hour, minute) != (24, 0)) or minute >= 60:
        return {"bad_clock": text}
    if "h" in text.lower() and hour < 7:  # 1h30 is a length, 15h30 a time of day
        return {"hours_minutes": Length(minutes=hour * 60 + minute)}
    return {"colon": (hour, minute)}


def _dotted(text: str) -> Values:
    first, second = (int(part) for part in text.strip(".").split("."))
    found: Values = {"decimal": float("".join(text.split()).strip("."))}
    if first < 24 and second < 60:
        found["dotted"] = (first, second)
    if 1 <= first <= 31 and 1 <= second <= 12:
        found["dotted_day"] = ("dotted", first, second)
    return found


def _decimal(text: str) -> Values:
    found: Values = {"decimal": float(text.replace(",", "."))}
    first, second = (int(part[:9]) for part in re.split("[.,]", text))
    if "." in text and 1 <= first <= 31 and 1 <= second <= 12:
        found["dotted_day"] = ("dotted", first, second)
    return found


def _date(kind: str) -> Callable[[str], Values]:
    def read(text: str) -> Values:
        numbers = [int(part) for part in re.split(r"[-/.\s]+", text) if part]
        if kind == "dmy" and numbers[2] < 100:
            numbers[2] = _full_year(numbers[2])
        return {"written": (kind, *numbers)}

    return read


def _day_month(text: str) -> Values:
    first, second = (int(part) for part in re.split(r"[/.\s]+", text) if part)
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return {}
    return {"day_month": ("dotted" if "." in text else "slash", first, second)}


def _month_year(text: str) -> Values:
    month, year = sorted(int(part) for part in re.split("[-/]", text))
    return {"month_year": (month, year)} if 1 <= month <= 12 else {}


def _moment(text: str) -> Values:
    try:
        return {"iso": datetime.fromisoformat(text.upper().replace(" ", "T", 1).replace(" ", ""))}
    except ValueError:
        return {"bad_clock": text}


READERS: dict[str, Callable[[str], Values]] = {
    "digits": digits,
    "colon": _colon,
    "dotted": _dotted,
    "decimal": _decimal,
    "nth": lambda text: dict.fromkeys(("ordinal", "nth"), int(text[:-2])) if 1 <= int(text[:-2]) <= 31 else {},
    "moment": _moment,
    "ymd": _date("ymd"),
    "dmy": _date("dmy"),
    "dm": _day_month,
    "dotted_dm": _day_month,
    "month_year": _month_year,
    "quarter": lambda text: {"quarter": int(text[-1])},
    "year_quarter": lambda text: {"year_quarter": (int(text[:-2]) % 100 + int(text[:-4] or 20) * 100, int(text[-1]))},
    "week": lambda text: {"week_number": int(text.lstrip("ckwCKW"))},
    "short_year": lambda text: {"short_year": _full_year(int(text[1:]))},
    "meridiem": lambda text: {"ampm": f"{text[0].lower()}m"},
    "iana": lambda text: {"iana": text.lower()},
    "sign": lambda text: {"sign": -1 if text == "-" else 1},
}
