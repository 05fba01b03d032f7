"""A file's rows, each matched with the record it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.imports.binding import Binding, Custom
from assistant.imports.custom_fields import CustomField, FieldType, type_of
from assistant.imports.dates import Cell, DateReader, day_first
from assistant.imports.lists import LIST_OF, ValueList
from assistant.imports.planning import Match, match
from assistant.imports.report import Refusal
from assistant.imports.request import Request
from assistant.imports.rows import Grammar, Row, RowReader
from assistant.imports.sources import Source
from assistant.imports.surroundings import Surroundings
from assistant.imports.table import Table

_DATES = ("day", "past", "time")


@dataclass(slots=True)
class Reading:
    """The rows of a file, sorted by what they are."""

    matches: list[Match] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    repeated: int = 0
    skipped: int = 0


def grammar_of(request: Request, binding: Binding, around: Surroundings) -> Grammar:
    """Return how the file's cells are read; raises Refused where its dates can be read in two ways."""
    mapping, directory = request.mapping, around.directory
    dates = DateReader(mapping.dates, first_is_day=day_first(_date_cells(request, binding)))
    listed = [field.name for field in request.kind.fields if field.reading == "listed"]
    lists = {
        name: ValueList(LIST_OF[name], getattr(directory, LIST_OF[name]), request.options.adopt_values)
        for name in listed
    }
    typed = [(one, _type(one, request, dates)) for one in binding.custom]
    custom = tuple((CustomField(one.key, one.label, kind), one.source) for one, kind in typed if kind)
    return Grammar(request.kind, binding, mapping, around, dates, lists, custom)


def _type(one: Custom, request: Request, dates: DateReader) -> FieldType | None:
    if one.definition:
        return one.definition.type  # type: ignore[return-value] # written by this importer
    return type_of(_texts(request.table, one.source), dates, request.mapping.decimal)


def _texts(table: Table, source: Source) -> Iterable[str]:
    return (text for line in table.lines if (text := source.read(line.cells)))


def _date_cells(request: Request, binding: Binding) -> Iterable[Cell]:
    """Yield the cells that may be dates of which the mapping does not say the format."""
    formats = request.mapping.dates
    fields = [field for field in request.kind.fields if field.reading in _DATES and field.name in binding.fields]
    sources = [binding.fields[field.name] for field in fields if not formats.get(field.name, formats.get("format"))]
    if "format" not in formats:
        sources += [one.source for one in binding.custom]
    for line in request.table.lines:
        for source in sources:
            yield Cell(line.number, source.read(line.cells))


def read_rows(table: Table, grammar: Grammar) -> Reading:
    """Return every row of the file, read and matched."""
    reader, reading = RowReader(grammar), Reading()
    width = len(table.header)
    reading.refused += [Refusal(line, "", f"has {cells} cells, the header has {width}") for line, cells in table.ragged]
    seen: dict[str, Row] = {}
    for line in table.lines:
        row = None if reader.skips(line) else reader.read(line)
        if row is None:
            reading.skipped += 1
        elif isinstance(row, list):
            reading.refused += row
        elif first := seen.get(row.key):
            _repeat(row, first, reading)
        else:
            seen[row.key] = row
            _match(row, grammar.around, reading)
    _refuse_twins(reading)
    return reading


def _repeat(row: Row, first: Row, reading: Reading) -> None:
    if row.values == first.values:
        reading.repeated += 1
    else:
        reading.refused.append(Refusal(row.line, "", f"is the same record as line {first.line}, and says otherwise"))


def _match(row: Row, around: Surroundings, reading: Reading) -> None:
    found = match(row, around.existing, around.key_prefix)
    if isinstance(found, Refusal):
        reading.refused.append(found)
    else:
        reading.matches.append(found)


def _refuse_twins(reading: Reading) -> None:
    """Take out, and refuse, rows about a record that an earlier row is about."""
    lines: dict[str, int] = {}
    single = []
    for one in reading.matches:
        if one.known and one.known.id in lines:
            reason = f"is the same record as line {lines[one.known.id]}"
            reading.refused.append(Refusal(one.row.line, "", reason))
            continue
        if one.known:
            lines[one.known.id] = one.row.line
        single.append(one)
    reading.matches = single
