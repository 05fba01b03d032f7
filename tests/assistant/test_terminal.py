"""The terminal, typed at through a pipe: keys that decide, words that stay messages, what is shown and kept."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from assistant.cli.terminal.completion import Offers
from assistant.cli.terminal.loop import converse
from assistant.cli.terminal.screen import Screen
from assistant.cli.terminal.talker import Talker
from assistant.cli.terminal.values import Form
from store.conversations import find_talk, messages_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from prompt_toolkit.input import PipeInput

    from tests.small_world import World

GRACE = "assistant.cli.terminal.prompt.GRACE"
ASKED = "Shall I go ahead?"
CTRL_C, CTRL_D, ENTER = "\x03", "\x04", "\r"


@dataclass
class Desk:
    """Ana at her terminal."""

    keyboard: PipeInput
    paper: StringIO
    task: asyncio.Task[int]
    read: int = 0

    def types(self, text: str) -> None:
        self.keyboard.send_text(text)

    async def sees(self, text: str) -> str:
        """Wait until `text` is printed, and return what was printed since the last look."""
        for _ in range(1000):
            seen = self.paper.getvalue()
            if text in seen[self.read :]:
                new, self.read = seen[self.read :], len(seen)
                return new
            assert not self.task.done(), seen
            await asyncio.sleep(0.01)
        pytest.fail(f"{text!r} was not printed, but {self.paper.getvalue()}")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "history" / "ana"


@asynccontextmanager
async def seated(world: World, history: Path, begins: str = "Ana (agent)", **console: Any) -> AsyncIterator[Desk]:
    paper = StringIO()
    screen = Screen(Form("en-US", "America/New_York"), Console(file=paper, highlight=False, width=100, **console))
    talk = world.talk()
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        talker = Talker(world.parley, talk.caller, talk.session_id)
        desk = Desk(keyboard, paper, asyncio.create_task(converse(talker, history, screen)))
        try:
            await desk.sees(begins)
            yield desk
        finally:
            desk.types(CTRL_C + CTRL_C + CTRL_D)
            assert await asyncio.wait_for(desk.task, 20) == 0


async def decisions(world: World) -> list[Any]:
    async with world.parley.database.reading() as session:
        talk = await find_talk(session, "north", "ana", "desk")
        return [(row.text, row.decision) for row in await messages_of(session, talk.id)] if talk else []


async def test_a_single_y_is_the_button_under_exactly_the_card_shown(
    world: World, history: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(GRACE, 0.05)
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        assert "Status  new  →  qualified" in await ana.sees(ASKED)
        ana.types("y")
        await ana.sees("Done!")
    assert (await world.statuses("tess")) == {"tess": "qualified"}
    (_, (text, decision)) = await decisions(world)
    assert (text, decision["type"], decision["version"]) == ("", "approve", 1)


async def test_a_message_that_begins_with_the_letter_of_a_key_stays_a_message(
    world: World, history: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(GRACE, 0.4)
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        await ana.sees(ASKED)
        for letters, pause in (("y", 0.05), ("esterday I called Gil Ort", 0.6), ("ega about prices" + ENTER, 0)):
            ana.types(letters)
            await asyncio.sleep(pause)
        await ana.sees("Log a call with Gil Ortega")
        await asyncio.sleep(0.5)
    assert (await world.statuses("tess")) == {"tess": "new"}
    assert [text for text, _ in await decisions(world)][1:] == ["yesterday I called Gil Ortega about prices"]


async def test_enter_after_the_key_does_not_wait(world: World, history: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(GRACE, 60)
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        await ana.sees(ASKED)
        ana.types("n" + ENTER)
        await ana.sees("Nothing was changed")
    assert [decision and decision["type"] for _, decision in await decisions(world)] == [None, "reject"]


async def test_without_a_card_the_keys_are_letters(world: World, history: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(GRACE, 0.01)
    async with seated(world, history) as ana:
        ana.types("y")
        await asyncio.sleep(0.1)
        ana.types("esterday's calls" + ENTER)
        await ana.sees("\n")
        await asyncio.sleep(0.1)
    assert [text for text, _ in await decisions(world)] == ["yesterday's calls"]


async def test_e_takes_the_change_in_words_and_nothing_typed_is_no_change(
    world: World, history: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(GRACE, 0.05)
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        await ana.sees(ASKED)
        ana.types("e")
        await asyncio.sleep(0.3)
        ana.types(ENTER)
        await asyncio.sleep(0.1)
        ana.types("e")
        await asyncio.sleep(0.3)
        ana.types("make it negotiating" + ENTER)
        assert "negotiating" in await ana.sees(ASKED)
    assert [text for text, _ in await decisions(world)] == ["mark Tess Marlow as qualified", "make it negotiating"]


async def test_a_key_under_a_card_that_has_moved_on_changes_nothing(
    world: World, history: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(GRACE, 0.05)
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        await ana.sees(ASKED)
        await world.talk().say("make it negotiating")  # in another window
        ana.types("y")
        assert "version 2" in await ana.sees("changed since")
    assert (await world.statuses("tess")) == {"tess": "new"}


async def test_a_card_that_waits_is_shown_again_when_one_comes_back(
    world: World, history: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(GRACE, 0.05)
    await world.talk().say("mark Tess Marlow as qualified")
    async with seated(world, history, begins=ASKED) as ana:
        ana.types("y")
        await ana.sees("Done!")
    assert (await world.statuses("tess")) == {"tess": "qualified"}


async def test_ctrl_c_clears_the_line(world: World, history: Path):
    async with seated(world, history) as ana:
        ana.types("delete Gil Ortega" + CTRL_C + "how many leads do I have?" + ENTER)
        await ana.sees("3")
    assert [text for text, _ in await decisions(world)] == ["how many leads do I have?"]


async def test_a_number_picks_an_option(world: World, history: Path):
    await world.change("gil", name="Tess Ortega")
    async with seated(world, history) as ana:
        ana.types("mark Tess as qualified" + ENTER)
        offered = await ana.sees("a number picks")
        picked = "Tess Marlow" if offered.index("Tess Marlow") > offered.index("Tess Ortega") else "Tess Ortega"
        ana.types("2" + ENTER)
        assert picked in await ana.sees(ASKED)


async def test_what_was_typed_is_kept_for_its_owner_alone(world: World, history: Path):
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        await ana.sees(ASKED)
        ana.types("n" + ENTER)
        await ana.sees("Nothing was changed")
    kept = await asyncio.to_thread(history.read_text, encoding="utf-8")
    assert [line for line in kept.splitlines() if line.startswith("+")] == ["+mark Tess Marlow as qualified"]
    assert (await asyncio.to_thread(history.stat)).st_mode & 0o077 == 0


async def test_only_names_in_sight_are_completed(world: World):
    offers = Offers()
    talk = world.talk()
    offers.know(await Talker(world.parley, talk.caller, "desk").look(), ["Mark Tess Marlow as qualified"])

    def offered(typed: str) -> list[str]:
        document = Document(typed, len(typed))
        return [one.text for one in offers.get_completions(document, CompleteEvent(text_inserted=True))]

    assert offered("call gil") == ["Gil Ortega"]
    assert offered("log a meeting with tess ma") == ["Tess Marlow"]
    assert offered("update Paula Voss to nego") == ["negotiating", "negotiation"]
    assert offered("call uma") == []  # Ben's
    assert offered("call sven") == []  # her manager's
    assert offered("mark te") == ["Mark Tess Marlow as qualified", "Tess Marlow"]


async def test_a_name_cannot_steer_the_terminal(world: World, history: Path):
    await world.change("tess", company="\x1b]0;owned\x07\x1b[2J[red]Harbour[/red]")
    async with seated(world, history) as ana:
        ana.types("show me my leads" + ENTER)
        seen = await ana.sees("Harbour")
    assert "\x1b" not in seen
    assert "[red]Harbour[/red]" in seen


async def test_cards_are_coloured_where_there_are_colours(world: World, history: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with seated(world, history, force_terminal=True, color_system="standard") as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        card = await ana.sees(ASKED)
    assert "\x1b[31mnew\x1b[0m" in card  # before
    assert "\x1b[1;32mqualified\x1b[0m" in card  # after


async def test_what_waits_is_named_last(world: World, history: Path):
    async with seated(world, history) as ana:
        ana.types("mark Tess Marlow as qualified" + ENTER)
        await ana.sees(ASKED)
        ana.types("show me my leads" + ENTER)
        seen = await ana.sees("back to")
    assert seen.index("Gil Ortega") < seen.index("Still waiting: Set Tess Marlow's status to qualified")


async def test_words_that_break_the_protocol_are_told_and_the_talk_goes_on(world: World, history: Path):
    async with seated(world, history) as ana:
        ana.types("x" * 4001 + ENTER)
        await ana.sees("at most 4,000 characters")
        ana.types("help" + ENTER)
        await ana.sees("For example")
