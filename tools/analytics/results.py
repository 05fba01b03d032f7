"""What came of a calculation: one line a label and currency, as data and in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from store.money import exponent
from tools.words import listing, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.queries.analysis import Figures
    from tools.analytics.periods import Periods

    Label = Callable[[Any], tuple[str, str]]

_SHOWN = 10
_CENTS = Decimal("0.01")


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


def lines(found: list[Figures], measure: str, label: Label) -> list[Line]:
    """Return a line for each label and currency: a count, or a sum or average in whole units of the currency."""
    sums: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    for one in found:
        key = (*label(one.label), one.currency)
        count, with_amount, total = sums.get(key, (0, 0, 0))
        sums[key] = (count + one.count, with_amount + one.with_amount, total + one.total)
    return [Line(key[0], key[1], _value(measure, key[2], *counts), key[2]) for key, counts in sums.items()]


def _value(measure: str, currency: str, count: int, with_amount: int, total: int) -> Decimal | None:
    if measure == "count":
        return Decimal(count)
    if not with_amount:
        return None
    whole = Decimal(total).scaleb(-exponent(currency))
    return whole if measure == "sum" else (whole / with_amount).quantize(_CENTS)


def shares(part: list[Figures], whole: list[Figures], label: Label) -> list[Line]:
    """Return, for each label of the whole, the percentage of it that the part is."""
    counts = {line.label: int(line.value or 0) for line in lines(part, "count", label)}
    found = []
    for line in lines(whole, "count", label):
        count, of = counts.get(line.label, 0), int(line.value or 0)
        share = (Decimal(100) * count / of).quantize(_CENTS) if of else None
        found.append(Line(line.label, line.said, share, part=count, of=of))
    return found


def compared(found: list[Line], labels: list[str], measure: str) -> list[Line]:
    """Return the lines of these labels, none of one where nothing has it."""
    wanted = {label.casefold(): label for label in labels}
    kept = [line for line in found if line.label.casefold() in wanted]
    there = {line.label.casefold() for line in kept}
    none = Decimal(0) if measure == "count" else None
    return [*kept, *(Line(label, label, none) for folded, label in wanted.items() if folded not in there)]


def ranked(found: list[Line], order: str) -> list[Line]:
    """Return the lines by value ("asc", "desc") or by "label"; currencies stay apart."""
    if order == "label":
        return sorted(found, key=lambda line: (line.label, line.currency))
    sign = 1 if order == "asc" else -1
    return sorted(found, key=lambda line: (line.currency, sign * (line.value or Decimal(0)), line.label))


def in_time(found: list[Line], spans: Periods, measure: str) -> list[Line]:
    """Return the lines in the order of time, with one for each period in which there was nothing."""
    known = {(line.label, line.currency): line for line in found}
    nothing = Decimal(0) if measure in ("count", "sum") else None
    every = [(spans.label(place), spans.spoken(place)) for place in range(len(spans.starts))]
    return [
        known.get((label, currency)) or Line(label, said, nothing, currency)
        for currency in sorted({line.currency for line in found}) or [""]
        for label, said in every
    ]


def plain(value: Decimal | None) -> int | float | None:
    """Return a number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def table(found: list[Line], *, by: str, measure: str, total: int) -> dict[str, Any]:
    """Return the lines as data: label, then number, then the currency where there are several."""
    currencies = sorted({line.currency for line in found if line.currency})
    several = len(currencies) > 1
    labels = {"label": by.replace("_", " ").capitalize(), "value": say("analyse", f"column_{measure}")}
    if several:
        labels["currency"] = say("analyse", "column_currency")
    return {
        "kind": "table",
        "columns": [{"name": name, "label": label} for name, label in labels.items()],
        "rows": [[line.label, plain(line.value), *([line.currency] if several else [])] for line in found],
        "total": total,
        "truncated": total > len(found),
        **({"currency": currencies[0]} if len(currencies) == 1 else {}),
    }


def amounts(found: list[Line], measure: str) -> dict[str, Any]:
    """Return an amount as data, or one for each currency."""
    known = [line for line in found if line.value is not None]
    if len(known) < 2:
        line = known[0] if known else Line("", "", Decimal(0) if measure == "sum" else None)
        return {"kind": "answer", "value": plain(line.value), "currency": line.currency or None}
    columns = [{"name": name, "label": say("analyse", f"column_{name}")} for name in ("currency", measure)]
    rows = [[line.currency, plain(line.value)] for line in known]
    return {"kind": "table", "columns": columns, "rows": rows, "total": len(rows), "truncated": False}


def chart(found: list[Line], *, by: str, along_time: bool) -> dict[str, Any]:
    """Return a Vega-Lite drawing of the lines."""
    value = {"field": "value", "type": "quantitative", "title": None}
    label = {"field": "label", "type": "ordinal" if along_time else "nominal", "sort": None, "title": by}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{"label": line.label, "value": plain(line.value)} for line in found]},
        "mark": "line" if along_time else "bar",
        "encoding": {"x": label, "y": value} if along_time else {"x": value, "y": label},
    }


def in_lines(found: list[Line], head: str) -> str:
    """Return the first lines under a head."""
    told = [f"• {line.said}: {line.text}" for line in found[:_SHOWN]]
    more = [say("analyse", "more", count=len(found) - _SHOWN)] if len(found) > _SHOWN else []
    return "\n".join([head, *told, *more])


def in_a_sentence(found: list[Line], measure: str) -> str:
    """Return a sum or average of each currency; they are never added up."""
    known = [line.text for line in found if line.value is not None]
    if not known:
        return say("analyse", "no_amounts")
    return say("analyse", measure if len(known) == 1 else f"{measure}_each", amounts=listing(known))
