"""Who sees which record: by owner, by what it hangs on, and never across tenants."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlmodel import col

from store.models import RECORDS, User
from store.scope import visible

ACCOUNTS = {"harbour", "mill", "quay", "dock"}
CONTACTS = {"ana-contact", "ben-contact-at-harbour", "ben-contact-at-quay", "ben-contact-at-dock"}
LEADS = {"ana-lead", "mia-lead", "ben-lead"}
DEALS = {"ana-deal-with-mill", "ben-deal-on-ana-lead", "ana-deal-on-ben-lead", "mia-deal"}
CALLS = {"ben-call-on-ana-lead", "ana-call-on-ben-lead", "mia-meeting-on-mia-lead"}
FOLLOW_UPS = {"ana-follow-up", "ben-follow-up-on-ana-lead", "ben-follow-up", "mia-follow-up"}
TASKS = {"ana-task", "ben-task-on-ana-lead", "ben-task", "mia-task"}

IN_SIGHT = [
    # an agent's: its own, what hangs on its leads, the accounts of its leads and deals, their contacts
    ("account", "ana", "agent", {"harbour", "mill"}),
    ("contact", "ana", "agent", {"ana-contact", "ben-contact-at-harbour"}),
    ("lead", "ana", "agent", {"ana-lead"}),
    ("deal", "ana", "agent", DEALS - {"mia-deal"}),
    ("interaction", "ana", "agent", {"ben-call-on-ana-lead"}),
    ("follow_up", "ana", "agent", {"ana-follow-up", "ben-follow-up-on-ana-lead"}),
    ("task", "ana", "agent", {"ana-task", "ben-task-on-ana-lead"}),
    ("account", "ben", "agent", {"harbour", "mill", "quay"}),
    ("contact", "ben", "agent", CONTACTS - {"ana-contact"}),
    ("lead", "ben", "agent", {"ben-lead"}),
    ("deal", "ben", "agent", {"ben-deal-on-ana-lead", "ana-deal-on-ben-lead"}),
    ("interaction", "ben", "agent", {"ana-call-on-ben-lead"}),
    ("follow_up", "ben", "agent", {"ben-follow-up-on-ana-lead", "ben-follow-up"}),
    ("task", "ben", "agent", {"ben-task-on-ana-lead", "ben-task"}),
    # a manager's: the same for the team, here Ana and herself
    ("account", "mia", "manager", {"harbour", "mill", "dock"}),
    ("contact", "mia", "manager", CONTACTS - {"ben-contact-at-quay"}),
    ("lead", "mia", "manager", {"ana-lead", "mia-lead"}),
    ("deal", "mia", "manager", DEALS),
    ("interaction", "mia", "manager", {"ben-call-on-ana-lead", "mia-meeting-on-mia-lead"}),
    ("follow_up", "mia", "manager", FOLLOW_UPS - {"ben-follow-up"}),
    ("task", "mia", "manager", TASKS - {"ben-task"}),
    # an admin's: the tenant
    ("account", "ada", "admin", ACCOUNTS),
    ("contact", "ada", "admin", CONTACTS),
    ("lead", "ada", "admin", LEADS),
    ("deal", "ada", "admin", DEALS),
    ("interaction", "ada", "admin", CALLS),
    ("follow_up", "ada", "admin", FOLLOW_UPS),
    ("task", "ada", "admin", TASKS),
]


async def in_sight(office, kind, user, role, *, archived=False):
    model = RECORDS[kind]
    scope = await office.scope(user, role)
    async with office.database.reading() as session:
        return set(await session.records(select(col(model.id)).where(visible(model, scope, archived=archived))))


@pytest.mark.parametrize(("kind", "user", "role", "expected"), IN_SIGHT)
async def test_each_role_sees_what_it_owns_and_what_hangs_on_that(office, kind, user, role, expected):
    assert await in_sight(office, kind, user, role) == expected


@pytest.mark.parametrize("kind", RECORDS)
async def test_the_other_tenant_sees_its_own_alone(office, kind):
    seen = await in_sight(office, kind, "zoe", "admin")

    assert len(seen) == 1
    assert all(id.startswith("zoe-") for id in seen)


@pytest.mark.parametrize("kind", RECORDS)
async def test_who_acts_with_less_than_their_role_sees_less(office, kind):
    assert await in_sight(office, kind, "ada", "agent") == set()
    assert await in_sight(office, kind, "mia", "agent") < await in_sight(office, kind, "mia", "manager")


async def test_an_archived_record_is_in_sight_only_when_asked_for(office):
    everything = await in_sight(office, "lead", "ana", "agent", archived=True)

    assert everything == {"ana-lead", "ana-lead-archived"}


async def test_a_manager_without_a_team_sees_no_more_than_an_agent(office):
    async with office.writing() as session:
        for user in await session.records(select(User).where(col(User.team) == "east")):
            user.team = ""

    scope = await office.scope("mia", "manager")

    assert scope.owns("mia")
    assert not scope.owns("ana")
