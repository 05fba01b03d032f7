"""The one place that asks the system for the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time: the system's, or always the same where it is frozen."""

    frozen: dt.datetime | None = None

    def now(self) -> dt.datetime:
        """Return now, aware, in UTC."""
        return (self.frozen or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
