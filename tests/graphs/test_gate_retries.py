"""Retries, races and restarts: a message is answered once, a card applied once."""

from __future__ import annotations

import asyncio
import shutil

import pytest

from assistant.conversation import MessageIdReused
from tests.small_world import HandClock, open_world

QUALIFY_TESS = "mark Tess Marlow as qualified"


async def shown(talk, message=QUALIFY_TESS):
    answer = await talk.say(message)
    assert answer["status"] == "awaiting_confirmation", answer["reply"]
    return answer["proposal"]


def untimed(answer):
    return {**answer, "timing_ms": 0}


async def test_a_message_said_again_gets_its_first_answer_and_makes_no_second_card(world):
    talk = world.talk()
    first = await talk.say(QUALIFY_TESS, message_id="m1")

    again = await talk.say(QUALIFY_TESS, message_id="m1")

    assert untimed(again) == untimed(first)
    assert again["message_id"] == "m1"
    assert (await talk.say("yes"))["parked"] == []


async def test_a_yes_said_again_gets_its_first_answer_and_does_nothing_twice(world):
    talk = world.talk()
    await shown(talk)
    first = await talk.say("yes", message_id="m2")

    again = await talk.say("yes", message_id="m2")

    assert (first["status"], untimed(again)) == ("done", untimed(first))
    assert len(await world.ledger()) == 1


async def test_a_button_pressed_again_with_its_key_gets_its_first_answer(world):
    talk = world.talk()
    card = await shown(talk)
    first = await talk.approve(card, message_id="m2")

    again = await talk.approve(card, message_id="m2")

    assert untimed(again) == untimed(first)


async def test_an_old_yes_sent_again_does_not_approve_a_newer_card(world):
    talk = world.talk()
    await shown(talk)
    await talk.say("yes", message_id="m2")
    newer = await shown(talk, "mark Gil Ortega as negotiating")

    again = await talk.say("yes", message_id="m2")

    assert again["receipts"][0]["target"]["id"] == "tess"
    assert (await world.card(newer["id"])).state == "pending"
    assert (await talk.say("yes"))["receipts"][0]["target"]["id"] == "gil"


async def test_a_key_that_comes_with_other_content_is_refused(world):
    talk = world.talk()
    card = await shown(talk)
    first = await talk.say("hmm", message_id="m2")

    with pytest.raises(MessageIdReused):
        await talk.say("yes", message_id="m2")
    with pytest.raises(MessageIdReused):
        await talk.approve(card, message_id="m2")
    with pytest.raises(MessageIdReused):
        await talk.say("hmm", message_id="m2", role="agent")

    assert untimed(await talk.say("hmm", message_id="m2")) == untimed(first)
    assert await world.ledger() == []


async def test_a_key_belongs_to_its_conversation(world):
    desk, phone = world.talk(session_id="desk"), world.talk(session_id="phone")
    first = await desk.say(QUALIFY_TESS, message_id="m1")

    other = await phone.say("mark Gil Ortega as negotiating", message_id="m1")

    assert other["proposal"]["id"] != first["proposal"]["id"]
    assert (await world.talk("ben").say("yes", message_id="m1"))["status"] == "answered"


async def test_a_message_that_was_refused_by_the_protocol_leaves_its_key_free(world):
    talk = world.talk()
    with pytest.raises(Exception, match="role"):
        await talk.say(QUALIFY_TESS, message_id="m1", role="admin")

    assert (await talk.say(QUALIFY_TESS, message_id="m1"))["status"] == "awaiting_confirmation"


async def test_of_many_buttons_at_once_one_applies_and_all_get_its_receipts(world):
    talk = world.talk()
    card = await shown(talk)

    answers = await asyncio.gather(*(talk.approve(card) for _ in range(8)))

    assert {answer["status"] for answer in answers} == {"done"}
    assert len({answer["receipts"][0]["change_id"] for answer in answers}) == 1
    assert len(await world.ledger()) == 1


async def test_of_many_words_at_once_one_is_done_and_the_others_answered(world):
    talk = world.talk()
    await shown(talk)

    answers = await asyncio.gather(*(talk.say("yes") for _ in range(8)))

    assert sorted(answer["status"] for answer in answers) == ["answered"] * 7 + ["done"]
    assert len(await world.ledger()) == 1


async def test_many_copies_of_one_message_get_one_answer(world):
    talk = world.talk()
    await shown(talk)

    answers = await asyncio.gather(*(talk.say("yes", message_id="m2") for _ in range(8)))

    assert {answer["reply_id"] for answer in answers} == {answers[0]["reply_id"]}
    assert len(await world.ledger()) == 1


async def test_two_installations_of_one_database_take_a_conversation_in_turns(world):
    async with open_world(world.parley.settings.data_dir, world.clock) as other:
        here, there = world.talk(), other.talk()
        card = await shown(here)
        answers = await asyncio.gather(*(talk.approve(card) for talk in (here, there) * 4))

    assert {answer["status"] for answer in answers} == {"done"}
    assert len({answer["reply_id"] for answer in answers}) == 8
    assert len(await world.ledger()) == 1


@pytest.mark.parametrize("checkpoints", ["kept", "lost"])
async def test_a_card_outlives_a_restart(tmp_path, world_folder, checkpoints):
    folder = shutil.copytree(world_folder, tmp_path / "world")
    async with open_world(folder) as world:
        card = await shown(world.talk())
    if checkpoints == "lost":
        (folder / "checkpoints.sqlite").unlink()

    async with open_world(folder) as world:
        answer = await world.talk().say("yes")
        assert (answer["status"], answer["receipts"][0]["target"]["id"]) == ("done", "tess")
        assert (await world.card(card["id"])).state == "applied"


async def test_an_old_checkpoint_cannot_bring_a_settled_card_back(tmp_path, world_folder):
    folder = shutil.copytree(world_folder, tmp_path / "world")
    async with open_world(folder) as world:
        card = await shown(world.talk())
    before = shutil.copy(folder / "checkpoints.sqlite", tmp_path / "before")
    async with open_world(folder) as world:
        done = await world.talk().approve(card)
    shutil.copy(before, folder / "checkpoints.sqlite")

    async with open_world(folder, HandClock()) as world:
        again = await world.talk().approve(card)
        assert (again["status"], again["receipts"]) == ("done", done["receipts"])
        assert len(await world.ledger()) == 1
