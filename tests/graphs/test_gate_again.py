"""Cards that are shown again: edited, too late, out of date, or not the one that the client last showed."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.messages import BadRequest
from graphs.state import ActionEdit

QUALIFY_TESS = "mark Tess Marlow as qualified"
QUALIFY_BOTH = "mark Tess Marlow as qualified and Gil Ortega as negotiating"
HOUR = dt.timedelta(hours=1)


async def shown(talk, message=QUALIFY_TESS):
    answer = await talk.say(message)
    assert answer["status"] == "awaiting_confirmation", answer["reply"]
    return answer["proposal"]


async def approved(talk, card, by):
    return await (talk.say("yes") if by == "word" else talk.approve(card))


def changes(card):
    return [(change["field"], change["before"], change["after"]) for a in card["actions"] for change in a["changes"]]


def assert_asks_again(answer, old, *, version):
    """The card came back under `version`, and asks."""
    assert (answer["status"], answer["receipts"]) == ("awaiting_confirmation", [])
    assert (answer["proposal"]["id"], answer["proposal"]["version"]) == (old["id"], version)


async def assert_nothing_done(world):
    assert await world.ledger() == []
    assert await world.history() == []


EDITS = ["make it negotiating", "button"]


async def edited(talk, card, how):
    if how == "button":
        return await talk.edit(card, ActionEdit(1, {"status": "negotiating"}))
    return await talk.say(how)


@pytest.mark.parametrize("how", EDITS)
async def test_an_edit_makes_a_new_version_and_asks_again(world, how):
    talk = world.talk()
    card = await shown(talk)

    answer = await edited(talk, card, how)

    assert_asks_again(answer, card, version=2)
    assert changes(answer["proposal"]) == [("status", "new", "negotiating")]
    await assert_nothing_done(world)

    done = await talk.say("yes")
    assert changes({"actions": done["receipts"]}) == [("status", "new", "negotiating")]
    assert (await world.lead("tess")).status == "negotiating"


async def test_an_edit_gives_the_card_a_new_hour(world):
    talk = world.talk()
    card = await shown(talk)
    world.clock.move(minutes=50)

    answer = await talk.edit(card, ActionEdit(1, {"status": "negotiating"}))

    assert answer["proposal"]["expires_at"] == (world.clock.now() + HOUR).isoformat()
    world.clock.move(minutes=50)
    assert (await talk.say("yes"))["status"] == "done"


async def test_an_edit_can_drop_an_action(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)

    answer = await talk.edit(card, ActionEdit(1, drop=True))

    assert_asks_again(answer, card, version=2)
    assert [(a["index"], a["target"]["id"]) for a in answer["proposal"]["actions"]] == [(1, "gil")]
    await talk.say("yes")
    assert await world.statuses("tess", "gil") == {"tess": "new", "gil": "negotiating"}


async def test_a_card_whose_every_action_is_dropped_is_cancelled(world):
    talk = world.talk()
    card = await shown(talk)

    answer = await talk.edit(card, ActionEdit(1, drop=True))

    assert (answer["status"], answer["proposal"], answer["parked"]) == ("cancelled", None, [])
    assert (await world.card(card["id"])).state == "rejected"
    await assert_nothing_done(world)


async def test_an_edit_can_add_an_argument_and_name_another_lead(world):
    talk = world.talk()
    card = await shown(talk)

    answer = await talk.edit(card, ActionEdit(1, {"lead_id": "gil", "city": "Salem"}))

    assert_asks_again(answer, card, version=2)
    assert answer["proposal"]["actions"][0]["target"]["id"] == "gil"
    assert changes(answer["proposal"]) == [("status", "contacted", "qualified"), ("city", None, "Salem")]


async def test_an_edit_that_makes_two_actions_the_same_leaves_one(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)

    answer = await talk.edit(card, ActionEdit(2, {"lead_id": "tess", "status": "qualified"}))

    assert_asks_again(answer, card, version=2)
    assert changes(answer["proposal"]) == [("status", "new", "qualified")]


async def test_an_edit_may_send_back_the_id_of_a_record_that_the_card_is_about_to_make(world):
    talk = world.talk()
    card = await shown(talk, "add a new lead Nora Quist from Brickfield and schedule a call with her tomorrow at 3pm")
    coming = card["actions"][1]["args"]

    answer = await talk.edit(card, ActionEdit(2, {**coming, "duration_minutes": 45}))

    assert_asks_again(answer, card, version=2)
    assert [receipt["target"]["name"] for receipt in (await talk.say("yes"))["receipts"]] == ["Nora Quist"] * 2


BROKEN_EDITS = {
    "an index that isn't there": ActionEdit(7, {"status": "negotiating"}),
    "an index before the first": ActionEdit(0, drop=True),
    "an argument that isn't there": ActionEdit(1, {"mood": "sunny"}),
    "the id of a lead that nobody has": ActionEdit(1, {"lead_id": "01a1fc55-3cf3-7347-94a4-bfcd3058d638"}),
    "the id of a colleague's lead": ActionEdit(1, {"lead_id": "uma"}),
    "the id of another tenant's lead": ActionEdit(1, {"lead_id": "zoes-tess"}),
}


@pytest.mark.parametrize("edit", BROKEN_EDITS.values(), ids=BROKEN_EDITS)
async def test_an_edit_that_names_what_is_not_there_is_a_bad_request(world, edit):
    talk = world.talk()
    card = await shown(talk)

    with pytest.raises(BadRequest, match=r"^decision\.actions"):
        await talk.edit(card, edit, message_id="the-edit")

    kept = await world.card(card["id"])
    assert (kept.state, kept.version) == ("pending", 1)
    better = await talk.edit(card, ActionEdit(1, {"status": "negotiating"}), message_id="the-edit")
    assert_asks_again(better, card, version=2)


async def test_a_bad_request_says_no_word_on_whether_a_lead_exists_elsewhere(world):
    talk = world.talk()
    card = await shown(talk)
    said = set()
    for lead_id in ("uma", "zoes-tess", "nobodys"):
        with pytest.raises(BadRequest) as caught:
            await talk.edit(card, ActionEdit(1, {"lead_id": lead_id}))
        said.add(str(caught.value))

    assert len(said) == 1


async def test_one_broken_edit_spoils_the_others(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)

    with pytest.raises(BadRequest):
        await talk.edit(card, ActionEdit(1, drop=True), ActionEdit(9, drop=True))

    assert (await world.card(card["id"])).version == 1


async def test_an_edit_to_a_value_that_is_not_there_leaves_the_card_as_it_was(world):
    talk = world.talk()
    card = await shown(talk)

    answer = await talk.edit(card, ActionEdit(1, {"status": "enchanted"}))

    assert (answer["status"], answer["proposal"]) == ("refused", None)
    kept = await world.card(card["id"])
    assert (kept.state, kept.version) == ("pending", 1)


@pytest.mark.parametrize("by", ["word", "button"])
async def test_a_late_yes_shows_the_card_again(world, by):
    talk = world.talk()
    card = await shown(talk)
    world.clock.move(minutes=60)

    answer = await approved(talk, card, by)

    assert_asks_again(answer, card, version=2)
    assert answer["proposal"]["expires_at"] == (world.clock.now() + HOUR).isoformat()
    await assert_nothing_done(world)
    assert (await talk.say("yes"))["status"] == "done"
    assert (await world.lead("tess")).status == "qualified"


async def test_a_yes_within_the_hour_is_in_time(world):
    talk = world.talk()
    await shown(talk)
    world.clock.move(minutes=59, seconds=59)

    assert (await talk.say("yes"))["status"] == "done"


async def test_a_late_no_is_a_no(world):
    talk = world.talk()
    card = await shown(talk)
    world.clock.move(hours=3)

    assert (await talk.reject(card))["status"] == "cancelled"


@pytest.mark.parametrize("by", ["word", "button"])
async def test_a_card_whose_before_no_longer_holds_is_shown_again_with_what_is_true(world, by):
    talk = world.talk()
    card = await shown(talk)
    await world.change("tess", status="contacted")

    answer = await approved(talk, card, by)

    assert_asks_again(answer, card, version=2)
    assert changes(answer["proposal"]) == [("status", "contacted", "qualified")]
    await assert_nothing_done(world)
    done = await approved(talk, answer["proposal"], by)
    assert changes({"actions": done["receipts"]}) == [("status", "contacted", "qualified")]
    assert (await world.lead("tess")).status == "qualified"


async def test_a_stale_action_keeps_back_the_whole_card(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)
    await world.change("gil", status="new")

    answer = await talk.say("yes")

    assert_asks_again(answer, card, version=2)
    assert changes(answer["proposal"]) == [("status", "new", "qualified"), ("status", "new", "negotiating")]
    assert await world.statuses("tess", "gil") == {"tess": "new", "gil": "new"}
    await assert_nothing_done(world)


async def test_a_stale_card_has_a_new_hour(world):
    talk = world.talk()
    await shown(talk)
    world.clock.move(minutes=30)
    await world.change("tess", status="contacted")

    answer = await talk.say("yes")

    assert answer["proposal"]["expires_at"] == (world.clock.now() + HOUR).isoformat()


async def test_a_change_elsewhere_in_the_record_does_not_matter(world):
    talk = world.talk()
    await shown(talk)
    await world.change("tess", city="Salem", tags=["warm"], expected_amount=250_000)

    answer = await talk.say("yes")

    lead = await world.lead("tess")
    assert answer["status"] == "done"
    assert (lead.status, lead.city, lead.tags, lead.expected_amount) == ("qualified", "Salem", ["warm"], 250_000)


async def test_what_became_so_meanwhile_is_answered_and_the_card_is_settled(world):
    talk = world.talk()
    card = await shown(talk)
    await world.change("tess", status="qualified")

    answer = await talk.say("yes")

    assert (answer["status"], answer["proposal"], answer["parked"]) == ("answered", None, [])
    assert (await world.card(card["id"])).state == "rejected"
    await assert_nothing_done(world)


async def test_a_change_of_owner_within_sight_shows_the_card_again(world):
    talk = world.talk("mia")
    card = await shown(talk)
    await world.change("tess", owner_id="mia")

    answer = await talk.say("yes")

    assert_asks_again(answer, card, version=2)
    await assert_nothing_done(world)
    assert (await talk.say("yes"))["status"] == "done"


@pytest.mark.parametrize("by", ["word", "button"])
@pytest.mark.parametrize("fate", [{"owner_id": "ben"}, {"archived_at": dt.datetime(2031, 5, 14, tzinfo=dt.UTC)}])
async def test_a_lead_that_left_ones_sight_is_not_changed(world, by, fate):
    talk = world.talk()
    card = await shown(talk)
    await world.change("tess", **fate)

    answer = await approved(talk, card, by)

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    assert (await world.lead("tess")).status == "new"
    await assert_nothing_done(world)


@pytest.mark.parametrize("by", ["word", "button"])
async def test_a_card_that_cannot_be_any_more_says_which_of_its_actions(world, by):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)
    await world.change("gil", archived_at=world.clock.now())

    answer = await approved(talk, card, by)

    assert card["actions"][1]["summary"] in answer["reply"]
    assert "Tess Marlow" not in answer["reply"]
    assert "Nothing of that card was changed" in answer["reply"]
    assert (await world.card(card["id"])).state == "rejected"
    await assert_nothing_done(world)


async def test_a_card_called_back_says_which_of_its_actions_cannot_be_any_more(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)
    await shown(talk, "mark Paula Voss as contacted")
    await world.change("gil", archived_at=world.clock.now())

    answer = await talk.approve(card)

    assert (answer["status"], len(answer["parked"])) == ("refused", 1)
    assert answer["reply"].startswith(f"I can no longer do this: {card['actions'][1]['summary']}.")
    await assert_nothing_done(world)


async def test_a_lead_given_away_and_one_archived_are_refused_in_the_same_words(world):
    replies = set()
    for lead_id, name, fate in (
        ("tess", "Tess Marlow", {"owner_id": "ben"}),
        ("paula", "Paula Voss", {"archived_at": world.clock.now()}),
    ):
        talk = world.talk(session_id=lead_id)
        await shown(talk, f"mark {name} as negotiating")
        await world.change(lead_id, **fate)
        replies.add((await talk.say("yes"))["reply"].replace(name, ""))

    assert len(replies) == 1


async def test_a_yes_to_another_reply_than_the_last_shows_the_card_again(world):
    talk = world.talk()
    first = await talk.say(QUALIFY_TESS)
    second = await talk.say("make it negotiating")

    late = await talk.say("yes", in_reply_to=first["reply_id"])

    assert_asks_again(late, second["proposal"], version=2)
    await assert_nothing_done(world)
    assert (await talk.say("yes", in_reply_to=late["reply_id"]))["status"] == "done"


async def test_a_yes_to_the_last_reply_is_one(world):
    talk = world.talk()
    answer = await talk.say(QUALIFY_TESS)

    assert (await talk.say("yes", in_reply_to=answer["reply_id"]))["status"] == "done"
