"""A card in the terminal: each action with what it changes, from what to what, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.box import ROUNDED
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.cli.terminal.values import Form, label
from tools.words import say

if TYPE_CHECKING:
    from rich.console import RenderableType

_ALIKE = 4  # actions from which one table reads better than a block each
_GAP = (0, 2, 0, 0)


def card(proposal: dict[str, Any], form: Form) -> Panel:
    """Return a card to print, with the keys that decide it."""
    actions = proposal["actions"]
    parts: list[RenderableType] = [_bulk(actions, form)] if _is_bulk(actions) else []
    if not parts:
        parts = [part for action in actions for part in _one(action, form)]
    parts.append(Padding(Text(say("terminal", "card_keys"), style="dim"), (1, 0, 0, 0)))
    return Panel(
        Group(*parts),
        title=Text(say("terminal", "card_title"), style="bold yellow"),
        title_align="left",
        subtitle=Text(_small(proposal, form), style="dim"),
        subtitle_align="right",
        border_style="yellow",
        box=ROUNDED,
        padding=(0, 1),
    )


def _small(proposal: dict[str, Any], form: Form) -> str:
    version, until = proposal["version"], form.clock(str(proposal["expires_at"]))
    parts = [say("terminal", "card_version", version=version)] if version > 1 else []
    return " · ".join([*parts, *([say("terminal", "card_until", until=until)] if until else [])])


def _one(action: dict[str, Any], form: Form) -> list[RenderableType]:
    summary = Text(f"{action['index']}. {action['summary']}", style="bold")
    moved = Padding(_changes(action, form), (0, 0, 0, 3)) if action["changes"] else None
    return [part for part in (summary, moved, *(Padding(line, (0, 0, 0, 3)) for line in _notes(action))) if part]


def _changes(action: dict[str, Any], form: Form) -> Table:
    table = Table.grid(padding=_GAP)
    made = all(change["before"] in (None, "", []) for change in action["changes"])
    for change in action["changes"]:
        before, arrow, after = _moved(change, action, form)
        table.add_row(Text(label(change["field"]), style="dim"), *((after,) if made else (before, arrow, after)))
    return table


def _moved(change: dict[str, Any], action: dict[str, Any], form: Form) -> tuple[Text, Text, Text]:
    currency = action["args"].get("currency", "")
    before, after = (form.value(change["field"], change[side], currency) for side in ("before", "after"))
    return Text(before, style="red"), Text("→", style="dim"), Text(after, style="bold green")


def _notes(action: dict[str, Any]) -> list[Text]:
    said = list(action["warnings"])
    if not action["reversible"]:
        said.append(say("terminal", "irreversible"))
    return [Text(f"⚠ {text}", style="bold yellow") for text in said]


def _is_bulk(actions: list[dict[str, Any]]) -> bool:
    kinds = {(action["tool"], *(change["field"] for change in action["changes"])) for action in actions}
    return len(actions) >= _ALIKE and len(kinds) == 1 and len(actions[0]["changes"]) == 1


def _bulk(actions: list[dict[str, Any]], form: Form) -> Table:
    field = actions[0]["changes"][0]["field"]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for header in ("", say("terminal", "record"), label(field), "", say("terminal", "will_be")):
        table.add_column(header)
    for action in actions:
        named = Text("\n").join([Text(action["target"]["name"], style="bold"), *_notes(action)])
        table.add_row(Text(f"{action['index']}.", style="dim"), named, *_moved(action["changes"][0], action, form))
    return table
