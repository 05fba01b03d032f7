"""Which deals there are."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ({}, ["clinic", "euro", "chairs"]),
        ({"outcome": ["open"]}, ["clinic", "euro"]),
        ({"stage": ["won"]}, ["chairs"]),
        ({"lead_id": "tess", "outcome": "open"}, ["clinic"]),
        ({"company": "mill"}, ["clinic", "chairs"]),
        ({"amount_min": "8000"}, ["clinic"]),
        ({"name": "rooms"}, ["euro"]),
        ({"outcome": "won", "closing": {"from": "2031-04-01T00:00:00Z", "to": "2031-05-01T00:00:00Z"}}, ["chairs"]),
        ({"closing": {"from": "2031-05-14T00:00:00Z", "to": "2031-06-01T00:00:00Z"}}, []),
        ({"order": "-amount"}, ["euro", "clinic", "chairs"]),
        ({"order": "amount", "outcome": "won"}, ["chairs"]),
    ],
)
async def test_they_are_found_by_what_they_have(desk, args, ids):
    answer = await desk.ask("find_deals", **args)
    assert (answer.data["ids"], answer.data["total"]) == (ids, len(ids))


async def test_they_are_told_with_stage_and_amount(desk):
    answer = await desk.ask("find_deals", lead_id="tess")
    assert answer.reply == "I found 2 deals:\n• Clinic refit · proposal · 12,000 USD\n• Six chairs · won · 3,000 USD"
    assert answer.data["rows"][0] == ["Clinic refit", "proposal", "12000", "USD", None, "Ivy Lang"]


async def test_the_largest_of_each_currency_are_numbered(desk):
    answer = await desk.ask("find_deals", order="-amount", limit=1)
    assert (
        answer.reply
        == "I found 2 deals:\n1. Lisbon rooms · proposal · 7,000 EUR\n2. Clinic refit · proposal · 12,000 USD"
    )
    assert (await desk.ask("find_deals", order="-amount", limit=1, company="mill")).about[0].id == "clinic"


async def test_one_is_what_the_talk_is_about_then(desk):
    assert (await desk.ask("find_deals", name="lisbon")).about[0].id == "euro"
    assert (await desk.ask("find_deals")).about == ()


async def test_a_count_is_a_number(desk):
    assert (await desk.ask("find_deals", count=True)).data["value"] == 3


async def test_what_is_out_of_sight_is_not_there(desk):
    assert (await desk.ask("find_deals", user="otto")).reply == "No deals match that."
    assert (await desk.ask("find_deals", user="pia")).data["ids"] == ["south-deal"]
    assert (await desk.ask("find_deals", user="max")).data["total"] == 0
