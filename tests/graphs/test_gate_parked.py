"""Cards that wait while the talk goes on: parked, never lost, and back by name."""

from __future__ import annotations

import pytest

from graphs.state import ActionEdit

QUALIFY_TESS = "mark Tess Marlow as qualified"
GIL_NEGOTIATES = "mark Gil Ortega as negotiating"
DIGRESSIONS = ["what can you do?", "which of my leads are qualified?", "mark Paula Voss as qualified"]


async def shown(talk, message):
    answer = await talk.say(message)
    assert answer["status"] == "awaiting_confirmation", answer["reply"]
    return answer["proposal"]


def parked(answer):
    return [card["proposal_id"] for card in answer["parked"]]


async def applied_targets(world):
    return [entry.target_id for entry in await world.ledger()]


@pytest.mark.parametrize("digression", DIGRESSIONS)
async def test_a_card_waits_through_a_digression_and_every_reply_ends_by_naming_it(world, digression):
    talk = world.talk()
    card = await shown(talk, QUALIFY_TESS)

    answer = await talk.say(digression)

    assert (answer["proposal"], parked(answer)) == (None, [card["id"]])
    assert "Tess Marlow" in answer["reply"].splitlines()[-1]
    assert (await world.card(card["id"])).state == "pending"


@pytest.mark.parametrize("digression", DIGRESSIONS)
async def test_a_bare_yes_after_a_digression_shows_the_card_and_the_next_one_approves_it(world, digression):
    talk = world.talk()
    card = await shown(talk, QUALIFY_TESS)
    await talk.say(digression)

    back = await talk.say("yes")

    assert (back["status"], back["proposal"]) == ("awaiting_confirmation", card)
    assert await world.ledger() == []
    assert (await talk.say("yes"))["status"] == "done"
    assert await applied_targets(world) == ["tess"]


async def test_another_command_becomes_a_card_of_its_own(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)

    answer = await talk.say(GIL_NEGOTIATES)

    assert answer["proposal"]["id"] != first["id"]
    assert (answer["status"], parked(answer)) == ("awaiting_confirmation", [first["id"]])
    assert "Tess Marlow" in answer["reply"].splitlines()[-1]


async def test_a_yes_approves_the_card_shown_and_not_the_parked_one(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    await shown(talk, GIL_NEGOTIATES)

    answer = await talk.say("yes")

    assert (answer["status"], parked(answer)) == ("done", [first["id"]])
    assert await applied_targets(world) == ["gil"]


async def test_a_parked_card_comes_back_by_name_as_it_was(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    second = await shown(talk, GIL_NEGOTIATES)

    back = await talk.say("back to Tess's")

    assert (back["status"], back["proposal"], parked(back)) == ("awaiting_confirmation", first, [second["id"]])
    assert (await talk.say("yes"))["status"] == "done"
    assert await applied_targets(world) == ["tess"]


async def test_a_parked_card_comes_back_as_it_was_edited(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    edited = (await talk.edit(first, ActionEdit(1, {"status": "contacted"})))["proposal"]
    await shown(talk, GIL_NEGOTIATES)

    back = await talk.say("back to Tess's")

    assert back["proposal"] == edited


async def test_a_parked_card_that_is_out_of_date_comes_back_as_its_next_version(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    await shown(talk, GIL_NEGOTIATES)
    await world.change("tess", status="contacted")

    back = (await talk.say("back to Tess's"))["proposal"]

    assert (back["id"], back["version"]) == (first["id"], 2)
    assert back["actions"][0]["changes"] == [{"field": "status", "before": "contacted", "after": "qualified"}]


async def test_a_yes_by_name_approves_a_parked_card(world):
    talk = world.talk()
    await shown(talk, QUALIFY_TESS)
    second = await shown(talk, GIL_NEGOTIATES)

    answer = await talk.say("yes to Tess's")

    assert (answer["status"], parked(answer)) == ("done", [second["id"]])
    assert await applied_targets(world) == ["tess"]


async def test_a_no_by_name_cancels_a_parked_card(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    second = await shown(talk, GIL_NEGOTIATES)

    answer = await talk.say("cancel Tess's")

    assert (answer["status"], parked(answer)) == ("cancelled", [second["id"]])
    assert (await world.card(first["id"])).state == "rejected"
    assert (await world.card(second["id"])).state == "pending"


async def test_a_button_approves_a_parked_card(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    second = await shown(talk, GIL_NEGOTIATES)

    answer = await talk.approve(first)

    assert (answer["status"], parked(answer)) == ("done", [second["id"]])
    assert await applied_targets(world) == ["tess"]


async def test_after_a_button_on_another_card_a_yes_shows_the_waiting_one_first(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    second = await shown(talk, GIL_NEGOTIATES)
    await talk.approve(first)

    back = await talk.say("yes")

    assert (back["status"], back["proposal"]) == ("awaiting_confirmation", second)
    assert await applied_targets(world) == ["tess"]


async def test_where_several_cards_wait_and_none_is_shown_a_yes_asks_which(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    second = await shown(talk, GIL_NEGOTIATES)
    await talk.say("what can you do?")

    asked = await talk.say("yes")

    assert (asked["status"], asked["question"]["slot"]) == ("awaiting_input", "proposal")
    assert [option["value"] for option in asked["question"]["options"]] == [first["id"], second["id"]]
    assert await world.ledger() == []


@pytest.mark.parametrize("answer", ["2", "Gil's", "label", "value"])
async def test_the_card_that_was_chosen_is_the_one_approved(world, answer):
    talk = world.talk()
    await shown(talk, QUALIFY_TESS)
    await shown(talk, GIL_NEGOTIATES)
    await talk.say("what can you do?")
    _, second = (await talk.say("yes"))["question"]["options"]

    done = await talk.say(second.get(answer, answer))

    assert (done["status"], await applied_targets(world)) == ("done", ["gil"])


async def test_a_yes_to_which_card_asks_again(world):
    talk = world.talk()
    await shown(talk, QUALIFY_TESS)
    await shown(talk, GIL_NEGOTIATES)
    await talk.say("what can you do?")
    await talk.say("yes")

    again = await talk.say("yes")

    assert (again["status"], again["question"]["slot"]) == ("awaiting_input", "proposal")
    assert await world.ledger() == []


async def test_which_card_asked_twice_lists_the_cards_twice(world):
    talk = world.talk()
    await shown(talk, QUALIFY_TESS)
    await shown(talk, GIL_NEGOTIATES)
    await talk.say("what can you do?")
    asked = await talk.say("yes")

    again = await talk.say("yes")

    assert again["reply"] == asked["reply"]
    assert [again["reply"].count(option["label"]) for option in asked["question"]["options"]] == [1, 1]


async def test_which_card_is_over_once_a_card_is_shown_so_later_words_approve_nothing(world):
    talk = world.talk()
    await shown(talk, QUALIFY_TESS)
    await shown(talk, GIL_NEGOTIATES)
    await talk.say("what can you do?")
    await talk.say("yes")
    await shown(talk, "mark Paula Voss as negotiating")

    for words in ("I meant Tess Marlow", "the second", "something like that one"):
        answer = await talk.say(words)
        assert answer["status"] not in ("done", "cancelled"), words
    assert await world.ledger() == []


async def test_all_waiting_cards_are_cancelled_at_once(world):
    talk = world.talk()
    cards = [await shown(talk, QUALIFY_TESS), await shown(talk, GIL_NEGOTIATES)]

    answer = await talk.say("cancel all cards")

    assert (answer["status"], parked(answer)) == ("cancelled", [])
    assert [(await world.card(card["id"])).state for card in cards] == ["rejected", "rejected"]


async def test_what_begins_with_also_adds_to_the_card_shown(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_TESS)

    answer = await talk.say("also mark Gil Ortega as negotiating")

    assert (answer["proposal"]["id"], answer["proposal"]["version"], parked(answer)) == (card["id"], 2, [])
    assert [action["target"]["id"] for action in answer["proposal"]["actions"]] == ["tess", "gil"]
    assert (await talk.say("yes"))["status"] == "done"
    assert await applied_targets(world) == ["tess", "gil"]


async def test_two_cards_on_one_field_are_each_compared_with_what_is_true_then(world):
    talk = world.talk()
    first = await shown(talk, QUALIFY_TESS)
    await shown(talk, "mark Tess Marlow as contacted")
    await talk.say("yes")

    answer = await talk.approve(first)

    assert (answer["status"], answer["proposal"]["version"]) == ("awaiting_confirmation", 2)
    assert answer["proposal"]["actions"][0]["changes"] == [
        {"field": "status", "before": "contacted", "after": "qualified"}
    ]


async def test_a_card_of_one_conversation_does_not_wait_in_another(world):
    await shown(world.talk(session_id="desk"), QUALIFY_TESS)

    answer = await world.talk(session_id="phone").say("yes")

    assert (answer["status"], parked(answer)) == ("answered", [])
