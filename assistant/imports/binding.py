"""Which column of the file says which of our fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.imports.custom_fields import key_of, label_of
from assistant.imports.kinds import Kind
from assistant.imports.mapping import Constant, ImportMapping
from assistant.imports.sources import Source, column, constant, fold, template
from store.errors import Refused
from store.models import FieldDefinition

_TAKEN = ("id", "owner", "account", "lead")


@dataclass(frozen=True, slots=True)
class Custom:
    """A column that is a custom field: `definition` where the tenant has it already."""

    key: str
    label: str
    source: Source
    definition: FieldDefinition | None


@dataclass(frozen=True, slots=True)
class Binding:
    """Where each field's text is found in a row; `key_name` tells one kind of foreign id from another."""

    fields: Mapping[str, Source]
    custom: tuple[Custom, ...]
    key: Source | None
    key_name: str
    skip: tuple[Source, ...]
    unused: tuple[str, ...]


@cache
def _known_headers() -> dict[str, Any]:
    text = Path(__file__).with_name("headers.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load(text, loader))  # noqa: S506 - a safe loader, the C one where it is built


def bind(header: Sequence[str], kind: Kind, mapping: ImportMapping, definitions: Iterable[FieldDefinition]) -> Binding:
    """Return the binding of a file; raises Refused, with what to write, where the headers leave something open."""
    return _Binder(header, kind, mapping).bind(definitions)


class _Binder:
    def __init__(self, header: Sequence[str], kind: Kind, mapping: ImportMapping) -> None:
        self._header = header
        self._kind = kind
        self._mapping = mapping
        self._known = _known_headers()[kind.name]
        self._ignored = {fold(name) for name in mapping.ignore}
        self._positions = self._columns()
        self._fields: dict[str, Source] = {}
        self._free = set(self._positions.values())

    def bind(self, definitions: Iterable[FieldDefinition]) -> Binding:
        for ours, theirs in self._mapping.columns.items():
            self._fields[self._field_named(ours)] = self._take(theirs)
        named = {ours: self._take(theirs) for ours, theirs in self._mapping.custom.items()}
        skip = tuple(self._source(name) for name in self._mapping.skip_when_empty)
        key, key_name = self._key()
        self._by_name()
        self._by_template()
        self._by_override()
        self._check_required()
        custom, unused = self._custom(named, tuple(definitions))
        return Binding(self._fields, custom, key, key_name, skip, unused)

    def _columns(self) -> dict[str, int]:
        positions: dict[str, int] = {}
        for position, name in enumerate(self._header):
            folded = fold(name)
            if not folded or folded in self._ignored:
                continue
            if folded in positions:
                first = self._header[positions[folded]]
                raise Refused(f'two columns are called "{first}" and "{name}": rename one, or put it in ignore')
            positions[folded] = position
        return positions

    def _field_named(self, name: str) -> str:
        if self._kind.field(name) is None:
            ours = ", ".join(field.name for field in self._kind.fields)
            raise Refused(f"[columns] {name}: {self._kind.name} have {ours}; anything else goes under [custom]")
        return name

    def _source(self, theirs: str | Constant) -> Source:
        if isinstance(theirs, Constant):
            return constant(theirs.text)
        if "{" in theirs:
            return template(theirs, self._positions)
        position = self._positions.get(fold(theirs))
        if position is None:
            there = ", ".join(name for name in self._header if name)
            raise Refused(f'the mapping names a column "{theirs}"; the file has {there}')
        return column(position, self._header[position])

    def _take(self, theirs: str | Constant) -> Source:
        source = self._source(theirs)
        self._free -= source.columns
        return source

    def _key(self) -> tuple[Source | None, str]:
        if self._mapping.key:
            return self._take(self._mapping.key), fold(self._mapping.key)
        for name in self._known["key"]:
            position = self._positions.get(fold(name))
            if position in self._free:
                return self._take(name), fold(name)
        return None, ""

    def _by_name(self) -> None:
        names = {fold(field.name): field.name for field in self._kind.fields}
        for ours, theirs in self._known["fields"].items():
            for name in theirs:
                names.setdefault(fold(name), ours)
        found: dict[str, int] = {}
        for folded, position in self._positions.items():
            ours = names.get(folded, "")
            if position not in self._free or not ours or ours in self._fields:
                continue
            if ours in found:
                self._refuse_two(ours, found[ours], position)
            found[ours] = position
        for ours, position in found.items():
            self._fields[ours] = self._take(self._header[position])

    def _refuse_two(self, ours: str, one: int, other: int) -> None:
        first, second = self._header[one], self._header[other]
        raise Refused(
            f'"{first}" and "{second}" both say {ours}: write ignore = ["{second}"], '
            f'or [columns] {ours} = "{first}", in the mapping'
        )

    def _by_template(self) -> None:
        for ours, templates in self._known.get("templates", {}).items():
            for text in templates:
                if ours not in self._fields and self._there(text):
                    self._fields[ours] = self._take(text)

    def _there(self, text: str) -> bool:
        headers = [fold(part.partition("}")[0]) for part in text.split("{")[1:]]
        return all(self._positions.get(header) in self._free for header in headers)

    def _by_override(self) -> None:
        for ours, rule in self._known.get("overrides", {}).items():
            position = self._positions.get(fold(rule["header"]))
            if ours in self._fields and position in self._free:
                self._fields[ours] = _overridden(self._fields[ours], self._take(rule["header"]), rule["when"])

    def _check_required(self) -> None:
        for field in self._kind.fields:
            if field.required and field.name not in self._fields:
                there = ", ".join(name for name in self._header if name)
                raise Refused(
                    f"{self._kind.name} need {field.name}, and no column says it: the file has {there}; "
                    f'write [columns] {field.name} = "their header" in a mapping'
                )

    def _custom(
        self, named: Mapping[str, Source], definitions: tuple[FieldDefinition, ...]
    ) -> tuple[tuple[Custom, ...], tuple[str, ...]]:
        nameless = [f"column {number}" for number, name in enumerate(self._header, 1) if not fold(name)]
        left = [self._header[position] for position in sorted(self._free)]
        if not self._kind.record:  # users have no custom fields
            return (), (*left, *named, *nameless)
        sources = {**named, **{name: self._take(name) for name in left}}
        return tuple(self._custom_field(name, source, definitions) for name, source in sources.items()), (*nameless,)

    def _custom_field(self, name: str, source: Source, definitions: tuple[FieldDefinition, ...]) -> Custom:
        for definition in definitions:
            if fold(name) in (fold(definition.key), fold(definition.label)):
                return Custom(definition.key, definition.label, source, definition)
        taken = (*_TAKEN, *(field.name for field in self._kind.fields), *self._kind.model.model_fields)
        if fold(name) in map(fold, taken):
            raise Refused(
                f'the column "{name}" would become a custom field with the name of a built-in one: '
                f'write ignore = ["{name}"], or give it another name, like [custom] their_{key_of(name)} = "{name}"'
            )
        return Custom(key_of(name), label_of(name), source, None)


def _overridden(source: Source, before: Source, when: Sequence[str]) -> Source:
    says = {fold(word) for word in when}
    first: Callable[[Sequence[str]], str] = before.read

    def read(cells: Sequence[str]) -> str:
        text = first(cells)
        return text if fold(text) in says else source.read(cells)

    return Source(read, source.columns | before.columns, f"{source.shown}, {before.shown}")
