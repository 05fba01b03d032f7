"""What holds of any text: no error, no endless search, spans inside the text, moments that know their zone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.understanding.local.times import merge, read_duration, read_times
from tests.graphs.understanding.time_phrases import HOSTILE, phrases

NOW = datetime(2026, 3, 9, 13, 15, tzinfo=UTC)
WORDS = sorted(set(chain.from_iterable(phrase.say.split() for phrase in phrases())))
ZONES = ("America/New_York", "Europe/Berlin", "Pacific/Apia", "Asia/Kolkata", "UTC")
LOCALES = ("en-US", "en-GB", "de-DE", "xx-YY", "en", "")
SPEECH = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))


@settings(deadline=None)
@given(
    text=SPEECH,
    zone=st.sampled_from(ZONES),
    locale=st.sampled_from(LOCALES),
    direction=st.sampled_from(["future", "past"]),
    now=st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware
)
def test_any_text_gives_readings_that_hold_together(text, zone, locale, direction, now) -> None:
    readings = read_times(text, now, zone, locale, direction)
    for reading in readings:
        begin, end = reading.span
        assert 0 <= begin < end <= len(text)
        assert text[begin:end].strip()
        moments = [moment for moment in (reading.start, reading.end, *reading.window) if moment]
        assert all(moment.tzinfo is not None for moment in moments)
        assert not reading.unread or reading.trouble
        assert reading.start is not None or reading.trouble
    assert readings == read_times(text, now, zone, locale, direction)


@settings(deadline=None)
@given(text=SPEECH, locale=st.sampled_from(LOCALES))
def test_any_edit_gives_a_moment_or_nothing(text, locale) -> None:
    reading = merge(NOW, text, NOW, "Europe/Berlin", locale)
    assert reading is None or reading.start is None or reading.start.tzinfo is not None


@settings(deadline=None)
@given(text=SPEECH)
def test_any_length_is_above_nothing(text) -> None:
    assert all(minutes >= 0 and 0 <= begin < end <= len(text) for minutes, (begin, end) in read_duration(text))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:14])
def test_a_text_made_to_be_slow_is_read_no_further_than_a_message_goes(text: str) -> None:
    readings = read_times(text, NOW, "UTC")  # a search that went on and on would meet the guard of the test run
    assert len(readings) <= 150
    assert all(reading.span[1] < 5_000 for reading in readings)


@pytest.mark.parametrize("text", ["in 9999 years", "31.12.9999", "1200 years ago", "in 99999999999 hours", "week 99",
                                  "3pm Europe/Atlantis", "3pm UTC+99", "quarter 5", "0/0", "year 0"])  # fmt: skip
def test_numbers_beyond_all_calendars_are_refused_without_an_error(text: str) -> None:
    assert all(reading.start is None or reading.start.year < 3300 for reading in read_times(text, NOW, "UTC"))
