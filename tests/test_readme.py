"""Every command in the README is run, as it stands there."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for line in block.strip().splitlines()
]
USERS = "name,email,role,team,timezone\nAda Marsh,ada@office.test,admin,,America/New_York\n"
LEADS = "name,email,company,status,owner_email\nJohn Doe,john@mill.test,Mill,contacted,ada@office.test\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, "PATH": path, "ASSISTANT_DATA_DIR": str(place / "data")}


def run(command: str, place: Path) -> str:
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=place,
        env=surroundings(place),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@contextmanager
def serving(command: str, place: Path, port: int, cwd: Path) -> Iterator[None]:
    process = subprocess.Popen(
        ["bash", "-uc", f"exec {command}"], cwd=cwd, env=surroundings(place), stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "it ended by itself"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("no answer within a minute")


def test_the_first_command_serves_a_page(tmp_path: Path) -> None:
    assert "scripts/run" in COMMANDS
    port = free_port()
    with (
        serving(f"scripts/run --port {port}", tmp_path, port, ROOT),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page,
    ):
        assert b"<!doctype html>" in page.read()


def test_the_second_command_runs_tests() -> None:
    assert "scripts/test" in COMMANDS
    done = subprocess.run(
        ["scripts/test", "--collect-only", "-q", "tests/test_readme.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert "test_the_second_command_runs_tests" in done.stdout, done.stderr


def test_the_check_is_there_and_can_be_run() -> None:
    assert "scripts/check" in COMMANDS
    assert os.access(ROOT / "scripts" / "check", os.X_OK)


def test_the_other_commands_do_what_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text(USERS, encoding="utf-8")
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    rest = [line for line in COMMANDS if not line.startswith("scripts/")]
    imports = [line for line in rest if " import " in line]
    (serve,) = [line for line in rest if " serve " in line]
    (chat,) = [line for line in rest if " chat " in line]
    (explain,) = [line for line in rest if " explain " in line]
    (token,) = [line for line in rest if line.startswith("TOKEN=")]
    (curl,) = [line for line in rest if line.startswith("curl ")]
    assert len(imports) + 5 == len(rest), "a command that this test does not run"
    for line in imports:
        run(line, tmp_path)
    assert "John Doe" in run(chat, tmp_path)
    assert "would be awaiting_confirmation" in run(explain, tmp_path)
    port = free_port()
    with serving(serve.replace("8000", str(port)), tmp_path, port, tmp_path):
        answer = json.loads(run(f"{token}\n{curl.replace('8000', str(port))}", tmp_path))
    assert answer["status"] == "awaiting_confirmation"
    assert answer["proposal"]["actions"][0]["args"]["status"] == "qualified"
