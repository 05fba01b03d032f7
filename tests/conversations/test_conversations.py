"""Every conversation in this folder, played through the product: what is shown, said, and true afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from assistant.cases.files import Case, CaseFile, read_cases
from assistant.cases.play import play
from assistant.cases.world import World

FOLDER = Path(__file__).parent
# further case files to play, where somebody has some: paths separated as in PATH
MORE = [Path(path) for path in os.environ.get("PARLEY_CASES", "").split(os.pathsep) if path]
FIRST_TRY = FOLDER / "first_try"
FILES = [read_cases(path) for path in [*sorted(FOLDER.glob("*.yaml")), FIRST_TRY / "first_try.yaml", *MORE]]
# what is known to fail, and why: a case that passes must leave the list
KNOWN = yaml.safe_load((FIRST_TRY / "known_to_fail.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, World]:
    return {file.path: World(file, tmp_path_factory.mktemp(file.path.stem)) for file in FILES}


def _marks(file: CaseFile, case: Case) -> list[pytest.MarkDecorator]:
    why = KNOWN.get(case.id) if file.path.parent == FIRST_TRY else None
    return [pytest.mark.xfail(reason=why, strict=True)] if why else []


@pytest.mark.parametrize(
    ("file", "case"),
    [
        pytest.param(file, case, id=f"{file.path.stem}/{case.id}", marks=_marks(file, case))
        for file in FILES
        for case in file.cases
    ],
)
async def test_the_conversation_goes_as_written(file: CaseFile, case: Case, worlds: dict[Path, World]) -> None:
    result = await play(case, worlds[file.path])
    if result.skipped:
        pytest.skip(result.skipped)
    assert result.passed, "\n".join(f"step {step}: {fault.kind}: {fault.text}" for step, fault in result.faults)
