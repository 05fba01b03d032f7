"""Adding tasks and ticking them off."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from store.errors import NothingToDo, Refused
from store.models import Task
from tools.base import Target


async def test_the_card_shows_the_day_in_words(desk):
    action = await desk.show("create_task", title="renew the insurance", due_on="2031-05-16")
    assert action.summary == "Add the task “renew the insurance”, due Fri, May 16, 2031"
    assert action.target.name == "renew the insurance"
    assert {change.field: change.after for change in action.changes} == {
        "title": "renew the insurance",
        "due_on": "2031-05-16",
    }


async def test_a_day_that_is_over_carries_a_warning(desk):
    assert (await desk.show("create_task", title="renew", due_on="2031-05-13")).warnings == (
        "That day is over already",
    )
    assert (await desk.show("create_task", title="renew", due_on="2031-05-14")).warnings == ()


async def test_a_task_may_be_about_a_lead(desk):
    action = await desk.show("create_task", title="ship samples", lead_id="gil")
    assert action.summary == "Add the task “ship samples” for Gil Ortega"
    entry = await desk.apply(action)
    row = await desk.row(Task, entry.target_id)
    assert (row.lead_id, row.owner_id, row.status, row.due_on) == ("gil", "ivy", "open", None)


async def test_a_lead_that_the_same_card_creates_can_be_named(desk):
    coming = {"fresh": Target("lead", "fresh", "Jo Field")}
    action = await desk.show("create_task", title="send plans", lead_id="fresh", coming=coming)
    assert "Jo Field" in action.summary


@pytest.mark.parametrize("lead", ["uma", "nobody"])
async def test_a_lead_out_of_sight_is_refused(desk, lead):
    with pytest.raises(Refused, match="can't find that lead"):
        await desk.show("create_task", title="ship samples", lead_id=lead)


@pytest.mark.parametrize("args", [{"title": ""}, {"title": "x", "due_on": "Friday"}, {}])
async def test_a_task_has_a_title_and_a_real_day(desk, args):
    with pytest.raises(ValidationError):
        await desk.show("create_task", **args)


async def test_the_receipt_says_by_when(desk):
    entry = await desk.do("create_task", title="renew the insurance", due_on="2031-05-16")
    assert desk.receipt(entry) == "I've added the task 'renew the insurance', due Fri, May 16, 2031"
    assert desk.receipt(await desk.do("create_task", title="tidy up")) == "I've added the task 'tidy up'"


async def test_undo_takes_the_task_off_every_list(desk):
    entry = await desk.do("create_task", title="renew the insurance", due_on="2031-05-14")
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert (await desk.row(Task, entry.target_id)).archived_at is not None
    assert desk.receipt(undo) == "Undone: the task renew the insurance is taken back."


async def test_completing_one_and_taking_that_back(desk):
    action = await desk.show("complete_task", task_id="samples")
    assert action.summary == "Mark the task “Ship samples” as done"
    entry = await desk.apply(action)
    assert (await desk.row(Task, "samples")).status == "done"
    assert desk.receipt(entry) == "The task 'Ship samples' is done."
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert (await desk.row(Task, "samples")).status == "open"
    assert desk.receipt(undo) == "Undone: Ship samples's status is back to open."


async def test_a_task_that_is_done_is_nothing_to_do(desk):
    with pytest.raises(NothingToDo, match="done already"):
        await desk.show("complete_task", task_id="filed")


@pytest.mark.parametrize("task", ["south-task", "nobody"])
async def test_a_task_out_of_sight_is_refused(desk, task):
    with pytest.raises(Refused, match="can't find that task"):
        await desk.show("complete_task", task_id=task)


async def test_a_task_is_due_on_the_day_that_was_said(desk):
    entry = await desk.do("create_task", title="renew", due_on="2031-05-16")
    assert (await desk.row(Task, entry.target_id)).due_on == dt.date(2031, 5, 16)
