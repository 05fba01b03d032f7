"""What is known of one lead."""

from __future__ import annotations

import pytest

from store.errors import Refused


async def test_the_whole_story(desk):
    answer = await desk.ask("show_lead", lead_id="tess")
    assert answer.reply.splitlines() == [
        "Tess Marlow is 'contacted', Practice Manager at Mill Lane Dental",
        "E-mail: tess@mill.test",
        "Phone number: +1 312 555 0144",
        "City: Chicago",
        "Source: referral",
        "Expected amount: 18,500 USD",
        "Tags: vip, clinic",
        "Owner: Ivy Lang",
        "Chairs: 6",
        "Last contact: Fri, May 9, 2031 at 7:00 AM",
        "Last interactions:",
        "• Fri, May 9, 2031: Call with Tess Marlow – wants two quotes",
        "• Mon, May 5, 2031: E-mail with Tess Marlow",
        "Follow-ups:",
        "• Viewing with Tess Marlow, Thu, May 15, 2031 at 2:00 PM",
        "Open deals:",
        "• Clinic refit · proposal · 12,000 USD",
    ]
    assert [(one.type, one.id, one.name) for one in answer.about] == [("lead", "tess", "Tess Marlow")]


@pytest.mark.parametrize(
    ("lead", "aspect", "words"),
    [
        ("tess", "phone", "Tess Marlow's phone number is +1 312 555 0144."),
        ("tess", "email", "Tess Marlow's e-mail is tess@mill.test."),
        ("tess", "status", "Tess Marlow is 'contacted'."),
        ("tess", "title", "Tess Marlow's job title is Practice Manager."),
        ("tess", "amount", "Tess Marlow may buy for 18,500 USD."),
        ("tess", "owner", "Tess Marlow belongs to Ivy Lang."),
        ("tess", "tags", "Tess Marlow is tagged vip, clinic."),
        ("tess", "chairs", "Chairs for Tess Marlow: 6."),
        ("tess", "last_contact", "The last contact with Tess Marlow was on Fri, May 9, 2031 at 7:00 AM."),
        ("tess", "deals", "Open deals with Tess Marlow: Clinic refit · proposal · 12,000 USD."),
        (
            "tess",
            "next_follow_up",
            "The next follow-up with Tess Marlow: Viewing with Tess Marlow, Thu, May 15, 2031 at 2:00 PM.",
        ),
        (
            "tess",
            "last_interaction",
            "The last thing logged – Fri, May 9, 2031: Call with Tess Marlow – wants two quotes",
        ),
        (
            "gil",
            "follow_ups",
            "Follow-ups with Gil Ortega: Send Gil the brochure, Mon, May 12, 2031 at 9:00 AM (overdue).",
        ),
        ("gil", "tasks", "Open tasks for Gil Ortega: Ship samples, due Wed, May 14, 2031."),
        ("gil", "next_follow_up", "No follow-up with Gil Ortega is ahead."),
        ("gil", "last_contact", "There has been no contact with Gil Ortega yet."),
        ("gil", "phone", "I have no phone number for Gil Ortega."),
        ("gil", "chairs", "I have no chairs for Gil Ortega."),
        ("gil", "deals", "There are no open deals with Gil Ortega."),
    ],
)
async def test_one_side_is_one_sentence_that_names_the_lead(desk, lead, aspect, words):
    assert (await desk.ask("show_lead", lead_id=lead, aspect=aspect)).reply == words


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("email", "The last thing logged – Mon, May 5, 2031: E-mail with Tess Marlow"),
        ("viewing", "No viewing with Tess Marlow has been logged yet."),
    ],
)
async def test_the_last_interaction_may_be_of_one_type(desk, type_, words):
    assert (await desk.ask("show_lead", lead_id="tess", aspect="last_interaction", type=type_)).reply == words


async def test_a_side_that_leads_have_not_gives_the_whole(desk):
    answer = await desk.ask("show_lead", lead_id="tess", aspect="shoe_size")
    assert answer.reply.startswith("Tess Marlow is 'contacted', Practice Manager")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("status", "Contacted", "Yes, Tess Marlow is 'contacted'."),
        ("status", "qualified", "No, Tess Marlow is 'contacted'."),
        ("amount", "18500", "Yes, Tess Marlow may buy for 18,500 USD."),
        ("owner", "ivy", "Yes, Tess Marlow belongs to Ivy Lang."),
        ("owner", "otto", "No, Tess Marlow belongs to Ivy Lang."),
        ("tags", "VIP", "Yes, Tess Marlow is tagged vip, clinic."),
        ("city", "Rome", "No, Tess Marlow's city is Chicago."),
    ],
)
async def test_whether_something_is_so_is_answered_with_how_it_stands(desk, field, value, words):
    answer = await desk.ask("show_lead", lead_id="tess", expect={"field": field, "value": value})
    assert answer.reply == words


@pytest.mark.parametrize(("aspect", "ids"), [("deals", ["clinic"]), ("next_follow_up", ["tess-visit"])])
async def test_records_that_are_asked_for_are_in_the_data(desk, aspect, ids):
    assert (await desk.ask("show_lead", lead_id="tess", aspect=aspect)).data["ids"] == ids


async def test_out_of_sight_is_refused_in_the_words_for_nobodys(desk):
    said = set()
    for lead in ("paula", "uma", "strange", "old", "nobody"):
        with pytest.raises(Refused) as refused:
            await desk.ask("show_lead", lead_id=lead)
        said.add(str(refused.value))
    assert len(said) == 1
