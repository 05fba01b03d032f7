"""Changing leads."""

from __future__ import annotations

import pytest

from store.errors import NothingToDo, Refused
from store.models import Lead


async def test_the_receipt_says_the_old_status_and_the_new(desk):
    action = await desk.show("update_lead", lead_id="tess", status="qualified")
    assert action.summary == "Set Tess Marlow's status to qualified"
    words = "The status for Tess Marlow has been updated from 'contacted' to 'qualified'."
    assert desk.receipt(await desk.apply(action)) == words
    assert (await desk.row(Lead, "tess")).status == "qualified"


async def test_a_field_that_was_empty_is_set(desk):
    entry = await desk.do("update_lead", lead_id="gil", phone="+1 847 555 0102")
    assert desk.receipt(entry) == "Gil Ortega's phone has been set to '+1 847 555 0102'."


async def test_tags_have_been_set_and_changed(desk):
    first = await desk.do("update_lead", lead_id="gil", tags=["patio"])
    assert desk.receipt(first) == "Gil Ortega's tags have been set to 'patio'."
    second = await desk.do("update_lead", lead_id="gil", tags=["patio", "roof"])
    assert desk.receipt(second) == "Gil Ortega's tags have been changed from 'patio' to 'patio, roof'."


async def test_what_is_so_already_is_nothing_to_do(desk):
    with pytest.raises(NothingToDo, match="Tess Marlow is already 'contacted'"):
        await desk.show("update_lead", lead_id="tess", status="contacted")
    with pytest.raises(NothingToDo, match="has that already"):
        await desk.show("update_lead", lead_id="tess", city="Chicago", expected_amount="18500.00")


async def test_a_status_that_the_tenant_has_not_is_refused_with_those_it_has(desk):
    with pytest.raises(Refused, match="closed_lost or follow_up"):
        await desk.show("update_lead", lead_id="tess", status="happy")


@pytest.mark.parametrize("lead", ["paula", "uma", "strange", "old", "nobody"])
async def test_out_of_sight_is_refused(desk, lead):
    with pytest.raises(Refused, match="can't find that lead"):
        await desk.show("update_lead", lead_id=lead, status="qualified")


async def test_own_fields_are_shown_by_their_label(desk):
    [change] = (await desk.show("update_lead", lead_id="tess", custom={"chairs": "8"})).changes
    assert (change.field, change.before, change.after) == ("Chairs", "6", "8")


def test_the_lead_is_asked_for_and_then_what_should_change(writer):
    assert writer("update_lead").missing({}) == "lead"
    assert writer("update_lead").missing({"lead": "x"}) == "status"
    assert writer("update_lead").missing({"lead": "x", "city": "y"}) == ""
