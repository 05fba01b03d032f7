"""`chat` as a process: from a pipe and into one, beside a server on the same database, and on a terminal of its own."""

from __future__ import annotations

import datetime as dt
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from assistant.app import create_app
from assistant.security import issue_token
from assistant.settings import Settings
from tests.small_world import NOW

ROOT = Path(__file__).parents[2]
CHAT = [sys.executable, "-m", "assistant", "chat", "--tenant", "north", "--as", "ana@north.test"]


@pytest.fixture
def place(tmp_path: Path, world_folder: Path) -> dict[str, str]:
    """The environment of a process that works on a copy of the small world."""
    data = shutil.copytree(world_folder, tmp_path / "data")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    kept.pop("NO_COLOR", None)
    mine = {"ASSISTANT_DATA_DIR": str(data), "ASSISTANT_NOW": NOW.isoformat(), "ASSISTANT_SECRET_KEY": "k" * 32}
    return {**kept, **mine, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}


def chat(place: dict[str, str], *words: str, said: str | bytes = "") -> subprocess.CompletedProcess[str]:
    given = said if isinstance(said, bytes) else said.encode()
    done = subprocess.run([*CHAT, *words], env=place, input=given, capture_output=True, timeout=100, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_one_message_a_line_in_and_one_plain_answer_each_out(place: dict[str, str]):
    done = chat(place, said="mark Tess Marlow as qualified\n\nyes\nshow me my leads\nquit\nhelp\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert [answer.splitlines()[0] for answer in done.stdout.strip().split("\n\n")] == [
        "Set Tess Marlow's status to qualified.",
        "✅ Done! The status for Tess Marlow has been updated from 'new' to 'qualified'.",
        "I found 3 leads:",
    ]


def test_bytes_that_are_no_text_are_a_message_like_another(place: dict[str, str]):
    done = chat(place, said=b"caf\xe9 \x00\x1b[2J\nhelp\n")
    assert (done.returncode, done.stderr) == (1, "")  # the first was not understood
    assert "For example" in done.stdout


def test_who_reads_no_further_is_no_error_to_tell_of(place: dict[str, str]):
    pipe: Any = {"input": b"help\n" * 30, "capture_output": True, "timeout": 100}
    done = subprocess.run(["bash", "-c", 'exec "$@" | head -n 1', "bash", *CHAT], env=place, check=False, **pipe)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


def test_a_server_and_a_terminal_take_turns_on_one_database(place: dict[str, str]):
    settings = Settings.load(place, ROOT)
    token = issue_token(settings, user_id="ana", tenant_id="north", role="agent", now=NOW, ttl=dt.timedelta(hours=1))
    head = {"Authorization": f"Bearer {token}"}
    with TestClient(create_app(settings)) as client, ThreadPoolExecutor(1) as pool:

        def say(message: str) -> Any:
            return client.post("/chat", json={"message": message, "session_id": "both"}, headers=head).json()

        card = say("mark Tess Marlow as qualified")
        assert "Done!" in chat(place, "--session", "both", "--once", "yes").stdout
        pressed = {"proposal_id": card["proposal"]["id"], "version": 1, "type": "approve"}
        again = client.post("/chat", json={"decision": pressed, "session_id": "both"}, headers=head).json()
        assert again["status"] == "done"  # with the first receipts

        typed = pool.submit(chat, place, "--session", "both", said="show me my leads\n" * 15)
        answers = [say("show me my leads") for _ in range(15)]
        assert typed.result().stdout.count("I found 3 leads") == 15
        assert all(answer["status"] == "answered" for answer in answers)
        talk = client.get("/chat/both", headers=head).json()
        assert len(talk["turns"]) == 33
        assert len(client.get("/changes", headers=head).json()["items"]) == 1


READY = r"\x1b\[\?2004h"  # the line is there to be typed on: what is pasted will be marked as such
TYPED = (("Ctrl-D", "mark Tess Marlow as qualified\r"), ("waits until", "y"), ("Done!", "\x04"))
COLOUR = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-7]|9[0-7])\b[0-9;]*m")


def on_a_terminal(place: dict[str, str]) -> tuple[int, str]:
    """Run `chat` on a terminal of its own, each of `TYPED` typed once what stands before it is to be seen."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, CHAT, place)  # noqa: S606 - the child becomes the command
    seen = ""
    for awaited, typed in TYPED:
        seen += read_until(terminal, f"{awaited}.*{READY}")
        os.write(terminal, typed.encode())
    seen += read_until(terminal, "never")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), seen


def read_until(terminal: int, awaited: str) -> str:
    """Read until `awaited` was seen, or to the end, answering what a terminal is asked."""
    seen, patience = "", time.monotonic() + 60
    while time.monotonic() < patience and not re.search(awaited, seen, re.DOTALL):
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            news = os.read(terminal, 65536)
        except OSError:  # the other side has closed it
            break
        seen += news.decode("utf-8", "replace")
        if b"\x1b[6n" in news:  # where is the cursor?
            os.write(terminal, b"\x1b[1;1R")
    return seen


def test_on_a_terminal_cards_have_colours_and_a_single_key_says_yes(place: dict[str, str]):
    code, seen = on_a_terminal(place)
    assert code == 0, seen
    assert "\x1b[1;32mqualified" in seen


def test_no_color_is_heeded(place: dict[str, str]):
    code, seen = on_a_terminal({**place, "NO_COLOR": "1"})
    assert code == 0, seen
    assert "Done!" in seen
    assert not COLOUR.search(seen)
