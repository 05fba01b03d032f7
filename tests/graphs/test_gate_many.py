"""Commands over many records: how many a card holds, whose they are, and what is no action."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from assistant.messages import BadRequest
from graphs.state import ActionEdit
from store.crm_session import Author, crm_transaction
from store.models import Lead
from tests.small_world import NOW, World


async def add_leads(world: World, count: int, owner: str = "ana", status: str = "new") -> None:
    async with crm_transaction(world.parley.database, Author("north", owner, NOW)) as session:
        await session.begin_changes()
        for number in range(count):
            common: dict[str, Any] = {"tenant_id": "north", "owner_id": owner, "created_at": NOW, "updated_at": NOW}
            name = f"Kiln {chr(ord('A') + number)}arrow"
            await session.insert(Lead(**common, name=name, company="Kiln Works", status=status))


async def test_a_card_holds_twenty_five_records(world: World) -> None:
    await add_leads(world, 25)
    talk = world.talk()
    shown = await talk.say("mark all my leads from Kiln Works as qualified")
    assert len(shown["proposal"]["actions"]) == 25
    done = await talk.say("yes")
    assert (done["status"], len(done["receipts"]), len(await world.ledger())) == ("done", 25, 25)


async def test_twenty_six_are_counted_and_narrowed(world: World) -> None:
    await add_leads(world, 26)
    answer = await world.talk().say("mark all my leads from Kiln Works as qualified")
    assert (answer["status"], answer["proposal"]) == ("refused", None)
    assert "26" in answer["reply"]
    assert "25" in answer["reply"]
    assert "Narrow" in answer["reply"]


async def test_a_command_that_matches_nothing_is_answered(world: World) -> None:
    answer = await world.talk().say("mark all my leads from Nowhere Corp as qualified")
    assert (answer["status"], answer["proposal"]) == ("answered", None)
    assert "nothing to change" in answer["reply"]


async def test_what_is_so_already_is_named_and_is_no_action(world: World) -> None:
    await add_leads(world, 2)
    await add_leads(world, 1, status="qualified")
    shown = await world.talk().say("mark all my leads from Kiln Works as qualified")
    assert len(shown["proposal"]["actions"]) == 2
    assert "already 'qualified'" in shown["reply"]


async def test_others_leads_are_no_part_of_it(world: World) -> None:
    await add_leads(world, 2)
    await add_leads(world, 3, owner="ben")
    shown = await world.talk().say("mark all leads from Kiln Works as qualified")
    assert len(shown["proposal"]["actions"]) == 2
    await world.talk().say("yes")
    async with world.parley.database.reading() as session:
        rows = await session.records(_of("ben"))
    assert {lead.status for lead in rows if lead.company == "Kiln Works"} == {"new"}


@pytest.mark.parametrize("owner", ["ben", "nobody", "zoe"])
async def test_a_lead_is_not_given_out_of_the_team_by_a_button(world: World, owner: str) -> None:
    talk = world.talk("mia")
    card = (await talk.say("assign Tess Marlow to Mia"))["proposal"]
    with pytest.raises(BadRequest, match="there is no such record"):
        await talk.edit(card, ActionEdit(1, {"owner_id": owner}))
    assert (await world.lead("tess")).owner_id == "ana"


@pytest.mark.parametrize("name", ["Ben", "Quentin"])
async def test_a_colleague_out_of_reach_is_refused_as_one_that_there_is_not(world: World, name: str) -> None:
    answer = await world.talk("mia").say(f"assign Tess Marlow to {name}")
    assert (answer["status"], answer["proposal"]) == ("refused", None)
    assert answer["reply"].replace(name, "") == "I can't find “” among the colleagues you may choose."


async def test_a_card_on_a_lead_archived_since_changes_nothing(world: World) -> None:
    talk, boss = world.talk(), world.talk("mia")
    await talk.say("mark Tess Marlow as qualified and Gil Ortega as negotiating")
    await boss.say("archive Tess Marlow")
    await boss.say("yes")
    answer = await talk.say("yes")
    assert (answer["status"], answer["receipts"]) == ("refused", [])
    assert await world.statuses("tess", "gil") == {"tess": "new", "gil": "contacted"}


def _of(owner: str) -> Any:
    return select(Lead).where(col(Lead.owner_id) == owner)
