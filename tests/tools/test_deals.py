"""New deals, and what becomes of them."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from store.errors import NothingToDo, Refused
from store.models import Deal
from tools.base import Target


async def test_a_new_deal_begins_in_the_first_open_stage(desk):
    action = await desk.show("create_deal", name="Waiting room", lead_id="tess", account_id="mill", amount="15000")
    words = "stage prospecting, amount 15,000 USD, account Mill Lane Dental and lead Tess Marlow"
    assert action.summary == f"Create the deal Waiting room: {words}"
    assert {change.field: change.after for change in action.changes} == {
        "name": "Waiting room",
        "stage": "prospecting",
        "amount": "15000",
        "account": "Mill Lane Dental",
        "lead": "Tess Marlow",
    }
    entry = await desk.apply(action)
    deal = await desk.row(Deal, entry.target_id)
    assert (deal.owner_id, deal.amount, deal.lead_id, deal.account_id) == ("ivy", 1_500_000, "tess", "mill")
    assert (deal.opened_on, deal.closed_on) == (dt.date(2031, 5, 14), None)
    assert desk.receipt(entry) == "I've created the deal Waiting room in the stage 'prospecting'"


async def test_a_deal_for_a_lead_that_the_same_card_creates(desk):
    coming = {"fresh": Target("lead", "fresh", "Jo Field")}
    assert "Jo Field" in (await desk.show("create_deal", name="Sheds", lead_id="fresh", coming=coming)).summary


@pytest.mark.parametrize(
    ("args", "summary", "words"),
    [
        (
            {"stage": "negotiation"},
            "Set the deal Clinic refit to stage negotiation",
            "The stage of the deal Clinic refit has been changed from 'proposal' to 'negotiation'.",
        ),
        (
            {"amount": "1250.5", "currency": "eur"},
            "Set the deal Clinic refit to amount 1,250.50 EUR",
            (
                "The currency of the deal Clinic refit has been changed from 'USD' to 'EUR'. "
                "The amount of the deal Clinic refit has been changed from '12000' to '1250.50'."
            ),
        ),
        (
            {"expected_close_on": "2031-07-01"},
            "Set the deal Clinic refit to expected close Tue, Jul 1, 2031",
            "The expected close of the deal Clinic refit has been set to 'Tue, Jul 1, 2031'.",
        ),
        (
            {"name": "Clinic"},
            "Set the deal Clinic refit to name Clinic",
            "The name of the deal Clinic has been changed from 'Clinic refit' to 'Clinic'.",
        ),
    ],
)
async def test_a_change_is_shown_and_told(desk, args, summary, words):
    action = await desk.show("update_deal", deal_id="clinic", **args)
    assert action.summary == summary
    assert desk.receipt(await desk.apply(action)) == words


@pytest.mark.parametrize("stage", ["won", "lost"])
async def test_an_end_sets_the_day_and_undo_clears_it(desk, stage):
    action = await desk.show("update_deal", deal_id="clinic", stage=stage)
    assert {change.field: change.after for change in action.changes} == {"stage": stage, "closed_on": "2031-05-14"}
    entry = await desk.apply(action)
    assert (await desk.row(Deal, "clinic")).closed_on == dt.date(2031, 5, 14)
    await desk.do("undo_change", change_id=entry.change_id)
    deal = await desk.row(Deal, "clinic")
    assert (deal.stage, deal.closed_on) == ("proposal", None)


async def test_the_day_is_the_one_on_the_askers_clock(desk):
    late = dt.datetime(2031, 5, 15, 3, tzinfo=dt.UTC)  # the evening before, in Chicago
    action = await desk.show("update_deal", deal_id="clinic", stage="won", now=late)
    assert action.changes[1].after == "2031-05-14"


async def test_a_deal_that_is_opened_again_has_no_closing_day(desk):
    await desk.do("update_deal", deal_id="chairs", stage="negotiation")
    assert (await desk.row(Deal, "chairs")).closed_on is None


async def test_what_is_so_already_is_nothing_to_do(desk):
    with pytest.raises(NothingToDo, match="Six chairs has that already"):
        await desk.show("update_deal", deal_id="chairs", stage="won", amount="3000.00")


async def test_a_stage_that_the_tenant_has_not_is_refused_with_those_it_has(desk):
    with pytest.raises(Refused, match="prospecting, proposal, negotiation, won or lost"):
        await desk.show("update_deal", deal_id="clinic", stage="happy")


@pytest.mark.parametrize("deal", ["south-deal", "nobody"])
async def test_a_deal_out_of_sight_is_refused(desk, deal):
    with pytest.raises(Refused, match="can't find that deal"):
        await desk.show("update_deal", deal_id=deal, stage="won")


@pytest.mark.parametrize("args", [{"lead_id": "uma"}, {"account_id": "south-account"}])
async def test_a_deal_hangs_only_on_what_is_in_sight(desk, args):
    with pytest.raises(Refused, match="can't find that"):
        await desk.show("create_deal", name="Sheds", **args)


async def test_moving_a_deal_to_another_lead_and_back(desk):
    entry = await desk.do("update_deal", deal_id="clinic", lead_id="noor")
    assert list(entry.changes) == [{"field": "lead", "before": "Tess Marlow", "after": "Noor Said"}]
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert desk.receipt(undo) == "Undone: Clinic refit's lead is back to Tess Marlow."
    assert (await desk.row(Deal, "clinic")).lead_id == "tess"


async def test_undo_takes_a_new_deal_back(desk):
    entry = await desk.do("create_deal", name="Waiting room")
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert desk.receipt(undo) == "Undone: the deal Waiting room is taken back."


async def test_an_amount_must_be_a_number(desk):
    with pytest.raises(ValidationError, match="decimal number"):
        await desk.show("create_deal", name="Sheds", amount="a lot")


def test_the_deal_is_asked_for_and_then_what_should_change(writer):
    assert writer("update_deal").missing({}) == "deal"
    assert writer("update_deal").missing({"deal": "x"}) == "stage"
    assert writer("update_deal").missing({"deal": "x", "amount": "1"}) == ""
