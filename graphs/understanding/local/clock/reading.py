"""What a caller gets: one time that words name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
    warnings: tuple[str, ...] = ()
    window: tuple[datetime | None, datetime | None] = (None, None)
    limit: Limit = ""
