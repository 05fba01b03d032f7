"""`import` and `export`: records in and out as CSV."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.installation import TenantOption, installation, run, table, tenant_of

if TYPE_CHECKING:
    from assistant.imports import ImportMapping, ImportOptions, ImportReport

_KINDS = "users, accounts, contacts, leads, deals, interactions, follow_ups or tasks"
_SHOWN_VALUES = 60

Kind = Annotated[str, typer.Argument(metavar="KIND", help=f"What the rows are: {_KINDS}.")]


def import_(
    kind: Kind,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.", dir_okay=False)],
    *,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="What the file's headers do not say (docs/import.md).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen, and write nothing.")] = False,
    keep_good: Annotated[bool, typer.Option("--keep-good", help="Keep the rows that fit when others do not.")] = False,
    adopt_values: Annotated[
        bool, typer.Option("--adopt-values", help="Take unknown statuses and stages into the tenant's lists.")
    ] = False,
    tenant: TenantOption = "",
) -> None:
    """Import a CSV file. The same file again changes nothing; a newer one changes what is new in it."""
    from assistant.imports import ImportMapping, ImportOptions, read_mapping

    rules = read_mapping(mapping.read_bytes()) if mapping else ImportMapping()
    report = run(_import(kind, file, rules, ImportOptions(dry_run, keep_good, adopt_values), tenant))
    typer.echo(_told(report, dry_run=dry_run))
    if report.refused and not keep_good:
        _refuse(report, file)


async def _import(kind: str, file: Path, mapping: ImportMapping, options: ImportOptions, slug: str) -> ImportReport:
    from assistant.imports import import_csv

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        now = place.clock.now()
        return await import_csv(place.database, tenant.id, kind, file, mapping=mapping, options=options, now=now)


def _refuse(report: ImportReport, file: Path) -> None:
    from store.errors import Refused

    count = report.refused_rows
    rows = "1 row does" if count == 1 else f"{count} rows do"
    raise Refused(f"{file.name}: {rows} not fit, so nothing is imported (first: {report.refused[0]})")


def _told(report: ImportReport, *, dry_run: bool) -> str:
    parts = [_counts(report)]
    if dry_run:
        parts += [_columns(report), _samples(report)]
    if dry_run or report.saved:
        parts += [_news(report), *map(str, report.kept)]
    parts += map(str, report.refused)
    return "\n".join(part for part in parts if part)


def _counts(report: ImportReport) -> str:
    counts = {
        "created": report.created,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "repeated": report.repeated,
        "skipped": report.skipped,
        "left alone": report.left,
        "refused": report.refused_rows,
    }
    always = ("created", "changed", "unchanged")
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count or name in always)
    return f"{report.kind}: {said}{'' if report.saved else ' (nothing is written)'}"


def _columns(report: ImportReport) -> str:
    rows = [*report.columns, *(("not used", name) for name in report.unused)]
    return table([(ours, "from", theirs) for ours, theirs in rows], ("field", "", "column"))


def _samples(report: ImportReport) -> str:
    rows = [(str(one.line), one.action, one.name, _short(one.detail)) for one in report.samples]
    return table(rows, ("line", "", "name", "")) if rows else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_VALUES else f"{text[: _SHOWN_VALUES - 1]}…"


def _news(report: ImportReport) -> str:
    news = [f'new custom field "{label}" ({kind})' for label, kind in report.new_fields]
    news += [f"added {value} to the list, as {outcome}" for value, outcome in report.adopted]
    if report.default_owner:
        news.append(f"what names no owner is owned by {report.default_owner}")
    return "\n".join(news)


def export(
    kind: Kind,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="Where to; “-” or none: standard output.", dir_okay=False, allow_dash=True
        ),
    ] = None,
    tenant: TenantOption = "",
) -> None:
    """Export records as CSV: ids, the columns that `import` reads, and custom fields."""
    run(_export(kind, file, tenant))


async def _export(kind: str, file: Path | None, slug: str) -> None:
    from assistant.exports import export_csv

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        if file is None or str(file) == "-":
            await export_csv(place.database, tenant.id, kind, sys.stdout)
            return
        with file.open("w", encoding="utf-8", newline="") as out:
            count = await export_csv(place.database, tenant.id, kind, out)
    typer.echo(f"wrote {count} {kind} to {file}")
