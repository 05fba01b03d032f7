"""Dates and times as exports write them.

ISO 8601 is read anywhere, and so are months in English words.  Where a file
writes 03/04/2026, its other dates must say what comes first; a file that
leaves it open, or says both, is refused with what to write.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assistant.imports.cells import Unfit
from store.errors import Refused

_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"(?:,?[ T]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second_of_minute>\d\d))?\s*(?P<half>[AaPp])?\.?(?:[Mm]\.?)?)?"
)
_WORDED = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y")
_MIDNIGHT = dt.time()
TEN = dt.time(10)
_ADVICE = 'write [dates] format = "%d/%m/%Y" or "%m/%d/%Y" in the mapping, or name a field: due_on = "%m/%d/%Y"'


class Cell(NamedTuple):
    """A cell that may hold a date."""

    line: int
    text: str


def day_first(cells: Iterable[Cell]) -> bool | None:
    """Return whether the day stands before the month in dates like 03/04/2026, None where there are none like it.

    Raises Refused where nothing tells, or the file does it both ways.
    """
    told: dict[bool, Cell] = {}
    open_cell = None
    for cell in cells:
        match = _NUMERIC.fullmatch(cell.text)
        if match is None or match["first"] == match["second"]:
            continue
        if int(match["first"]) > 12 or int(match["second"]) > 12:
            told.setdefault(int(match["first"]) > 12, cell)
        else:
            open_cell = open_cell or cell
    if len(told) == 2:
        one, other = told[True], told[False]
        raise Refused(
            f"the file writes dates in two orders: {one.text} in line {one.line}, "
            f"{other.text} in line {other.line}; {_ADVICE}"
        )
    if not told and open_cell:
        raise Refused(f"{open_cell.text} in line {open_cell.line} can be read in two ways; {_ADVICE}")
    return next(iter(told), None)


class DateReader:
    """Reads the dates of one file; `formats` are the mapping's."""

    def __init__(self, formats: Mapping[str, str], *, first_is_day: bool | None) -> None:
        self._formats = formats
        self._first_is_day = first_is_day
        self._known: dict[tuple[str, str], dt.date | dt.datetime] = {}

    def day(self, text: str, field: str) -> dt.date:
        """Return a date; the time of day beside one is left out."""
        value = self._read(text, field)
        return value.date() if isinstance(value, dt.datetime) else value

    def time(self, text: str, field: str, zone: ZoneInfo, clock: dt.time = _MIDNIGHT) -> dt.datetime:
        """Return a moment, in UTC: on the clocks of `zone` where no offset is given, at `clock` where no time is."""
        value = self._read(text, field)
        if not isinstance(value, dt.datetime):
            value = dt.datetime.combine(value, clock)
        try:
            return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(dt.UTC)
        except OverflowError as error:
            raise Unfit(f'"{text}" is outside of the calendar') from error

    def _read(self, text: str, field: str) -> dt.date | dt.datetime:
        form = self._formats.get(field) or self._formats.get("format", "")
        value = self._known.get((form, text))
        if value is None:
            value = _iso(text) or (_by_format(text, form) if form else self._by_shape(text))
            self._known[form, text] = value
        return value

    def _by_shape(self, text: str) -> dt.date | dt.datetime:
        match = _NUMERIC.fullmatch(text)
        value = self._numeric(match) if match else _worded(text)
        if value is None:
            raise Unfit(f'"{text}" is no date: write it like 2026-03-09, or say [dates] format in the mapping')
        return value

    def _numeric(self, match: re.Match[str]) -> dt.date | dt.datetime | None:
        day, month = int(match["first"]), int(match["second"])
        if not self._first_is_day:
            day, month = month, day
        try:
            date = dt.date(int(match["year"]), month, day)
            return dt.datetime.combine(date, _clock(match)) if match["hour"] else date
        except ValueError:
            return None


def _clock(match: re.Match[str]) -> dt.time:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    return dt.time(hour, int(match["minute"]), int(match["second_of_minute"] or 0))


def _iso(text: str) -> dt.date | dt.datetime | None:
    plain = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", text)
    for read in (dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            return read(plain)
        except ValueError:
            continue
    return None


def _by_format(text: str, form: str) -> dt.date | dt.datetime:
    try:
        value = dt.datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the row owner's
    except (ValueError, re.error) as error:
        raise Unfit(f'"{text}" is no date in the mapping\'s format {form}') from error
    return value if re.search(r"%[HIMpcXsT]", form) else value.date()


def _worded(text: str) -> dt.date | None:
    for form in _WORDED:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    return None
