"""Putting something into the agenda."""

from __future__ import annotations

import dataclasses

import pytest
from pydantic import ValidationError

from graphs.understanding.plan import Slot
from store.errors import Refused
from store.models import FollowUp
from tools.base import Target

THURSDAY = "2031-05-15T10:00:00-05:00"


async def test_the_card_names_the_day_in_words(desk):
    action = await desk.show(
        "schedule_follow_up", lead_id="tess", kind="call", title="ask for plans", starts_at=THURSDAY
    )
    assert action.summary == "Schedule a call with Tess Marlow for Thu, May 15, 2031 at 10:00 AM: ask for plans"
    assert action.target == Target("lead", "tess", "Tess Marlow")
    assert {change.field: change.after for change in action.changes} == {
        "title": "ask for plans",
        "kind": "call",
        "starts_at": THURSDAY,
        "duration_minutes": 30,
    }


async def test_the_words_follow_the_askers_locale_and_clock(desk):
    british = dataclasses.replace(desk, locale="en-GB")
    action = await british.show("schedule_follow_up", title="Pay the rent", starts_at="2031-05-15T19:30:00Z")
    assert action.summary == "Schedule a follow-up for Thu 15 May 2031 at 14:30: Pay the rent"
    assert action.changes[2].after == "2031-05-15T14:30:00-05:00"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("follow_up", "Follow up with Tess Marlow"),
        ("call", "Call Tess Marlow"),
        ("meeting", "Meeting with Tess Marlow"),
        ("viewing", "Viewing with Tess Marlow"),
        ("email", "E-mail Tess Marlow"),
    ],
)
async def test_a_title_that_nobody_gave_is_made_from_the_kind_and_the_lead(desk, kind, title):
    entry = await desk.do("schedule_follow_up", lead_id="tess", kind=kind, starts_at=THURSDAY)
    assert (await desk.row(FollowUp, entry.mutations[0]["id"])).title == title


async def test_it_is_the_askers_even_with_a_lead_of_the_team(desk):
    entry = await desk.do("schedule_follow_up", user="mona", lead_id="tess", title="Coach", starts_at=THURSDAY)
    row = await desk.row(FollowUp, entry.mutations[0]["id"])
    assert (row.owner_id, row.lead_id, row.status, row.zone) == ("mona", "tess", "scheduled", "America/Chicago")
    assert entry.owner_id == "ivy"


async def test_without_a_lead_the_target_is_the_follow_up_itself(desk):
    entry = await desk.do("schedule_follow_up", title="Pay the rent", starts_at=THURSDAY)
    assert (entry.target_type, entry.target_id, entry.target_name) == (
        "follow_up",
        entry.mutations[0]["id"],
        "Pay the rent",
    )


async def test_the_receipt_says_what_and_when(desk):
    entry = await desk.do("schedule_follow_up", lead_id="tess", kind="meeting", title="the budget", starts_at=THURSDAY)
    words = "I've scheduled a meeting with Tess Marlow for Thu, May 15, 2031 at 10:00 AM: 'the budget'"
    assert desk.receipt(entry) == words


@pytest.mark.parametrize(
    ("locale", "starts_at", "warnings"),
    [
        ("en-US", "2031-05-17T10:00:00-05:00", ("That is a Saturday",)),
        ("en-US", "2031-05-26T10:00:00-05:00", ("That day is a public holiday: Memorial Day",)),
        ("en-GB", "2031-05-14T09:00:00-05:00", ("That time is over already",)),
        ("en-US", "2031-05-14T15:15:00-05:00", ("You have “Plan the fair” at 3:00 PM as well",)),
        ("en-US", "2031-05-14T15:30:00-05:00", ()),
        ("xx", THURSDAY, ()),
    ],
)
async def test_the_card_warns_of_what_speaks_against_the_time(desk, locale, starts_at, warnings):
    there = dataclasses.replace(desk, locale=locale)
    action = await there.show("schedule_follow_up", title="Pay the rent", starts_at=starts_at)
    assert action.warnings == warnings


async def test_somebody_elses_follow_up_is_no_clash(desk):
    action = await desk.show("schedule_follow_up", title="Pay", starts_at="2031-05-15T11:00:00-05:00")
    assert action.warnings == ()


async def test_a_follow_up_that_begins_earlier_and_lasts_clashes(desk):
    await desk.do("schedule_follow_up", title="Long day", starts_at="2031-05-20T09:00:00-05:00", duration_minutes=180)
    action = await desk.show("schedule_follow_up", title="Pay", starts_at="2031-05-20T11:30:00-05:00")
    assert action.warnings == ("You have “Long day” at 9:00 AM as well",)


@pytest.mark.parametrize("lead", ["uma", "strange", "old", "nobody"])
async def test_a_lead_out_of_sight_is_refused(desk, lead):
    with pytest.raises(Refused, match="can't find that lead"):
        await desk.show("schedule_follow_up", lead_id=lead, title="Call", starts_at=THURSDAY)


async def test_a_lead_that_the_same_card_creates_can_be_named(desk):
    coming = {"fresh": Target("lead", "fresh", "Jo Field")}
    action = await desk.show("schedule_follow_up", lead_id="fresh", kind="call", starts_at=THURSDAY, coming=coming)
    assert action.changes[0].after == "Call Jo Field"


async def test_undo_takes_it_off_and_targets_the_follow_up(desk):
    entry = await desk.do("schedule_follow_up", lead_id="tess", title="the budget", starts_at=THURSDAY)
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert (undo.target_type, undo.target_name) == ("follow_up", "the budget")
    assert desk.receipt(undo) == "Undone: the follow-up the budget is taken back."
    assert "the budget" not in (await desk.ask("show_lead", lead_id="tess")).reply


async def test_a_time_without_offset_is_refused(desk):
    with pytest.raises(ValidationError, match="with its offset"):
        await desk.show("schedule_follow_up", title="Pay", starts_at="2031-05-15T10:00")


async def test_a_meeting_asks_with_whom_and_a_reminder_does_not(writer):
    tool = writer("schedule_follow_up")
    assert tool.missing({}) == "lead"
    assert tool.missing({"title": Slot("pay"), "kind": Slot("meeting")}) == "lead"
    assert tool.missing({"title": Slot("pay"), "kind": Slot("follow_up")}) == ""
    assert tool.missing({"lead": Slot("tess"), "kind": Slot("call")}) == ""


async def test_no_time_at_all_is_tomorrow_at_ten(desk, writer):
    tool = writer("schedule_follow_up")
    assert tool.defaults({}, await desk.moment("ivy")) == {"starts_at": THURSDAY}
    assert tool.defaults({"starts_at": Slot("x")}, await desk.moment("ivy")) == {}
