"""The records of the largest or smallest amounts."""

from __future__ import annotations

from typing import Any

from store.money import decimal_text
from tools.base import Answer, Reference
from tools.words import money, say

_COLUMNS = ("name", "amount", "currency", "stage")


def top(found: list[Any], records: str) -> Answer:
    """Return the records, first those of one currency, then those of the next: amounts of two do not compare."""
    kind, amount, state = ("lead", "expected_amount", "status") if records == "leads" else ("deal", "amount", "stage")
    columns = [{"name": name, "label": say("analyse", f"column_{name}")} for name in (*_COLUMNS[:3], state)]
    data = {
        "kind": "records",
        "columns": columns,
        "rows": [
            [one.name, decimal_text(getattr(one, amount), one.currency), one.currency, getattr(one, state)]
            for one in found
        ],
        "ids": [one.id for one in found],
        "total": len(found),
        "truncated": False,
    }
    if not found:
        return Answer(say("analyse", "no_amounts"), data)
    lines = [
        say(
            "analyse", "top", name=one.name, amount=money(getattr(one, amount), one.currency), state=getattr(one, state)
        )
        for one in found
    ]
    about = (Reference(kind, found[0].id, found[0].name),) if len(found) == 1 else ()
    words = f"{lines[0]}." if len(found) == 1 else "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1))
    return Answer(words, data, about=about)
