"""Mentions written by hand, over a directory written by hand (`data/mentions.yaml`), with the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graphs.understanding.local.people import Entry

_DATA = Path(__file__).parent / "data" / "mentions.yaml"
_NOBODY_KNOWN = "?"


@dataclass(frozen=True)
class Written:
    """Words of a message, and the keys of all whom they may mean; no words where the message names nobody."""

    kind: str
    text: str
    words: str
    span: tuple[int, int]
    right: frozenset[str]

    @property
    def is_unknown(self) -> bool:
        """Whether the words are a name that nobody has."""
        return bool(self.words) and not self.right


@cache
def directory() -> tuple[Entry, ...]:
    """Return the people, the keys of the data as their ids."""
    lines = str(_data()["people"]).splitlines()
    return tuple(_person(number, line) for number, line in enumerate(lines))


def written() -> list[Written]:
    """Return all mentions, in the order of the data."""
    return [
        one for kind, lines in dict(_data()["said"]).items() for line in lines.splitlines() for one in _said(kind, line)
    ]


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return found


def _person(number: int, line: str) -> Entry:
    key, _, rest = line.partition(" = ")
    name, company, city, title = (part.strip() for part in rest.split(";"))
    address = f"{'.'.join(name.lower().split())}@mail.test"
    phone = f"+1 555 010 {number:04d}"
    return Entry(key, "lead", name, company=company, email=address, phone=phone, status="new", city=city, title=title)


def _said(kind: str, line: str) -> list[Written]:
    text, words, answers = (part.strip() for part in line.split("|"))
    if not words:
        return [Written(kind, text, "", (0, 0), frozenset())]
    pairs = zip(words.split(";"), answers.split(";"), strict=True)
    return [_placed(kind, text, one, frozenset(keys.split()) - {_NOBODY_KNOWN}) for one, keys in pairs]


def _placed(kind: str, text: str, words: str, right: frozenset[str]) -> Written:
    said, _, which = words.partition("#")
    at = -1
    for _ in range(int(which or 1)):
        at = text.index(said, at + 1)
    return Written(kind, text, said, (at, at + len(said)), right)
