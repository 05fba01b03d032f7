"""New leads."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from store.errors import NothingToDo, Refused
from store.models import Lead

JO = {"name": "Jo Field", "company": "Fieldwork", "email": "jo@field.test", "expected_amount": "20000.50"}


async def test_the_card_shows_every_field(desk):
    action = await desk.show("create_lead", **JO)
    assert action.summary == "Create the lead Jo Field: jo@field.test, Fieldwork, new and 20,000.50 USD"
    assert {change.field: change.after for change in action.changes} == {
        "name": "Jo Field",
        "company": "Fieldwork",
        "email": "jo@field.test",
        "expected_amount": "20000.50",
        "status": "new",
    }
    assert all(change.before is None for change in action.changes)


async def test_the_lead_is_the_askers_under_the_id_that_the_card_promised(desk):
    action = await desk.show("create_lead", **JO, record_id="promised")
    entry = await desk.apply(action)
    lead = await desk.row(Lead, "promised")
    assert (lead.owner_id, lead.status, lead.expected_amount, lead.currency) == ("ivy", "new", 2_000_050, "USD")
    assert (entry.target_id, entry.target_name) == ("promised", "Jo Field")
    assert desk.receipt(entry) == "I've created the lead Jo Field with the status 'new'"


@pytest.mark.parametrize(
    ("args", "warnings"),
    [
        ({"name": "Someone Else", "email": "TESS@mill.test"}, ("You have Tess Marlow (Mill Lane Dental) already",)),
        ({"name": "tess marlow", "company": "mill lane dental"}, ("You have Tess Marlow (Mill Lane Dental) already",)),
        ({"name": "Tess Marlow", "company": "Elsewhere"}, ()),
        ({"name": "Uma Reyes", "company": "Quay Prints", "email": "uma@quay.test"}, ()),  # out of sight
    ],
)
async def test_a_lead_that_is_there_already_is_a_warning(desk, args, warnings):
    assert (await desk.show("create_lead", **args)).warnings == warnings


async def test_a_status_and_own_fields_may_be_said(desk):
    entry = await desk.do(
        "create_lead", name="Jo Field", status="qualified", custom={"chairs": "4"}, tags=["vip", "vip"]
    )
    lead = await desk.row(Lead, entry.target_id)
    assert (lead.status, lead.custom, lead.tags) == ("qualified", {"chairs": "4"}, ["vip"])


@pytest.mark.parametrize("args", [{"status": "happy"}, {"custom": {"shoe_size": "44"}}])
async def test_a_status_or_field_that_the_tenant_has_not_is_refused(desk, args):
    with pytest.raises(Refused, match="There is no"):
        await desk.show("create_lead", name="Jo Field", **args)


@pytest.mark.parametrize(
    "args", [{}, {"name": " "}, {"name": "Jo", "expected_amount": "lots"}, {"name": "Jo", "owner_id": "otto"}]
)
async def test_arguments_that_do_not_fit_are_refused(desk, args):
    with pytest.raises(ValidationError):
        await desk.show("create_lead", **args)


async def test_undo_takes_the_lead_out_of_every_list_and_undoing_that_brings_it_back(desk):
    entry = await desk.do("create_lead", **JO)
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert desk.receipt(undo) == "Undone: the lead Jo Field is taken back."
    assert "Jo Field" not in (await desk.ask("find_leads")).reply
    redo = await desk.do("undo_change", change_id=undo.change_id)
    assert desk.receipt(redo) == "Undone: the lead Jo Field comes back."
    assert "Jo Field" in (await desk.ask("find_leads")).reply


async def test_undo_refuses_once_the_lead_was_worked_on(desk):
    entry = await desk.do("create_lead", **JO)
    await desk.do("update_lead", lead_id=entry.target_id, status="contacted")
    with pytest.raises(Refused, match="Jo Field has moved on"):
        await desk.show("undo_change", change_id=entry.change_id)


async def test_a_change_is_taken_back_only_once(desk):
    entry = await desk.do("create_lead", **JO)
    await desk.do("undo_change", change_id=entry.change_id)
    with pytest.raises(NothingToDo, match="taken back already"):
        await desk.show("undo_change", change_id=entry.change_id)
