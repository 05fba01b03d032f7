"""`eval`: what it prints, what it remembers of the last run, and how it ends."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
HEAD = """\
world: {users: orchard/users.csv, leads: orchard/leads.csv}
now: 2026-06-02T10:20:00+02:00
user: lena@orchard.test
cases:
"""
GREETS = "  - {id: greets, say: [{message: hello, status: answered}]}\n"
HELPS = "  - {id: helps, say: [{message: help, status: answered}]}\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Write the cases beside their world and play them, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    shutil.copytree(CONVERSATIONS / "orchard", tmp_path / "orchard")

    def play(cases: str, *words: str, name: str = "some.yaml") -> tuple[int, str, str]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HEAD.replace("orchard/", f"{tmp_path}/orchard/") + cases)
        monkeypatch.setattr(sys, "argv", ["parley", "eval", name, *words])
        try:
            main()
        except SystemExit as left:
            return int(left.code or 0), *capsys.readouterr()
        pytest.fail("a command ends by leaving")

    return play


def failing(cases: str) -> str:
    return cases.replace("answered", "done")


def test_the_first_run_has_nothing_to_be_compared_with_and_the_next_has(run: Run):
    code, out, err = run(GREETS + HELPS)
    assert (code, err) == (0, "")
    assert re.search(r"some\.yaml +2/2 ", out)
    assert "some.yaml: there is no earlier run to compare with" in out
    assert "some.yaml: no case differs (since 20" in run(GREETS + HELPS)[1]


def test_what_fails_what_is_mended_what_is_new_and_gone_is_told(run: Run):
    run(GREETS + failing(HELPS))
    code, out, err = run(failing(GREETS) + HELPS)
    assert "some.yaml: newly failing: greets; mended: helps (since" in out
    assert "some.yaml greets, step 1:" in out
    assert (code, err) == (1, "parley: 1 of 2 cases fail\n")
    assert "failing otherwise: greets (since" in run(GREETS.replace("answered", "cancelled") + HELPS)[1]
    assert "new: again; gone: greets (since" in run(GREETS.replace("greets", "again") + HELPS)[1]


def test_a_run_of_some_cases_is_compared_and_not_remembered(run: Run):
    run(GREETS + HELPS)
    assert "newly failing: greets (since" in run(failing(GREETS) + HELPS, "--only", "greets")[1]
    assert "newly failing: greets (since" in run(failing(GREETS) + HELPS)[1]


def test_files_of_one_name_in_two_folders_are_two(run: Run):
    run(GREETS)
    assert "there is no earlier run" in run(GREETS, name="other/some.yaml")[1]


def test_the_same_as_json(run: Run):
    run(GREETS)
    code, out, err = run(failing(GREETS), "--json")
    file: dict[str, Any] = json.loads(out)[0]
    assert (code, err) == (1, "parley: 1 of 1 cases fail\n")
    assert (file["file"], file["passed"], file["cases"], list(file["failed"])) == ("some.yaml", 0, 1, ["greets"])
    assert file["classes"]["changed without approval"] == 0
    assert file["difference"]["failing"] == ["greets"]
    assert file["difference"]["at"].startswith("20")


@pytest.mark.parametrize(
    ("cases", "words", "code", "said"),
    [
        (GREETS, ("--only", "nobody"), 1, "there is no case nobody in these files"),
        (GREETS, ("nowhere.yaml",), 1, "nowhere.yaml"),
        ("  - [", (), 1, "some.yaml"),
        (GREETS, ("--engine", "magic"), 2, "magic"),
        (GREETS, ("--engine", "llm"), 1, "there is no model configured"),
    ],
)
def test_what_cannot_be_played_is_refused(run: Run, cases: str, words: tuple[str, ...], code: int, said: str):
    left, out, err = run(cases, *words)
    assert (left, out) == (code, "")
    assert said in err


def test_a_record_of_runs_that_cannot_be_read_counts_as_none(run: Run, tmp_path: Path):
    run(GREETS)
    (tmp_path / "data" / "eval.json").write_text('[{"file": "some.yaml"}]')
    assert "there is no earlier run" in run(GREETS)[1]
