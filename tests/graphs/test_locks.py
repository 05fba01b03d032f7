"""The six locks on a write, each of which holds even where the others are open.  See docs/gate.md."""

from __future__ import annotations

import ast
import inspect
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from graphs.build import build_graph
from graphs.nodes.confirm import approve
from graphs.state import actions_of
from store.crm_session import Author, crm_transaction
from store.models import Lead, Proposal
from store.sessions import ReadSession
from tools.base import Approval, NotApprovedError, ReadTool, WriteTool, take_seal
from tools.catalogue import load, read_tool, write_tool

ROOT = Path(__file__).parents[2]
PACKAGES = ("assistant", "graphs", "prompts", "store", "tools")
QUALIFY_TESS = "mark Tess Marlow as qualified"


@cache
def syntax(package: str) -> dict[str, list[ast.AST]]:
    """Every module of the package, by its path."""
    files = sorted((ROOT / package).rglob("*.py"))
    texts = ((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in files)
    return {path: list(ast.walk(ast.parse(text))) for path, text in texts}


def places_that(fits, *packages):
    return {path for package in packages for path, nodes in syntax(package).items() if any(map(fits, nodes))}


# The topology.


def test_in_the_compiled_graph_only_confirm_leads_to_apply():
    edges = build_graph(None).get_graph().edges

    assert {edge.source for edge in edges if edge.target == "apply"} == {"confirm"}
    assert {edge.target for edge in edges if edge.source == "apply"} == {"preview", "__end__"}


def test_no_other_node_sends_a_turn_to_apply_on_its_own():
    def names_apply(node):
        return isinstance(node, ast.Constant) and node.value == "apply"

    assert places_that(names_apply, "graphs") == {"graphs/nodes/confirm.py"}


async def test_a_run_cannot_begin_at_apply():
    with pytest.raises(KeyError, match="apply"):
        await build_graph(None).ainvoke({"entry": "apply", "card_id": "any"})


# The capability.


async def applying(world, tool, action, approval):
    """Run the tool as the gate does, with this approval."""
    async with crm_transaction(world.parley.database, Author("north", "ana", world.clock.now())) as session:
        await session.begin_changes()
        return await tool.run(session, None, action, approval)


async def waiting_card(world):
    answer = await world.talk().say(QUALIFY_TESS)
    return await world.card(answer["proposal"]["id"])


class Forged:
    """Says yes to everything."""

    proposal_id = "card"
    version = 1

    def covers(self, _action):
        return True


@pytest.mark.parametrize("approval", [None, True, Forged()])
async def test_a_write_tool_does_not_run_without_the_gates_approval(world, approval):
    (action,) = actions_of(await waiting_card(world))

    with pytest.raises(NotApprovedError):
        await applying(world, write_tool("update_lead"), action, approval)

    assert (await world.lead("tess")).status == "new"


async def test_an_approval_of_one_card_does_not_cover_another(world):
    first = await waiting_card(world)
    answer = await world.talk().say("mark Gil Ortega as negotiating")
    (other,) = actions_of(await world.card(answer["proposal"]["id"]))

    with pytest.raises(NotApprovedError):
        await applying(world, write_tool("update_lead"), other, approve(first))

    assert (await world.lead("gil")).status == "contacted"


@pytest.mark.parametrize("part", ["args", "changes", "record_id", "index"])
async def test_an_approval_covers_an_action_only_as_it_was_shown(world, part):
    card = await waiting_card(world)
    other = {"args": {"lead_id": "tess", "status": "closed_won"}, "changes": [], "record_id": "tess", "index": 2}
    moved = Proposal(**{**card.model_dump(), "actions": [{**card.actions[0], part: other[part]}]})
    (action,) = actions_of(moved)

    with pytest.raises(NotApprovedError):
        await applying(world, write_tool("update_lead"), action, approve(card))

    assert (await world.lead("tess")).status == "new"


def test_nobody_but_the_gate_can_make_an_approval():
    for seal in (None, object(), "seal"):
        with pytest.raises(NotApprovedError):
            Approval(seal, "card", 1, [])


def test_the_seal_is_handed_out_once():
    for _ in range(2):
        with pytest.raises(NotApprovedError):
            take_seal()


def test_a_write_tool_is_applied_by_its_run_alone():
    def calls_apply(node):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "apply"

    assert places_that(calls_apply, "assistant", "graphs", "tools") == {"tools/base.py"}


# The types.


def test_a_read_session_has_nothing_to_write_with():
    public = {name for name in dir(ReadSession) if not name.startswith("_")}

    assert public == {"rows", "records", "first", "scalar", "sighted", "get", "pages"}


def session_type(method):
    return inspect.signature(method).parameters["session"].annotation


def test_every_read_tool_and_every_preview_gets_a_read_session():
    tools = load().values()
    readers = {tool.name: session_type(tool.answer) for tool in tools if isinstance(tool, ReadTool)}
    previews = {tool.name: session_type(tool.preview) for tool in tools if isinstance(tool, WriteTool)}

    assert readers
    assert previews
    assert set(readers.values()) | set(previews.values()) == {"ReadSession"}


async def test_an_answer_and_a_card_are_made_on_sessions_that_only_read(world, monkeypatch):
    given = []

    def watched(tool, method):
        plain = getattr(type(tool), method)

        async def watching(self, session, *rest):
            given.append(type(session))
            return await plain(self, session, *rest)

        monkeypatch.setattr(type(tool), method, watching)

    watched(read_tool("find_leads"), "answer")
    watched(write_tool("update_lead"), "preview")
    await world.talk().say("which of my leads are qualified?")
    await world.talk().say(QUALIFY_TESS)

    assert given == [ReadSession, ReadSession]


# The imports.


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys, importlinter.cli as it; sys.exit(it.lint_imports(no_cache=True, no_logo=True))"
    return subprocess.run([sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_are_kept():
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


PLANTED = {
    "tools/leads/sneaky.py": "from store.crm_session import crm_transaction",
    "graphs/nodes/sneaky.py": "import store.crm_session",
    "assistant/channels/sneaky.py": "def write():\n    from store import crm_session",
    "tools/sneaky.py": "from graphs.nodes.confirm import approve",
    "graphs/sneaky.py": "from graphs.nodes.confirm import approve",
    "assistant/sneaky.py": "from graphs.nodes import confirm",
}


def test_every_import_that_could_write_is_caught(tmp_path):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, line in PLANTED.items():
        (tmp_path / place).write_text(f"{line}\n", encoding="utf-8")

    result = lint_imports(tmp_path)

    assert result.returncode == 1
    sneaky = {place.removesuffix(".py").replace("/", ".") for place in PLANTED}
    assert {name for name in sneaky if name in result.stdout} == sneaky


def test_only_the_store_opens_sessions_that_could_write_anything():
    def opens(node):
        return isinstance(node, ast.Attribute) and node.attr == "writers"

    assert places_that(opens, "assistant", "graphs", "tools") == set()


# The database.


async def test_the_database_refuses_a_write_over_the_reading_connection(world):
    _, reading = world.parley.database.engines
    async with reading.connect() as connection:
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(update(Lead).values(status="closed_won"))
    async with world.parley.database.reading() as session:
        with pytest.raises(OperationalError, match="readonly"):
            await session._session.execute(text("DELETE FROM ledger"))

    assert (await world.lead("tess")).status == "new"


# The ledger.


async def test_the_ledgers_key_keeps_a_card_from_being_applied_twice(world, monkeypatch):
    talk = world.talk()
    card = (await talk.say(QUALIFY_TESS))["proposal"]
    await talk.say("mark Gil Ortega as negotiating")
    await talk.approve(card)
    await world.change("tess", status="new")
    async with world.parley.database.talking() as session:  # as if it had never been claimed
        await session.write(update(Proposal).values(state="pending"))

    async def always(*_):
        return True

    monkeypatch.setattr("graphs.nodes.apply.claim", always)
    with pytest.raises(IntegrityError, match=r"ledger\.proposal_id, ledger\.action_index"):
        await talk.approve(card)

    assert (await world.lead("tess")).status == "new"
    assert len(await world.ledger()) == len(await world.history()) == 1
