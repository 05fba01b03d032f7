"""A process that dies while it takes a turn leaves the whole turn or none of it, and the retry finds out which."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from graphs.state import ActionEdit, Decision, Turn
from store.ledger import receipt
from store.models import Conversation, Message, Proposal, Tenant
from tests.crash.faults import AFTER_COMMIT
from tests.small_world import Answer, World, open_world

ROOT = Path(__file__).parents[2]
THREE = "Called Tess Marlow, mark her as qualified and schedule a follow-up tomorrow at 2pm"

THREE_TOOLS = ["log_interaction", "update_lead", "schedule_follow_up"]


@dataclass(frozen=True)
class Mortal:
    """A process that takes turns and can be told where to die."""

    process: subprocess.Popen[str]

    def take(self, folder: Path, turn: Turn, fatal: int = 0) -> tuple[int, list[str]]:
        """Return how it ended, and the boundaries that it passed."""
        job = {"folder": str(folder), "turn": msgspec.to_builtins(turn), "fatal": fatal}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(job)}\n")
        self.process.stdin.flush()
        ended = int(self.process.stdout.readline())
        return ended, (folder / "boundaries.log").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    command = [sys.executable, "-m", "tests.crash.child"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Mortal(process)
        process.kill()


def press(kind: Any, card: Answer, *actions: ActionEdit) -> Turn:
    decision = Decision(card["id"], card["version"], kind, actions)
    return Turn(session_id="desk", message_id="fatal", decision=decision)


def word(message: str) -> Turn:
    return Turn(message, session_id="desk", message_id="fatal")


TURNS = {
    "a yes": lambda _: word("yes"),
    "a no": lambda _: word("no"),
    "an edit": lambda card: press("edit", card, ActionEdit(1, drop=True)),
    "a new card": lambda _: word("mark Gil Ortega as negotiating"),
}


@pytest.mark.parametrize("turn_on", TURNS.values(), ids=TURNS)
async def test_a_turn_that_dies_anywhere_is_kept_whole_or_not_at_all(mortal, world_folder, tmp_path, turn_on):
    async with open_world(shutil.copytree(world_folder, tmp_path / "before")) as world:
        card = (await world.talk().say(THREE))["proposal"]
        assert [action["tool"] for action in card["actions"]] == THREE_TOOLS
        turn = turn_on(card)
        nothing = await found(world)
    ended, boundaries = mortal.take(shutil.copytree(tmp_path / "before", tmp_path / "after"), turn)
    async with open_world(tmp_path / "after") as world:
        everything = await found(world)
    assert (ended, boundaries.count(AFTER_COMMIT)) == (0, 1)
    assert nothing != everything

    committed = boundaries.index(AFTER_COMMIT)
    for place, name in enumerate(boundaries):
        folder = shutil.copytree(tmp_path / "before", tmp_path / "killed")
        assert mortal.take(folder, turn, place + 1) == (-signal.SIGKILL, boundaries[: place + 1]), name
        async with open_world(folder) as world:
            assert await found(world) == (nothing if place < committed else everything), f"killed {name}"
            await assert_goes_on(world, turn, everything)
        shutil.rmtree(folder)


async def assert_goes_on(world: World, turn: Turn, everything: dict[str, Any]) -> None:
    """The retry gets the answer that the first try was due, and the talk goes on from there."""
    talk = world.talk()
    answer = await talk.take(turn)
    assert await found(world) == everything
    assert answer["receipts"] == [receipt(entry) for entry in await world.ledger()]
    assert (await talk.say("mark Paula Voss as contacted"))["status"] == "awaiting_confirmation"


async def found(world: World) -> dict[str, Any]:
    """What a turn may change, without the ids that every try makes anew."""
    async with world.parley.database.reading() as session:
        cards = await session.records(select(Proposal).order_by(col(Proposal.id)))
        messages = await session.records(select(Message).order_by(col(Message.turn)))
        talks = await session.records(select(Conversation))
        tenant = await session.get(Tenant, "north")
    return {
        "cards": [(card.state, card.version, len(card.actions), card.settled_at) for card in cards],
        "messages": [(message.turn, message.text, message.response["status"]) for message in messages],
        "turns": [talk.turn for talk in talks],
        "revision": tenant and tenant.revision,
        "statuses": await world.statuses(),
        "last contact": (await world.lead("tess")).last_contacted,
        "made": [type(record).__name__ for record in await world.made()],
        "ledger": [(entry.action_index, entry.tool, entry.changes) for entry in await world.ledger()],
        "history": [(line.lead_id, line.field, line.after) for line in await world.history()],
    }
