"""What a read found, as tables: records, figures, and the days of an agenda."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from assistant.cli.terminal.values import NOTHING, Form
from tools.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

_BAR = 24  # characters of the longest bar
_STYLES = {"status": "cyan", "stage": "cyan", "name": "bold"}


def data_of(data: dict[str, Any] | None, form: Form) -> list[RenderableType]:
    """Return what to print of an answer's data, nothing where its words say all."""
    if not data or not data.get("rows"):
        return []
    if data["kind"] == "agenda":
        return list(_agenda(data, form))
    return [_table(data, form), *_truncated(data)]


def records_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as mappings by column name."""
    names = [column["name"] for column in data["columns"]]
    return [dict(zip(names, row, strict=False)) for row in data["rows"]]


def _table(data: dict[str, Any], form: Form) -> Table:
    records = records_of(data)
    columns = [column for column in data["columns"] if _is_worth_showing(column["name"], records)]
    drawn = _drawn(data, columns, records)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column["label"], justify="right" if _is_numeric(column["name"], records) else "left")
    if drawn:
        table.add_column("")
    for record in records:
        cells = [_cell(column["name"], record, data, form) for column in columns]
        table.add_row(*cells, *([_bar(record[drawn], records, drawn)] if drawn else []))
    return table


def _is_worth_showing(name: str, records: list[dict[str, Any]]) -> bool:
    """Nobody needs a column of nothing, of ids, or of the one owner whose leads these are."""
    values = {str(record[name]) for record in records if record[name] not in (None, "", [])}
    alone = name == "owner" and len(values) == 1 and len(records) > 1
    money = name == "currency" and any(_is_money(other) for other in records[0])
    return bool(values) and not (alone or money or name.endswith("_id"))


def _is_money(name: str) -> bool:
    return name == "amount" or name.endswith("_amount")


def _is_numeric(name: str, records: list[dict[str, Any]]) -> bool:
    values = [record[name] for record in records if record[name] is not None]
    return bool(values) and all(_number(value) is not None for value in values)


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _cell(name: str, record: dict[str, Any], data: dict[str, Any], form: Form) -> Text:
    value, currency = record[name], str(record.get("currency") or data.get("currency") or "")
    if name == "last_contacted":
        return Text(form.day(str(value)) if value else NOTHING)
    return Text(form.value(name, value, currency), style=_STYLES.get(name, ""))


def _drawn(data: dict[str, Any], columns: list[dict[str, Any]], records: list[dict[str, Any]]) -> str:
    """Return the column of figures to draw bars of, where the answer is a chart."""
    names = [column["name"] for column in columns if _is_numeric(column["name"], records)]
    return names[-1] if data.get("chart") and names and len(records) > 1 else ""


def _bar(value: Any, records: list[dict[str, Any]], name: str) -> Text:
    most = max(abs(_number(record[name]) or 0) for record in records)
    length = round(_BAR * abs(_number(value) or 0) / most) if most else 0
    return Text("█" * length, style="cyan")


def _truncated(data: dict[str, Any]) -> list[RenderableType]:
    shown, total = len(data["rows"]), data.get("total") or 0
    return [Text(say("terminal", "truncated", shown=shown, total=total), style="dim")] if total > shown else []


def _agenda(data: dict[str, Any], form: Form) -> Iterator[RenderableType]:
    def day_of(item: dict[str, Any]) -> str:
        return form.day(str(item["when"] or "")) or say("terminal", "no_day")

    for day, items in groupby(records_of(data), day_of):
        yield Text(day, style="bold")
        table = Table.grid(padding=(0, 2, 0, 0))
        for item in items:
            table.add_row("", *_entry(item, form))
        yield table


def _entry(item: dict[str, Any], form: Form) -> Iterator[Text]:
    yield Text(form.clock(str(item["when"] or "")) or say("terminal", "any_time"), style="cyan")
    yield Text(str(item["title"]))
    lead = str(item.get("lead") or "")
    yield Text("" if lead in str(item["title"]) else lead, style="dim")
    yield Text(say("terminal", "overdue") if item.get("overdue") else "", style="bold red")
