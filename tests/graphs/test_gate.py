"""The gate: what a yes, a no and neither do to a card."""

from __future__ import annotations

import pytest

from graphs.state import ActionEdit
from store.ledger import receipt

QUALIFY_TESS = "mark Tess Marlow as qualified"
QUALIFY_BOTH = "mark Tess Marlow as qualified and Gil Ortega as negotiating"


async def shown(talk, message=QUALIFY_TESS, **given):
    """The card that `message` is answered with."""
    answer = await talk.say(message, **given)
    assert answer["status"] == "awaiting_confirmation", answer["reply"]
    return answer["proposal"]


async def assert_untouched(world):
    assert await world.ledger() == []
    assert await world.history() == []
    assert (await world.statuses("tess", "gil")) == {"tess": "new", "gil": "contacted"}


async def test_a_command_shows_a_card_and_writes_nothing(world):
    answer = await world.talk().say(QUALIFY_TESS)

    (action,) = answer["proposal"]["actions"]
    assert (answer["status"], answer["receipts"]) == ("awaiting_confirmation", [])
    assert (answer["proposal"]["version"], answer["proposal"]["expires_at"]) == (1, "2031-05-14T16:30:00+00:00")
    assert (action["index"], action["tool"]) == (1, "update_lead")
    assert action["args"] == {"lead_id": "tess", "status": "qualified"}
    assert action["target"] == {"type": "lead", "id": "tess", "name": "Tess Marlow"}
    assert action["changes"] == [{"field": "status", "before": "new", "after": "qualified"}]
    await assert_untouched(world)


async def test_a_yes_applies_the_card_and_answers_from_the_ledger(world):
    talk = world.talk()
    card = await shown(talk)

    answer = await talk.say("yes")

    (entry,) = await world.ledger()
    assert (answer["status"], answer["proposal"], answer["parked"]) == ("done", None, [])
    assert answer["receipts"] == [receipt(entry)]
    assert answer["receipts"][0]["changes"] == card["actions"][0]["changes"]
    assert "Tess Marlow" in answer["reply"]
    assert (await world.lead("tess")).status == "qualified"
    assert (await world.card(card["id"])).state == "applied"


async def test_a_button_applies_the_card_it_names(world):
    talk = world.talk()

    answer = await talk.approve(await shown(talk))

    (entry,) = await world.ledger()
    assert (answer["status"], answer["receipts"]) == ("done", [receipt(entry)])
    assert (await world.lead("tess")).status == "qualified"


async def test_the_ledger_and_the_history_say_who_did_what_as_whom_and_where(world):
    talk = world.talk("mia")
    card = await shown(talk, channel="terminal")
    await talk.say("yes", channel="terminal")

    (entry,) = await world.ledger()
    assert (entry.proposal_id, entry.action_index, entry.tool) == (card["id"], 1, "update_lead")
    assert (entry.tenant_id, entry.user_id, entry.owner_id) == ("north", "mia", "ana")
    assert (entry.role, entry.channel, entry.engine) == ("manager", "terminal", "local")
    assert (entry.args, entry.applied_at) == (card["actions"][0]["args"], world.clock.now())
    (mutation,) = entry.mutations
    assert (mutation["type"], mutation["id"]) == ("lead", "tess")
    assert (mutation["before"], mutation["after"]) == ({"status": "new"}, {"status": "qualified"})

    (line,) = await world.history()
    assert (line.lead_id, line.field, line.before, line.after) == ("tess", "status", "new", "qualified")
    assert (line.user_id, line.change_id, line.changed_at) == ("mia", entry.change_id, world.clock.now())


async def test_the_ledger_names_the_role_that_was_acted_in(world):
    talk = world.talk("mia")
    await shown(talk, "mark Sven Holt as qualified", role="agent")
    await talk.say("yes", role="agent")

    (entry,) = await world.ledger()
    assert (entry.user_id, entry.role) == ("mia", "agent")


@pytest.mark.parametrize("by", ["word", "button"])
async def test_a_no_cancels_the_card_for_good(world, by):
    talk = world.talk()
    card = await shown(talk)

    answer = await (talk.say("no") if by == "word" else talk.reject(card))

    assert (answer["status"], answer["proposal"], answer["parked"]) == ("cancelled", None, [])
    assert (await talk.say("yes"))["status"] == "answered"
    assert (await talk.approve(card))["status"] == "refused"
    assert (await world.card(card["id"])).state == "rejected"
    await assert_untouched(world)


@pytest.mark.parametrize("words", ["hmm", "not yet", "maybe", "wait a second", "let me think"])
async def test_what_is_neither_yes_nor_no_changes_nothing_and_the_card_waits(world, words):
    talk = world.talk()
    card = await shown(talk)

    await talk.say(words)

    await assert_untouched(world)
    kept = await world.card(card["id"])
    assert (kept.state, kept.version) == ("pending", 1)
    assert (await talk.approve(card))["status"] == "done"


@pytest.mark.parametrize("words", ["yes", "ok", "go ahead", "Yes please!"])
async def test_a_yes_with_nothing_waiting_is_answered(world, words):
    answer = await world.talk().say(words)

    assert (answer["status"], answer["proposal"], answer["receipts"]) == ("answered", None, [])
    await assert_untouched(world)


async def test_a_second_yes_is_answered_and_does_nothing(world):
    talk = world.talk()
    await shown(talk)
    await talk.say("yes")

    again = await talk.say("yes")

    assert (again["status"], again["receipts"]) == ("answered", [])
    assert len(await world.ledger()) == 1


async def test_a_repeated_button_gets_the_first_receipts(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)
    first = await talk.approve(card)

    again = await talk.approve(card)

    assert (again["status"], again["receipts"]) == ("done", first["receipts"])
    assert len(await world.ledger()) == len(first["receipts"]) == 2


async def test_a_button_after_a_yes_in_words_gets_its_receipts(world):
    talk = world.talk()
    card = await shown(talk)
    first = await talk.say("yes")

    again = await talk.approve(card)

    assert (again["status"], again["receipts"]) == ("done", first["receipts"])


@pytest.mark.parametrize("kind", ["reject", "edit"])
async def test_an_applied_card_takes_no_other_decision(world, kind):
    talk = world.talk()
    card = await shown(talk)
    await talk.say("yes")

    answer = await getattr(talk, kind)(card)

    assert (answer["status"], answer["proposal"], answer["receipts"]) == ("refused", None, [])
    assert (await world.card(card["id"])).state == "applied"
    assert (await world.lead("tess")).status == "qualified"


@pytest.mark.parametrize("kind", ["approve", "reject", "edit"])
async def test_a_button_of_an_old_version_is_refused(world, kind):
    talk = world.talk()
    old = await shown(talk)
    new = (await talk.edit(old, ActionEdit(1, {"status": "negotiating"})))["proposal"]

    answer = await getattr(talk, kind)(old)

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    assert [parked["proposal_id"] for parked in answer["parked"]] == [new["id"]]
    kept = await world.card(new["id"])
    assert (kept.state, kept.version) == ("pending", 2)
    await assert_untouched(world)


@pytest.mark.parametrize("kind", ["approve", "reject", "edit"])
async def test_a_button_of_a_version_to_come_is_refused(world, kind):
    talk = world.talk()
    card = await shown(talk)

    answer = await getattr(talk, kind)({**card, "version": 2})

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    assert (await world.card(card["id"])).state == "pending"
    await assert_untouched(world)


@pytest.mark.parametrize("kind", ["approve", "reject", "edit"])
@pytest.mark.parametrize("stranger", ["mia", "ada", "zoe"])
@pytest.mark.parametrize("settled_by", ["nothing", "yes", "no"])
async def test_somebody_elses_card_is_refused_like_one_that_nobody_has(world, kind, stranger, settled_by):
    owner, talk = world.talk(), world.talk(stranger)
    card = await shown(owner)
    if settled_by != "nothing":
        await owner.say(settled_by)
    state = (await world.card(card["id"])).state

    foreign = await getattr(talk, kind)(card)
    unknown = await getattr(talk, kind)({**card, "id": "01a1fc55-3cf3-7347-94a4-bfcd3058d638"})

    assert foreign["status"] == unknown["status"] == "refused"
    assert {**foreign, **changing(unknown)} == unknown
    assert (await world.card(card["id"])).state == state
    assert len(await world.ledger()) == (settled_by == "yes")


def changing(answer):
    return {name: answer[name] for name in ("message_id", "reply_id", "timing_ms")}


async def test_a_card_of_another_conversation_is_not_approved_here(world):
    card = await shown(world.talk(session_id="desk"))

    answer = await world.talk(session_id="phone").approve(card)

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    await assert_untouched(world)


async def test_a_card_of_several_actions_is_applied_whole(world):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)

    answer = await talk.say("yes")

    entries = await world.ledger()
    assert [action["target"]["id"] for action in card["actions"]] == ["tess", "gil"]
    assert [entry.action_index for entry in entries] == [1, 2]
    assert answer["receipts"] == [receipt(entry) for entry in entries]
    assert await world.statuses("tess", "gil") == {"tess": "qualified", "gil": "negotiating"}


@pytest.mark.parametrize("by", ["word", "button"])
async def test_nothing_is_applied_where_the_last_action_cannot_be(world, by):
    talk = world.talk()
    card = await shown(talk, QUALIFY_BOTH)
    await world.change("gil", archived_at=world.clock.now())

    answer = await (talk.say("yes") if by == "word" else talk.approve(card))

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    assert (await world.card(card["id"])).state == "rejected"
    await assert_untouched(world)


async def test_a_role_that_was_lowered_since_does_not_approve_what_it_cannot_see(world):
    talk = world.talk("mia")
    await shown(talk)
    await world.set_role("mia", "agent")

    answer = await talk.say("yes")

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    await assert_untouched(world)


async def test_a_request_in_a_lesser_role_does_not_approve_what_that_cannot_see(world):
    talk = world.talk("mia")
    card = await shown(talk)

    answer = await talk.approve(card, role="agent")

    assert (answer["status"], answer["receipts"]) == ("refused", [])
    await assert_untouched(world)
