"""The product on PostgreSQL: run where `ASSISTANT_TEST_POSTGRES_URL` names a database that may be emptied."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from assistant.bootstrap import open_parley
from store.models import Lead
from tests import small_world
from tests.small_world import World, settings_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

URL = os.environ.get("ASSISTANT_TEST_POSTGRES_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="ASSISTANT_TEST_POSTGRES_URL names no database")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The small world in an emptied database."""
    engine = create_async_engine(URL)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    async with open_parley(settings_in(tmp_path, DATABASE_URL=URL)) as parley:
        await small_world.fill(parley)
        world = World(parley)
        parley.conversation._clock = world.clock  # type: ignore[assignment]
        yield world


async def test_a_card_is_shown_applied_and_taken_back(world: World) -> None:
    talk = world.talk()
    words = "mark Tess Marlow as qualified and schedule a meeting with Gil Ortega on May 20 at 2pm"
    for said, status in ((words, "awaiting_confirmation"), ("yes", "done"), ("undo", "awaiting_confirmation")):
        assert (await talk.say(said))["status"] == status
    assert (await world.lead("tess")).status == "qualified"
    assert (await talk.say("yes"))["status"] == "done"
    assert (await world.lead("tess")).status == "new"
    assert len(await world.ledger()) == 4


async def test_what_changed_behind_a_card_is_shown_again(world: World) -> None:
    talk = world.talk()
    await talk.say("mark Tess Marlow as qualified")
    await world.change("tess", status="contacted")
    again = await talk.say("yes")
    assert again["status"] == "awaiting_confirmation"
    assert again["proposal"]["actions"][0]["changes"][0]["before"] == "contacted"


async def test_of_many_approvals_at_once_one_applies(world: World) -> None:
    import asyncio

    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    answers = await asyncio.gather(*(talk.approve(card) for _ in range(8)))
    assert {answer["status"] for answer in answers} == {"done"}
    assert len(await world.ledger()) == 1


@pytest.mark.parametrize(
    "question",
    ["which of my leads are new?", "how many leads by status?", "what's on this week?", "what changed today?"],
)
async def test_reads_are_answered(world: World, question: str) -> None:
    assert (await world.talk().say(question))["status"] == "answered"


async def test_the_reading_connection_refuses_a_write(world: World) -> None:
    _, reading = world.parley.database.engines
    async with reading.connect() as connection:
        with pytest.raises(DBAPIError, match="read-only"):
            await connection.execute(text("DELETE FROM ledger"))
    assert isinstance(await world.lead("tess"), Lead)
