"""Every conversation of tests/conversations comes to the plans it asks for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.graphs.understanding.plan_harness.runner import run_case
from tests.graphs.understanding.plan_harness.world import World, read_world

FOLDER = Path(__file__).parents[2] / "conversations"
FILES = ("single.yaml", "more.yaml", "third.yaml", "fifth.yaml", "sixth.yaml", "reads.yaml", "turns.yaml", "turns_more.yaml")


@cache
def _data(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def _world(name: str) -> World:
    return read_world(FOLDER, _data(name)["world"])


def _cases() -> list[Any]:
    return [pytest.param(name, case, id=case["id"]) for name in FILES for case in _data(name)["cases"]]


@pytest.mark.parametrize(("name", "case"), _cases())
def test_a_conversation_is_understood(name: str, case: dict[str, Any]) -> None:
    results = run_case(case, _data(name), _world(name))
    assert not [(one.message, one.problems, one.got) for one in results if one.problems]
