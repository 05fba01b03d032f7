"""Answers on the terminal's screen: words, cards, receipts, questions and tables; colours only where there are any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.terminal.card import card
from assistant.cli.terminal.tables import data_of
from assistant.cli.terminal.values import Form
from tools.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from assistant.cli.terminal.talker import Answer

_WIDEST = 110
_STYLES = {"done": "green", "refused": "red", "failed": "bold red", "not_understood": "yellow", "cancelled": "dim"}
_ITEM = re.compile(r"\s*[•\d]")


class Screen:
    """Prints answers."""

    def __init__(self, form: Form, console: Console | None = None) -> None:
        self._form = form
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._console.width = min(self._console.width, _WIDEST)

    def show(self, answer: Answer) -> None:
        """Print an answer, its words first, and what they are about after them."""
        for part in self._parts(answer):
            self._console.print(part)
        self._console.print()

    def tell(self, text: str, style: str = "dim") -> None:
        """Print a line of the terminal's own."""
        self._console.print(Text(text, style=style))

    def _parts(self, answer: Answer) -> Iterator[RenderableType]:
        said, waiting = _parted(beside(answer), answer["parked"])
        words = Text(said)
        words.highlight_regex(r"^[^\n]+", _STYLES.get(answer["status"], ""))
        if words:
            yield words
        yield from data_of(answer["data"], self._form)
        if answer["proposal"]:
            yield card(answer["proposal"], self._form)
        if answer["question"]:
            yield from _options(answer["question"])
        for one in answer["citations"]:
            yield Text(f"  [{one['title'] or one['source']}] {one['quote']}", style="dim italic")
        if waiting:
            yield Text(waiting, style="yellow")
        if answer["suggestions"] and not answer["proposal"] and not answer["question"]:
            yield Text(say("terminal", "try", suggestions=" · ".join(answer["suggestions"])), style="dim")


def _options(question: dict[str, Any]) -> Iterator[RenderableType]:
    if not question["options"]:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, option in enumerate(question["options"], 1):
        table.add_row(Text(f"{number:>4}", style="bold cyan"), Text(option["label"]))
    yield table
    yield Padding(Text(say("terminal", "pick"), style="dim"), (0, 0, 0, 4))


def _parted(words: str, parked: list[dict[str, str]]) -> tuple[str, str]:
    """Return the words, and apart from them the paragraphs that name the cards waiting: those come last."""
    paragraphs = words.split("\n\n")
    waiting = [text for text in paragraphs[1:] if any(card["summary"] in text for card in parked)]
    return "\n\n".join(text for text in paragraphs if text not in waiting), "\n\n".join(waiting)


def beside(answer: Answer) -> str:
    """Return the reply without the lines that the card, the options or the table say better."""
    lines = str(answer["reply"]).split("\n")
    elsewhere = [_is_elsewhere(line, answer) for line in lines]
    kept = [line for at, line in enumerate(lines) if not elsewhere[at] and not _heads_nothing(lines, at, elsewhere)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_elsewhere(line: str, answer: Answer) -> bool:
    actions = (answer["proposal"] or {}).get("actions", ())
    said = [text for action in actions for text in (action["summary"], *action["warnings"])]
    said += [option["label"] for option in (answer["question"] or {}).get("options", ())]
    if any(text and text in line for text in said):
        return True
    if actions and line == say("gate", "ask"):
        return True
    rows = (answer["data"] or {}).get("rows") or ()
    if not rows or not (_ITEM.match(line) or _is_more(line)):
        return False
    return _is_more(line) or any(_tells(cell, line) for row in rows for cell in row)


def _is_more(line: str) -> bool:
    """Say whether a line tells how many are left out: the table has them."""
    return re.sub(r"[\d,.]+", "#", line).strip(" •") == say("terminal", "more", count="#")


def _tells(cell: Any, line: str) -> bool:
    return isinstance(cell, str) and len(cell) > 1 and cell.casefold() in line.casefold()


def _heads_nothing(lines: list[str], at: int, elsewhere: list[bool]) -> bool:
    """Say whether a line is a heading, such as a day's, of what is shown elsewhere; the first line stays."""
    return 0 < at < len(lines) - 1 and lines[at].endswith(":") and elsewhere[at + 1]
