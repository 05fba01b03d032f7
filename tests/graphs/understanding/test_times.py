"""Times: every phrase of the set, alone and in a sentence, and what a caller may rely on besides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from graphs.understanding.local.times import read_times
from tests.graphs.understanding.time_phrases import Phrase, phrases, shown, verdict

if TYPE_CHECKING:
    from graphs.understanding.local.times import Direction, Reading

NEW_YORK = "America/New_York"
MONDAY = datetime(2026, 3, 9, 9, 15, tzinfo=ZoneInfo(NEW_YORK))
ALL = phrases()
CARRIERS = (
    "Remind me to call Priya {}",
    "remind me {} to send the deck",
    "Schedule a meeting with Ben Okafor {}.",
    "Log that I spoke with Ana {}, she was happy",
    "Met Sam and Jo; {} we talk again about 3 offers",
    "Hi team!\n{} - call Jan Novak re pricing",
)


def read(text: str, direction: Direction = "future", locale: str = "en-US") -> list[Reading]:
    return read_times(text, MONDAY, NEW_YORK, locale, direction)


def read_phrase(phrase: Phrase, text: str) -> list[Reading]:
    clock = phrase.clock
    return read_times(text, clock.now, clock.timezone, clock.locale, clock.direction)


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: f"{phrase.clock.direction}:{phrase.say}")
def test_a_phrase_alone_is_read_as_the_set_says(phrase: Phrase) -> None:
    readings = read_phrase(phrase, phrase.say)
    assert verdict(phrase.expected, readings) == "right", readings


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_phrase_means_the_same_inside_a_sentence(carrier: str) -> None:
    place = carrier.index("{}")
    off = []
    for phrase in ALL:
        if phrase.expected is None or phrase.alone:
            continue
        end = place + len(phrase.say)
        readings = read_phrase(phrase, carrier.replace("{}", phrase.say))
        inside = [reading for reading in readings if reading.span[0] < end and reading.span[1] > place]
        if verdict(phrase.expected, inside) != "right":
            off.append((phrase.say, inside))
    assert not off


def test_readings_of_the_same_words_overlap_and_other_mentions_do_not() -> None:
    first, second, third = read("Tuesday or Wednesday at 2, and Friday at 4pm")
    assert first.span == second.span
    assert third.span[0] >= first.span[1]


def test_a_span_takes_in_the_preposition_and_nothing_of_the_task() -> None:
    text = "remind me to send the contract on Friday at 4 please"
    (reading,) = read(text)
    assert text[slice(*reading.span)] == "on Friday at 4"


def test_words_that_the_caller_knows_to_be_something_else_are_left_alone() -> None:
    text = "call May Friday on Tuesday"
    (reading,) = read_times(text, MONDAY, NEW_YORK, busy=[(5, 15)])
    assert shown(reading.start) == "2026-03-10 10:00"


def test_a_reading_tells_whether_the_words_gave_a_day_and_an_hour() -> None:
    told = {text: (reading.has_date, reading.has_time) for text in ("Friday", "at 3pm", "Friday at 3pm", "in 2 hours")
            for reading in read(text)}  # fmt: skip
    assert told == {"Friday": (True, False), "at 3pm": (False, True), "Friday at 3pm": (True, True),
                    "in 2 hours": (True, True)}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "direction", "window"),
    [
        ("tomorrow", "future", ("2026-03-10 00:00", "2026-03-11 00:00")),
        ("on Friday afternoon", "future", ("2026-03-13 12:00", "2026-03-13 18:00")),
        ("next week", "future", ("2026-03-16 00:00", "2026-03-23 00:00")),
        ("this week", "future", ("2026-03-09 00:00", "2026-03-16 00:00")),
        ("in February", "past", ("2026-02-01 00:00", "2026-03-01 00:00")),
        ("last 30 days", "past", ("2026-02-07 00:00", "2026-03-09 09:15")),
        ("since Monday", "past", ("2026-03-02 00:00", None)),
        ("until Friday", "future", (None, "2026-03-14 00:00")),
        ("before March 20", "future", (None, "2026-03-20 00:00")),
        ("after Friday", "future", ("2026-03-14 00:00", None)),
        ("after 5pm", "future", ("2026-03-09 17:00", None)),
        ("between 2 and 4", "future", ("2026-03-09 14:00", "2026-03-09 16:00")),
    ],
)
def test_the_window_is_all_that_the_words_cover(
    text: str, direction: Direction, window: tuple[str | None, str | None]
) -> None:
    (reading,) = read(text, direction)
    assert (shown(reading.window[0]), shown(reading.window[1])) == window


@pytest.mark.parametrize(
    ("text", "limit"),
    [("by Friday", "by"), ("Friday at the latest", "by"), ("no later than 5pm", "by"), ("after 3pm", "after"),
     ("before noon", "before"), ("since March 1", "since"), ("until Friday", "until"), ("from Monday on", "from"),
     ("not before Thursday", "from"), ("on Friday", "")],
)  # fmt: skip
def test_a_limit_is_told_apart_from_a_moment(text: str, limit: str) -> None:
    assert [reading.limit for reading in read(text)] == [limit]


def test_a_day_off_carries_a_warning_and_no_change() -> None:
    (reading,) = read("Saturday, July 4 at 11am")
    assert shown(reading.start) == "2026-07-04 11:00"
    assert reading.warnings == ("weekend: Saturday", "public holiday: Independence Day")


def test_public_holidays_are_those_of_the_locale() -> None:
    names = {locale: read("May 25 at noon", locale=locale)[0].warnings for locale in ("en-US", "en-GB", "de-DE", "en")}
    assert names == {"en-US": ("public holiday: Memorial Day",), "en-GB": ("public holiday: Spring Bank Holiday",),
                     "de-DE": ("public holiday: Pentecost Monday",), "en": ()}  # fmt: skip


def test_a_time_of_day_that_comes_twice_gives_both_moments() -> None:
    now = datetime(2026, 10, 28, 9, tzinfo=UTC)
    first, second = read_times("Sunday at 1:30am", now, NEW_YORK)
    assert {first.trouble, second.trouble} == {"repeated"}
    assert first.start is not None
    assert second.start is not None
    assert (second.start - first.start.astimezone(UTC)).total_seconds() == 3600


def test_a_time_of_day_that_is_left_out_gives_no_moment() -> None:
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    (reading,) = read_times("Sunday at 2:30am", now, NEW_YORK)
    assert (reading.start, reading.trouble) == (None, "skipped")


def test_now_is_a_time_only_when_nothing_else_is_said() -> None:
    assert [reading.start for reading in read("now")] == [MONDAY]
    assert read("she is in Chicago now") == []


def test_midnight_of_a_day_may_be_its_first_moment_or_its_last() -> None:
    assert [shown(reading.start) for reading in read("Friday at midnight")] == ["2026-03-13 00:00", "2026-03-14 00:00"]


def test_a_weekday_that_is_not_its_date_s_leaves_both() -> None:
    assert [shown(reading.start) for reading in read("Tuesday, March 20, 2026")] == [
        "2026-03-20 10:00",
        "2026-03-10 10:00",
    ]


def test_a_sentence_that_ends_with_a_figure_before_one_that_begins_with_one_raises_nothing() -> None:
    now = datetime(2026, 6, 2, 8, 20, tzinfo=UTC)
    assert read_times("call her friday at 11. 2. order the boxes", now, "Europe/Berlin", "en-US")
