"""A turn is taken once, whole or not at all; a card is claimed once; an action is entered once."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from store import conversations, ledger, proposals
from store.conversations import TurnRecord, close_turn, open_turn
from store.errors import TurnTaken
from store.models import Conversation, Lead, LedgerEntry, Message, Proposal, new_id

MEMORY = {"focus": ["ana-lead"]}


def record(office, talk, message_id, text="hello"):
    return TurnRecord(
        talk=talk,
        tenant_id="north",
        user_id="ana",
        message_id=message_id,
        fingerprint=f"print of {text}",
        text=text,
        decision=None,
        channel="http",
        now=office.now,
        title=text,
    )


async def look(office, message_id="next", user="ana", tenant="north"):
    async with office.database.reading() as session:
        opening = await open_turn(session, tenant, user, "desk", message_id)
    assert opening
    return opening.talk


async def say(office, talk, message_id, text="hello", database=None):
    response = {"reply_id": new_id(), "reply": f"you said {text}"}
    async with (database or office.database).talking() as session:
        await close_turn(session, record(office, talk, message_id, text), response, MEMORY)


async def count(office, model):
    async with office.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(model))


def card(office, talk, **values):
    return {
        "id": "card",
        "tenant_id": "north",
        "user_id": "ana",
        "conversation_id": talk.id,
        "version": 1,
        "state": "pending",
        "actions": [{"index": 1, "tool": "update_lead"}],
        "engine": "local",
        "created_at": office.now,
        "expires_at": office.now + dt.timedelta(hours=1),
        **values,
    }


def entry(office, talk, **values):
    return LedgerEntry(
        proposal_id="card",
        action_index=1,
        tenant_id="north",
        user_id="ana",
        conversation_id=talk.id,
        tool="update_lead",
        target_type="lead",
        target_id="ana-lead",
        target_name="Tess Marlow",
        args={},
        changes=[],
        mutations=[],
        applied_at=office.now,
        **values,
    )


@pytest.fixture
async def talk(office):
    """A conversation after its first turn, with a card that waits."""
    fresh = await look(office)
    await say(office, fresh, "first")
    async with office.database.talking() as session:
        await proposals.make(session, card(office, fresh))
    return await look(office)


async def test_the_first_turn_makes_the_conversation_and_the_next_goes_on_from_it(office):
    fresh = await look(office)
    await say(office, fresh, "first", "good morning")
    second = await look(office)
    await say(office, second, "second")

    assert (fresh.turn, second.turn, second.memory) == (0, 1, MEMORY)
    assert (await look(office)).turn == 2


async def test_a_message_said_before_comes_back_with_its_answer(office):
    await say(office, await look(office), "first", "good morning")

    again = await look(office, "first")

    assert again.answered["reply"] == "you said good morning"
    assert again.fingerprint == "print of good morning"
    assert (await look(office, "other")).answered is None


@pytest.mark.parametrize(("tenant", "user"), [("north", "ben"), ("south", "zoe"), ("south", "ana")])
async def test_a_conversation_is_its_users_alone(office, talk, tenant, user):
    other = await look(office, "first", user, tenant)

    assert (other.turn, other.answered) == (0, None)
    assert other.id != talk.id


async def test_who_closes_a_turn_second_gets_turn_taken_and_keeps_nothing(office, talk):
    await say(office, talk, "winner")

    async def lose():
        async with office.writing() as session:
            await session.change(await session.get(Lead, "ana-lead"), name="Written By The Loser")
            await proposals.make(session, card(office, talk, id="second card"))
            await proposals.claim(session, "card", 1, office.now)
            await session.enter(entry(office, talk))
            await close_turn(session, record(office, talk, "loser"), {"reply_id": new_id()}, {"lost": True})

    with pytest.raises(TurnTaken):
        await lose()

    async with office.database.reading() as session:
        lead = await session.get(Lead, "ana-lead")
        waiting = await proposals.pending(session, talk.id)
    assert lead.name == "Tess Marlow"
    assert [each.id for each in waiting] == ["card"]
    assert await count(office, LedgerEntry) == 0
    assert (await look(office)).memory == MEMORY
    assert (await look(office, "loser")).answered is None


async def test_a_turn_stays_taken_when_the_message_that_took_it_is_gone(office, talk):
    await say(office, talk, "winner")
    async with office.database.talking() as session:
        await session.write(delete(Message))

    with pytest.raises(TurnTaken):
        await say(office, talk, "loser")

    assert (await look(office)).turn == talk.turn + 1


async def test_of_two_first_messages_one_makes_the_conversation(office):
    one, other = await look(office), await look(office)
    await say(office, one, "one")

    with pytest.raises(TurnTaken):
        await say(office, other, "other")

    assert await count(office, Conversation) == 1
    assert await count(office, Message) == 1


async def test_a_retry_that_raced_its_own_message_finds_the_answer(office, talk):
    await say(office, talk, "same", "call Tess")

    with pytest.raises(TurnTaken):
        await say(office, talk, "same", "call Tess")

    assert (await look(office, "same")).answered["reply"] == "you said call Tess"


async def test_of_many_at_once_in_several_processes_one_takes_the_turn(office, talk):
    others = [office.open_again() for _ in range(4)]
    closing = [say(office, talk, f"from {n}", database=database) for n, database in enumerate(others)]

    outcomes = await asyncio.gather(*closing, return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType"] + ["TurnTaken"] * 3
    assert (await look(office)).turn == talk.turn + 1


@pytest.mark.usefixtures("talk")
async def test_a_card_is_claimed_once_whoever_tries(office):
    async def claim(database):
        async with database.talking() as session:
            return await proposals.claim(session, "card", 1, office.now)

    claims = await asyncio.gather(*(claim(office.open_again()) for _ in range(4)))

    assert sorted(claims) == [False, False, False, True]
    assert await claim(office.database) is False


async def test_a_card_is_claimed_only_in_the_version_that_was_shown(office, talk):
    async with office.database.talking() as session:
        await proposals.renew(session, card(office, talk, version=2))
    async with office.database.talking() as session:
        assert await proposals.claim(session, "card", 1, office.now) is False
        assert await proposals.claim(session, "card", 2, office.now) is True


async def test_a_settled_card_is_neither_claimed_nor_edited(office, talk):
    async with office.database.talking() as session:
        await proposals.reject(session, ["card"], office.now)
        assert await proposals.claim(session, "card", 1, office.now) is False
        await proposals.renew(session, card(office, talk, version=2))

    async with office.database.reading() as session:
        settled = await proposals.find(session, "north", "ana", "card")
        assert await proposals.pending(session, talk.id) == []
    assert settled is not None
    assert (settled.state, settled.version, settled.settled_at) == ("rejected", 1, office.now)


@pytest.mark.parametrize(("tenant", "user"), [("north", "ben"), ("south", "ana")])
@pytest.mark.usefixtures("talk")
async def test_a_card_is_found_by_its_own_user_alone(office, tenant, user):
    async with office.database.reading() as session:
        assert await proposals.find(session, tenant, user, "card") is None


async def test_the_ledgers_key_stops_a_second_entry_and_all_that_came_with_it(office, talk):
    async def apply(name):
        async with office.writing() as session:
            await session.change(await session.get(Lead, "ana-lead"), name=name)
            await session.enter(entry(office, talk))

    await apply("Once")
    with pytest.raises(IntegrityError):
        await apply("Twice")

    async with office.database.reading() as session:
        lead = await session.get(Lead, "ana-lead")
        entries = await ledger.entries_of(session, "card")
    assert lead.name == "Once"
    assert len(entries) == 1


async def test_the_ledger_knows_what_took_a_change_back(office, talk):
    async with office.writing() as session:
        await session.enter(entry(office, talk, change_id="done"))
    async with office.database.talking() as session:
        await proposals.make(session, card(office, talk, id="undo card"))
    async with office.writing() as session:
        undoing = entry(office, talk, change_id="undone", undoes="done")
        undoing.proposal_id = "undo card"
        await session.enter(undoing)

    async with office.database.reading() as session:
        undone = await ledger.undone_by(session, "done")
        assert undone == await ledger.find_change(session, "north", "undone")
        assert undone is not None
        assert await ledger.undone_by(session, "undone") is None
        assert await ledger.find_change(session, "south", "done") is None


async def test_conversations_are_listed_by_what_was_said_in_them(office, talk):
    await say(office, talk, "second", "100% sure about the atrium")

    async def listed(**filters):
        async with office.database.reading() as session:
            page, _ = await conversations.list_talks(session, "north", "ana", **filters)
            return [each.id for each in page]

    assert await listed(like="ATRIUM") == [talk.id]
    assert await listed(like="1_0%") == []
    assert await listed(pinned=True) == []
    async with office.database.talking() as session:
        await conversations.rename_talk(session, talk.id, pinned=True)
    assert await listed(pinned=True) == [talk.id]


async def test_messages_come_back_in_the_order_they_were_said(office, talk):
    await say(office, talk, "second", "and then this")

    async with office.database.reading() as session:
        said = await conversations.messages_of(session, talk.id)

    assert [(each.text, each.response["reply"]) for each in said] == [
        ("hello", "you said hello"),
        ("and then this", "you said and then this"),
    ]


async def test_a_removed_conversation_takes_its_messages_and_waiting_cards_along(office, talk):
    async with office.database.talking() as session:
        await conversations.remove_talk(session, talk.id)

    assert [await count(office, model) for model in (Conversation, Message, Proposal)] == [0, 0, 0]


async def test_what_was_applied_outlives_its_conversation(office, talk):
    async with office.writing() as session:
        await proposals.claim(session, "card", 1, office.now)
        await session.enter(entry(office, talk))

    async with office.database.talking() as session:
        await conversations.remove_talk(session, talk.id)

    async with office.database.reading() as session:
        assert len(await ledger.entries_of(session, "card")) == 1
        assert await conversations.find_talk(session, "north", "ana", "desk") is None
        bare = await session.scalar(select(Conversation).where(col(Conversation.id) == talk.id))
    assert (bare.title, bare.memory) == ("", {})
    assert await count(office, Message) == 0
