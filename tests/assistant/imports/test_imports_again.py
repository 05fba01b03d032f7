"""A newer file changes what is new in it, and leaves what was edited in Parley, saying so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from assistant.imports.drafting import draft
from store.models import FollowUp, Interaction, Lead, LeadHistory, Task

if TYPE_CHECKING:
    from tests.assistant.imports.conftest import Office

HEADER = "name,email,status,city,tags,Seats\n"
FIRST = HEADER + "Lea Stern,lea@stern.test,contacted,Berlin,vip,12\n"


@pytest.fixture
async def lead(office: Office) -> Lead:
    await office.load("leads", FIRST)
    return await office.one(Lead)


async def test_what_changed_in_the_source_changes(office: Office, lead: Lead):
    report = await office.load("leads", HEADER + "Lea Stern,lea@stern.test,qualified,Berlin,vip;new,\n")

    now = await office.one(Lead)
    assert (report.changed, report.kept) == (1, ())
    assert (now.id, now.status, now.tags, now.custom) == (lead.id, "qualified", ["vip", "new"], {})
    assert now.revision > lead.revision
    assert report.samples[0].detail == "status: contacted → qualified; tags: vip → vip, new; seats: 12 → nothing"


async def test_a_change_is_in_the_leads_history(office: Office, lead: Lead):
    await office.load("leads", HEADER + "Lea Stern,lea@stern.test,qualified,Berlin,vip,12\n")

    async with office.database.reading() as session:
        (entry,) = await session.records(select(LeadHistory))
    assert (entry.lead_id, entry.field, entry.before, entry.after) == (lead.id, "status", "contacted", "qualified")


async def test_what_was_edited_here_and_there_is_kept_and_said(office: Office, lead: Lead):
    await office.edit(Lead, status="negotiating", city="Potsdam")
    newer = HEADER + "Lea Stern,lea@stern.test,qualified,Berlin,new,12\n"

    report = await office.load("leads", newer)
    again = await office.load("leads", newer)

    now = await office.one(Lead)
    assert (now.id, now.status, now.city, now.tags) == (lead.id, "negotiating", "Potsdam", ["new"])
    assert [str(one) for one in report.kept] == [
        "line 2: Lea Stern: status was edited in Parley and stays negotiating; the file says qualified"
    ]
    assert (again.unchanged, again.kept) == (1, ())


async def test_an_edit_that_the_source_catches_up_with_is_no_conflict(office: Office, lead: Lead):
    await office.edit(Lead, status="qualified")

    report = await office.load("leads", HEADER + "Lea Stern,lea@stern.test,qualified,Berlin,vip,12\n")

    assert (report.unchanged, report.changed, report.kept) == (1, 0, ())
    assert (await office.one(Lead)).id == lead.id


async def test_an_edit_here_outlives_the_same_file(office: Office, lead: Lead):
    await office.edit(Lead, city="Potsdam")

    report = await office.load("leads", FIRST)

    assert report.unchanged == 1
    assert ((await office.one(Lead)).id, (await office.one(Lead)).city) == (lead.id, "Potsdam")


async def test_a_column_that_the_newer_file_lacks_is_left_alone(office: Office, lead: Lead):
    report = await office.load("leads", "name,email,status\nLea Stern,lea@stern.test,qualified\n")

    now = await office.one(Lead)
    assert (report.changed, now.id, now.city, now.custom) == (1, lead.id, "Berlin", {"seats": 12})


async def test_a_lead_made_in_chat_is_recognised_and_filled_but_not_overwritten(office: Office):
    owner = (await office.user("ruth@alder.test")).id
    now = dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
    made = Lead(
        tenant_id=office.tenant_id,
        owner_id=owner,
        name="Lea Stern",
        email="Lea@Stern.test",
        status="qualified",
        created_at=now,
        updated_at=now,
    )
    await office.add(made)

    report = await office.load("leads", FIRST)
    again = await office.load("leads", FIRST)

    lead = await office.one(Lead)
    assert (lead.id, lead.status, lead.city) == (made.id, "qualified", "Berlin")
    assert "status was edited in Parley and stays qualified" in report.kept[-1].reason
    assert (again.unchanged, again.kept) == (1, ())


async def test_a_lead_that_was_removed_here_is_not_brought_back(office: Office, lead: Lead):
    await office.edit(Lead, archived_at=dt.datetime(2031, 5, 14, tzinfo=dt.UTC))

    same = await office.load("leads", FIRST)
    newer = await office.load("leads", FIRST.replace("Berlin", "Bonn"))
    hung_on = await office.load("follow_ups", "title,lead,starts_at\nCall,lea@stern.test,2031-06-01\n")

    now = await office.one(Lead)
    assert (same.unchanged, newer.left, newer.changed) == (1, 1, 0)
    assert (now.id, now.city, now.archived_at) == (lead.id, "Berlin", dt.datetime(2031, 5, 14, tzinfo=dt.UTC))
    assert "removed in Parley" in newer.kept[0].reason
    assert (hung_on.left, await office.all(FollowUp)) == (1, [])


async def test_an_id_of_the_source_outlives_a_new_name_and_address(office: Office):
    await office.load("leads", "Record ID,First Name,Last Name,Email\n77,Lea,Stern,lea@stern.test\n")

    report = await office.load("leads", "Record ID,First Name,Last Name,Email\n77,Lea,Stern-Fox,lea@fox.test\n")

    assert (report.changed, (await office.one(Lead)).name) == (1, "Lea Stern-Fox")


async def test_an_id_takes_over_a_lead_that_was_known_by_its_address(office: Office, lead: Lead):
    await office.load("leads", "Record ID,Name,Email\n77,Lea Stern,lea@stern.test\n")

    report = await office.load("leads", "Record ID,Name,Email\n77,Lea Stern,lea@new.test\n")

    assert (report.changed, (await office.one(Lead)).id) == (1, lead.id)


async def test_a_lead_is_still_found_by_its_old_address_unless_another_has_it_now(office: Office, lead: Lead):
    await office.edit(Lead, email="lea@new.test")
    tasks = "title,lead\nCall,lea@stern.test\n"
    await office.load("tasks", tasks)

    await office.load("leads", "Record ID,name,email\n9,Kai Stern,lea@stern.test\n")
    await office.load("tasks", tasks.replace("Call", "Write"))

    kai = next(one for one in await office.all(Lead) if one.name == "Kai Stern")
    assert [task.lead_id for task in await office.all(Task)] == [lead.id, kai.id]


async def test_two_ids_are_two_leads_however_alike(office: Office):
    await office.load("leads", "Record ID,Name,Email\n77,Lea Stern,info@stern.test\n78,Kai Stern,info@stern.test\n")

    assert [lead.name for lead in await office.all(Lead)] == ["Lea Stern", "Kai Stern"]


async def test_the_same_id_in_two_systems_is_two_leads(office: Office):
    await office.load("leads", "Record ID,Name\n7,Lea Stern\n")
    await office.load("leads", "Person - ID,Name\n7,Noor Haddad\n")

    assert [lead.name for lead in await office.all(Lead)] == ["Lea Stern", "Noor Haddad"]


async def test_a_row_that_could_be_either_of_two_is_refused(office: Office):
    await office.load("leads", "Record ID,Name,Company\n1,Lea Stern,Optik\n2,Lea Stern,Optik\n")

    report = await office.load("leads", "Name,Company,City\nLea Stern,Optik,Bonn\n")

    assert "could be any of 2" in report.refused[0].reason


async def test_two_rows_about_one_record_are_refused(office: Office, lead: Lead):
    report = await office.load("leads", f"id,name,email\n{lead.id},Lea Stern,\n,Lea Stern,lea@stern.test\n")

    assert [str(one) for one in report.refused] == ["line 3: is the same record as line 2"]


async def test_an_interaction_is_known_by_lead_time_and_type(office: Office, lead: Lead):
    header = "lead_email,type,note,occurred_at\n"
    await office.load("interactions", header + "lea@stern.test,call,Went well,2031-05-10T10:00:00+02:00\n")

    report = await office.load(
        "interactions",
        header + "lea@stern.test,call,Went very well,2031-05-10T08:00:00Z\nlea@stern.test,call,,2031-05-11T08:00:00Z\n",
    )

    notes = [one.note for one in await office.all(Interaction)]
    assert (report.changed, report.created, notes) == (1, 1, ["Went very well", ""])
    assert (await office.one(Lead)).id == lead.id


async def test_a_newer_last_contact_of_the_source_does_not_hide_a_later_interaction(office: Office):
    header = "name,email,last_contacted\n"
    await office.load("leads", header + "Lea Stern,lea@stern.test,2031-05-01T10:00:00Z\n")
    await office.load("interactions", "lead,type,occurred_at\nlea@stern.test,call,2031-05-09T10:00:00Z\n")

    await office.load("leads", header + "Lea Stern,lea@stern.test,2031-05-05T10:00:00Z\n")
    assert (await office.one(Lead)).last_contacted == dt.datetime(2031, 5, 9, 10, tzinfo=dt.UTC)

    await office.load("leads", header + "Lea Stern,lea@stern.test,2031-05-12T10:00:00Z\n")
    assert (await office.one(Lead)).last_contacted == dt.datetime(2031, 5, 12, 10, tzinfo=dt.UTC)


async def test_what_was_read_before_somebody_else_wrote_is_read_again(
    office: Office, lead: Lead, monkeypatch: pytest.MonkeyPatch
):
    """An edit lands between the reading of the file and its writing."""
    edits = [office.edit(Lead, status="negotiating")]

    async def draft_and_edit(session, request):
        drafted = await draft(session, request)
        if edits:
            await edits.pop()
        return drafted

    monkeypatch.setattr("assistant.imports.run.draft", draft_and_edit)
    report = await office.load("leads", FIRST.replace("contacted", "qualified").replace("Berlin", "Bonn"))

    now = await office.one(Lead)
    assert (now.id, now.status, now.city) == (lead.id, "negotiating", "Bonn")
    assert "status was edited" in report.kept[0].reason
