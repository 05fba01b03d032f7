"""Edits of a moment ("an hour later"), and lengths that are no times ("a 20 minute call")."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.understanding.local.times import merge, read_duration
from tests.graphs.understanding.time_phrases import Edit, edits, lengths, shown

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 9, 9, 15, tzinfo=NEW_YORK)
THURSDAY = datetime(2026, 3, 12, 14, tzinfo=NEW_YORK)


@pytest.mark.parametrize("edit", edits(), ids=lambda edit: edit.say)
def test_an_edit_moves_a_moment_as_the_set_says(edit: Edit) -> None:
    clock = edit.clock
    reading = merge(edit.existing, edit.say, clock.now, clock.timezone, clock.locale)
    assert (shown(reading.start) if reading else "nothing") == edit.becomes
    assert reading is None or not reading.trouble


def test_an_edit_into_the_past_says_so() -> None:
    reading = merge(THURSDAY, "a week earlier", MONDAY, "America/New_York")
    assert reading is not None
    assert (shown(reading.start), reading.trouble) == ("2026-03-05 14:00", "past")


def test_an_hour_later_is_an_hour_of_real_time_across_a_clock_change() -> None:
    night = datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK)
    reading = merge(night, "an hour later", datetime(2026, 3, 1, tzinfo=NEW_YORK), "America/New_York")
    assert reading is not None
    assert shown(reading.start) == "2026-03-08 03:30"


@pytest.mark.parametrize(("text", "minutes"), lengths().items())
def test_a_length_is_told_in_minutes(text: str, minutes: list[int]) -> None:
    assert [found for found, _ in read_duration(text)] == minutes


def test_a_length_tells_its_place() -> None:
    text = "a quick 15 min call"
    ((_, span),) = read_duration(text)
    assert text[slice(*span)] == "15 min"
