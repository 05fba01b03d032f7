"""What an asker can name stays what they may see, whatever others change behind it."""

from __future__ import annotations

import asyncio
import random

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlmodel import col

from graphs.sight import Sights
from graphs.understanding.local.people import find_people
from store.admin_session import administering
from store.crm_session import Author, crm_transaction
from store.directory import load_directory
from store.models import Account, Contact, Deal, FollowUp, Lead, Task, Tenant, User
from tests.small_world import NOW, USERS

KINDS = ("lead", "deal", "account", "contact", "follow_up", "task")
OWNERS = ("ana", "mia", "ben", "ada")


class Desk:
    """An installation's sights, and ways to change records behind them."""

    def __init__(self, world):
        self.database = world.parley.database
        self.sights = Sights()

    async def write(self, *records, **values):
        """Add records, or change one, as another process would."""
        async with crm_transaction(self.database, Author("north", "ada", NOW)) as session:
            await session.begin_changes()
            session.open_journal("behind")
            for record in records:
                known = await session.get(type(record), record.id)
                if known is None:
                    await session.insert(record)
                else:
                    await session.change(known, **values)

    async def index(self, who, sights=None, role=None):
        async with self.database.reading() as session:
            directory = await load_directory(session, "north")
            assert directory is not None
            revision = await session.scalar(select(col(Tenant.revision)).where(col(Tenant.id) == "north"))
            scope = directory.scope(directory.users_by_id[who], role or USERS[who][1])
            return await (sights or self.sights).of(session, scope, directory, revision)

    async def named(self, who, text):
        return [[one.id for one in mention.candidates] for mention in find_people(text, await self.index(who))]


def made(model, key, owner, **values):
    times = {"created_at": NOW, "updated_at": NOW}
    return model(id=key, tenant_id="north", owner_id=owner, **times, **values)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(world):
    desk = Desk(world)
    await desk.write(*(made(Account, f"a{n}", OWNERS[n % 4], name=f"Firm {n}") for n in range(5)))
    await desk.write(*(made(Contact, f"c{n}", "ada", name=f"Con {n}", account_id=f"a{n % 5}") for n in range(8)))
    await desk.write(*(made(Lead, f"l{n}", OWNERS[n % 4], name=f"Lea {n}", account_id=f"a{n % 5}") for n in range(8)))
    hanging = [made(Deal, f"d{n}", OWNERS[n % 3], name=f"D {n}", stage="proposal", lead_id=f"l{n}") for n in range(8)]
    await desk.write(*hanging, *(made(Task, f"t{n}", "ben", title=f"T {n}", lead_id=f"l{n}") for n in range(8)))
    await desk.write(*(made(FollowUp, f"f{n}", "mia", title="F", lead_id=f"l{n}", starts_at=NOW) for n in range(8)))
    return desk


def held(index):
    return {kind: {entry.id: entry for entry in index.entries(kind)} for kind in KINDS}


async def assert_as_if_built_now(desk, who):
    assert held(await desk.index(who)) == held(await desk.index(who, Sights()))


def any_change(dice):
    """Return a record's type, its id, and what to change in it."""
    models = {"a": Account, "c": Contact, "l": Lead, "d": Deal, "f": FollowUp, "t": Task}
    prefix, model = dice.choice([*models.items()])
    choices = {
        Account: {"name": f"Firm {dice.randrange(99)}"},
        Contact: {"account_id": f"a{dice.randrange(5)}"},
        Lead: {"account_id": f"a{dice.randrange(5)}", "name": f"Lea {dice.randrange(99)}", "status": "contacted"},
        Deal: {"account_id": f"a{dice.randrange(5)}", "lead_id": f"l{dice.randrange(8)}"},
        FollowUp: {"status": dice.choice(["scheduled", "cancelled"]), "lead_id": f"l{dice.randrange(8)}"},
        Task: {"status": dice.choice(["open", "done"]), "lead_id": f"l{dice.randrange(8)}"},
    }
    key = dice.choice([*choices[model], "owner_id"])
    value = choices[model].get(key) or dice.choice(OWNERS)
    return made(model, f"{prefix}{dice.randrange(5)}", "ada"), {key: value}


async def test_an_index_that_was_brought_up_to_date_is_as_if_it_had_been_built_now(desk):
    dice = random.Random(5)  # noqa: S311 - dice that fall the same way each time
    for who in ("ana", "mia", "ada"):
        await desk.index(who)
    for _ in range(60):
        record, values = any_change(dice)
        await desk.write(record, **values)
        for who in ("ana", "mia", "ada"):
            await assert_as_if_built_now(desk, who)


async def test_an_account_that_is_renamed_is_renamed_for_its_contacts_and_deals(desk):
    await desk.write(made(Deal, "deal", "ana", name="Roof", stage="proposal", account_id="a0"))
    await desk.index("ana")
    await desk.write(made(Account, "a0", "ana", name=""), name="Quilter & Sons")
    index = await desk.index("ana")
    assert (index.get("deal", "deal").company, index.get("contact", "c0").company) == ("Quilter & Sons",) * 2


async def test_an_account_comes_into_sight_with_a_deal_and_leaves_with_it(desk):
    await desk.write(made(Account, "far", "ben", name="Farthing Quills"))
    assert await desk.named("ana", "what about Farthing Quills?") == []
    await desk.write(made(Deal, "deal", "ana", name="Paper", stage="proposal", account_id="far"))
    assert await desk.named("ana", "what about Farthing Quills?") == [["far"]]
    await desk.write(made(Deal, "deal", "ana", name="", stage=""), owner_id="ben")
    assert await desk.named("ana", "what about Farthing Quills?") == []


async def test_a_lead_that_is_archived_or_given_away_can_no_longer_be_named_nor_what_hangs_on_it(desk):
    assert await desk.named("ana", "call Lea 0") == [["l0"]]
    for values in ({"archived_at": NOW}, {"archived_at": None}, {"owner_id": "ben"}, {"owner_id": "ana"}):
        await desk.write(made(Lead, "l0", "ana", name=""), **values)
        await assert_as_if_built_now(desk, "ana")
    await desk.write(made(Lead, "l0", "ana", name=""), owner_id="ben")
    index = await desk.index("ana")
    assert index.get("lead", "l0") is None
    assert index.get("task", "t0") is None


async def test_an_owner_who_is_renamed_is_called_by_the_new_name(desk):
    assert (await desk.index("ada")).get("lead", "l0").owner_name == "Ana"
    async with administering(desk.database) as session:
        ana = await session.get(User, "ana")
        assert ana is not None
        await session.change(ana, name="Anouk")
    assert (await desk.index("ada")).get("lead", "l0").owner_name == "Anouk"


async def test_those_who_see_the_same_share_one_index_and_those_who_ask_at_once_build_it_once(desk):
    first, second = await asyncio.gather(desk.index("ada"), desk.index("ben", role="admin"))
    assert first is second


async def test_an_index_that_could_not_be_brought_up_to_date_is_built_anew(desk, monkeypatch):
    await desk.index("ana")
    await desk.write(made(Lead, "l0", "ana", name=""), owner_id="ben")
    async with desk.database.reading() as session:
        broken = type(session).rows

        async def rows(self, statement, values=None):
            if values and "leads" in values:
                raise TimeoutError
            return await broken(self, statement, values)

        monkeypatch.setattr(type(session), "rows", rows)
        with pytest.raises(TimeoutError):
            await desk.index("ana")
        monkeypatch.undo()
    await assert_as_if_built_now(desk, "ana")


async def test_many_changes_at_once_are_read_anew(desk):
    await desk.index("ada")
    await desk.write(*(made(Lead, f"new{n}", "ben", name=f"Nova {n}") for n in range(501)))
    await assert_as_if_built_now(desk, "ada")
