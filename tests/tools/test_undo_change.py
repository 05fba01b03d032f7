"""Taking changes back, whatever they were."""

from __future__ import annotations

import pytest

from store.errors import Refused
from store.models import Lead


async def test_the_card_shows_what_will_be_as_it_was(desk):
    entry = await desk.do("update_lead", lead_id="tess", status="qualified", city="Oak Park")
    action = await desk.show("undo_change", change_id=entry.change_id)
    words = "Undo: Tess Marlow's status is back to contacted and Tess Marlow's city is back to Chicago"
    assert action.summary == words
    assert {(change.field, change.before, change.after) for change in action.changes} == {
        ("status", "qualified", "contacted"),
        ("city", "Oak Park", "Chicago"),
    }
    undo = await desk.apply(action)
    assert undo.undoes == entry.change_id
    lead = await desk.row(Lead, "tess")
    assert (lead.status, lead.city) == ("contacted", "Chicago")


async def test_an_undo_can_be_undone_and_so_on(desk):
    change = await desk.do("update_lead", lead_id="tess", status="qualified")
    for status in ("contacted", "qualified", "contacted"):
        undone = await desk.do("undo_change", change_id=change.change_id)
        assert (await desk.row(Lead, "tess")).status == status
        change = undone


async def test_what_was_done_again_can_be_taken_back_by_its_first_name(desk):
    first = await desk.do("update_lead", lead_id="tess", status="qualified")
    undo = await desk.do("undo_change", change_id=first.change_id)
    await desk.do("undo_change", change_id=undo.change_id)
    await desk.do("undo_change", change_id=first.change_id)
    assert (await desk.row(Lead, "tess")).status == "contacted"


async def test_it_refuses_when_the_very_field_was_changed_since(desk):
    entry = await desk.do("update_lead", lead_id="tess", status="qualified")
    await desk.do("update_lead", lead_id="tess", status="negotiating")
    with pytest.raises(Refused, match="Tess Marlow has moved on"):
        await desk.show("undo_change", change_id=entry.change_id)


async def test_it_minds_no_change_elsewhere_in_the_record(desk):
    entry = await desk.do("update_lead", lead_id="tess", status="qualified")
    await desk.do("update_lead", lead_id="tess", city="Oak Park")
    await desk.do("log_interaction", lead_id="tess", type="call")
    await desk.do("undo_change", change_id=entry.change_id)
    lead = await desk.row(Lead, "tess")
    assert (lead.status, lead.city, lead.last_contacted) == ("contacted", "Oak Park", desk.now)


async def test_amounts_tags_and_own_fields_come_back(desk):
    before = await desk.row(Lead, "tess")
    changed = {"expected_amount": "99", "currency": "EUR", "tags": ["new"], "custom": {"chairs": "9"}}
    entry = await desk.do("update_lead", lead_id="tess", **changed)
    await desk.do("undo_change", change_id=entry.change_id)
    after = await desk.row(Lead, "tess")
    kept = {"expected_amount", "currency", "tags", "custom"}
    assert after.model_dump(include=kept) == before.model_dump(include=kept)


async def test_a_change_out_of_sight_is_refused_in_the_words_for_one_that_there_is_not(desk):
    theirs = await desk.do("update_lead", user="pia", lead_id="uma", status="qualified")
    foreign = await desk.do("update_lead", user="max", lead_id="strange", status="qualified")
    said = set()
    for change in (theirs.change_id, foreign.change_id, "nothing"):
        with pytest.raises(Refused) as refused:
            await desk.show("undo_change", change_id=change)
        said.add(str(refused.value))
    assert len(said) == 1


async def test_a_manager_takes_back_what_the_team_did(desk):
    entry = await desk.do("update_lead", lead_id="tess", status="qualified")
    undo = await desk.do("undo_change", user="mona", change_id=entry.change_id)
    assert (undo.target_name, undo.owner_id) == ("Tess Marlow", "ivy")


async def test_a_renamed_lead_is_spoken_of_by_the_name_it_has(desk):
    entry = await desk.do("update_lead", lead_id="tess", name="Tess Marlowe")
    assert (await desk.show("undo_change", change_id=entry.change_id)).target.name == "Tess Marlowe"
