"""Two service processes over one database: however they race, a card is applied once, and messages take turns."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from tests.crash.service import headers, serving

RACERS = 16


@dataclass(frozen=True)
class Race:
    """A client of both services, in a conversation of its own."""

    clients: tuple[httpx.AsyncClient, httpx.AsyncClient]
    session_id: str

    async def post(self, racer: int = 0, **body: Any) -> dict[str, Any]:
        """Send one message to the first service or, for odd racers, to the second."""
        client = self.clients[racer % 2]
        answer = await client.post("/chat", json={"session_id": self.session_id, **body})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def all_at_once(self, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
        return await asyncio.gather(*(self.post(racer, **body) for racer, body in enumerate(bodies)))

    async def changes(self) -> list[dict[str, Any]]:
        """What the ledger says."""
        found: list[dict[str, Any]] = (await self.clients[0].get("/changes")).json()["items"]
        return found

    async def turns(self) -> list[dict[str, Any]]:
        """The conversation as it is kept."""
        kept: list[dict[str, Any]] = (await self.clients[0].get(f"/chat/{self.session_id}")).json()["turns"]
        return kept


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory, world_folder: Path) -> Iterator[tuple[Path, str, str]]:
    folder = shutil.copytree(world_folder, tmp_path_factory.mktemp("raced") / "data")
    with serving(folder) as one, serving(folder) as other:
        yield folder, one.address, other.address


@pytest_asyncio.fixture
async def race(addresses: tuple[Path, str, str]) -> AsyncIterator[Race]:
    folder, *both = addresses
    one, other = (httpx.AsyncClient(base_url=url, headers=headers(folder), timeout=60) for url in both)
    async with one, other:
        yield Race((one, other), uuid4().hex)


async def test_of_sixteen_buttons_one_applies_the_card_and_all_get_its_receipts(race):
    card = (await race.post(message="mark Tess Marlow as qualified"))["proposal"]
    before = len(await race.changes())
    decision = {"proposal_id": card["id"], "version": 1, "type": "approve"}

    answers = await race.all_at_once(*({"decision": decision} for _ in range(RACERS)))

    assert {answer["status"] for answer in answers} == {"done"}
    assert all(answer["receipts"] == answers[0]["receipts"] for answer in answers)
    assert len({answer["reply_id"] for answer in answers}) == RACERS
    assert len(await race.changes()) == before + 1


async def test_of_sixteen_yeses_one_is_done_and_the_others_are_answered(race):
    await race.post(message="mark Gil Ortega as negotiating")
    before = len(await race.changes())

    answers = await race.all_at_once(*({"message": "yes"} for _ in range(RACERS)))

    assert sorted(answer["status"] for answer in answers) == ["answered"] * (RACERS - 1) + ["done"]
    assert len(await race.changes()) == before + 1


async def test_sixteen_copies_of_one_message_are_one_change_and_one_answer(race):
    await race.post(message="mark Paula Voss as contacted")
    before = len(await race.changes())

    answers = await race.all_at_once(*({"message": "yes", "message_id": "the-yes"} for _ in range(RACERS)))

    answers = [{**answer, "timing_ms": 0} for answer in answers]
    assert answers == [answers[0]] * RACERS
    assert answers[0]["status"] == "done"
    assert len(await race.changes()) == before + 1


async def test_sixteen_copies_of_a_conversations_first_message_make_one_card(race):
    first = {"message": "mark Paula Voss as negotiating", "message_id": "first"}

    answers = await race.all_at_once(*(first for _ in range(RACERS)))

    assert len({answer["proposal"]["id"] for answer in answers}) == 1
    assert len(await race.turns()) == 1


async def test_messages_to_two_processes_are_taken_one_at_a_time(race):
    cities = [f"set Tess Marlow's city to {city}" for city in ("Salem", "Dover", "Lowell", "Bangor", "Keene", "Nashua")]

    answers = await race.all_at_once(*({"message": message} for message in cities))

    assert {answer["status"] for answer in answers} == {"awaiting_confirmation"}
    assert sorted(len(answer["parked"]) for answer in answers) == [0, 1, 2, 3, 4, 5]
    turns = await race.turns()
    assert sorted(turn["message"] for turn in turns) == sorted(cities)
    assert [len(turn["response"]["parked"]) for turn in turns] == [0, 1, 2, 3, 4, 5]
