"""Runs case files at the level of plans: what would be proposed, asked, answered.

No store and no tools: a small stand-in for `resolve` fills in what words leave
open, so that a whole file runs in a second.  The binding reading of a case is
the black-box runner's; this one shows where understanding goes wrong.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import yaml

from tests.graphs.understanding.plan_harness.simulate import Talk
from tests.graphs.understanding.plan_harness.world import read_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.graphs.understanding.plan_harness.world import World


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one message."""

    case: str
    message: str
    problems: tuple[str, ...]
    got: str
    ms: float


def run_file(path: Path, only: str | None = None) -> list[Result]:
    """Run the cases of a file (or the one called `only`)."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    world = read_world(path.parent, data["world"])
    found: list[Result] = []
    for case in data["cases"]:
        if only is None or case["id"] == only:
            found += run_case(case, data, world)
    return found


def run_case(case: dict[str, Any], data: dict[str, Any], world: World) -> list[Result]:
    """Run the messages of a case, each speaker in a conversation of its own."""
    talks: dict[str, Talk] = {}
    found = []
    for step in case["say"]:
        now = _moment(step.get("now") or case.get("now") or data["now"])
        user = step.get("user") or case.get("user") or data["user"]
        talk = talks.setdefault(user, Talk(world, user))
        if "message" not in step:
            talk.decide(step, now)
            continue
        begun = time.process_time()
        talk.say(step, now)
        took = (time.process_time() - begun) * 1000
        problems = tuple(talk.check(step, now))
        found.append(Result(case["id"], step["message"][:150], problems, talk.described(), took))
        if problems:
            break
    return found


def _moment(said: Any) -> datetime:
    return said if isinstance(said, datetime) else datetime.fromisoformat(str(said))
