"""What Tab offers: names of leads and deals in the asker's sight, values of their lists, and what one can say."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from prompt_toolkit.completion import Completer, Completion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from graphs.state import TurnContext

_LEAST = 2  # characters typed before anything is offered unasked
_MOST = 8  # offers
_LONGEST_NAME = 4  # words of a name that may have been typed already
_WORD = re.compile(r"\S+")


class Names:
    """Names, found by how they or one of their later words begin."""

    def __init__(self, names: Iterable[str]) -> None:
        found = {(name[at:].casefold(), name) for name in names for at in _beginnings(name)}
        self._sorted = sorted(found)

    def beginning(self, typed: str) -> Iterator[str]:
        """Yield the names of which `typed` begins a word, in the order of the alphabet."""
        start = typed.casefold()
        for key, name in self._sorted[bisect_left(self._sorted, (start, "")) :]:
            if not key.startswith(start):
                return
            yield name


def _beginnings(name: str) -> list[int]:
    return [match.start() for match in _WORD.finditer(name)]


class Offers(Completer):
    """Completes a message: a whole sentence from its beginning, a name or value from its last words."""

    def __init__(self) -> None:
        """Start with nothing to offer."""
        self._names = Names(())
        self._sentences: Sequence[str] = ()
        self._next: Sequence[str] = ()

    def know(self, context: TurnContext, sentences: Sequence[str]) -> None:
        """Take over what the asker can name now; `context` holds only what is in their sight."""
        people, words = context.words.people, context.words.vocabulary
        named = [entry.name for kind in ("lead", "deal") for entry in people.entries(kind)]
        values = [value.value.replace("_", " ") for value in (*words.statuses, *words.stages)]
        self._names = Names([*named, *values])
        self._sentences = sentences

    def suggest(self, suggestions: Sequence[str]) -> None:
        """Take over what the last answer suggests to say."""
        self._next = suggestions

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield what may be meant: of what is typed, or on Tab on an empty line what one can say."""
        typed = document.text_before_cursor.lstrip()
        if len(typed) < _LEAST and not complete_event.completion_requested:
            return
        offered: set[str] = set()
        for text, start in (*self._whole(typed), *self._ends(typed)):
            if len(offered) == _MOST and typed:
                return
            if text not in offered:
                offered.add(text)
                yield Completion(text, -start)

    def _whole(self, typed: str) -> Iterator[tuple[str, int]]:
        for sentence in (*self._next, *self._sentences):
            if sentence.casefold().startswith(typed.casefold()) and sentence != typed:
                yield sentence, len(typed)

    def _ends(self, typed: str) -> Iterator[tuple[str, int]]:
        for begin in [match.start() for match in _WORD.finditer(typed)][-_LONGEST_NAME:]:
            said = typed[begin:]
            if len(said) >= _LEAST:
                yield from ((name, len(said)) for name in self._names.beginning(said) if name != said)
