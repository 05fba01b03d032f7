"""Giving leads to others."""

from __future__ import annotations

import pytest

from store.errors import NothingToDo, Refused
from store.models import FollowUp, Lead


async def test_the_card_shows_whose_it_was_and_will_be(desk):
    action = await desk.show("reassign_lead", user="mona", lead_id="tess", owner_id="otto")
    assert action.summary == "Give Tess Marlow to Otto Brandt"
    [change] = action.changes
    assert (change.field, change.before, change.after) == ("owner", "Ivy Lang", "Otto Brandt")


async def test_the_lead_changes_hands_and_what_is_planned_stays(desk):
    entry = await desk.do("reassign_lead", user="mona", lead_id="tess", owner_id="otto")
    assert desk.receipt(entry) == "Tess Marlow has been given to Otto Brandt (before: Ivy Lang)."
    assert (await desk.row(Lead, "tess")).owner_id == "otto"
    assert (await desk.row(FollowUp, "tess-visit")).owner_id == "ivy"


def test_it_takes_a_manager(writer):
    assert writer("reassign_lead").permission == "manager"


async def test_a_manager_gives_within_the_team_and_an_administrator_to_anybody(desk):
    said = set()
    for owner in ("pia", "max", "nobody"):
        with pytest.raises(Refused) as refused:
            await desk.show("reassign_lead", user="mona", lead_id="tess", owner_id=owner)
        said.add(str(refused.value))
    assert len(said) == 1  # nobody learns who is there
    assert (await desk.show("reassign_lead", user="ada", lead_id="tess", owner_id="pia")).summary.endswith("Pia Rossi")
    with pytest.raises(Refused):
        await desk.show("reassign_lead", user="ada", lead_id="tess", owner_id="max")


async def test_giving_it_to_its_owner_is_nothing_to_do(desk):
    with pytest.raises(NothingToDo, match="belongs to Ivy Lang already"):
        await desk.show("reassign_lead", user="mona", lead_id="tess", owner_id="ivy")


async def test_a_lead_of_another_team_is_refused(desk):
    with pytest.raises(Refused, match="can't find that lead"):
        await desk.show("reassign_lead", user="mona", lead_id="uma", owner_id="ivy")


async def test_undo_takes_a_manager_too(desk):
    entry = await desk.do("reassign_lead", user="mona", lead_id="tess", owner_id="otto")
    with pytest.raises(Refused, match="Only a manager"):
        await desk.show("undo_change", user="otto", change_id=entry.change_id)
    undo = await desk.do("undo_change", user="mona", change_id=entry.change_id)
    assert desk.receipt(undo) == "Undone: Tess Marlow's owner is back to Ivy Lang."
    assert (await desk.row(Lead, "tess")).owner_id == "ivy"
    with pytest.raises(Refused, match="Only a manager"):
        await desk.show("undo_change", change_id=undo.change_id)
