"""What is asked of an import."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.imports.kinds import Kind
from assistant.imports.mapping import ImportMapping
from assistant.imports.table import Table
from store.scope import Asker, Scope


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`dry_run` writes nothing; `keep_good` writes what fits; `adopt_values` takes unknown statuses and stages in."""

    dry_run: bool = False
    keep_good: bool = False
    adopt_values: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A file to import: `actor` is who asks, None for the operator at the command line, who may do everything."""

    tenant_id: str
    kind: Kind
    table: Table
    mapping: ImportMapping
    options: ImportOptions
    now: dt.datetime
    actor: Asker | None

    @property
    def scope(self) -> Scope | None:
        """The records that may be touched and named; None means all of the tenant's."""
        return self.actor.scope if self.actor else None
