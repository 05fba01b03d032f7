"""Numbers over records."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from store.errors import Refused

OWN = {"measure", "field", "base", "period", "group_by", "order", "limit"}


async def ask(desk, of, user="ivy", **args):
    """Ask for a number; what is no argument of the tool itself is a filter."""
    own = {name: value for name, value in args.items() if name in OWN}
    filters = {name: value for name, value in args.items() if name not in OWN}
    return await desk.ask("analyse", user=user, of=of, filters=filters, **own)


async def value(desk, of, user="ivy", **args):
    return (await ask(desk, of, user, **args)).data["value"]


async def rows(desk, of, user="ivy", **args):
    return (await ask(desk, of, user, **args)).data["rows"]


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
        ("deals", {"outcome": "won", "period": {"from": "2031-05-01T00:00:00-05:00"}}, 0),
        ("deals", {"period": {"from": "2031-04-01T00:00:00-05:00", "to": "2031-05-01T00:00:00-05:00"}}, 1),
        ("deals", {"company": "mill lane dental"}, 2),
        ("deals", {"stage": ["proposal"], "amount_min": "8000"}, 1),
        ("deals", {"name": "LISBON"}, 1),
        ("deals", {"lead_id": "tess"}, 2),
        ("interactions", {"type": ["call"]}, 1),
        ("interactions", {"period": {"from": "2031-05-05T00:00:00-05:00", "to": "2031-05-09T00:00:00-05:00"}}, 1),
        ("interactions", {"type": "email", "lead": "tess"}, 1),
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
    assert (await ask(desk, "leads")).reply == "That's 3 leads."
    assert (await ask(desk, "interactions", type=["call"])).reply == "That's 1 call."


async def test_sums_and_averages_are_of_what_has_an_amount(desk):
    total = await ask(desk, "leads", measure="sum")
    assert (total.data["value"], total.data["currency"]) == (22500, "USD")
    assert total.reply == "In all that's 22,500 USD."
    assert await value(desk, "leads", measure="avg") == 11250
    assert (await ask(desk, "leads", measure="sum", status=["negotiating"])).data["value"] == 0


async def test_currencies_are_never_added_up(desk):
    answer = await ask(desk, "deals", measure="sum", outcome=["open"])
    assert answer.data["rows"] == [["EUR", 7000], ["USD", 12000]]
    assert "value" not in answer.data
    assert answer.reply == "That's 7,000 EUR and 12,000 USD; amounts in different currencies are not added up."
    assert await rows(desk, "deals", measure="sum", group_by="stage") == [
        ["proposal", 7000, "EUR"],
        ["proposal", 12000, "USD"],
        ["won", 3000, "USD"],
    ]


async def test_a_ranking_is_label_then_number_the_largest_first(desk):
    answer = await ask(desk, "leads", group_by="source")
    assert answer.data["rows"] == [["website", 2], ["referral", 1]]
    assert answer.reply == "Number of leads by source:\n• website: 2\n• referral: 1"
    assert answer.data["chart"]["mark"] == "bar"
    assert await rows(desk, "leads", group_by="source", order="label") == [["referral", 1], ["website", 2]]
    assert await rows(desk, "leads", group_by="source", limit=1) == [["website", 2]]


@pytest.mark.parametrize(
    ("records", "by", "expected"),
    [
        ("leads", "company", [["Mill Lane Dental", 2], ["Dock Street Bikes", 1]]),
        ("leads", "city", [["Chicago", 1], ["Evanston", 1], ["not said", 1]]),
        ("leads", "tag", [["clinic", 1], ["vip", 1]]),
        ("leads", "chairs", [["not said", 2], ["6", 1]]),
        ("deals", "account", [["not said", 2], ["Mill Lane Dental", 1]]),
        ("deals", "company", [["Mill Lane Dental", 2], ["not said", 1]]),
        ("deals", "status", [["proposal", 2], ["won", 1]]),
        ("follow_ups", "type", [["follow_up", 2], ["viewing", 1]]),
        ("leads", "team", [["north", 3]]),
        ("interactions", "lead", [["Tess Marlow", 2]]),
        ("follow_ups", "kind", [["follow_up", 2], ["viewing", 1]]),
        ("follow_ups", "status", [["scheduled", 3], ["completed", 1]]),
        ("tasks", "owner", [["Ivy Lang", 3]]),
    ],
)
async def test_records_are_told_apart_by_what_they_have(desk, records, by, expected):
    assert await rows(desk, records, group_by=by) == expected


async def test_amounts_of_a_tag_are_summed_under_each(desk):
    assert await rows(desk, "leads", group_by="tag", measure="sum") == [["clinic", 18500], ["vip", 18500]]


async def test_a_rate_is_the_percentage_of_theirs_that_fits(desk):
    answer = await ask(desk, "leads", measure="rate", mine=True, source="referral")
    assert answer.data["value"] == 33.33
    assert answer.reply == "That's 33.33% (1 of 3) leads."
    assert await value(desk, "leads", measure="rate", source="website", base={"company": "mill lane"}) == 100
    assert await value(desk, "follow_ups", measure="rate", status="completed") == 25


async def test_a_rate_of_deals_won_is_of_those_that_ended(desk):
    await desk.do("update_deal", deal_id="euro", stage="lost")
    assert await value(desk, "deals", measure="rate", outcome="won") == 50
    assert await value(desk, "deals", measure="rate") == 50
    assert await value(desk, "deals", measure="rate", stage="proposal") == 33.33


async def test_a_rate_of_nothing_is_none(desk):
    answer = await ask(desk, "leads", user="max", measure="rate", owner="nobody", source="referral")
    assert (answer.data["value"], answer.reply) == (None, "There are no such leads, so there is no share to tell.")


async def test_a_rate_can_be_told_apart(desk):
    found = await rows(desk, "leads", measure="rate", group_by="company", status="negotiating")
    assert found == [["Mill Lane Dental", 50], ["Dock Street Bikes", 0]]


async def test_a_trend_has_every_period_in_order(desk):
    answer = await ask(desk, "interactions", group_by="week", period={"from": "2031-04-28T00:00:00-05:00"})
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
    found = await rows(desk, "interactions", group_by=by)
    assert (found[0][0], found[-1][0], len(found)) == (first, last, count)
    assert sum(row[1] for row in found) == 2


async def test_what_lies_ahead_is_told_from_today_on(desk):
    found = await rows(desk, "deals", group_by="month", on="expected_close_on")
    assert (found[0][0], found[-1][0]) == ("2031-05", "2032-04")


async def test_a_period_begins_at_midnight_on_the_askers_clock(desk):
    late = "2031-05-06T23:30:00-05:00"  # the seventh, in UTC
    await desk.do("log_interaction", lead_id="gil", type="viewing", occurred_at=late)
    assert ["2031-05-06", 1] in await rows(desk, "interactions", group_by="day", type=["viewing"])


async def test_everybody_counts_what_they_may_see(desk):
    assert await value(desk, "leads", user="otto") == 1
    assert await value(desk, "leads", user="mona") == 4
    assert await value(desk, "leads", user="mona", mine=True) == 0
    assert await value(desk, "leads", user="mona", owner="ivy") == 3
    assert await value(desk, "leads", user="mona", owner="pia") == 0
    assert await value(desk, "leads", user="ada") == 5
    assert await value(desk, "leads", user="max") == 1
    assert await rows(desk, "leads", user="mona", group_by="owner", team=True) == [["Ivy Lang", 3], ["Otto Brandt", 1]]
    assert await rows(desk, "leads", user="ada", group_by="owner", owners=["ivy", "pia"]) == [
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
        ({"of": "tasks", "measure": "sum"}, "can count tasks but not add them up"),
        ({"of": "leads", "group_by": "shoe size"}, "can't tell them apart by 'shoe size'"),
        ({"of": "leads", "group_by": "day", "period": {"from": "2020-01-01T00:00:00Z"}}, "more than 100 periods"),
    ],
)
async def test_what_cannot_be_told_is_refused_with_what_can(desk, args, words):
    with pytest.raises(Refused, match=words):
        await desk.ask("analyse", **args)


@pytest.mark.parametrize(
    "args", [{"of": "leads", "filters": {"colour": "red"}}, {"of": "shoes"}, {"of": "leads", "measure": "x"}]
)
async def test_a_question_that_there_is_not_is_refused(desk, args):
    with pytest.raises(ValidationError):
        await desk.ask("analyse", **args)


async def test_nothing_is_told_as_nothing(desk):
    assert (await ask(desk, "deals", user="otto", group_by="stage")).reply == "There are no such deals."
    assert (await ask(desk, "deals", user="otto", measure="sum")).reply == "None of them has an amount."


async def test_a_deal_counts_on_the_day_it_closed(desk):
    await desk.do("update_deal", deal_id="clinic", stage="won")
    today = dt.datetime.combine(desk.now.date(), dt.time(), dt.UTC).isoformat()
    assert await value(desk, "deals", outcome="won", period={"from": today.replace("+00:00", "-05:00")}) == 1
