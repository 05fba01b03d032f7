"""Two processes, one conversation: what one does after the other has looked, and before it writes."""

from __future__ import annotations

import pytest
import pytest_asyncio

from assistant import conversation
from graphs.run import run_turn
from graphs.state import ActionEdit
from tests.small_world import open_world

LOG_AND_QUALIFY = "Called Tess Marlow, mark her as qualified"


@pytest_asyncio.fixture(loop_scope="session")
async def elsewhere(world):
    """The same conversation in another process."""
    async with open_world(world.parley.settings.data_dir, world.clock) as other:
        yield other.talk()


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something happen once the next turn has read what is true, and before it does anything."""

    def arrange(happening):
        coming, answers = [happening], []

        async def interrupted(*given):
            if coming:
                answers.append(await coming.pop())
            return await run_turn(*given)

        monkeypatch.setattr(conversation, "run_turn", interrupted)
        return answers

    return arrange


async def shown(talk, message=LOG_AND_QUALIFY):
    answer = await talk.say(message)
    assert answer["proposal"]["actions"][0]["tool"] == "log_interaction"
    return answer


@pytest.mark.parametrize("message", [LOG_AND_QUALIFY, "log a call with Tess Marlow: went well"])
async def test_a_button_that_comes_second_gets_the_receipts_of_the_first(world, elsewhere, meanwhile, message):
    talk = world.talk()
    card = (await shown(talk, message))["proposal"]
    theirs = meanwhile(elsewhere.approve(card))

    mine = await talk.approve(card)

    assert (mine["status"], mine["receipts"]) == ("done", theirs[0]["receipts"])
    assert mine["reply_id"] != theirs[0]["reply_id"]
    assert len(await world.ledger()) == len(card["actions"])
    assert len(await world.made()) == 1


async def test_a_yes_that_comes_second_is_answered(world, elsewhere, meanwhile):
    talk = world.talk()
    await shown(talk)
    theirs = meanwhile(elsewhere.say("yes"))

    mine = await talk.say("yes")

    assert (theirs[0]["status"], mine["status"], mine["receipts"]) == ("done", "answered", [])
    assert len(await world.made()) == 1


async def test_the_same_message_that_comes_second_gets_the_same_answer(world, elsewhere, meanwhile):
    talk = world.talk()
    await shown(talk)
    theirs = meanwhile(elsewhere.say("yes", message_id="m2"))

    mine = await talk.say("yes", message_id="m2")

    assert {**mine, "timing_ms": 0} == {**theirs[0], "timing_ms": 0}
    assert len(await world.ledger()) == 2


async def test_an_approval_of_what_was_edited_meanwhile_is_refused(world, elsewhere, meanwhile):
    talk = world.talk()
    card = (await shown(talk))["proposal"]
    meanwhile(elsewhere.edit(card, ActionEdit(1, drop=True)))

    mine = await talk.approve(card)

    assert (mine["status"], mine["receipts"]) == ("refused", [])
    assert await world.ledger() == []
    assert (await world.card(card["id"])).version == 2


async def test_an_edit_of_what_was_approved_meanwhile_is_refused(world, elsewhere, meanwhile):
    talk = world.talk()
    card = (await shown(talk))["proposal"]
    meanwhile(elsewhere.approve(card))

    mine = await talk.edit(card, ActionEdit(1, drop=True))

    assert (mine["status"], mine["proposal"]) == ("refused", None)
    assert [(await world.card(card["id"])).state, len(await world.ledger())] == ["applied", 2]


async def test_a_no_to_what_was_approved_meanwhile_is_too_late(world, elsewhere, meanwhile):
    talk = world.talk()
    card = (await shown(talk))["proposal"]
    meanwhile(elsewhere.approve(card))

    assert (await talk.reject(card))["status"] == "refused"
    assert (await world.card(card["id"])).state == "applied"


async def test_a_yes_to_what_was_rejected_meanwhile_is_answered(world, elsewhere, meanwhile):
    talk = world.talk()
    await shown(talk)
    meanwhile(elsewhere.say("no"))

    assert (await talk.say("yes"))["status"] == "answered"
    assert await world.ledger() == []


async def test_a_yes_to_a_reply_that_another_followed_meanwhile_approves_nothing(world, elsewhere, meanwhile):
    talk = world.talk()
    seen = await shown(talk)
    meanwhile(elsewhere.say("mark Gil Ortega as negotiating"))

    mine = await talk.say("yes", in_reply_to=seen["reply_id"])

    assert (mine["status"], mine["receipts"]) == ("awaiting_input", [])
    assert await world.ledger() == []


async def test_two_cards_made_at_once_both_wait(world, elsewhere, meanwhile):
    talk = world.talk()
    theirs = meanwhile(elsewhere.say("mark Gil Ortega as negotiating"))

    mine = await shown(talk)

    assert [card["proposal_id"] for card in mine["parked"]] == [theirs[0]["proposal"]["id"]]


async def test_a_change_made_meanwhile_is_compared_within_the_transaction(world, meanwhile):
    talk = world.talk()
    card = (await shown(talk))["proposal"]
    meanwhile(world.change("tess", status="contacted"))

    mine = await talk.say("yes")

    assert (mine["status"], mine["proposal"]["id"], mine["proposal"]["version"]) == (
        "awaiting_confirmation",
        card["id"],
        2,
    )
    assert (await world.ledger(), await world.made()) == ([], [])
