"""What is on, and what is overdue."""

from __future__ import annotations

import pytest

TODAY = {"from": "2031-05-14T00:00:00-05:00", "to": "2031-05-15T00:00:00-05:00"}


async def titles(desk, user="ivy", **args):
    answer = await desk.ask("show_agenda", user=user, **args)
    assert len(answer.data["rows"]) == len(answer.data["ids"])
    return [row[0] for row in answer.data["rows"]]


async def test_a_day_has_its_follow_ups_and_the_tasks_that_are_due(desk):
    answer = await desk.ask("show_agenda", **TODAY)
    assert [row[0] for row in answer.data["rows"]] == ["Plan the fair", "Ship samples"]
    assert answer.reply == (
        "On the agenda: 1 follow-up and 1 task\n"
        "Wed, May 14, 2031:\n"
        "• 3:00 PM  Plan the fair\n"
        "• task  Ship samples · Gil Ortega"
    )


async def test_overdue_is_what_should_have_been_done_by_now(desk):
    answer = await desk.ask("show_agenda", overdue=True)
    assert [row[0] for row in answer.data["rows"]] == ["Send Gil the brochure", "Renew the badge"]
    assert answer.data["ids_by_type"] == {"follow_up": ["late"], "task": ["badge"]}


async def test_without_times_it_is_everything_that_is_not_done(desk):
    assert await titles(desk) == [
        "Send Gil the brochure",
        "Renew the badge",
        "Plan the fair",
        "Ship samples",
        "Viewing with Tess Marlow",
        "Sort the shelf",
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"type": "task"}, ["Renew the badge", "Ship samples", "Sort the shelf"]),
        ({"kind": "viewing"}, ["Viewing with Tess Marlow"]),
        ({"kind": "task"}, ["Renew the badge", "Ship samples", "Sort the shelf"]),
        ({"lead_id": "gil"}, ["Send Gil the brochure", "Ship samples"]),
        ({"title": "SHELF"}, ["Sort the shelf"]),
        ({**TODAY, "except": ["today"]}, ["Ship samples"]),
        ({"from": "2031-05-15T00:00:00-05:00", "to": "2031-05-16T00:00:00-05:00"}, ["Viewing with Tess Marlow"]),
        ({"from": "2031-06-01T00:00:00-05:00"}, []),
        ({"owner": "otto"}, []),
    ],
)
async def test_it_can_be_narrowed(desk, args, expected):
    assert await titles(desk, **args) == expected


async def test_the_times_are_on_the_askers_clock(desk):
    answer = await desk.ask("show_agenda", kind="viewing")
    assert answer.data["rows"][0][3] == "2031-05-15T14:00:00-05:00"


async def test_a_manager_sees_their_own_unless_they_ask_for_the_team(desk):
    assert await titles(desk, user="mona") == []
    assert "Show the kiln" in await titles(desk, user="mona", team=True)
    assert await titles(desk, user="mona", owner="otto") == ["Show the kiln"]
    assert await titles(desk, user="mona", owner="pia") == []


async def test_the_follow_ups_of_an_archived_lead_are_off_the_agenda(desk):
    await desk.do("archive_lead", lead_id="tess")
    assert await titles(desk, kind="viewing") == []


async def test_what_is_cancelled_or_done_is_off_the_agenda(desk):
    await desk.do("cancel_follow_up", follow_up_id="today")
    await desk.do("complete_task", task_id="samples")
    assert await titles(desk, **TODAY) == []
    assert (await desk.ask("show_agenda", **TODAY)).reply == "There is nothing on the agenda then."


async def test_a_count_is_a_number(desk):
    answer = await desk.ask("show_agenda", count=True, type="task")
    assert (answer.reply, answer.data["value"]) == ("That's 3 tasks.", 3)


async def test_of_many_the_rest_is_counted(desk):
    for number in range(22):
        await desk.do("create_task", title=f"Task {number}", due_on="2031-05-20")
    answer = await desk.ask("show_agenda", type="task", limit=5, **{"from": "2031-05-20T00:00:00Z"})
    assert answer.reply.endswith("and 2 more")
    assert (len(answer.data["rows"]), answer.data["total"], answer.data["truncated"]) == (5, 22, True)
