"""What the session that writes records notes down: the journal, a lead's history, its last contact, the revision."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlmodel import col

from store.crm_session import plain, unplain
from store.models import Deal, FollowUp, Interaction, Lead, LeadHistory, Tenant

DAY = dt.timedelta(days=1)


def interaction(office, id, occurred_at, type="call", lead_id="ana-lead"):
    stamps = {"created_at": office.now, "updated_at": office.now}
    return Interaction(
        id=id, tenant_id="north", owner_id="ana", lead_id=lead_id, type=type, occurred_at=occurred_at, **stamps
    )


async def log(office, *interactions):
    async with office.writing() as session:
        for each in interactions:
            await session.insert(each)
        await session.settle()


async def read(office, model, id):
    async with office.database.reading() as session:
        return await session.get(model, id)


async def history(office):
    async with office.database.reading() as session:
        return await session.records(select(LeadHistory).order_by(col(LeadHistory.field)))


async def test_the_journal_holds_a_change_as_it_was_and_became(office):
    async with office.writing() as session:
        journal = session.open_journal("change-1")
        await session.change(await session.get(Lead, "ana-lead"), status="qualified", expected_amount=250_000)

    assert (journal.change_id, journal.mutations) == (
        "change-1",
        [
            {
                "type": "lead",
                "id": "ana-lead",
                "before": {"status": "new", "expected_amount": None},
                "after": {"status": "qualified", "expected_amount": 250_000},
            }
        ],
    )


async def test_the_journal_holds_an_insert_whole_and_without_a_before(office):
    async with office.writing() as session:
        journal = session.open_journal("change-1")
        await session.insert(interaction(office, "visit", office.now, "viewing"))

    (mutation,) = journal.mutations
    assert (mutation["type"], mutation["id"], mutation["before"]) == ("interaction", "visit", None)
    assert mutation["after"]["occurred_at"] == "2031-05-14T15:30:00+00:00"
    assert mutation["after"]["lead_id"] == "ana-lead"
    assert {"revision", "updated_at"}.isdisjoint(mutation["after"])


async def test_each_change_has_a_journal_of_its_own(office):
    async with office.writing() as session:
        lead = await session.get(Lead, "ana-lead")
        first = session.open_journal("change-1")
        await session.change(lead, status="contacted")
        second = session.open_journal("change-2")
        await session.change(lead, city="Salem")

    assert [mutation["after"] for mutation in first.mutations] == [{"status": "contacted"}]
    assert [mutation["after"] for mutation in second.mutations] == [{"city": "Salem"}]


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (FollowUp, "starts_at", dt.datetime(2031, 3, 30, 8, 15, tzinfo=dt.timezone(dt.timedelta(hours=-7)))),
        (Deal, "expected_close_on", dt.date(2031, 12, 31)),
        (Deal, "closed_on", None),
        (Lead, "name", "2031-12-31"),
        (Lead, "expected_amount", 250_000),
        (Lead, "tags", ["warm", "retail"]),
        (Lead, "custom", {"floors": 3}),
    ],
)
def test_a_value_comes_back_from_the_journal_as_it_went_in(model, column, value):
    assert unplain(model, column, plain(value)) == value


async def test_a_leads_history_says_who_changed_what_and_through_which_change(office):
    async with office.writing("mia") as session:
        session.open_journal("change-1")
        await session.change(await session.get(Lead, "ana-lead"), status="contacted", tags=["warm"])

    tags, status = sorted(await history(office), key=lambda each: each.field, reverse=True)
    assert (tags.before, tags.after) == ([], ["warm"])
    assert (status.field, status.before, status.after) == ("status", "new", "contacted")
    assert (status.user_id, status.change_id, status.changed_at) == ("mia", "change-1", office.now)
    assert (status.tenant_id, status.lead_id) == ("north", "ana-lead")


async def test_what_stayed_as_it_was_does_not_enter_the_history(office):
    async with office.writing() as session:
        await session.change(await session.get(Lead, "ana-lead"), status="new", city="Salem")

    assert [each.field for each in await history(office)] == ["city"]


async def test_only_leads_have_a_history(office):
    async with office.writing() as session:
        await session.change(await session.get(Deal, "mia-deal"), stage="won")

    assert await history(office) == []


async def test_the_last_contact_is_the_newest_interaction(office):
    await log(office, interaction(office, "new", office.now + DAY), interaction(office, "old", office.now - DAY))

    assert (await read(office, Lead, "ana-lead")).last_contacted == office.now + DAY


async def test_a_note_is_no_contact(office):
    await log(office, interaction(office, "note", office.now + DAY, "note"))

    assert (await read(office, Lead, "ana-lead")).last_contacted == office.now


async def test_an_archived_interaction_takes_its_contact_back(office):
    async with office.writing() as session:
        call = await session.get(Interaction, "ben-call-on-ana-lead")
        await session.change(call, archived_at=office.now)
        await session.settle()

    assert (await read(office, Lead, "ana-lead")).last_contacted is None


async def test_an_imported_contact_counts_while_it_is_the_later_one(office):
    async with office.writing() as session:
        await session.change(await session.get(Lead, "ana-lead"), last_contacted_imported=office.now + DAY)

    await log(office, interaction(office, "before", office.now))
    assert (await read(office, Lead, "ana-lead")).last_contacted == office.now + DAY

    await log(office, interaction(office, "after", office.now + 2 * DAY))
    assert (await read(office, Lead, "ana-lead")).last_contacted == office.now + 2 * DAY


async def test_the_last_contact_of_other_leads_stays(office):
    await log(office, interaction(office, "call", office.now + DAY))

    assert (await read(office, Lead, "ben-lead")).last_contacted == office.now


async def test_rows_carry_the_revision_of_their_change(office):
    before = (await read(office, Tenant, "north")).revision
    async with office.writing() as session:
        await session.begin_changes()
        await session.change(await session.get(Deal, "mia-deal"), stage="won")
        await session.insert(interaction(office, "call", office.now + DAY))
        await session.settle()

    assert (await read(office, Tenant, "north")).revision == before + 1
    for model, id in ((Deal, "mia-deal"), (Interaction, "call"), (Lead, "ana-lead")):
        assert (await read(office, model, id)).revision == before + 1
    assert (await read(office, Lead, "ben-lead")).revision == before
    assert (await read(office, Tenant, "south")).revision == before


async def test_a_time_without_its_offset_is_not_stored(office):
    with pytest.raises(StatementError, match="offset"):
        await log(office, interaction(office, "call", dt.datetime(2031, 5, 14, 9, 0)))  # noqa: DTZ001 - the point
