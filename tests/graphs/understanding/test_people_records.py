"""Deals, follow-ups and tasks by title, person, company, owner, kind and time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.understanding.local.people import Entry, PeopleContext, PeopleIndex, find_people, look_up
from graphs.understanding.plan import RecordRef

_ZONE = ZoneInfo("Europe/Dublin")
_NOW = datetime(2027, 2, 2, 10, 0, tzinfo=_ZONE)  # a Tuesday


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 2, day, hour, minute, tzinfo=_ZONE)


@pytest.fixture(scope="module")
def index():
    return PeopleIndex(
        [
            Entry("l1", "lead", "Orla Fennimore", "Tarn Textiles"),
            Entry("l2", "lead", "Hugo Brandt", "Tarn Textiles"),
            Entry("l3", "lead", "Sunniva Dahl", "Elmhurst Dairy"),
            Entry("a1", "account", "Tarn Textiles"),
            Entry("f1", "follow_up", title="Call Orla Fennimore", kind="call", starts_at=_at(2, 15), lead_id="l1"),
            Entry(
                "f2", "follow_up", title="Meeting with Hugo Brandt", kind="meeting", starts_at=_at(3, 11), lead_id="l2"
            ),
            Entry(
                "f3",
                "follow_up",
                title="Quarterly review with Hugo",
                kind="meeting",
                starts_at=_at(9, 14),
                lead_id="l2",
            ),
            Entry("f4", "follow_up", title="Call Sunniva Dahl", kind="call", starts_at=_at(3, 9, 30), lead_id="l3"),
            Entry("f5", "follow_up", title="Send samples", kind="email", starts_at=_at(1, 9), lead_id="l3"),
            Entry(
                "f6",
                "follow_up",
                title="Call Orla about colours",
                kind="call",
                starts_at=_at(1, 8),
                lead_id="l1",
                status="completed",
            ),
            Entry("t1", "task", title="Renew the fire insurance", starts_at=_at(26, 0)),
            Entry("t2", "task", title="Order new brochures", lead_id="l3", owner_name="Nell Carver"),
            Entry("t3", "task", title="File the lease", status="done"),
            Entry("d1", "deal", "Tarn summer range", lead_id="l1", account_id="a1", status="proposal"),
            Entry("d2", "deal", "Tarn uniforms", lead_id="l2", account_id="a1", status="won"),
            Entry("d3", "deal", "Elmhurst bottling line", lead_id="l3", status="negotiation"),
        ]
    )


def _titled(text, index, types=("deal", "follow_up", "task"), **about):
    context = PeopleContext(types=types, now=_NOW, timezone="Europe/Dublin", **about)
    return [mention for mention in find_people(text, index, context) if mention.kind == "title"]


@pytest.mark.parametrize(
    ("text", "said", "ids"),
    [
        ("move my call with Sunniva to Friday", "my call with Sunniva", ["f4"]),
        ("mark the orla fennimore call as done", "the orla fennimore call", ["f1"]),
        ("cancel Sunniva's call", "Sunniva's call", ["f4"]),
        ("my 3pm with Orla is off", "my 3pm with Orla", ["f1"]),
        ("cancel my 3pm", "my 3pm", ["f1"]),
        ("push the 9:30 call back an hour", "the 9:30 call", ["f4"]),
        ("tomorrow's meeting is cancelled", "tomorrow's meeting", ["f2"]),
        ("call off my meeting on Tuesday with Hugo", "my meeting on Tuesday with Hugo", ["f3"]),
        ("the quarterly review is moved to May", "the quarterly review", ["f3"]),
        ("my overdue follow-ups are done", "my overdue follow-ups", ["f5"]),
        ("when is my next meeting with Hugo", "my next meeting with Hugo", ["f2"]),
        ("the insurance task is done", "the insurance task", ["t1"]),
        ("finish the brochures to-do", "the brochures to-do", ["t2"]),
        ("is Nell's task late?", "Nell's task", ["t2"]),
        ("the Dahl deal is won", "the Dahl deal", ["d3"]),
        ("Elmhurst bottling line is lost", "Elmhurst bottling line", ["d3"]),
        ("the summer range deal goes to won", "the summer range deal", ["d1"]),
        ("close the Tarn uniforms opportunity", "the Tarn uniforms opportunity", ["d2"]),
    ],
)
def test_one_record_is_found_by_what_is_said_of_it(index, text, said, ids):
    (mention,) = _titled(text, index)
    assert mention.text == said
    assert [one.id for one in mention.candidates] == ids


def test_several_that_fit_are_offered_in_the_order_of_their_times(index):
    (mention,) = _titled("cancel my meeting with Hugo", index)
    assert [one.label for one in mention.candidates] == [
        "Meeting with Hugo Brandt · Wed 3 Feb 11:00",
        "Quarterly review with Hugo · Tue 9 Feb 14:00",
    ]
    assert not mention.every


def test_a_plural_means_all_of_them(index):
    (mention,) = _titled("move wednesday's calls to thursday", index)
    assert ([one.id for one in mention.candidates], mention.every) == (["f4"], True)
    (mention,) = _titled("move all my Tarn deals to won", index)
    assert ({one.id for one in mention.candidates}, mention.every) == ({"d1", "d2"}, True)


def test_a_kind_or_day_that_does_not_fit_leaves_nothing_but_what_is_near(index):
    (mention,) = _titled("cancel my meeting with Orla", index)
    assert (mention.candidates, [one.id for one in mention.near]) == ((), ["f1"])
    (mention,) = _titled("cancel my friday call with Orla", index)
    assert mention.candidates == ()


def test_what_is_over_and_done_is_not_offered(index):
    (mention,) = _titled("cancel my call with Orla", index)
    assert [one.id for one in mention.candidates] == ["f1"]
    (mention,) = _titled("the lease task is done", index)
    assert mention.candidates == ()


def test_the_time_it_shall_move_to_says_nothing_of_which(index):
    (mention,) = _titled("move my call with Orla to Wednesday at 9:30", index)
    assert (mention.text, [one.id for one in mention.candidates]) == ("my call with Orla", ["f1"])


def test_a_pronoun_stands_for_the_person_spoken_of(index):
    hugo = RecordRef("lead", "l2", "Hugo Brandt")
    (mention,) = _titled("cancel his meetings", index, focus=(hugo,))
    assert {one.id for one in mention.candidates} == {"f2", "f3"}


def test_titles_are_looked_for_only_where_they_are_wanted(index):
    assert _titled("cancel my call with Orla", index, types=()) == []
    (mention,) = _titled("cancel my call with Orla", index, types=("follow_up",))
    assert {one.type for one in mention.candidates} == {"follow_up"}


def test_people_are_still_found_beside_titles(index):
    context = PeopleContext(types=("lead", "task"), now=_NOW)
    mentions = find_people("the insurance task is done, mark Hugo as won", index, context)
    assert [(mention.kind, mention.candidates[0].id) for mention in mentions] == [("title", "t1"), ("name", "l2")]


@pytest.mark.parametrize(
    ("phrase", "types", "ids"),
    [
        ("the one with Sunniva", ("follow_up",), []),
        ("call with Sunniva", ("follow_up",), ["f4"]),
        ("fire insurance", ("task",), ["t1"]),
        ("bottling line", ("deal",), ["d3"]),
        ("tarn", ("account",), ["a1"]),
    ],
)
def test_a_phrase_is_looked_up_among_the_wanted_records(index, phrase, types, ids):
    mention = look_up(phrase, index, PeopleContext(types=types, now=_NOW))
    assert [one.id for one in mention.candidates] == ids
