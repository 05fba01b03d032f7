"""What the asker can name: an index of the records in their sight, kept right as records change.

An index holds nothing but what its scope may see, so understanding can't name
anything else.  It is built once for all who see the same, a page at a time, so
that nobody else waits for it, and brought up to date by the rows whose revision
is newer and by what came into sight or went out of it with them.  No query is
needed while the tenant's revision is the same.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from graphs.sighted_rows import (
    CHANGED,
    HANGING,
    KINDS,
    MOST_CHANGES,
    OF_ACCOUNTS,
    OF_LEADS,
    SightedRows,
    entry_of,
)
from graphs.understanding.local.people import PeopleIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import CompoundSelect

    from store.directory import Directory
    from store.scope import Scope
    from store.sessions import ReadSession

_MOST_RECORDS = 400_000  # held in memory, the last asked for aside: about 2 kB each
_AT_ONCE = 100  # records put into an index before others have their turn

# a tenant and whose records, which decide what is in sight, and the language that it is named in
_Reach = tuple[str, frozenset[str] | None, str]


class _Sight:
    """An index, as of a revision of the records and of the directory, which names their owners."""

    def __init__(self, scope: Scope, directory: Directory, revision: int, language: str) -> None:
        self.index = PeopleIndex(language=language)
        self.rows = SightedRows(scope)
        self.directory = directory
        self.owners = _names(directory)
        self.revision = revision

    def knows_owners_of(self, directory: Directory) -> bool:
        """Say whether the owners are still called as they were."""
        if self.directory is not directory and self.owners == _names(directory):
            self.directory = directory
        return self.directory is directory


def _names(directory: Directory) -> dict[str, str]:
    return {user.id: user.name for user in directory.users}


class Sights:
    """The indexes of the scopes seen lately; those who see the same share one."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: OrderedDict[_Reach, _Sight] = OrderedDict()
        self._locks: WeakValueDictionary[_Reach, asyncio.Lock] = WeakValueDictionary()

    async def of(
        self, session: ReadSession, scope: Scope, directory: Directory, revision: int, language: str = "en"
    ) -> PeopleIndex:
        """Return the index of a scope as of the tenant's revision, or of a later one; `language` is the asker's."""
        reach = (scope.tenant_id, scope.owners, language)
        lock = self._locks.setdefault(reach, asyncio.Lock())
        async with lock:
            sight = await self._up_to_date(reach, session, scope, directory, revision)
        self._known.move_to_end(reach)
        self._forget_oldest()
        return sight.index

    async def _up_to_date(
        self, reach: _Reach, session: ReadSession, scope: Scope, directory: Directory, revision: int
    ) -> _Sight:
        # taken out as long as it is worked on: what is left half done is built anew
        sight = self._known.pop(reach, None)
        kept = sight is not None and sight.knows_owners_of(directory) and await _CatchUp(session, sight).to(revision)
        if sight is None or not kept:
            sight = _Sight(scope, directory, revision, reach[2])
            await _fill(sight, session)
        self._known[reach] = sight
        return sight

    def _forget_oldest(self) -> None:
        held = sum(len(sight.index) for sight in self._known.values())
        while held > _MOST_RECORDS and len(self._known) > 1:
            _, sight = self._known.popitem(last=False)
            held -= len(sight.index)


async def _fill(sight: _Sight, session: ReadSession) -> None:
    for kind in KINDS:
        async for rows in session.pages(sight.rows.all(kind), _AT_ONCE):
            for row in rows:
                sight.index.put(entry_of(kind, row, sight.owners))
            await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class _CatchUp:
    """Brings an index up to date."""

    session: ReadSession
    sight: _Sight

    async def to(self, revision: int) -> bool:
        """Bring it to a revision; False when so much has changed that it is better built anew."""
        if self.sight.revision >= revision:
            return True
        tenant = self.sight.rows.scope.tenant_id
        found = await self.session.rows(CHANGED, {"tenant": tenant, "since": self.sight.revision})
        if len(found) > MOST_CHANGES:
            return False
        changed = [(row.kind, row.id) for row in found]
        accounts = {record_id for kind, record_id in changed if kind == "account"}
        turned, theirs = await self._read("lead", changed)
        accounts |= theirs
        if turned:
            changed += await self._ids(OF_LEADS, {"leads": sorted(turned)})
        for kind in HANGING:
            accounts |= (await self._read(kind, changed))[1]
        await self._read_around(accounts, changed)
        self.sight.revision = revision
        return True

    async def _read_around(self, accounts: set[str], changed: list[tuple[str, str]]) -> None:
        """Read the accounts that may have come into sight or gone out of it, and who bears their names."""
        if accounts:
            around = await self._ids(OF_ACCOUNTS, {"accounts": sorted(accounts)})
            await self._read("deal", around)
            changed = [*changed, *around, *(("account", account) for account in accounts)]
        for kind in ("account", "contact"):
            await self._read(kind, changed)

    async def _ids(self, statement: CompoundSelect[str, str], values: dict[str, list[str]]) -> list[tuple[str, str]]:
        return [(row.kind, row.id) for row in await self.session.rows(statement, values)]

    async def _read(self, kind: str, changed: Iterable[tuple[str, str]]) -> tuple[set[str], set[str]]:
        """Read the records of a kind again.

        Returns which have come into sight or gone out of it, and the accounts
        that some of them now hang on or no longer do.
        """
        ids = {record_id for what, record_id in changed if what == kind}
        if not ids:
            return set(), set()
        index = self.sight.index
        before = {record_id: entry for record_id in ids if (entry := index.get(kind, record_id))}
        rows = await self.session.rows(self.sight.rows.these(kind), {"ids": sorted(ids)})
        after = {row.id: entry_of(kind, row, self.sight.owners) for row in rows}
        for record_id in before.keys() - after.keys():
            index.drop(kind, record_id)
        for entry in after.values():
            index.put(entry)
        accounts_before = {(key, entry.account_id) for key, entry in before.items()}
        accounts_after = {(key, entry.account_id) for key, entry in after.items()}
        return before.keys() ^ after.keys(), {one for _, one in accounts_before ^ accounts_after if one}
