"""Every conversation in this folder, played through the product: what is shown, said, and true afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.cases.files import Case, CaseFile, read_cases
from assistant.cases.play import play
from assistant.cases.world import World

FOLDER = Path(__file__).parent
# further case files to play, where somebody has some: paths separated as in PATH
MORE = [Path(path) for path in os.environ.get("PARLEY_CASES", "").split(os.pathsep) if path]
FILES = [read_cases(path) for path in [*sorted(FOLDER.glob("*.yaml")), *MORE]]


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, World]:
    return {file.path: World(file, tmp_path_factory.mktemp(file.path.stem)) for file in FILES}


@pytest.mark.parametrize(
    ("file", "case"),
    [pytest.param(file, case, id=f"{file.path.stem}/{case.id}") for file in FILES for case in file.cases],
)
async def test_the_conversation_goes_as_written(file: CaseFile, case: Case, worlds: dict[Path, World]) -> None:
    result = await play(case, worlds[file.path])
    if result.skipped:
        pytest.skip(result.skipped)
    assert result.passed, "\n".join(f"step {step}: {fault.kind}: {fault.text}" for step, fault in result.faults)
