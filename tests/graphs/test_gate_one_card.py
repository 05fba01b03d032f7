"""Actions of one card on one record: none makes another impossible, or what another shows untrue."""

from __future__ import annotations

import pytest

from graphs.state import ActionEdit
from store.models import FollowUp, Interaction, Lead
from tests.small_world import World


async def test_a_lead_leaves_after_everything_else_that_the_card_does_with_it(world: World) -> None:
    talk = world.talk()
    shown = await talk.say("archive Tess Marlow and mark Tess Marlow as qualified")
    assert [one["tool"] for one in shown["proposal"]["actions"]] == ["update_lead", "archive_lead"]
    assert (await talk.say("yes"))["status"] == "done"
    lead = await world.lead("tess")
    assert (lead.status, lead.archived_at is not None) == ("qualified", True)
    await talk.say("undo")
    assert (await talk.say("yes"))["status"] == "done"
    lead = await world.lead("tess")
    assert (lead.status, lead.archived_at) == ("new", None)


async def test_a_lead_leaves_after_its_follow_up_is_completed(world: World) -> None:
    talk = world.talk()
    await talk.say("schedule a meeting with Gil Ortega on May 20 at 2pm")
    await talk.say("yes")
    await talk.say("archive Gil Ortega and complete the meeting with Gil Ortega")
    assert (await talk.say("yes"))["status"] == "done"


async def test_a_follow_up_can_not_end_in_two_ways(world: World) -> None:
    talk = world.talk()
    await talk.say("schedule a meeting with Gil Ortega on May 20 at 2pm")
    await talk.say("yes")
    answer = await talk.say("complete the meeting with Gil Ortega and cancel the meeting with Gil Ortega")
    assert (answer["status"], answer["proposal"]) == ("refused", None)
    assert "completed and to cancelled" in answer["reply"]
    [meeting] = await world.made()
    assert isinstance(meeting, FollowUp)
    assert meeting.status == "scheduled"


async def test_an_edit_that_sets_a_field_twice_leaves_the_card_as_it_was(world: World) -> None:
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified and Gil Ortega as negotiating"))["proposal"]
    answer = await talk.edit(card, ActionEdit(2, {"lead_id": "tess"}))
    assert answer["status"] == "refused"
    assert "Tess Marlow's status twice: to qualified and to negotiating" in answer["reply"]
    assert [one["proposal_id"] for one in answer["parked"]] == [card["id"]]
    assert (await world.card(card["id"])).version == 1


async def test_what_is_added_to_a_card_sets_nothing_that_it_sets_already(world: World) -> None:
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    answer = await talk.say("also mark Tess Marlow as negotiating")
    assert answer["status"] != "done"
    stored = await world.card(card["id"])
    values = [action["args"].get("status") for action in stored.actions if action["target"]["id"] == "tess"]
    assert len(values) == 1


@pytest.mark.parametrize(
    ("edit", "status"),
    [({"status": None}, "refused"), ({"status": "new"}, "answered"), ({"status": "new", "city": None}, "answered")],
)
async def test_an_edit_that_comes_to_nothing_says_so_and_the_card_waits(
    world: World, edit: dict[str, str], status: str
) -> None:
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    answer = await talk.edit(card, ActionEdit(1, edit))
    assert (answer["status"], answer["proposal"]) == (status, None)
    assert "Tess Marlow" in answer["reply"]
    assert ": ." not in answer["reply"]
    assert [one["proposal_id"] for one in answer["parked"]] == [card["id"]]
    assert (await talk.approve(card))["status"] == "done"
    assert (await world.lead("tess")).status == "qualified"


async def test_an_edit_in_words_to_what_is_so_already_leaves_the_card_waiting(world: World) -> None:
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    answer = await talk.say("make it new")
    assert answer["status"] == "answered"
    assert [one["proposal_id"] for one in answer["parked"]] == [card["id"]]


async def test_dropping_every_action_settles_the_card(world: World) -> None:
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    assert (await talk.edit(card, ActionEdit(1, drop=True)))["status"] == "cancelled"
    assert (await talk.approve(card))["status"] == "refused"


async def test_a_card_does_not_say_an_amount_in_another_currency_than_it_showed(world: World) -> None:
    await world.change("tess", expected_amount=30000)
    talk = world.talk()
    await talk.say("set Tess Marlow's expected amount to 500")
    await world.change("tess", currency="EUR")
    assert (await talk.say("yes"))["status"] == "awaiting_confirmation"
    assert isinstance(await world.lead("tess"), Lead)
    assert (await world.lead("tess")).expected_amount == 30000


async def test_what_a_card_did_is_told_again_line_by_line(world: World) -> None:
    talk = world.talk()
    card = (await talk.say("create a task to send the brochure and archive Tess Marlow"))["proposal"]
    done = await talk.approve(card)
    again = await talk.approve(card)
    assert (again["status"], again["receipts"]) == ("done", done["receipts"])
    assert done["reply"].splitlines()[1:] == again["reply"].splitlines()[1:]


CORRECTIONS = {
    "another lead": ("mark Tess Marlow as qualified", "I meant Gil Ortega"),
    "another lead's call": ("log a call with Tess Marlow: went well", "I meant Gil Ortega"),
    "another kind, of the same lead": ("log a call with Tess Marlow: went well", "make it a meeting"),
    "another lead's appointment": ("schedule a call with Tess Marlow tomorrow at 10am", "I meant Gil Ortega"),
}


@pytest.mark.parametrize(("said", "correction"), CORRECTIONS.values(), ids=CORRECTIONS)
async def test_undo_takes_back_the_whole_of_a_correction(world: World, said: str, correction: str) -> None:
    talk = world.talk()
    await talk.say(said)
    await talk.say("yes")
    as_it_was = await _all(world)
    corrected = (await talk.say(correction))["proposal"]
    assert corrected["actions"][0]["tool"] == "undo_change"
    await talk.say("yes")
    assert await _all(world) != as_it_was

    undoing = (await talk.say("undo"))["proposal"]

    assert [one["tool"] for one in undoing["actions"]] == ["undo_change"] * len(corrected["actions"])
    assert (await talk.say("yes"))["status"] == "done"
    assert await _all(world) == as_it_was


async def test_the_undo_of_a_correction_is_undone_whole_too(world: World) -> None:
    talk = world.talk()
    for words in ("mark Tess Marlow as qualified", "yes", "I meant Gil Ortega", "yes", "undo", "yes", "undo"):
        answer = await talk.say(words)
    assert len(answer["proposal"]["actions"]) == 2
    assert (await talk.say("yes"))["status"] == "done"
    assert await world.statuses("tess", "gil") == {"tess": "new", "gil": "qualified"}


async def _all(world: World) -> tuple[dict[str, str], list[str]]:
    """The statuses of the leads, and what was made and is not taken back."""
    made = [f"{type(one).__name__} {one.lead_id} {_kind(one)}" for one in await world.made() if not one.archived_at]
    return await world.statuses("tess", "gil"), sorted(made)


def _kind(one: Interaction | FollowUp) -> str:
    return one.type if isinstance(one, Interaction) else one.kind
