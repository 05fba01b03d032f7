"""The line one types on: history, completion, and the single keys that decide a card.

A key decides only on an empty line and only when nothing is typed after it for
`GRACE` seconds: "yesterday's call" begins with the letter of a yes, and must
stay a message.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.styles import Style

from prompts.load import replies
from tools.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from prompt_toolkit.completion import Completer
    from prompt_toolkit.key_binding import KeyPressEvent

Kind: TypeAlias = Literal["approve", "reject", "edit"]

GRACE = 0.6  # seconds
_STYLE = Style.from_dict(
    {"prompt": "bold ansicyan", "prompt.edit": "bold ansiyellow", "placeholder": "ansibrightblack"}
)


@dataclass(frozen=True, slots=True)
class Press:
    """A key was pressed that decides the card shown."""

    kind: Kind


class History(FileHistory):
    """What was typed, kept in a file that only its owner may read; single keys are not worth keeping."""

    def __init__(self, path: Path) -> None:
        """Keep it at `path`, which is made where it is missing."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        super().__init__(str(path))

    def append_string(self, string: str) -> None:
        """Keep a line."""
        if len(string.strip()) > 1:
            super().append_string(string)


class Prompt:
    """Asks for the next message, or for a key while a card is shown."""

    def __init__(self, history: History, completer: Completer) -> None:
        """Read from the terminal, or from what prompt_toolkit's current session has in its place."""
        self._card_waits = False
        self._changing = False
        self._edits = 0
        self._session: PromptSession[str | Press] = PromptSession(
            history=history,
            completer=completer,
            complete_while_typing=True,
            key_bindings=self._keys(),
            style=_STYLE,
            reserve_space_for_menu=6,
        )
        self._session.default_buffer.on_text_changed += self._note_edit

    async def ask(self, *, card_waits: bool = False) -> str | Press:
        """Return the line typed, or the key pressed under a card; raises EOFError on Ctrl-D."""
        self._card_waits = card_waits
        typed = await self._session.prompt_async(FormattedText([("class:prompt", say_raw("prompt"))]), placeholder="")
        key = keys().get(typed.strip().lower()) if card_waits and isinstance(typed, str) else None
        return Press(key) if key else typed

    async def ask_change(self) -> str:
        """Return how the card is to be changed, "" for not at all."""
        self._card_waits, self._changing = False, True
        example = FormattedText([("class:placeholder", say("terminal", "edit_example"))])
        asked = FormattedText([("class:prompt.edit", say_raw("prompt_edit"))])
        try:
            typed = await self._session.prompt_async(asked, placeholder=example)
        except EOFError:
            return ""
        finally:
            self._changing = False
        return typed if isinstance(typed, str) else ""

    def _note_edit(self, _: object) -> None:
        self._edits += 1

    def _keys(self) -> KeyBindings:
        bindings = KeyBindings()
        decides = Condition(lambda: self._card_waits and not get_app().current_buffer.text)
        for key, kind in keys().items():
            for typed in {key, key.upper()}:
                bindings.add(typed, filter=decides)(self._presses(kind))
        bindings.add("c-c")(self._clear)
        return bindings

    def _clear(self, event: KeyPressEvent) -> None:
        """Clear the line; on an empty one, leave the change that was begun."""
        if self._changing and not event.current_buffer.text:
            event.app.exit(result="")
        event.current_buffer.reset()

    def _presses(self, kind: Kind) -> Callable[[KeyPressEvent], None]:
        def press(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text(event.data)
            event.app.create_background_task(self._decide_unless_typed_on(event, kind, self._edits))

        return press

    async def _decide_unless_typed_on(self, event: KeyPressEvent, kind: Kind, edits: int) -> None:
        await asyncio.sleep(GRACE)
        if self._edits == edits and event.app.is_running and not event.app.is_done:
            event.app.exit(result=Press(kind))


def keys() -> dict[str, Kind]:
    """Return the keys that decide a card, with what each does."""
    known: dict[str, str] = replies("terminal")["keys"]
    return {key: cast("Kind", kind) for kind, key in known.items()}


def say_raw(key: str) -> str:
    """Return a text with the blanks at its ends."""
    return str(replies("terminal")[key])
