"""Text that somebody else wrote and the user pasted: a forwarded mail, quoted lines.  It is quoted, never obeyed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphs.understanding.local.values import Found
from prompts.load import language

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = re.compile(r"(?:^[ \t]*>.*(?:\n|\Z))+", re.MULTILINE)


def pasted(text: str, lang: str = "en") -> list[Found]:
    """Return the stretches of `text` that are pasted: quoted lines, and all from the head of a mail on."""
    head = _head(text, lang)
    quoted = [match.span() for match in _QUOTED.finditer(text, 0, head)]
    spans = [*quoted, (head, len(text))]
    return [
        Found("quote", start, start + len(text[start:end].rstrip()), text[start:end].strip()) for start, end in spans
    ]


def _said(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, str]]:
    return [(start, text[start:end]) for start, end in spans if text[start:end].strip()]


def _head(text: str, lang: str) -> int:
    """Return where a mail begins in `text`, its length where there is none."""
    return min(_heads(text, lang), default=len(text))


def _heads(text: str, lang: str) -> Iterator[int]:
    rules = language("pasted", lang)
    for pattern in rules["begins"]:
        for match in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE):
            yield match.start()
    fields = "|".join(rules["fields"])
    lines = re.compile(rf"(?:^[ \t]*(?:{fields})[ \t]*:.*(?:\n\s*|\Z)){{2,}}", re.IGNORECASE | re.MULTILINE)
    for match in lines.finditer(text):
        yield match.start()
    for match in re.finditer(rf"\bfrom: .{{1,80}}?\b(?:{fields}): ", text, re.IGNORECASE):
        yield match.start()
