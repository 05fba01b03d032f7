"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Refusal(NamedTuple):
    """A row that does not fit: the number of its first line, the field ("" for the row as a whole), and why."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        """Return it for reading."""
        return f"line {self.line}: {self.field + ' ' if self.field else ''}{self.reason}"


class Kept(NamedTuple):
    """Something of a row that was left as it is in Parley, and why."""

    line: int
    name: str
    reason: str

    def __str__(self) -> str:
        """Return it for reading."""
        return f"line {self.line}: {self.name}: {self.reason}"


class Sample(NamedTuple):
    """One row and what becomes of it."""

    line: int
    action: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of one file.

    `columns` are pairs of our field and what it is read from, `unused` the
    columns that nothing is read from, `new_fields` pairs of label and type,
    `adopted` pairs of a new status or stage and its outcome, and
    `default_owner` who got the new records that name no owner.

    Every row is counted once: created, changed, unchanged, repeated (the same
    as an earlier one), skipped (empty where the mapping says so), left (it
    hangs on something that was taken away in Parley), or refused.  `saved` is
    False after a dry run, and where a row was refused without `keep_good`.
    """

    kind: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    skipped: int = 0
    left: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    new_fields: tuple[tuple[str, str], ...] = ()
    adopted: tuple[tuple[str, str], ...] = ()
    default_owner: str = ""
    kept: tuple[Kept, ...] = ()
    refused: tuple[Refusal, ...] = ()
    samples: tuple[Sample, ...] = ()
    saved: bool = False

    @property
    def refused_rows(self) -> int:
        """How many rows were refused; one may be for several reasons."""
        return len({refusal.line for refusal in self.refused})
