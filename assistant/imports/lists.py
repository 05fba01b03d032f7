"""A tenant's statuses or stages, as a file may say them, and those that it adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from assistant.imports.cells import Unfit
from assistant.imports.custom_fields import key_of, label_of
from assistant.imports.sources import fold
from prompts.load import language
from store.models import ListValue

LIST_OF = {"status": "statuses", "stage": "stages"}


class Adopted(NamedTuple):
    """A value that the file adds to the list."""

    value: str
    label: str
    outcome: str


@cache
def _outcomes() -> dict[str, str]:
    """What people say for won and lost, folded."""
    words = language("statuses")
    said = [
        *((word, outcome) for outcome in ("won", "lost") for word in words["outcomes"][outcome]),
        *((word, "won") for word in (*words["statuses"]["closed_won"], *words["stages"]["won"])),
        *((word, "lost") for word in (*words["statuses"]["closed_lost"], *words["stages"]["lost"])),
    ]
    return {fold(word): outcome for word, outcome in said}


@dataclass(slots=True)
class ValueList:
    """One of a tenant's lists; with `adopt` a value it lacks is added to it."""

    name: str
    values: tuple[ListValue, ...]
    adopt: bool
    adopted: dict[str, Adopted] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the values known by themselves, their labels and the tenant's own words."""
        for value in self.values:
            for word in (*value.words, value.label, value.value):
                self._known[fold(word)] = value.value

    def read(self, text: str) -> str:
        """Return the value that the text says; raises Unfit where the list has none such."""
        known = self._known.get(fold(text))
        if known:
            return known
        if not self.adopt or not key_of(text):
            there = ", ".join(value.value for value in self.values)
            raise Unfit(
                f'"{text}" is not among the {self.name} {there}: '
                f"map it under [values] or take it into the list with --adopt-values"
            )
        adopted = Adopted(key_of(text), label_of(text), _outcomes().get(fold(text), "open"))
        self.adopted[adopted.value] = adopted
        self._known[fold(text)] = adopted.value
        return adopted.value

    def outcome(self, value: str) -> str:
        """Return whether a value is open, won or lost."""
        if value in self.adopted:
            return self.adopted[value].outcome
        return next((one.outcome for one in self.values if one.value == value), "open")

    def first(self) -> str:
        """Return what a new record has: the list's first open value."""
        return next((value.value for value in self.values if value.outcome == "open"), "")

    def rows(self, tenant_id: str, used: Iterable[object]) -> list[ListValue]:
        """Return the adopted values that were used, to be added after the others."""
        place = max((value.position for value in self.values), default=-1) + 1
        new = [adopted for adopted in self.adopted.values() if adopted.value in set(used)]
        return [
            ListValue(tenant_id=tenant_id, list_name=self.name, position=place + index, **adopted._asdict())
            for index, adopted in enumerate(new)
        ]
