"""What a caller gets: one time that words name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from graphs.understanding.local.clock.holidays import holiday_on

Grain = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]
Trouble = Literal["", "past", "no_such_date", "skipped", "repeated", "recurring", "unread"]
Limit = Literal["", "by", "before", "after", "since", "until", "within", "from"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One time that words name.

    `start` is the moment to act on, in the asker's zone; None where the words
    name no real one.  `end` is where a range or a period ends, without that
    moment itself.  `window` is all that the words cover, for looking things up:
    the whole of "tomorrow", of "Friday afternoon" or of "next week", open at one
    side where a `limit` says so ("since Monday").  A reading with `unread` words
    or with `trouble` is to be asked about, not acted on.
    """

    start: datetime | None
    end: datetime | None
    grain: Grain
    span: tuple[int, int]
    unread: tuple[str, ...] = ()
    why: str = ""
    trouble: Trouble = ""
    has_date: bool = False
    has_time: bool = False
    duration_minutes: int | None = None
    window: tuple[datetime | None, datetime | None] = (None, None)
    limit: Limit = ""
    country: str = ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """That it is on a weekend, or on a public holiday of `country`, by its name.

        The first answer in a process waits for the calendars of all countries to be loaded.
        """
        if self.start is None:
            return ()
        weekend = (f"weekend: {self.start:%A}",) if self.start.weekday() >= 5 else ()
        name = holiday_on(self.start.date(), self.country)
        return (*weekend, f"public holiday: {name}") if name else weekend
