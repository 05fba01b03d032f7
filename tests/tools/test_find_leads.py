"""Which leads there are."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ({}, ["gil", "noor", "tess"]),
        ({"status": ["new", "negotiating"]}, ["gil", "noor"]),
        ({"company": "MILL LANE DENTAL"}, ["noor", "tess"]),
        ({"company": "dock"}, ["gil"]),
        ({"city": ["chicago", "evanston"]}, ["gil", "tess"]),
        ({"source": "web"}, ["gil", "noor"]),
        ({"tag": "Vip"}, ["tess"]),
        ({"tag": "clin"}, ["tess"]),
        ({"name": "or"}, ["gil", "noor"]),
        ({"name": "100%"}, []),
        ({"ids": ["tess", "paula"]}, ["tess"]),
        ({"except": ["tess", "noor"]}, ["gil"]),
        ({"amount_min": "4000", "amount_max": "4000.00"}, ["gil"]),
        ({"amount_min": "4000.01"}, ["tess"]),
        ({"no_contact_days": 5}, ["gil", "noor", "tess"]),
        ({"no_contact_days": 6}, ["gil", "noor"]),
        ({"contacted_after": "2031-05-09T00:00:00Z"}, ["tess"]),
        ({"contacted_before": "2031-05-09T00:00:00Z"}, []),
        ({"custom": {"chairs": "6"}}, ["tess"]),
        ({"custom": {"chairs": "7"}}, []),
        ({"mine": True}, ["gil", "noor", "tess"]),
        ({"owner": "otto"}, []),
        ({"archived": True}, ["old"]),
        ({"order": "-amount"}, ["tess", "gil", "noor"]),
        ({"order": "last_contacted"}, ["tess", "gil", "noor"]),
    ],
)
async def test_they_are_found_by_what_they_have(desk, args, ids):
    answer = await desk.ask("find_leads", **args)
    assert answer.data["ids"] == ids
    assert answer.data["total"] == len(ids)


async def test_a_whole_match_counts_before_a_part(desk):
    await desk.do("create_lead", name="Jo Field", company="Mill")
    assert [row[0] for row in (await desk.ask("find_leads", company="mill")).data["rows"]] == ["Jo Field"]


async def test_they_are_told_by_name_company_and_status(desk):
    answer = await desk.ask("find_leads", status=["negotiating"])
    assert answer.reply == "I found 1 lead:\n• Noor Said · Mill Lane Dental · negotiating"
    assert [column["name"] for column in answer.data["columns"]][:3] == ["name", "company", "status"]
    assert answer.about[0].id == "noor"


async def test_times_and_money_are_shown_as_the_asker_reads_them(desk):
    [row] = (await desk.ask("find_leads", ids=["tess"])).data["rows"]
    assert row[5:8] == ["18500", "USD", "2031-05-09T07:00:00-05:00"]


async def test_of_many_ten_are_named_and_the_rest_is_counted(desk):
    for number in range(12):
        await desk.do("create_lead", name=f"Lead {number:02}", source="fair")
    answer = await desk.ask("find_leads", source="fair", limit=11)
    assert answer.reply.splitlines()[-1] == "and 2 more"
    assert (len(answer.data["rows"]), answer.data["total"], answer.data["truncated"]) == (11, 12, True)
    assert answer.about == ()


async def test_a_count_is_a_number_in_a_sentence(desk):
    answer = await desk.ask("find_leads", count=True)
    assert (answer.reply, answer.data["value"]) == ("That's 3 leads.", 3)


async def test_everybody_finds_what_they_may_see(desk):
    assert (await desk.ask("find_leads", user="mona")).data["ids"] == ["gil", "noor", "paula", "tess"]
    assert (await desk.ask("find_leads", user="mona", mine=True)).data["ids"] == []
    assert (await desk.ask("find_leads", user="mona", owner="otto")).data["ids"] == ["paula"]
    assert (await desk.ask("find_leads", user="mona", owner="pia")).data["ids"] == []
    assert (await desk.ask("find_leads", user="ada")).data["total"] == 5
    assert (await desk.ask("find_leads", user="max")).data["ids"] == ["strange"]


async def test_what_is_out_of_sight_and_what_is_nowhere_read_the_same(desk):
    hidden, nowhere = [await desk.ask("find_leads", company=name) for name in ("Quay Prints", "Nowhere Ltd")]
    assert hidden == nowhere
    assert hidden.reply == "No leads match that."


async def test_never_contacted_is_no_contact_however_long(desk):
    much_later = desk.now + dt.timedelta(days=400)
    answer = await desk.ask("find_leads", no_contact_days=300, now=much_later)
    assert answer.data["ids"] == ["gil", "noor", "tess"]


@pytest.mark.parametrize("args", [{"colour": "red"}, {"limit": 0}, {"limit": 201}, {"amount_min": "much"}])
async def test_a_filter_that_does_not_fit_is_refused(desk, args):
    with pytest.raises(ValidationError):
        await desk.ask("find_leads", **args)
