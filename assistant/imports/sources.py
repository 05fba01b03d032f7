"""Where a field's text comes from: a column, a constant, or a template over several columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from store.errors import Refused

TextReader = Callable[[Sequence[str]], str]

_PART = re.compile(r"\{([^{}|]+)((?:\|[^{}|]+)*)\}")


@lru_cache(4096)
def fold(header: str) -> str:
    """Return a header as it is compared: letters and digits alone, without regard to case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", header).casefold()))


def slug(text: str) -> str:
    """Return text for an address: "Zoë O'Neil" is "zoe.oneil"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’`")
    return ".".join(re.findall(r"[a-z0-9]+", letters))


def _words(text: str) -> str:
    return " ".join(re.split(r"[\s._-]+", text)).strip()


def _title(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


FILTERS: dict[str, Callable[[str], str]] = {
    "slug": slug,
    "lower": str.lower,
    "title": _title,
    "local": lambda text: text.partition("@")[0],
    "words": _words,
}


@dataclass(frozen=True, slots=True)
class Source:
    """How to get a text from a row, and the positions of the columns it is made of."""

    read: TextReader
    columns: frozenset[int]
    shown: str


def column(position: int, header: str) -> Source:
    """Return a source that is one column."""
    return Source(lambda cells: cells[position], frozenset({position}), header)


def constant(text: str) -> Source:
    """Return a source that is the same for every row."""
    return Source(lambda _: text, frozenset(), f'always "{text}"')


def template(text: str, positions: Mapping[str, int]) -> Source:
    """Return a source that fills `{header|filter}` into `text`; a row in which every column is empty gives "".

    `positions` are the columns by folded header.  Raises Refused for a header
    or a filter that there is not.
    """
    parts = [(match, _position(match[1], positions), _filters(match[2])) for match in _PART.finditer(text)]
    if not parts or "{" in _PART.sub("", text) or "}" in _PART.sub("", text):
        raise Refused(f'the template "{text}" needs column names in braces, like "{{first}} {{last}}"')

    def read(cells: Sequence[str]) -> str:
        if not any(cells[position] for _, position, _ in parts):
            return ""
        filled = iter([_filtered(cells[position], filters) for _, position, filters in parts])
        return _PART.sub(lambda _: next(filled), text).strip()

    return Source(read, frozenset(position for _, position, _ in parts), text)


def _position(header: str, positions: Mapping[str, int]) -> int:
    position = positions.get(fold(header))
    if position is None:
        raise Refused(f'the mapping names a column "{header.strip()}" that the file does not have')
    return position


def _filters(text: str) -> list[Callable[[str], str]]:
    names = [name.strip() for name in text.split("|")[1:]]
    for name in names:
        if name not in FILTERS:
            raise Refused(f'"|{name}" is no filter of a template: there are |{", |".join(FILTERS)}')
    return [FILTERS[name] for name in names]


def _filtered(text: str, filters: Sequence[Callable[[str], str]]) -> str:
    for change in filters:
        text = change(text)
    return text
