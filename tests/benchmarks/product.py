"""The whole product in-process, on a tenant with as many leads as wanted."""

from __future__ import annotations

import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from assistant.asking import Caller
from assistant.bootstrap import open_parley
from assistant.settings import Settings
from graphs.state import Turn
from store.admin_session import administering
from store.crm_session import Author, crm_transaction
from store.models import Lead, new_id
from store.tenants import NewUser, add_tenant, add_user

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from assistant.bootstrap import Parley
    from store.scope import Role

_FIRST = [
    "Ada",
    "Bruno",
    "Clara",
    "Dario",
    "Edith",
    "Felix",
    "Greta",
    "Hugo",
    "Irene",
    "Jonas",
    "Katya",
    "Leon",
    "Mila",
    "Nils",
    "Olga",
    "Paolo",
]
_HEADS = [
    "Bal",
    "Cor",
    "Dun",
    "Fal",
    "Gar",
    "Hol",
    "Kes",
    "Lom",
    "Mar",
    "Nor",
    "Pel",
    "Ros",
    "Sal",
    "Tor",
    "Ver",
    "Wes",
]
_MIDDLES = ("an ber cas dol en fur gim hun il kov lat mer nus op rus tev").split()  # noqa: SIM905 - words read better than their list
_TAILS = [
    "ach",
    "bury",
    "dal",
    "ero",
    "ford",
    "grave",
    "holm",
    "ides",
    "kin",
    "low",
    "mont",
    "ner",
    "orp",
    "quist",
    "rick",
    "son",
    "ski",
    "tha",
    "ux",
    "vel",
    "well",
    "yer",
    "zen",
]


def lead_names(count: int) -> list[str]:
    """Return that many made-up names, each once: 94,208 are to be had, then they are numbered by a second surname."""
    return list(islice(_names(), count))


def _names() -> Iterator[str]:
    for tail, middle, first, head in product(_TAILS, _MIDDLES, _FIRST, _HEADS):
        yield f"{first} {head}{middle}{tail}"
    for tail, middle, first, head in product(_TAILS, _MIDDLES, _FIRST, _HEADS):
        yield f"{first} {head}{middle}{tail}-{_HEADS[0]}{tail}"


@dataclass(frozen=True, slots=True)
class Office:
    """A tenant: an agent who owns the first leads, a colleague who owns the rest, and an admin."""

    parley: Parley
    tenant: str
    agent: str
    admin: str

    def talker(self, role: Role = "agent") -> Talker:
        """Return somebody to take turns, in a conversation of their own."""
        return Talker(self.parley, Caller(self.tenant, self.admin if role == "admin" else self.agent, role))


@asynccontextmanager
async def open_office(folder: Path, names: list[str], owned: int) -> AsyncIterator[Office]:
    """Yield a tenant with these leads, of which the agent owns the first `owned`."""
    async with open_parley(Settings.load({"ASSISTANT_DATA_DIR": str(folder)}, folder)) as parley:
        now = parley.clock.now()
        async with administering(parley.database) as session:
            tenant = await add_tenant(session, slug="office", name="Office", now=now)
            ids = [
                (await add_user(session, tenant.id, NewUser(name, f"{role}{i}@office.test", role), now)).id
                for i, (name, role) in enumerate((("Ann", "agent"), ("Bob", "agent"), ("Cleo", "admin")))
            ]
        agent, colleague, admin = ids
        rows = [_lead(tenant.id, agent if at < owned else colleague, name, now) for at, name in enumerate(names)]
        async with crm_transaction(parley.database, Author(tenant.id, admin, now)) as crm:
            await crm.begin_changes()
            await crm.raw.execute(insert(Lead), rows)
        yield Office(parley, tenant.id, agent, admin)


def _lead(tenant: str, owner: str, name: str, now: dt.datetime) -> dict[str, Any]:
    times = {"created_at": now, "updated_at": now}
    place = {"tenant_id": tenant, "owner_id": owner, "revision": 1}
    return {"id": new_id(), **place, **times, "name": name, "status": "new", "tags": [], "custom": {}}


class Talker:
    """One conversation."""

    def __init__(self, parley: Parley, caller: Caller) -> None:
        self._parley = parley
        self._caller = caller
        self._session = new_id()

    async def propose(self, name: str, status: str) -> None:
        """Say what is to be done, up to the card."""
        await self.say(f"mark {name} as {status}", "awaiting_confirmation")

    async def approve(self) -> None:
        """Say yes, up to the receipt."""
        await self.say("yes", "done")

    async def say(self, text: str, expected: str) -> dict[str, Any]:
        """Take one turn; raises AssertionError where it does not end as expected."""
        response = await self._parley.conversation.turn(self._caller, Turn(message=text, session_id=self._session))
        if response["status"] != expected:
            raise AssertionError(response)
        return response
