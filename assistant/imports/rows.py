"""Rows read: each line's cells as the values of our columns, or the reasons why the line does not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.imports import cells
from assistant.imports.binding import Binding
from assistant.imports.cells import Unfit
from assistant.imports.comparing import fingerprint
from assistant.imports.custom_fields import CustomField, read_custom
from assistant.imports.dates import TEN, DateReader
from assistant.imports.keys import natural_key
from assistant.imports.kinds import Field, Kind
from assistant.imports.lists import ValueList
from assistant.imports.mapping import ImportMapping
from assistant.imports.references import folded
from assistant.imports.report import Refusal
from assistant.imports.sources import Source, TextReader
from assistant.imports.surroundings import Surroundings
from assistant.imports.table import Line

# What a field's reading may need from fields before it: whose clock, which currency.
_ORDER = ("owner", "account", "lead", "currency")
_EMPTY: dict[str, object] = {"line": "", "text": "", "email": "", "locale": "", "tags": []}

_CellReader = Callable[[str, Field, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that fits.

    `values` are by column, custom fields by `custom.<key>`.  `key` is what the
    source knows the row by, `nature` what it is known by without an id, and
    `given_id` what stands in a column `id`; `fingerprint` tells whether a row
    says anything else than at its last import.
    """

    line: int
    key: str
    given_id: str
    nature: str
    values: dict[str, Any]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the cells of one file are read."""

    kind: Kind
    binding: Binding
    mapping: ImportMapping
    around: Surroundings
    dates: DateReader
    lists: Mapping[str, ValueList]
    custom: tuple[tuple[CustomField, Source], ...]


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, grammar: Grammar) -> None:
        self._of = grammar
        readers: dict[str, _CellReader] = {
            "line": lambda text, field, _: cells.line(text, field.longest),
            "text": lambda text, field, _: cells.text_of(text, field.longest),
            "email": self._email,
            "choice": lambda text, field, _: cells.choice(text, field.choices),
            "listed": lambda text, field, _: grammar.lists[field.name].read(text),
            "money": self._money,
            "currency": lambda text, _, __: cells.currency(text),
            "tags": lambda text, field, _: cells.tags(text, field.longest),
            "day": lambda text, field, _: grammar.dates.day(text, field.name),
            "past": lambda text, field, values: self._time(text, field, values, dt.time()),
            "time": lambda text, field, values: self._time(text, field, values, TEN),
            "minutes": lambda text, _, __: cells.minutes(text),
            "timezone": lambda text, _, __: cells.timezone(text),
            "locale": lambda text, _, __: cells.locale(text),
            "owner": lambda text, _, __: grammar.around.users.find(text),
            "account": lambda text, _, __: grammar.around.accounts.find(text),
            "lead": lambda text, _, __: grammar.around.leads.find(text),
        }
        bound = [field for field in grammar.kind.fields if field.name in grammar.binding.fields]
        bound.sort(key=lambda field: _ORDER.index(field.reading) if field.reading in _ORDER else len(_ORDER))
        self._fields = [(field, self._text(field.name), readers[field.reading]) for field in bound]
        self._custom = [(field, self._text(field.key, source)) for field, source in grammar.custom]

    def skips(self, line: Line) -> bool:
        """Return whether the mapping says to leave the row out."""
        return any(not source.read(line.cells) for source in self._of.binding.skip)

    def read(self, line: Line) -> Row | list[Refusal]:
        """Return the row, or why it does not fit: every reason, not the first alone."""
        values: dict[str, Any] = {}
        refusals = [
            Refusal(line.number, name, reason)
            for name, reason in (*self._read_fields(line, values), *self._read_custom(line, values))
        ]
        if refusals:
            return refusals
        kind = self._of.kind.name
        given = self._of.binding.key.read(line.cells) if self._of.binding.key else ""
        nature = natural_key(kind, values)
        key = f"{self._of.binding.key_name}:{given}" if given else nature
        own = given if self._of.binding.key_name == "id" else ""
        return Row(line.number, key, own, nature, values, fingerprint(values))

    def _read_fields(self, line: Line, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for field, text_of, read in self._fields:
            text = text_of(line.cells)
            try:
                if text:
                    values[field.column] = read(text, field, values)
                elif field.required:
                    yield field.name, "is empty"
                elif field.clears:
                    values[field.column] = _EMPTY.get(field.reading)
            except Unfit as unfit:
                yield field.name, str(unfit)

    def _read_custom(self, line: Line, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for field, text_of in self._custom:
            text = text_of(line.cells)
            try:
                value = read_custom(text, field.type, self._of.dates, self._of.mapping.decimal) if text else None
                values[f"custom.{field.key}"] = value
            except Unfit as unfit:
                yield field.key, str(unfit)

    def _text(self, name: str, source: Source | None = None) -> TextReader:
        """Return how a field's text is got from a row: from its source, and through the mapping's values."""
        read = (source or self._of.binding.fields[name]).read
        words = {folded(theirs): ours for theirs, ours in self._of.mapping.values.get(name, {}).items()}
        if not words:
            return read

        def mapped(row: Sequence[str]) -> str:
            text = read(row)
            return words.get(folded(text), text)

        return mapped

    def _email(self, text: str, field: Field, _: dict[str, Any]) -> str:
        address = cells.email(text, field.longest)
        return address if self._of.kind.record else address.lower()  # a user's is what they sign in by

    def _money(self, text: str, _: Field, values: dict[str, Any]) -> int:
        amount, beside = cells.money(text, self._of.mapping.decimal)
        return self._minor(amount, beside, values)

    def _minor(self, amount: Decimal, beside: str, values: dict[str, Any]) -> int:
        if beside and values.setdefault("currency", beside) != beside:
            raise Unfit(f"is in {beside}, while the row's currency is {values['currency']}")
        return cells.minor_units(amount, values.get("currency") or self._of.around.directory.currency)

    def _time(self, text: str, field: Field, values: dict[str, Any], clock: dt.time) -> dt.datetime:
        owner = owner_of(values, self._of.around)
        return self._of.dates.time(text, field.name, self._of.around.zone(owner), clock)


def owner_of(values: Mapping[str, Any], around: Surroundings) -> str:
    """Return whose the row is: the named owner's, else its lead's or account's, else the default."""
    named = values.get("owner_id")
    hung_on = values.get("lead_id") or values.get("account_id")
    return str(named or around.owner_of.get(hung_on or "") or around.default_owner)
