"""Who changed what, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from store.crm_session import Author, crm_transaction
from store.errors import Refused
from store.models import Lead

HOUR = dt.timedelta(hours=1)


async def test_it_says_who_did_what_and_when_the_newest_first(desk):
    await desk.do("update_lead", lead_id="tess", status="qualified")
    await desk.do("log_interaction", user="mona", lead_id="tess", type="call", note="agreed", now=desk.now + HOUR)
    answer = await desk.ask("show_history", lead_id="tess")
    logged = "logged a call interaction for Tess Marlow with the note: 'agreed'"
    moved = "The status for Tess Marlow has been updated from 'contacted' to 'qualified'."
    assert answer.reply.splitlines() == [
        "What changed on Tess Marlow's record, the newest first:",
        f"• Wed, May 14, 2031 at 11:30 AM, Mona Achebe: {logged}",
        f"• Wed, May 14, 2031 at 10:30 AM, Ivy Lang: {moved}",
    ]
    assert [row[1] for row in answer.data["rows"]] == ["Mona Achebe", "Ivy Lang"]


async def test_what_hangs_on_the_lead_belongs_to_its_history(desk):
    await desk.do("complete_follow_up", follow_up_id="tess-visit")
    await desk.do("update_deal", deal_id="clinic", stage="won")
    await desk.do("complete_task", task_id="samples")  # another lead's
    reply = (await desk.ask("show_history", lead_id="tess")).reply
    assert "“Viewing with Tess Marlow” is completed" in reply
    assert "Clinic refit" in reply
    assert "samples" not in reply.lower()


@pytest.mark.parametrize(("field", "count"), [("status", 1), ("amount", 1), ("city", 0)])
async def test_it_can_be_about_one_field(desk, field, count):
    await desk.do("update_lead", lead_id="tess", status="qualified")
    await desk.do("update_lead", lead_id="tess", expected_amount="20000")
    assert (await desk.ask("show_history", lead_id="tess", field=field)).data["total"] == count


async def test_it_can_be_about_a_time(desk):
    await desk.do("update_lead", lead_id="tess", status="qualified")
    later = (desk.now + HOUR).isoformat()
    assert (await desk.ask("show_history", lead_id="tess", since=later)).reply == (
        "Nothing has changed on Tess Marlow's record since Wed, May 14, 2031."
    )
    assert (await desk.ask("show_history", lead_id="tess", until=later)).data["total"] == 1


async def test_what_an_import_changed_is_told_too(desk):
    async with crm_transaction(desk.database, Author("fern", "ada", desk.now)) as session:
        await session.begin_changes()
        session.open_journal("from a file")
        lead = await session.get(Lead, "tess")
        assert lead is not None
        changed = {"city": "Oak Park", "expected_amount": 2_000_000, "owner_id": "otto", "source_hash": "x"}
        await session.change(lead, **changed)
    answer = await desk.ask("show_history", user="mona", lead_id="tess")
    assert {row[2] for row in answer.data["rows"]} == {
        "Tess Marlow's city has been changed from 'Chicago' to 'Oak Park'.",
        "Tess Marlow's expected amount has been changed from '18500' to '20000'.",
        "Tess Marlow's owner has been changed from 'Ivy Lang' to 'Otto Brandt'.",
    }
    assert {row[1] for row in answer.data["rows"]} == {"Ada Quist"}


async def test_a_lead_out_of_sight_has_no_history(desk):
    for lead in ("uma", "strange", "nobody"):
        with pytest.raises(Refused, match="can't find that lead"):
            await desk.ask("show_history", lead_id=lead)


async def test_nothing_has_changed_yet(desk):
    assert (await desk.ask("show_history", lead_id="gil")).reply == "Nothing has changed on Gil Ortega's record yet."


async def test_without_a_lead_it_tells_of_everything_in_sight(desk):
    await desk.do("update_lead", lead_id="tess", status="qualified")
    await desk.do("complete_task", task_id="samples", now=desk.now + HOUR)
    await desk.do("update_lead", user="pia", lead_id="uma", status="qualified", now=desk.now + HOUR)  # another team's
    answer = await desk.ask("show_history")
    moved = "The status for Tess Marlow has been updated from 'contacted' to 'qualified'."
    assert answer.reply.splitlines() == [
        "What changed, the newest first:",
        "• Wed, May 14, 2031 at 11:30 AM, Ivy Lang: The task 'Ship samples' is done.",
        f"• Wed, May 14, 2031 at 10:30 AM, Ivy Lang: {moved}",
    ]
    assert answer.data["total"] == 2


async def test_a_manager_sees_what_the_team_changed_and_an_import_counts_too(desk):
    await desk.do("update_lead", lead_id="tess", status="qualified")
    async with crm_transaction(desk.database, Author("fern", "ivy", desk.now)) as session:
        await session.begin_changes()
        session.open_journal("an-import")
        lead = await session.get(Lead, "tess")
        assert lead is not None
        await session.change(lead, city="Oak Park")
    reply = (await desk.ask("show_history", user="mona")).reply
    assert "Ivy Lang: Tess Marlow's city has been changed from 'Chicago' to 'Oak Park'." in reply
    assert "qualified" in reply
    assert "Tess" not in (await desk.ask("show_history", user="pia")).reply


async def test_without_a_lead_a_time_and_a_field_narrow_it(desk):
    await desk.do("update_lead", lead_id="tess", status="qualified", city="Oak Park")
    await desk.do("update_lead", lead_id="gil", status="qualified", now=desk.now + 30 * HOUR)
    since = (desk.now + HOUR).isoformat()
    late = await desk.ask("show_history", now=desk.now + 40 * HOUR, **{"from": since, "field": "status"})
    assert [row[2] for row in late.data["rows"]] == [
        "The status for Gil Ortega has been updated from 'new' to 'qualified'."
    ]
    assert "since Wed, May 14, 2031" in late.reply
    assert (await desk.ask("show_history", field="phone")).reply == "Nothing has changed yet."


async def test_what_was_archived_since_is_told_of_too(desk):
    await desk.do("archive_lead", lead_id="tess")
    assert "Tess Marlow has been archived" in (await desk.ask("show_history")).reply
