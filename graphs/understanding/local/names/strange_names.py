"""Names made of strange words alone: nobody in sight has them, and still they are names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graphs.understanding.local.names.model import Span
from graphs.understanding.local.names.near import OFFERED, near_records, two_off
from graphs.understanding.local.names.strangers import StrangerReader

_LONGEST = 7  # words in one name
_MOST_COMPARED = 3  # unknown names of a message that are compared with every name in sight


def strange_names(
    strangers: StrangerReader,
    in_order: Callable[[Iterable[int]], list[int]],
    is_free: Callable[[int, int], bool],
) -> Iterator[tuple[int, int, list[int]]]:
    """Yield (start, end, who is near) of the names that are two letters off somebody's, or stand where one must.

    `in_order` sorts records, `is_free` says whether nothing was read in words [start, end).
    """
    reader = StrangeNameReader(strangers)
    compared = 0
    for start, end in reader.names():
        called = reader.calls_for_name(start, end)
        if not is_free(start, end) or not (called or compared < _MOST_COMPARED):
            continue
        near: list[int] = []
        if compared < _MOST_COMPARED:
            near = in_order(two_off(strangers.reader, start, end))[:OFFERED]
            near = near or (near_records(strangers.reader, start, end) if called else [])
        compared += 1
        if near or called:
            yield start, end, near


class StrangeNameReader:
    """Puts the strange words of one message together."""

    def __init__(self, strangers: StrangerReader) -> None:
        self._strangers = strangers
        self.reader = strangers.reader
        self.place = strangers.place
        self.tokens = strangers.tokens
        self.known = strangers.known

    def names(self) -> Iterator[Span]:
        """Yield the whole names [start, end) that strange words make: two side by side, or one behind a title."""
        at = 0
        while at < len(self.tokens):
            end, count = self._name_from(at)
            if count > 1 or (count and self.place.titled(at)):
                yield at, end
            at = max(end, at + 1)

    def _name_from(self, start: int) -> tuple[int, int]:
        """Return where a name of strange words that begins at `start` ends, and how many words it has but particles."""
        at = end = start
        count = 0
        while at < min(len(self.tokens), start + _LONGEST) and (at == start or self.reader.follows(at)):
            if self._is_name_word(at) or (count and self._may_be_surname(at)):
                count += 1
                end = at + 1
            elif count == 0 or self.tokens[at].key not in self.known.group("particles"):
                break
            at += 1
        return (end, count) if any(self._strangers.is_strange(place) for place in range(start, end)) else (start, 0)

    def _is_name_word(self, at: int) -> bool:
        token = self.tokens[at]
        if self._strangers.is_strange(at):
            return True
        initial = token.raw.isupper() and self.reader.is_initial(at) and not token.busy
        return initial or self._begins_name(at)

    def _may_be_surname(self, at: int) -> bool:
        """Say whether an ordinary word in capitals can be the surname behind a strange first name: "Lena Sales"."""
        token = self.tokens[at]
        groups = ("weekdays", "months", "function", "outcomes", "titles")
        return token.capital and not token.busy and not any(token.key in self.known.group(name) for name in groups)

    def _begins_name(self, at: int) -> bool:
        """Say whether a sentence begins with a name that is a word too, before one more in capitals: "Hope Rivers"."""
        token = self.tokens[at]
        if not token.starts or token.busy or not token.raw[0].isupper() or token.key not in self.known.all_word_names:
            return False
        if any(token.key in self.known.group(name) for name in ("record_verbs", "before_person", "weekdays")):
            return False
        return at + 1 < len(self.tokens) and self.tokens[at + 1].glued and self.tokens[at + 1].capital

    def calls_for_name(self, start: int, end: int) -> bool:
        """Say whether somebody must stand at the words [start, end), all in capitals: "email Ana Ruiz the offer"."""
        if any(not (self.tokens[at].capital or self._is_small_or_first(at, start)) for at in range(start, end)):
            return False
        return self.place.titled(start) or self.place.calls_for_name(start, end)

    def _is_small_or_first(self, at: int, start: int) -> bool:
        token = self.tokens[at]
        if at == start:
            return token.starts and token.raw[0].isupper()
        return token.hyphened or token.key in self.known.group("particles")
