"""What came of a calculation: one row a label and currency, as data and in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from store.money import exponent
from tools.words import listing, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.queries.analysis import Figures

_SHOWN = 10
_TENTHS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """One number: `label` as data, `said` in words; `currency` is "" for no money, `part` and `of` tell a share."""

    label: str
    said: str
    value: Decimal | None
    currency: str = ""
    part: int = 0
    of: int = 0

    @property
    def text(self) -> str:
        """The number for reading."""
        if self.value is None:
            return "–"
        if self.of:
            return say("analyse", "share", percent=plain(self.value), part=self.part, of=self.of)
        number = f"{self.value:,.0f}" if self.value == self.value.to_integral_value() else f"{self.value:,.2f}"
        return f"{number} {self.currency}".strip()


def value_of(one: Figures, measure: str) -> Decimal | None:
    """Return a count, or a sum or average in whole units of its currency; None for the average of nothing."""
    if measure == "count":
        return Decimal(one.count)
    total = Decimal(one.total).scaleb(-exponent(one.currency))
    if measure == "sum":
        return total
    return (total / one.with_amount).quantize(_TENTHS) if one.with_amount else None


def share_of(part: int, whole: int) -> Decimal | None:
    """Return a share in percent, None of nothing."""
    return (Decimal(100) * part / whole).quantize(_TENTHS) if whole else None


def plain(value: Decimal | None) -> int | float | None:
    """Return a number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def table(lines: list[Line], *, by: str, measure: str, total: int) -> dict[str, Any]:
    """Return the lines as data: label, then number, then the currency where there are several."""
    currencies = {line.currency for line in lines if line.currency}
    several = len(currencies) > 1
    names = ("label", "value", *(["currency"] if several else []))
    labels = {"label": by.replace("_", " ").capitalize(), "value": say("analyse", f"column_{measure}")}
    data: dict[str, Any] = {
        "kind": "table",
        "columns": [{"name": name, "label": labels.get(name, say("analyse", "column_currency"))} for name in names],
        "rows": [[line.label, plain(line.value), *([line.currency] if several else [])] for line in lines],
        "total": total,
        "truncated": total > len(lines),
    }
    if len(currencies) == 1:
        data["currency"] = currencies.pop()
    return data


def chart(lines: list[Line], *, by: str, along_time: bool) -> dict[str, Any]:
    """Return a Vega-Lite drawing of the lines."""
    value = {"field": "value", "type": "quantitative", "title": None}
    label = {"field": "label", "type": "ordinal" if along_time else "nominal", "sort": None, "title": by}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{"label": line.label, "value": plain(line.value)} for line in lines]},
        "mark": "line" if along_time else "bar",
        "encoding": {"x": label, "y": value} if along_time else {"x": value, "y": label},
    }


def in_lines(lines: list[Line], head: str, total: int) -> str:
    """Return the first lines under a head."""
    told = [f"• {line.said}: {line.text}" for line in lines[:_SHOWN]]
    more = [say("analyse", "more", count=total - _SHOWN)] if total > _SHOWN else []
    return "\n".join([head, *told, *more])


def in_a_sentence(lines: list[Line], measure: str) -> str:
    """Return a sum or average of each currency; they are never added up."""
    known = [line for line in lines if line.value is not None]
    if not known:
        return say("analyse", "no_amounts")
    key = measure if len(known) == 1 else f"{measure}_each"
    return say("analyse", key, amounts=listing([line.text for line in known]))


def ranked(lines: list[Line], order: str) -> list[Line]:
    """Return the lines by value or by label; currencies stay apart."""
    if order == "label":
        return sorted(lines, key=lambda line: (line.label, line.currency))
    sign = -1 if order == "-value" else 1
    nothing = Decimal(0)
    return sorted(lines, key=lambda line: (line.currency, sign * (line.value or nothing), line.label))


def in_time(lines: list[Line], every: list[tuple[str, str]], make: Callable[[str, str, str], Line]) -> list[Line]:
    """Return the lines in the order of `every` (label and words), with `make` filling what is missing."""
    currencies = sorted({line.currency for line in lines}) or [""]
    known = {(line.label, line.currency): line for line in lines}
    return [
        known.get((label, currency)) or make(label, said, currency) for currency in currencies for label, said in every
    ]
