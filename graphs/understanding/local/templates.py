"""Patterns over a clause's shape, written in the language data.

A shape is the clause as one string: each word or mark in its folded form and
each thing found in it as a tag ("<person>"), every one followed by a space.
A pattern is written like this::

    {set} [the] status [of|for] @person ... {status}

`word` stands for itself, `[x]` may be missing, `(x|y)` is one of them, `{name}`
a class of words, `{name*}` any number of them, `@kind` a tag, `...` a few words
whatever they are, `[x]*` any number of times, `<name>` captures one or more words, `<name:class>` a member
of a class, `^` and `$` are the ends of the clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MANY = "{0,12}"  # repetitions end somewhere: no message may make matching explode
_FEW = "{0,6}"
_SOME = r"(?:\S+ )+?"
_SOME_FIRST = r"(?:\S+ ){1,8}?"
_GAP = r"(?:\S+ ){0,8}?"
_PART = re.compile(
    r"->|\.\.\.|\{(?P<cls>[\w-]+)(?P<star>\*?)\}|@(?P<tag>\w+)|"
    r"<(?P<cap>\w+)(?::(?P<of>[\w-]+))?>|[\])]\*|[\[\]()|^$]|[^\s\[\]()|{}<>^$@]+"
)


_PREFIX = re.compile(r"(?P<caret>\^?)(?P<prefix>(?:\{\w+\*\} )+|\(\{\w+\}(?:\|\{\w+\})*\)\* )")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern.  `prefix` names classes of which any words may stand before it.

    Courtesies and joining words stand before almost everything; stepping over
    them once for a message is a hundred times cheaper than in every pattern.
    """

    regex: re.Pattern[str]
    prefix: tuple[str, ...] = ()
    anchored: bool = False


class PatternError(ValueError):
    """A pattern in the language data that cannot be read."""


def compile_pattern(pattern: str, classes: Callable[[str], str]) -> Pattern:
    """Compile `pattern`; `classes` gives the regular expression of a class by name.

    Raises PatternError for brackets that do not match or a class that is not there.
    """
    head = _PREFIX.match(pattern)
    if not head:
        return Pattern(re.compile(r"(?<!\S)" + _bounded(pattern, to_regex(pattern, classes))))
    rest = to_regex(pattern[head.end() :], classes)
    names = tuple(re.findall(r"\w+", head["prefix"]))
    return Pattern(re.compile(r"(?<!\S)" + rest), names, bool(head["caret"]))


def _bounded(pattern: str, regex: str) -> str:
    """A pattern that opens with a capture is tried at every word: it must not run to the end from each."""
    return regex.replace(_SOME, _SOME_FIRST, 1) if pattern.startswith("<") else regex


def to_regex(pattern: str, classes: Callable[[str], str]) -> str:
    """Return the regular expression source for `pattern` (see the module's text)."""
    depth: list[str] = []
    out = [_piece(part, depth, classes, pattern) for part in _PART.finditer(pattern)]
    if depth:
        raise PatternError(pattern)
    return "".join(out)


def _piece(part: re.Match[str], depth: list[str], classes: Callable[[str], str], pattern: str) -> str:
    text = part.group()
    if text in "[(":
        depth.append(text)
        return "(?:"
    if text in {"]*", ")*"}:
        if not depth or depth.pop() + text[0] not in {"[]", "()"}:
            raise PatternError(pattern)
        return f"){_MANY}"
    if text in "])":
        if not depth or depth.pop() + text not in {"[]", "()"}:
            raise PatternError(pattern)
        return ")?" if text == "]" else ")"
    if text == "...":
        return _GAP
    if part["cls"]:
        return classes(part["cls"]) + (_FEW if part["star"] else "")
    if part["tag"]:
        return f"<{part['tag']}> "
    if part["cap"]:
        inner = classes(part["of"]) if part["of"] else _SOME
        return f"(?P<{part['cap']}>{inner})"
    return text if text in "|^$" else re.escape(text) + " "
