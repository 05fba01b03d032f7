"""What the clocks of a zone show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as offset_zone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from graphs.understanding.local.clock.values import Clock, NoSuchTimeError

if TYPE_CHECKING:
    from graphs.understanding.local.clock.almanac import Frame
    from graphs.understanding.local.clock.reading import Trouble


def zone_of(said: str | int | None, frame: Frame) -> tzinfo:
    """Return the zone that words name (or minutes east of Greenwich), the asker's where they name none.

    Raises NoSuchTimeError for a zone that there is not.
    """
    if isinstance(said, int):
        return offset_zone(timedelta(minutes=said))
    if not said:
        return frame.now.tzinfo or UTC
    try:
        return ZoneInfo(said)
    except (KeyError, OSError, ValueError) as error:
        raise NoSuchTimeError(said) from error


def on_the_clock(naive: datetime, zone: tzinfo) -> list[tuple[datetime, Trouble]]:
    """Return the moments at which the clocks of a zone show `naive`: none is real where they skip it."""
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return [(first, "")]
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        return [(first, "skipped")]
    return [(first, "repeated"), (second, "repeated")]


def shows_there(moment: datetime, clock: Clock, said: str | int, frame: Frame) -> bool:
    """Whether a second zone shows at that moment what was said of it: "1pm ET / 10am PT"."""
    there = moment.astimezone(zone_of(said, frame))
    return (there.hour - clock.hour) % 12 == 0 and there.minute == clock.minute
