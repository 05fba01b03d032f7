"""Archiving leads."""

from __future__ import annotations

import pytest

from store.errors import Refused


async def test_the_card_says_who_leaves_and_what_leaves_with_them(desk):
    action = await desk.show("archive_lead", lead_id="tess")
    assert action.summary == "Archive Tess Marlow, who then leaves every list until you undo it"
    assert action.warnings == ("This also takes 1 follow-up off the agenda",)
    [change] = action.changes
    assert (change.field, change.before, change.after) == ("archived", False, True)
    assert (await desk.show("archive_lead", lead_id="noor")).warnings == ()


async def test_the_lead_leaves_lists_and_answers(desk):
    entry = await desk.do("archive_lead", lead_id="tess")
    assert (
        desk.receipt(entry) == "Tess Marlow has been archived and has left every list. Say “undo” to bring them back."
    )
    assert (await desk.ask("find_leads")).data["ids"] == ["gil", "noor"]
    with pytest.raises(Refused, match="can't find that lead"):
        await desk.ask("show_lead", lead_id="tess")
    assert (await desk.ask("find_leads", archived=True)).data["ids"] == ["old", "tess"]


async def test_undo_brings_it_back(desk):
    entry = await desk.do("archive_lead", lead_id="tess")
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert desk.receipt(undo) == "Undone: the lead Tess Marlow comes back."
    assert "Tess Marlow" in (await desk.ask("find_leads")).reply


@pytest.mark.parametrize("lead", ["paula", "strange", "old", "nobody"])
async def test_out_of_sight_is_refused(desk, lead):
    with pytest.raises(Refused, match="can't find that lead"):
        await desk.show("archive_lead", lead_id=lead)
