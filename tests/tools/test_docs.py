"""The example in docs/tools.md, taken at its word."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import prompts.load
from graphs.understanding.local import phrases
from graphs.understanding.local.clauses import Clause
from graphs.understanding.local.lexicon import lexicon
from graphs.understanding.local.people import Entry, PeopleIndex
from graphs.understanding.local.scene import read_scene
from graphs.understanding.plan import Context, RecordRef, Vocabulary
from tools.base import Tool

DOCS = Path(__file__).parents[2] / "docs" / "tools.md"
FILES = dict(
    re.findall(r"^`([\w/.]+)`.*?\n```\w+\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
)
TOOL, VOCABULARY, TEST = FILES


@pytest.fixture
def starring(tmp_path, monkeypatch):
    """Add the example's tool and vocabulary, for one test."""
    root = Path(prompts.load.__file__).parent
    shutil.copytree(root / "language", tmp_path / "language")
    shutil.copytree(root / "replies", tmp_path / "replies")
    (tmp_path / Path(VOCABULARY).relative_to("prompts")).write_text(FILES[VOCABULARY], encoding="utf-8")
    monkeypatch.setattr(prompts.load, "_ROOT", tmp_path)
    phrases._phrases.cache_clear()
    exec(compile(FILES[TOOL], TOOL, "exec"), {"__name__": "tools.leads.star"})  # noqa: S102 - our own example
    yield
    del Tool.registry["star_lead"]
    phrases._phrases.cache_clear()


def test_the_example_has_under_80_lines():
    assert sum(len(text.splitlines()) for text in FILES.values()) < 80


@pytest.mark.usefixtures("starring")
async def test_the_examples_test_passes(desk):
    space: dict[str, Any] = {}
    exec(compile(FILES[TEST], TEST, "exec"), space)  # noqa: S102 - our own example
    [example] = [value for name, value in space.items() if name.startswith("test_")]
    await example(desk)


@pytest.mark.usefixtures("starring")
def test_the_examples_phrase_is_understood():
    index = PeopleIndex([Entry(id="tess", type="lead", name="Tess Marlow")])
    now = dt.datetime(2031, 5, 14, 15, 30, tzinfo=dt.UTC)
    context = Context(now, "UTC", index, Vocabulary(), RecordRef("user", "ivy", "Ivy Lang"))
    scene = read_scene("please put a star on Tess Marlow", context, lexicon(Vocabulary()))
    frame = phrases.read_phrase(scene, Clause(0, len(scene.tokens)))
    assert frame is not None
    assert (frame.tool, [who.ids for who in frame.people]) == ("star_lead", [("tess",)])
