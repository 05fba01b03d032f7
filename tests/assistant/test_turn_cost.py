"""What each half of a turn may ask of the database: a number that rises is a turn that has become slower."""

from __future__ import annotations

from collections import Counter

import pytest
import pytest_asyncio
from sqlalchemy import event

MARK_TESS = "mark Tess Marlow as qualified"


@pytest.fixture
def asked(world):
    """Counts statements and commits on both engines; beginnings are no statements of ours."""
    found: Counter[str] = Counter()

    def statement(_connection, _cursor, text, *_):
        found["statements"] += not text.startswith("BEGIN")

    def commit(_connection):
        found["commits"] += 1

    for engine in world.parley.database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", statement)
        event.listen(engine.sync_engine, "commit", commit)
    return found


@pytest_asyncio.fixture(loop_scope="session")
async def talk(world):
    """A conversation after a whole turn: the directory and the sight are known, and the tenant has changed since."""
    talk = world.talk()
    await talk.say("mark Gil Ortega as negotiating")
    assert (await talk.say("yes"))["status"] == "done"
    return talk


async def cost(talk, message, status, asked):
    asked.clear()
    assert (await talk.say(message))["status"] == status
    return dict(asked)


async def test_a_message_that_makes_a_card_costs_seven_statements_and_one_commit(talk, asked):
    assert await cost(talk, MARK_TESS, "awaiting_confirmation", asked) == {"statements": 7, "commits": 1}


async def test_a_yes_costs_nine_statements_and_one_commit(talk, asked):
    await talk.say(MARK_TESS)

    assert await cost(talk, "yes", "done", asked) == {"statements": 9, "commits": 1}


async def test_a_read_costs_seven_statements_and_one_commit(talk, asked):
    question = "which of my leads are qualified?"

    assert await cost(talk, question, "answered", asked) == {"statements": 7, "commits": 1}


async def test_a_message_after_one_that_changed_nothing_does_not_look_for_changes(talk, asked):
    await talk.say("hello")

    assert await cost(talk, MARK_TESS, "awaiting_confirmation", asked) == {"statements": 5, "commits": 1}
