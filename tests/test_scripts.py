"""The scripts of the repository, run as a user runs them; what they call is replaced where it needs the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")


def run(script: Path, *arguments: str, cwd: Path = ROOT, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    found = os.environ["PATH"] if path is None else f"{path}{os.pathsep}{os.environ['PATH']}"
    command = [str(script), *arguments]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, "PATH": found}, capture_output=True, text=True, check=False
    )


def command(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def clone(tmp_path):
    """The scripts and what setup reads, without an environment, in a folder whose name has a space."""
    root = tmp_path / "a clone"
    for folder in ("scripts", ".ci"):
        shutil.copytree(ROOT / folder, root / folder)
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.fixture
def ready(clone):
    """A clone whose environment is there: each of its commands prints its own name and arguments."""
    command(clone / "scripts" / "setup", "exit 0")
    for name in ("python", "ruff", "mypy", "lint-imports"):
        command(clone / ".venv" / "bin" / name, f'echo "{name} $*"')
    return clone


@pytest.mark.parametrize("lock", ["requirements.txt", "scripts/uv.txt"])
def test_lock_pins_each_package_by_hash_and_names_no_place(lock):
    text = (ROOT / lock).read_text()
    packages = re.split(r"\n(?=[a-zA-Z])", text)
    assert not [package for package in packages if "==" not in package or "--hash=sha256:" not in package]
    assert not re.search(r"https?:|file:|--index-url|--extra-index-url|--find-links| @ ", text)


def test_lock_has_every_package_the_project_asks_for():
    project = (ROOT / "pyproject.toml").read_text()
    asked = set(re.findall(r'^    "([a-z0-9-]+)', project.split("[project.scripts]")[0], re.MULTILINE))
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert asked
    assert asked <= locked


def test_setup_of_what_is_set_up_does_nothing_from_any_directory(tmp_path):
    run(ROOT / "scripts" / "setup")
    before = (ROOT / ".venv" / ".parley-stamp").stat().st_mtime_ns
    again = run(ROOT / "scripts" / "setup", cwd=tmp_path)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (ROOT / ".venv" / ".parley-stamp").stat().st_mtime_ns == before
    assert not list(tmp_path.iterdir())


def test_setup_without_a_python_that_is_new_enough_says_so(clone, tmp_path):
    for name in PYTHONS:
        command(tmp_path / "bin" / name, "exit 1")
    result = run(clone / "scripts" / "setup", path=tmp_path / "bin")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "scripts/setup: Python 3.11 or newer is needed and was not found"


def test_setup_without_a_venv_module_says_what_to_install(clone, tmp_path):
    command(tmp_path / "bin" / "uv", "exit 1")
    command(tmp_path / "bin" / "python3", 'test "$1" = -c')
    result = run(clone / "scripts" / "setup", path=tmp_path / "bin")
    assert result.returncode == 1
    assert "python3-venv" in result.stderr.splitlines()[-1]
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        ((), "python -m assistant demo"),
        (("--port", "8123"), "python -m assistant demo --port 8123"),
        (("--no-demo", "--port", "8123"), "python -m assistant serve --port 8123"),
        (("--reset",), "python -m assistant demo --reset"),
    ],
)
def test_run_serves_the_demo_unless_told_not_to(ready, arguments, called):
    assert run(ready / "scripts" / "run", *arguments).stdout.strip() == called


def test_test_hands_its_arguments_to_pytest_unchanged_and_uses_every_core(ready):
    expected = "python -m pytest --numprocesses auto -k one or two"
    assert run(ready / "scripts" / "test", "-k", "one or two").stdout.strip() == expected


@pytest.mark.parametrize("broken", ["ruff", "mypy", "lint-imports", "python"])
def test_check_runs_every_step_and_fails_when_one_does(ready, broken):
    command(ready / ".venv" / "bin" / broken, "exit 3")
    result = run(ready / "scripts" / "check")
    steps = [line for line in result.stdout.splitlines() if line.startswith("== ")]
    assert result.returncode == 1
    assert steps == ["== lint", "== format", "== types", "== imports", "== migrations in step with models"]
    assert "check failed: " in result.stdout


def test_check_passes_when_every_step_does(ready):
    result = run(ready / "scripts" / "check")
    assert result.returncode == 0
    assert result.stdout.splitlines()[-1] == "check passed"


@pytest.mark.parametrize(("check", "test", "expected"), [(0, 0, 0), (1, 0, 1), (0, 1, 1)])
def test_ci_closes_with_the_tests_and_fails_when_either_does(ready, check, test, expected):
    command(ready / "scripts" / "check", f"echo checked; exit {check}")
    command(ready / "scripts" / "test", f"echo tested; exit {test}")
    result = run(ready / ".ci" / "run")
    assert result.returncode == expected
    assert result.stdout.splitlines() == ["checked", "tested"]
