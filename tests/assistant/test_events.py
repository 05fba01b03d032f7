"""`GET /chat/{session_id}/events`: what happens to a conversation's cards in other windows and processes."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels import events
from assistant.channels.events import Listener, card_events
from graphs.state import ActionEdit
from store.admin_session import administering
from store.conversations import find_talk, remove_talk
from store.models import User
from tests.small_world import NOW, World

ROOT = Path(__file__).parents[2]
Stream = AsyncGenerator[bytes, None]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PULSE", 0.01)


async def listening(world: World, **more: Any) -> Stream:
    talk = world.talk()
    async with world.parley.database.reading() as session:
        found = await find_talk(session, "north", "ana", talk.session_id)
    assert found is not None
    return card_events(Listener(world.parley, talk.caller, found), **more)


async def heard(stream: Stream) -> tuple[str, dict[str, Any]]:
    frame = (await anext(stream)).decode()
    event = json.loads(frame.split("data: ")[1])
    assert event["type"] == "CUSTOM"
    return event["name"], event["value"]


async def test_it_begins_with_the_cards_that_wait_and_tells_what_becomes_of_them(world: World):
    talk = world.talk()
    first = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    stream = await listening(world)
    assert await heard(stream) == ("cards", {"proposals": [first]})

    second = (await talk.say("mark Gil Ortega as qualified"))["proposal"]
    assert await heard(stream) == ("card_made", {"proposal": second})

    changed = (await talk.edit(second, ActionEdit(1, {"status": "negotiating"})))["proposal"]
    assert await heard(stream) == ("card_changed", {"proposal": changed})
    assert changed["version"] == 2

    await talk.approve(changed)
    assert await heard(stream) == ("card_settled", {"proposal_id": second["id"], "version": 2, "state": "applied"})
    await talk.reject(first)
    assert await heard(stream) == ("card_settled", {"proposal_id": first["id"], "version": 1, "state": "rejected"})
    await stream.aclose()  # the client leaves


async def test_a_silent_stream_beats_and_other_conversations_are_not_heard(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)
    await world.talk().say("hello")
    stream = await listening(world)
    assert await heard(stream) == ("cards", {"proposals": []})
    await world.talk(session_id="other").say("mark Tess Marlow as qualified")
    await world.talk("mia").say("mark Sven Holt as qualified")
    assert await anext(stream) == b": still here\n\n"
    assert (await anext(stream)).startswith(b":")


async def test_it_ends_when_the_talk_is_removed(world: World):
    talk = world.talk()
    await talk.approve((await talk.say("mark Tess Marlow as qualified"))["proposal"])
    stream = await listening(world)
    await heard(stream)
    async with world.parley.database.reading() as session:
        found = await find_talk(session, "north", "ana", "desk")
    assert found is not None
    async with world.parley.database.talking() as session:
        await remove_talk(session, found.id)
    assert [frame async for frame in stream] == []


async def test_it_ends_when_its_listener_is_disabled(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)
    await world.talk().say("mark Tess Marlow as qualified")
    stream = await listening(world)
    await heard(stream)
    async with administering(world.parley.database) as session:
        user = await session.get(User, "ana")
        assert user is not None
        await session.change(user, disabled_at=NOW)
    assert [frame async for frame in stream if not frame.startswith(b":")] == []


async def test_it_ends_in_time_and_with_the_service(world: World, monkeypatch: pytest.MonkeyPatch):
    await world.talk().say("hello")
    assert [frame async for frame in await listening(world, leaving=lambda: True)] == []
    monkeypatch.setattr(events, "LONGEST", 0.05)
    assert len([frame async for frame in await listening(world)]) == 1


def test_nobody_elses_conversation_can_be_listened_to(office: Any):
    office.chat("nell@harbor.test", "mark Viola Hartmann as qualified", session_id="mine")
    assert office.get("paul@harbor.test", "/chat/mine/events").status_code == 404
    assert office.get("quentin@quarry.test", "/chat/mine/events").status_code == 404
    assert office.get("ines@harbor.test", "/chat/mine/events").status_code == 404  # an administrator neither
    assert office.get("nell@harbor.test", "/chat/yours/events").status_code == 404
    assert office.client.get("/chat/mine/events").status_code == 401


@contextmanager
def serving(place: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    service = subprocess.Popen([sys.executable, "-m", "assistant", "serve", "--port", str(port)], env=place)
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{port}/health")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        service.terminate()
        began = time.monotonic()
        service.wait(20)
        assert time.monotonic() - began < 4, "an open stream kept the service from ending"


def test_a_card_settled_in_a_terminal_is_heard_of_over_http(tmp_path: Path, world_folder: Path):
    data = shutil.copytree(world_folder, tmp_path / "data")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    mine = {"ASSISTANT_DATA_DIR": str(data), "ASSISTANT_NOW": NOW.isoformat(), "PYTHONPATH": str(ROOT)}
    place = {**kept, **mine}

    def parley(*words: str) -> str:
        command = [sys.executable, "-m", "assistant", *words, "--tenant", "north"]
        return subprocess.run(command, env=place, capture_output=True, text=True, timeout=100, check=True).stdout

    head = {"Authorization": f"Bearer {parley('token', 'ana@north.test').strip()}"}
    with serving(place) as address, httpx.Client(base_url=address, headers=head, timeout=60) as client:
        asked = client.post("/chat", json={"message": "mark Tess Marlow as qualified", "session_id": "both"}).json()
        with client.stream("GET", "/chat/both/events") as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            frames = (json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: "))
            assert [card["id"] for card in next(frames)["value"]["proposals"]] == [asked["proposal"]["id"]]
            assert "Done!" in parley("chat", "--as", "ana@north.test", "--session", "both", "--once", "yes")
            settled = next(frames)
            assert settled["name"] == "card_settled"
            assert settled["value"] == {"proposal_id": asked["proposal"]["id"], "version": 1, "state": "applied"}
        still_open = client.send(client.build_request("GET", "/chat/both/events"), stream=True)
        assert "cards" in next(still_open.iter_text())
