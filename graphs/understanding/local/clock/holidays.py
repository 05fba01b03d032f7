"""Public holidays and working days of a country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_KNOWN = range(1990, 2101)  # years whose holidays are worth computing


@cache
def public_holidays(country: str, year: int) -> dict[date, str]:
    """Return the public holidays of `country` (two letters) in `year` by date, empty where it is not known."""
    import holidays

    if year not in _KNOWN:
        return {}
    try:
        found = holidays.country_holidays(country, years=year, language="en_US")
    except (NotImplementedError, ValueError):
        return {}
    return {day: name for day, name in sorted(found.items()) if day.year == year}


def holiday_on(day: date, country: str) -> str:
    """Return the name of the public holiday on `day`, or ""."""
    return public_holidays(country, day.year).get(day, "") if country else ""


def is_working(day: date, country: str) -> bool:
    """Whether offices are open: Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and not holiday_on(day, country)


def working_from(day: date, country: str, step: int = 1) -> date:
    """Return `day`, or the nearest working day after it (before it, for a `step` of -1)."""
    while not is_working(day, country):
        day += timedelta(days=step)
    return day


def add_working_days(day: date, count: int, country: str) -> date:
    """Return the working day that is `count` working days after `day` (before it, for a negative count)."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = working_from(day + timedelta(days=step), country, step)
    return day
