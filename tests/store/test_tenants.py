"""An administrator adds tenants and users, and nobody goes on with an old directory."""

from __future__ import annotations

import datetime as dt

import pytest

from store.admin_session import administering
from store.directory import Directories, load_directory
from store.engine import Database
from store.errors import NothingToDo, Refused
from store.migrate import migrate
from store.models import Lead
from store.tenants import NewUser, add_tenant, add_user, disable_user, find_tenant, find_user, list_tenants, list_users

NOW = dt.datetime(2031, 5, 14, 8, 30, tzinfo=dt.UTC)
INES = NewUser("Ines Falk", "Ines@Harbor.test", role="manager", team="North", timezone="Europe/Berlin")


@pytest.fixture
async def database(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'parley.sqlite'}"
    await migrate(url)
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
async def tenant(database):
    async with administering(database) as session:
        return await add_tenant(session, slug="harbor", name="Harbor Supply", now=NOW, currency="EUR")


async def test_a_new_tenant_has_the_default_lists_in_their_order(database, tenant):
    async with database.reading() as session:
        directory = await load_directory(session, tenant.id)

    assert directory
    assert [value.value for value in directory.statuses] == [
        *("new", "contacted", "qualified", "negotiating", "closed_won", "closed_lost", "follow_up")
    ]
    assert {value.value: value.outcome for value in directory.stages if value.outcome != "open"} == {
        "won": "won",
        "lost": "lost",
    }
    assert (directory.currency, directory.locale) == ("EUR", "en-US")


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize("slug", ["harbor", "Harbor", "", "-x", "a b", "../x"])
async def test_a_slug_that_is_taken_or_is_none_is_refused(database, slug):
    with pytest.raises(Refused):
        async with administering(database) as session:
            await add_tenant(session, slug=slug, name="Another", now=NOW)


async def test_tenants_are_found_by_slug_and_listed(database, tenant):
    async with administering(database) as session:
        await add_tenant(session, slug="alder", name="Alder", now=NOW)

    async with database.reading() as session:
        found = await find_tenant(session, "harbor")
        assert found is not None
        assert found.id == tenant.id
        assert await find_tenant(session, "nobody") is None
        assert [one.slug for one in await list_tenants(session)] == ["alder", "harbor"]


async def test_an_added_user_is_in_the_next_directory(database, tenant):
    directories = Directories()
    async with database.reading() as session:
        before = await directories.of(session, tenant.id, 0)

    async with administering(database) as session:
        await add_user(session, tenant.id, INES, NOW)

    async with database.reading() as session:
        changed = await find_tenant(session, "harbor")
        assert before
        assert changed
        assert changed.revision > before.revision
        after = await directories.of(session, tenant.id, changed.revision)
    assert after
    assert [user.email for user in after.users] == ["ines@harbor.test"]


async def test_one_mail_address_is_one_user_of_a_tenant_whatever_its_case(database, tenant):
    async with administering(database) as session:
        await add_user(session, tenant.id, INES, NOW)

    with pytest.raises(Refused, match="there is a user"):
        async with administering(database) as session:
            await add_user(session, tenant.id, INES._replace(email="INES@harbor.test"), NOW)


async def test_a_disabled_user_stays_on_the_list_and_is_not_disabled_twice(database, tenant):
    async with administering(database) as session:
        user = await add_user(session, tenant.id, INES, NOW)
        await disable_user(session, user, NOW)

    async with administering(database) as session:
        found = await find_user(session, tenant.id, "Ines@harbor.test")
        assert found
        with pytest.raises(NothingToDo):
            await disable_user(session, found, NOW)
        assert [(one.email, one.disabled_at) for one in await list_users(session, tenant.id)] == [
            ("ines@harbor.test", NOW)
        ]


async def test_an_admin_session_writes_no_crm_records_and_deletes_no_user(database, tenant):
    lead = Lead(tenant_id=tenant.id, owner_id="u", name="Lea Stern", created_at=NOW, updated_at=NOW)

    async with administering(database) as session:
        user = await add_user(session, tenant.id, INES, NOW)
        with pytest.raises(PermissionError):
            await session.insert(lead)  # type: ignore[arg-type]
        with pytest.raises(PermissionError):
            await session.remove(user)  # type: ignore[arg-type]


async def test_nothing_is_kept_of_what_ends_in_an_error(database, tenant):
    async def add_twice():
        async with administering(database) as session:
            await add_user(session, tenant.id, INES, NOW)
            await add_user(session, tenant.id, INES, NOW)

    with pytest.raises(Refused):
        await add_twice()

    async with database.reading() as session:
        assert await list_users(session, tenant.id) == []
