"""Moving, completing and cancelling what is on the agenda."""

from __future__ import annotations

import pytest

from store.errors import NothingToDo, Refused
from store.models import FollowUp

MOVE = {"starts_at": "2031-05-16T09:00:00-05:00"}
ALL = [("reschedule_follow_up", MOVE), ("cancel_follow_up", {}), ("complete_follow_up", {})]


async def test_moving_shows_the_old_time_and_the_new(desk):
    action = await desk.show("reschedule_follow_up", follow_up_id="tess-visit", **MOVE)
    words = "Move “Viewing with Tess Marlow” from Thu, May 15, 2031 at 2:00 PM to Fri, May 16, 2031 at 9:00 AM"
    assert action.summary == words
    [change] = action.changes
    assert (change.before, change.after) == ("2031-05-15T14:00:00-05:00", "2031-05-16T09:00:00-05:00")
    assert (action.target.type, action.target.name) == ("follow_up", "Viewing with Tess Marlow")


async def test_moving_to_the_same_time_is_nothing_to_do(desk):
    with pytest.raises(NothingToDo, match="at that time already"):
        await desk.show("reschedule_follow_up", follow_up_id="tess-visit", starts_at="2031-05-15T19:00:00Z")


async def test_a_follow_up_does_not_clash_with_itself(desk):
    action = await desk.show("reschedule_follow_up", follow_up_id="today", starts_at="2031-05-14T15:10:00-05:00")
    assert action.warnings == ()


async def test_moving_says_when_it_will_be_now(desk):
    entry = await desk.do("reschedule_follow_up", follow_up_id="tess-visit", **MOVE)
    assert desk.receipt(entry) == "“Viewing with Tess Marlow” has been moved to Fri, May 16, 2031 at 9:00 AM."
    assert (await desk.row(FollowUp, "tess-visit")).starts_at.isoformat() == "2031-05-16T14:00:00+00:00"


async def test_taking_a_move_back_names_the_old_time(desk):
    entry = await desk.do("reschedule_follow_up", follow_up_id="tess-visit", **MOVE)
    undo = await desk.show("undo_change", change_id=entry.change_id)
    assert undo.summary == "Undo: “Viewing with Tess Marlow” is back on Thu, May 15, 2031 at 2:00 PM"


@pytest.mark.parametrize(
    ("tool", "status", "summary", "words"),
    [
        ("complete_follow_up", "completed", "Mark {it} as completed", "is completed."),
        ("cancel_follow_up", "cancelled", "Cancel {it}", "has been cancelled."),
    ],
)
async def test_ending_one_says_what_becomes_of_it(desk, tool, status, summary, words):
    action = await desk.show(tool, follow_up_id="today")
    assert action.summary == summary.format(it="“Plan the fair” (Wed, May 14, 2031 at 3:00 PM)")
    entry = await desk.apply(action)
    assert (await desk.row(FollowUp, "today")).status == status
    assert desk.receipt(entry) == f"“Plan the fair” {words}"


@pytest.mark.parametrize(("tool", "args"), ALL)
async def test_undo_brings_it_back_as_it_was(desk, tool, args):
    before = (await desk.row(FollowUp, "tess-visit")).model_dump(include={"status", "starts_at"})
    entry = await desk.do(tool, follow_up_id="tess-visit", **args)
    await desk.do("undo_change", change_id=entry.change_id)
    assert (await desk.row(FollowUp, "tess-visit")).model_dump(include={"status", "starts_at"}) == before


@pytest.mark.parametrize(("tool", "args"), ALL)
async def test_what_is_over_with_is_nothing_to_do(desk, tool, args):
    with pytest.raises(NothingToDo, match="“Call Noor Said” is completed already"):
        await desk.show(tool, follow_up_id="done-one", **args)


@pytest.mark.parametrize(("tool", "args"), ALL)
@pytest.mark.parametrize("record", ["south-one", "otto-one", "nobody"])
async def test_out_of_sight_is_refused_in_the_words_for_nobodys(desk, tool, args, record):
    with pytest.raises(Refused, match="can't find that follow-up"):
        await desk.show(tool, follow_up_id=record, **args)


@pytest.mark.parametrize(("tool", "args"), ALL)
async def test_a_manager_may_for_the_team(desk, tool, args):
    action = await desk.show(tool, user="mona", follow_up_id="otto-one", **args)
    assert (await desk.apply(action, "mona")).owner_id == "otto"


@pytest.mark.parametrize(("tool", "args"), ALL)
async def test_the_card_goes_stale_when_somebody_moves_the_follow_up(desk, tool, args):
    action = await desk.show(tool, follow_up_id="tess-visit", **args)
    await desk.do("reschedule_follow_up", user="mona", follow_up_id="tess-visit", starts_at="2031-05-19T09:00:00-05:00")
    assert action.guard != (await desk.show(tool, follow_up_id="tess-visit", **args)).guard


def test_the_follow_up_is_asked_for_first_and_then_the_time(writer):
    assert writer("reschedule_follow_up").missing({}) == "follow_up"
    assert writer("reschedule_follow_up").missing({"follow_up": "x"}) == "starts_at"
    assert writer("cancel_follow_up").missing({}) == "follow_up"
