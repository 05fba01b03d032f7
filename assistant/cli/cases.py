"""`eval`: case files, played in-process and scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.installation import load_settings, run

_LAST = "eval.json"


def eval_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Case files (docs/cases.md).")],
    *,
    engine: Annotated[str, typer.Option(metavar="local|llm", help="What understands the messages.")] = "local",
    only: Annotated[list[str] | None, typer.Option(metavar="ID", help="Play only this case; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
) -> None:
    """Play case files and print how many pass, by file and kind of fault, and what differs from the last run."""
    from assistant.cases.score import as_json as data_of
    from assistant.cases.score import as_table, difference, score
    from store.errors import Refused

    if engine != "local":
        raise Refused("there is no model configured to evaluate; leave --engine out")
    scores = run(score(files, only or ()))
    data = data_of(scores)
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    kept = load_settings().data_dir / _LAST
    last = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else []
    typer.echo(as_table(scores))
    typer.echo(difference(scores, last))
    if not only:
        kept.parent.mkdir(parents=True, exist_ok=True)
        others = [one for one in last if one["file"] not in {new["file"] for new in data}]
        kept.write_text(json.dumps([*others, *data], ensure_ascii=False), encoding="utf-8")
