"""Every name in a command has its own part in it: none dropped, none in the place of another, the unknown one told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphs.understanding.local.engine import understand
from graphs.understanding.plan import CustomField, Reception, Step
from tests.graphs.understanding.test_gate_of_words import NOW, WORLD

NAMES = {entry.id: entry.name for _, entry in WORLD.entries}
CHAIRS = CustomField("lead", "chairs", "Chairs", "number")


def _steps(words: str) -> tuple[Step, ...]:
    context = WORLD.context("lena@orchard.test", NOW)
    context = replace(context, vocabulary=replace(context.vocabulary, custom_fields=(CHAIRS,)))
    return understand(words, context, Reception("new", words)).steps


def _who(step: Step) -> str:
    """Return whom a step is about; "?" and the words where nobody has that name."""
    lead = step.slots["lead"]
    return NAMES[str(lead.value)] if lead.value else f"?{lead.text}"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("mark Ana Ruiz and Uma Reyes as qualified", ["Ana Ruiz", "?Uma Reyes"]),
        ("mark Uma Reyes and Ana Ruiz as qualified", ["?Uma Reyes", "Ana Ruiz"]),
        ("mark Ana Ruiz, Tom Bell and Uma Reyes as qualified", ["Ana Ruiz", "Tom Bell", "?Uma Reyes"]),
        ("mark Ana Ruiz, Uma Reyes and Tom Bell as qualified", ["Ana Ruiz", "?Uma Reyes", "Tom Bell"]),
        ("mark Uma Reyes, Ana Ruiz and Tom Bell as qualified", ["?Uma Reyes", "Ana Ruiz", "Tom Bell"]),
        ("mark Uma Reyes, Vito Sandoval and Tom Bell as qualified", ["?Uma Reyes", "?Vito Sandoval", "Tom Bell"]),
        ("mark ana and uma as qualified", ["Ana Ruiz", "?uma"]),
        ("mark hugo, uma & ana as qualified", ["Hugo Lindgren", "?uma", "Ana Ruiz"]),
        ("mark uma, hugo & ana as qualified", ["?uma", "Hugo Lindgren", "Ana Ruiz"]),
        ("set ana and uma to won", ["Ana Ruiz", "?uma"]),
        ("call Ana Ruiz and Uma Reyes tomorrow at 9", ["Ana Ruiz", "?Uma Reyes"]),
        ("log a call with Ana Ruiz and Uma Reyes", ["Ana Ruiz", "?Uma Reyes"]),
        ("emailed Ana Ruiz and Uma Reyes the price list", ["Ana Ruiz", "?Uma Reyes"]),
        ("schedule a meeting with Ana and Uma Reyes tomorrow at 10", ["Ana Ruiz", "?Uma Reyes"]),
        ("archive Ana Ruiz and Uma Reyes", ["Ana Ruiz", "?Uma Reyes"]),
        ("Ana Ruiz and Uma Reyes are qualified", ["Ana Ruiz", "?Uma Reyes"]),
        ("Uma Reyes and Ana Ruiz are qualified", ["?Uma Reyes", "Ana Ruiz"]),
        ("Uma Reyes, Ana Ruiz: won", ["?Uma Reyes", "Ana Ruiz"]),
        ("give Ana Ruiz and Zed Unwin to Carla", ["Ana Ruiz", "?Zed Unwin"]),
    ],
)
def test_a_name_in_a_list_is_never_dropped(words: str, wanted: list[str]) -> None:
    assert [_who(step) for step in _steps(words)] == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            "set Paula Voss's city to Dover and mark Ana Ruiz as qualified",
            [("?Paula Voss", "city"), ("Ana Ruiz", "status")],
        ),
        (
            "mark Ana Ruiz as qualified and set Paula Voss's city to Dover",
            [("Ana Ruiz", "status"), ("?Paula Voss", "city")],
        ),
        (
            "set Paula Voss's email to p@voss.test and mark Ana Ruiz as qualified",
            [("?Paula Voss", "email"), ("Ana Ruiz", "status")],
        ),
        ("move Tom Bell to won and Uma Reyes to lost", [("Tom Bell", "status"), ("?Uma Reyes", "status")]),
        ("move Tom Bell to won and Uma to lost", [("Tom Bell", "status"), ("?Uma", "status")]),
        ("Tom is won, Uma Reyes is lost", [("Tom Bell", "status"), ("?Uma Reyes", "status")]),
        (
            "set Tom Bell's city to Dover and Uma Reyes's city to Kiel",
            [("Tom Bell", "city"), ("?Uma Reyes", "city")],
        ),
    ],
)
def test_what_is_said_of_nobody_is_given_to_nobody_else(words: str, wanted: list[tuple[str, str]]) -> None:
    assert [(_who(step), next(name for name in step.slots if name != "lead")) for step in _steps(words)] == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("give Zed Unwin to Carla", ["?Zed Unwin"]),
        ("give zed to Carla", ["?zed"]),
        ("archive Zed Unwin", ["?Zed Unwin"]),
        ("archive Ivan Horvat", ["?Ivan Horvat"]),
        ("archive ana and hugo", ["Ana Ruiz", "Hugo Lindgren"]),
        ("archive Ana, Hugo and Tom", ["Ana Ruiz", "Hugo Lindgren", "Tom Bell"]),
    ],
)
def test_who_is_given_away_or_put_away_is_told(words: str, wanted: list[str]) -> None:
    assert [_who(step) for step in _steps(words)] == wanted
    assert {step.tool for step in _steps(words)} <= {"reassign_lead", "archive_lead"}


@pytest.mark.parametrize(
    ("words", "wanted", "note"),
    [
        ("emailed ana hugo and zoe the rate card", ["Ana Ruiz", "Hugo Lindgren", "Zoë Adler"], "the rate card"),
        ("called hugo ana and zoe, all on voicemail", ["Hugo Lindgren", "Ana Ruiz", "Zoë Adler"], "all on voicemail"),
        ("called hugo, ana and zoe, all on voicemail", ["Hugo Lindgren", "Ana Ruiz", "Zoë Adler"], "all on voicemail"),
        ("rang tom, ana & hugo", ["Tom Bell", "Ana Ruiz", "Hugo Lindgren"], ""),
        ("Called Hugo, Ana and Zoe", ["Hugo Lindgren", "Ana Ruiz", "Zoë Adler"], ""),
        ("note on Ana and Tom: want samples", ["Ana Ruiz", "Tom Bell"], "want samples"),
        ("add a note to Ana, Tom and Hugo: prices go up", ["Ana Ruiz", "Tom Bell", "Hugo Lindgren"], "prices go up"),
        ("note for Ana, Tom is her new boss", ["Ana Ruiz"], "Tom is her new boss"),
        ("called hugo, ana was in the room", ["Hugo Lindgren"], "ana was in the room"),
        ("called hugo, ana and zoe were there too", ["Hugo Lindgren"], "ana and zoe were there too"),
        ("called hugo, ana wants samples", ["Hugo Lindgren"], "ana wants samples"),
    ],
)  # fmt: skip
def test_everybody_in_a_list_was_called(words: str, wanted: list[str], note: str) -> None:
    steps = _steps(words)
    assert [_who(step) for step in steps] == wanted
    assert {step.slots["note"].value if "note" in step.slots else "" for step in steps} == {note}


@pytest.mark.parametrize(
    "words",
    [
        "call hugo tomorrow at 11 and ana at 12",
        "tomorrow remind me to ring hugo at 11 and ana at 12",
        "tomorrow call hugo at 11 and ana at 12",
    ],
)
def test_a_day_is_for_all_the_hours_after_it(words: str) -> None:
    steps = _steps(words)
    assert [(_who(step), str(step.slots["starts_at"].value)[:13]) for step in steps] == [
        ("Hugo Lindgren", "2026-06-03T11"),
        ("Ana Ruiz", "2026-06-03T12"),
    ]
    assert not any("unread" in step.slots for step in steps)


@pytest.mark.parametrize("words", ["set Tom's chairs to 5", "set chairs of Tom Bell to 5", "Tom Bell's chairs: 5"])
def test_the_words_of_an_added_field_are_no_leftover(words: str) -> None:
    (step,) = _steps(words)
    assert step.slots["custom"].value == {"chairs": 5}
    assert "unread" not in step.slots


@pytest.mark.parametrize(
    "words", ["create a lead Emil Larkin from Lowland Tiles", "add a lead Emil Larkin from Lowland Tiles"]
)
def test_a_name_that_is_near_a_word_is_a_name(words: str) -> None:
    (step,) = _steps(words)
    assert (step.tool, step.slots["name"].value) == ("create_lead", "Emil Larkin")


@pytest.mark.parametrize(
    "words",
    [
        "meeting with Ana Ruiz and Carla tomorrow at 10",
        "call Ana Ruiz and Legal tomorrow at 10",
        "mark Ana as qualified and Follow Up tomorrow",
        "note for Ana Ruiz: talked to Tom and Uma Reyes",
        "log a call with Ana Ruiz, Kiel is too far for them",
        "log a call with Ana Ruiz. Quarterly numbers and Samples wanted",
        "set Ana Ruiz's city to Dover and Kent",
        "Ana Ruiz works at Stone and Marble now",
    ],
)
def test_no_name_is_made_of_other_words(words: str) -> None:
    assert all(_who(step) == "Ana Ruiz" for step in _steps(words) if "lead" in step.slots)
