"""What speaks against a time: the weekend, a public holiday, the past, or something else at that hour."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from store.models import FollowUp
from tools.words import clock, say

if TYPE_CHECKING:
    from store.sessions import ReadSession
    from tools.base import Moment

_LONGEST = dt.timedelta(days=1)  # no follow-up lasts longer


async def warnings(
    session: ReadSession, moment: Moment, start: dt.datetime, minutes: int, but: str = ""
) -> tuple[str, ...]:
    """Return what to mind about `minutes` from `start` (on the asker's clock); `but` is the follow-up being moved."""
    found = list(day_warnings(start.date(), moment.locale))
    if start <= moment.now:
        found.append(say("calendar", "past"))
    found += [
        say("calendar", "clash", title=other.title, when=clock(other.starts_at.astimezone(moment.zone), moment.locale))
        for other in await _clashes(session, moment, start, minutes)
        if other.id != but
    ]
    return tuple(found)


def day_warnings(day: dt.date, locale: str) -> tuple[str, ...]:
    """Return whether the day is of a weekend or a public holiday of the locale's country, in words."""
    weekend = say("calendar", "weekend", day=say("calendar", f"day_{day.isoweekday()}")) if day.isoweekday() > 5 else ""
    holiday = holiday_name(day, locale)
    return tuple(part for part in (weekend, say("calendar", "holiday", name=holiday) if holiday else "") if part)


def holiday_name(day: dt.date, locale: str) -> str:
    """Return the name of the public holiday in the locale's country, "" on other days and where none is known."""
    return _holidays(locale.partition("-")[2].upper(), day.year).get(day, "")


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> dict[dt.date, str]:
    import holidays

    if country not in holidays.list_supported_countries():
        return {}
    return dict(holidays.country_holidays(country, years=year, language="en_US"))


async def _clashes(session: ReadSession, moment: Moment, start: dt.datetime, minutes: int) -> list[FollowUp]:
    end = start + dt.timedelta(minutes=minutes)
    own = (
        col(FollowUp.tenant_id) == moment.asker.tenant_id,
        col(FollowUp.owner_id) == moment.asker.user_id,
        col(FollowUp.status) == "scheduled",
        col(FollowUp.archived_at).is_(None),
    )
    near = (col(FollowUp.starts_at) > start - _LONGEST, col(FollowUp.starts_at) < end)
    found = await session.records(select(FollowUp).where(*own, *near).order_by(col(FollowUp.starts_at)))
    return [one for one in found if one.starts_at + dt.timedelta(minutes=one.duration_minutes) > start]
