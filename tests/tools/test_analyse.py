"""Numbers over records."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from store.errors import Refused


async def value(desk, records, user="ivy", **args):
    return (await desk.ask("analyse", user=user, records=records, **args)).data["value"]


async def rows(desk, records, user="ivy", **args):
    return (await desk.ask("analyse", user=user, records=records, **args)).data["rows"]


@pytest.mark.parametrize(
    ("records", "args", "count"),
    [
        ("leads", {}, 3),
        ("leads", {"status": ["new", "contacted"]}, 2),
        ("leads", {"source": "WEBSITE"}, 2),
        ("leads", {"company": "mill lane"}, 2),
        ("leads", {"tag": "vip"}, 1),
        ("leads", {"custom": {"chairs": "6"}}, 1),
        ("leads", {"no_contact_days": 30}, 2),
        ("leads", {"outcome": ["won"]}, 0),
        ("leads", {"on": "created", "from": "2031-05-02T00:00:00Z"}, 0),
        ("deals", {}, 3),
        ("deals", {"outcome": ["open"]}, 2),
        ("deals", {"outcome": ["won"]}, 1),
        ("deals", {"outcome": ["won"], "from": "2031-05-01T00:00:00-05:00"}, 0),
        ("deals", {"company": "mill lane dental"}, 2),
        ("deals", {"stage": ["proposal"], "amount_min": "8000"}, 1),
        ("deals", {"name": "LISBON"}, 1),
        ("deals", {"lead_id": "tess"}, 2),
        ("interactions", {"type": ["call"]}, 1),
        ("interactions", {"from": "2031-05-05T00:00:00-05:00", "to": "2031-05-09T00:00:00-05:00"}, 1),
        ("follow_ups", {}, 3),
        ("follow_ups", {"overdue": True}, 1),
        ("follow_ups", {"status": ["completed"]}, 1),
        ("follow_ups", {"kind": ["viewing"]}, 1),
        ("tasks", {}, 3),
        ("tasks", {"overdue": True}, 1),
        ("tasks", {"status": ["done"]}, 1),
        ("tasks", {"to": "2031-05-15T00:00:00-05:00"}, 2),
    ],
)
async def test_it_counts_what_fits(desk, records, args, count):
    assert await value(desk, records, **args) == count


async def test_a_count_is_told_with_its_noun(desk):
    assert (await desk.ask("analyse", records="leads")).reply == "That's 3 leads."
    assert (await desk.ask("analyse", records="interactions", type=["call"])).reply == "That's 1 call."


async def test_sums_and_averages_are_of_what_has_an_amount(desk):
    total = await desk.ask("analyse", records="leads", measure="sum")
    assert (total.data["value"], total.data["currency"]) == (22500, "USD")
    assert total.reply == "In all that's 22,500 USD."
    assert await value(desk, "leads", measure="average") == 11250
    assert (await desk.ask("analyse", records="leads", measure="sum", status=["negotiating"])).data["value"] == 0


async def test_currencies_are_never_added_up(desk):
    answer = await desk.ask("analyse", records="deals", measure="sum", outcome=["open"])
    assert answer.data["rows"] == [["EUR", 7000], ["USD", 12000]]
    assert "value" not in answer.data
    assert answer.reply == "That's 7,000 EUR and 12,000 USD; amounts in different currencies are not added up."
    assert await rows(desk, "deals", measure="sum", by="stage") == [
        ["proposal", 7000, "EUR"],
        ["proposal", 12000, "USD"],
        ["won", 3000, "USD"],
    ]


async def test_a_ranking_is_label_then_number_the_largest_first(desk):
    answer = await desk.ask("analyse", records="leads", by="source")
    assert answer.data["rows"] == [["website", 2], ["referral", 1]]
    assert answer.reply == "leads by source:\n• website: 2\n• referral: 1"
    assert answer.data["chart"]["mark"] == "bar"
    assert await rows(desk, "leads", by="source", order="label") == [["referral", 1], ["website", 2]]
    assert await rows(desk, "leads", by="source", limit=1) == [["website", 2]]


@pytest.mark.parametrize(
    ("records", "by", "expected"),
    [
        ("leads", "company", [["Mill Lane Dental", 2], ["Dock Street Bikes", 1]]),
        ("leads", "city", [["Chicago", 1], ["Evanston", 1], ["not said", 1]]),
        ("leads", "tag", [["clinic", 1], ["vip", 1]]),
        ("leads", "chairs", [["not said", 2], ["6", 1]]),
        ("deals", "account", [["not said", 2], ["Mill Lane Dental", 1]]),
        ("interactions", "lead", [["Tess Marlow", 2]]),
        ("follow_ups", "kind", [["follow_up", 2], ["viewing", 1]]),
        ("follow_ups", "status", [["scheduled", 3], ["completed", 1]]),
        ("tasks", "owner", [["Ivy Lang", 3]]),
    ],
)
async def test_records_are_told_apart_by_what_they_have(desk, records, by, expected):
    assert await rows(desk, records, by=by) == expected


async def test_amounts_of_a_tag_are_summed_under_each(desk):
    assert await rows(desk, "leads", by="tag", measure="sum") == [["clinic", 18500], ["vip", 18500]]


async def test_a_rate_is_a_percentage(desk):
    answer = await desk.ask("analyse", records="leads", measure="rate", share={"source": "referral"})
    assert answer.data["value"] == 33.33
    assert answer.reply == "That's 33.33% (1 of 3) leads."
    won = {"outcome": ["won", "lost"], "measure": "rate", "share": {"outcome": ["won"]}}
    assert await value(desk, "deals", **won) == 100
    assert (await desk.ask("analyse", records="leads", measure="rate", city=["Rome"])).data["value"] is None


async def test_a_rate_can_be_told_apart(desk):
    found = await rows(desk, "leads", measure="rate", by="company", share={"status": ["negotiating"]})
    assert found == [["Mill Lane Dental", 50], ["Dock Street Bikes", 0]]


async def test_a_trend_has_every_period_in_order(desk):
    answer = await desk.ask("analyse", records="interactions", by="week", **{"from": "2031-04-28T00:00:00-05:00"})
    assert answer.data["rows"] == [["2031-04-28", 0], ["2031-05-05", 2], ["2031-05-12", 0]]
    assert answer.data["chart"]["mark"] == "line"
    assert "• the week of May 5, 2031: 2" in answer.reply


@pytest.mark.parametrize(
    ("by", "first", "last", "count"),
    [
        ("day", "2031-05-01", "2031-05-14", 14),
        ("month", "2030-06", "2031-05", 12),
        ("quarter", "2029-Q3", "2031-Q2", 8),
        ("year", "2027", "2031", 5),
    ],
)
async def test_a_trend_without_bounds_leads_up_to_today(desk, by, first, last, count):
    found = await rows(desk, "interactions", by=by)
    assert (found[0][0], found[-1][0], len(found)) == (first, last, count)
    assert sum(row[1] for row in found) == 2


async def test_what_lies_ahead_is_told_from_today_on(desk):
    found = await rows(desk, "deals", by="month", on="expected_close_on")
    assert (found[0][0], found[-1][0]) == ("2031-05", "2032-04")


async def test_a_period_begins_at_midnight_on_the_askers_clock(desk):
    late = "2031-05-06T23:30:00-05:00"  # the seventh, in UTC
    await desk.do("log_interaction", lead_id="gil", type="viewing", occurred_at=late)
    assert ["2031-05-06", 1] in await rows(desk, "interactions", by="day", type=["viewing"])


async def test_the_largest_are_records(desk):
    answer = await desk.ask("analyse", records="leads", measure="largest", limit=2)
    assert [row[0] for row in answer.data["rows"]] == ["Tess Marlow", "Gil Ortega"]
    one = await desk.ask("analyse", records="leads", measure="largest")
    assert (one.reply, one.about[0].id) == ("Tess Marlow: 18,500 USD (contacted).", "tess")
    assert (await desk.ask("analyse", records="leads", measure="smallest")).data["ids"] == ["gil"]


async def test_the_largest_of_each_currency_are_named(desk):
    answer = await desk.ask("analyse", records="deals", measure="largest")
    assert [row[0] for row in answer.data["rows"]] == ["Lisbon rooms", "Clinic refit"]


async def test_everybody_counts_what_they_may_see(desk):
    assert await value(desk, "leads", user="otto") == 1
    assert await value(desk, "leads", user="mona") == 4
    assert await value(desk, "leads", user="mona", mine=True) == 0
    assert await value(desk, "leads", user="mona", owner="ivy") == 3
    assert await value(desk, "leads", user="mona", owner="pia") == 0
    assert await value(desk, "leads", user="ada") == 5
    assert await value(desk, "leads", user="max") == 1
    assert await rows(desk, "leads", user="mona", by="owner", team=True) == [["Ivy Lang", 3], ["Otto Brandt", 1]]
    assert await rows(desk, "leads", user="ada", by="owner", owners=["ivy", "pia"]) == [
        ["Ivy Lang", 3],
        ["Pia Rossi", 1],
    ]


async def test_what_hangs_on_an_archived_lead_left_with_it(desk):
    await desk.do("archive_lead", lead_id="tess")
    assert await value(desk, "interactions") == 0
    assert await value(desk, "leads") == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"records": "tasks", "measure": "sum"}, "can count tasks but not add them up"),
        ({"records": "leads", "by": "shoe size"}, "can't tell them apart by 'shoe size'"),
        ({"records": "leads", "by": "day", "from": "2020-01-01T00:00:00Z"}, "more than 100 periods"),
    ],
)
async def test_what_cannot_be_told_is_refused_with_what_can(desk, args, words):
    with pytest.raises(Refused, match=words):
        await desk.ask("analyse", **args)


async def test_a_filter_that_there_is_not_is_refused(desk):
    with pytest.raises(ValidationError):
        await desk.ask("analyse", records="leads", colour="red")


async def test_nothing_is_told_as_nothing(desk):
    assert (await desk.ask("analyse", user="otto", records="deals", by="stage")).reply == "There are no such deals."
    assert (
        await desk.ask("analyse", user="otto", records="deals", measure="sum")
    ).reply == "None of them has an amount."
    assert (await desk.ask("analyse", user="otto", records="deals", measure="largest")).data["rows"] == []


async def test_a_deal_counts_on_the_day_it_closed(desk):
    await desk.do("update_deal", deal_id="clinic", stage="won")
    today = dt.datetime.combine(desk.now.date(), dt.time(), dt.UTC).isoformat()
    assert await value(desk, "deals", outcome=["won"], **{"from": today.replace("+00:00", "-05:00")}) == 1
