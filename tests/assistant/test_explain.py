"""`explain`: what it shows of a message, and that it writes nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from tests.small_world import NOW

Run = Callable[..., tuple[int, str, str]]
TABLES = ("conversations", "messages", "proposals", "ledger", "leads", "interactions", "follow_ups")


@pytest.fixture
def data_dir(tmp_path: Path, world_folder: Path) -> Path:
    return shutil.copytree(world_folder, tmp_path / "data")


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, on a copy of the small world."""
    monkeypatch.chdir(data_dir.parent)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("ASSISTANT_NOW", NOW.isoformat())

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["parley", *words, "--tenant", "north"])
        try:
            main()
        except SystemExit as left:
            return int(left.code or 0), *capsys.readouterr()
        pytest.fail("a command ends by leaving")

    return command


def explained(run: Run, text: str, *words: str, who: str = "ana") -> dict[str, Any]:
    code, out, err = run("explain", text, "--json", "--as", f"{who}@north.test", *words)
    assert (code, err) == (0, "")
    data: dict[str, Any] = json.loads(out)
    return data


def rows(data_dir: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(data_dir / "parley.sqlite")) as database:
        return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608


def test_it_shows_the_clauses_the_steps_with_their_slots_the_people_and_the_times(run: Run):
    text = "mark Tess Marlow as qualified and remind me to call Gil on friday at 3"
    found = explained(run, text)
    assert [clause["tool"] for clause in found["clauses"]] == ["update_lead", "schedule_follow_up"]
    first, second = found["plan"]["steps"]
    assert (first["tool"], second["tool"]) == ("update_lead", "schedule_follow_up")
    assert first["slots"]["lead"]["shown"] == "Tess Marlow"
    assert text[slice(*first["slots"]["status"]["span"])] == "qualified"
    assert second["slots"]["starts_at"]["value"] == "2031-05-16T15:00:00-04:00"
    assert [(one["text"], one["candidates"][0]["name"]) for one in found["people"]] == [
        ("Tess Marlow", "Tess Marlow"),
        ("Gil", "Gil Ortega"),
    ]
    assert all(one["candidates"][0]["reason"] for one in found["people"])
    (time,) = found["times"]
    assert (time["ahead"]["start"], time["ahead"]["grain"]) == ("2031-05-16T15:00:00-04:00", "minute")
    assert found["outcome"]["status"] == "awaiting_confirmation"
    assert len(found["outcome"]["proposal"]["actions"]) == 2


@pytest.mark.parametrize(
    ("text", "status", "because"),
    [
        ("remind me to call Gil on 30 February", "awaiting_input", "starts_at no_such_date"),
        ("mark Zebedee as qualified", "refused", "lead unknown"),
        ("schedule a meeting tomorrow at 3", "awaiting_input", "lead missing"),
    ],
)
def test_it_says_why_it_would_ask_or_refuse(run: Run, text: str, status: str, because: str):
    code, out, _ = run("explain", text, "--as", "ana@north.test")
    assert code == 0
    assert f"would be {status} because: {because}" in out


def test_it_writes_nothing(run: Run, data_dir: Path):
    assert run("chat", "--as", "ana@north.test", "--session", "desk", "--once", "mark Gil Ortega as qualified")[0] == 0
    before = rows(data_dir)
    for text in ("mark Tess Marlow as qualified", "delete Gil Ortega", "which of my leads are new?", "blorp"):
        explained(run, text)
    assert explained(run, "yes", "--session", "desk")["outcome"]["status"] == "decision"
    assert explained(run, "cancel everything", "--session", "desk")["outcome"]["status"] == "decision"
    edited = explained(run, "make it negotiating", "--session", "desk")
    assert edited["outcome"]["proposal"]["version"] == 2
    assert rows(data_dir) == before


def test_nobody_out_of_sight_is_told_of(run: Run):
    found = explained(run, "mark Uma Reyes as qualified")
    unknown = explained(run, "mark Uma Reyez as qualified")
    assert "uma" not in {one["id"] for person in found["people"] for one in (*person["candidates"], *person["near"])}
    assert found["outcome"]["reply"] == unknown["outcome"]["reply"].replace("Reyez", "Reyes")
    assert explained(run, "mark Uma Reyes as qualified", who="ben")["people"][0]["candidates"][0]["id"] == "uma"
