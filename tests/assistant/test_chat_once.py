"""`chat --once`: its exit codes, and how a conversation goes on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.__main__ import main
from tests.small_world import NOW

Chat = Callable[..., tuple[int, str, str]]


@pytest.fixture
def chat(
    tmp_path: Path, world_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Chat:
    """Run the command in this process, as Ana, on a copy of the small world."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(shutil.copytree(world_folder, tmp_path / "data")))
    monkeypatch.setenv("ASSISTANT_NOW", NOW.isoformat())

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["parley", "chat", "--tenant", "north", "--as", "ana@north.test", *words])
        try:
            main()
        except SystemExit as left:
            return int(left.code or 0), *capsys.readouterr()
        pytest.fail("a command ends by leaving")

    return run


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--once", "show me my leads"], 0, ""),
        (["--once", "mark Tess Marlow as qualified"], 0, ""),
        (["--once", "blorp blorp"], 1, "parley: not done (not understood)\n"),
        (["--once", "mark Uma Reyes as qualified"], 1, "parley: not done (refused)\n"),  # Ben's: there is no such lead
        (["--once", ""], 1, "parley: message: it is empty; say something in 1 to 4,000 characters\n"),
        (["--as", "nobody@north.test", "--once", "help"], 1, "say who is talking with --as EMAIL"),
        (["--tenant", "east", "--once", "help"], 1, "there is no tenant 'east'"),
        (["--session", "s" * 65, "--once", "help"], 2, "at most 64 characters"),
        (["--loud"], 2, "No such option"),
    ],
)
def test_the_exit_code_says_whether_it_was_done(chat: Chat, words: list[str], code: int, said: str):
    left, _, err = chat(*words)
    assert left == code, err
    assert said in err
    assert bool(err) == bool(said)
    assert code == 2 or err.count("\n") <= 1


def test_a_conversation_goes_on_by_its_session(chat: Chat):
    assert chat("--session", "mine", "--once", "mark Tess Marlow as qualified")[0] == 0
    assert "Nothing is waiting" in chat("--session", "other", "--once", "yes")[1]
    assert "Done!" in chat("--session", "mine", "--once", "yes")[1]


def test_the_reply_is_printed_whatever_the_exit_code(chat: Chat):
    code, out, _ = chat("--once", "mark Uma Reyes as qualified")  # Ben's
    assert code == 1
    assert out == chat("--once", "mark Uma Reyers as qualified")[1].replace("Reyers", "Reyes")  # nobody's
