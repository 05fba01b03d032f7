"""What one can say."""

from __future__ import annotations


async def test_the_examples_name_leads_in_sight(desk):
    reply = (await desk.ask("help")).reply
    assert any(name in reply for name in ("Tess Marlow", "Gil Ortega", "Noor Said"))
    assert "undo" in reply
    hidden = ("Paula Voss", "Uma Reyes", "Sven Holt")
    assert not any(name in reply for name in hidden)


async def test_the_example_of_a_status_is_news_to_the_lead(desk):
    for status in ("qualified", "negotiating", "closed_won"):
        await desk.do("update_lead", lead_id="tess", status=status, now=desk.now)
        first = (await desk.ask("help")).data["examples"][0]
        assert first.startswith("Mark Tess Marlow as ")
        assert first.removeprefix("Mark Tess Marlow as ") not in (status, status.replace("_", " "))


async def test_a_topic_narrows_them(desk):
    examples = (await desk.ask("help", topic="create_deal")).data["examples"]
    assert examples
    assert all("deal" in one.lower() for one in examples)


async def test_only_who_may_give_leads_away_is_told_of_it(desk):
    assert "colleague" not in (await desk.ask("help")).reply
    assert "colleague" in (await desk.ask("help", user="mona")).reply


async def test_without_leads_the_names_are_made_up(desk):
    await desk.do("archive_lead", user="otto", lead_id="paula")
    examples = (await desk.ask("help", user="otto")).data["examples"]
    assert examples
    assert not any("Paula" in one or "{" in one for one in examples)
