"""`eval`: case files, played in-process and scored."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.installation import load_settings, run

_LAST = "eval.json"


class Engine(StrEnum):
    """What can understand messages."""

    local = "local"
    llm = "llm"


def eval_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Case files (docs/cases.md).")],
    *,
    engine: Annotated[Engine, typer.Option(help="What understands the messages.")] = Engine.local,
    only: Annotated[list[str] | None, typer.Option(metavar="ID", help="Play only this case; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
) -> None:
    """Play case files and print how many pass, by file and kind of fault, and what differs from the last run.

    The exit code is 1 where a case fails.
    """
    from assistant.cases.last_run import LastRuns
    from assistant.cases.score import as_data, as_table, score
    from store.errors import Refused

    if engine is not Engine.local:
        raise Refused("there is no model configured to evaluate; leave --engine out")
    scores = run(score(files, only or ()))
    last = LastRuns(load_settings().data_dir / _LAST)
    differences = [last.difference(one, engine.value, whole=not only) for one in scores]
    if not only:
        last.keep(scores, engine.value)
    if as_json:
        data = [{**as_data(one), "difference": new._asdict()} for one, new in zip(scores, differences, strict=True)]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join([as_table(scores), *map(str, differences)]))
    failed = sum(len(one.played) - one.passed for one in scores)
    if failed:
        raise Refused(f"{failed} of {sum(len(one.played) for one in scores)} cases fail")
