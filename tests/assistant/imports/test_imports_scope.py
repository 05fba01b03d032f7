"""Whoever imports over HTTP touches and names what they may see, and nothing tells them what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import Refused
from store.models import Account, Lead

if TYPE_CHECKING:
    from tests.assistant.imports.conftest import Office

HEADER = "name,email,owner_email,city\n"
IVOS = HEADER + "Lea Stern,lea@stern.test,ivo@alder.test,Berlin\n"


async def test_an_agent_may_not_import(office: Office):
    with pytest.raises(Refused, match="takes a manager"):
        await office.load("leads", IVOS, actor=await office.asker("ruth@alder.test"))


async def test_a_manager_may_not_import_users(office: Office):
    with pytest.raises(Refused, match="takes an administrator"):
        await office.load(
            "users", "name,email,role\nX,x@alder.test,admin\n", actor=await office.asker("otto@alder.test")
        )


async def test_a_manager_imports_for_the_team_and_owns_what_names_nobody(office: Office):
    otto = await office.asker("otto@alder.test")

    await office.load("leads", HEADER + "Lea,,ruth@alder.test,\nNoor,,,\n", actor=otto)

    owners = [lead.owner_id for lead in await office.all(Lead)]
    assert owners == [(await office.user("ruth@alder.test")).id, otto.user_id]


async def test_another_teams_user_is_nobody(office: Office):
    otto = await office.asker("otto@alder.test")

    hidden = await office.load("leads", IVOS, actor=otto)
    unknown = await office.load("leads", IVOS.replace("ivo@", "eva@"), actor=otto)

    assert hidden.refused[0].reason.replace("ivo@", "eva@") == unknown.refused[0].reason


async def test_another_teams_lead_is_neither_found_nor_changed(office: Office):
    otto = await office.asker("otto@alder.test")
    await office.load("leads", IVOS)

    mine = HEADER + "Lea Stern,lea@stern.test,ruth@alder.test,Bonn\n"
    first = await office.load("leads", mine, actor=otto)
    again = await office.load("leads", mine, actor=otto)
    named = await office.load("tasks", "title,lead\nCall,Lea Stern\n", actor=otto)

    theirs, ours = await office.all(Lead)
    assert (first.created, again.unchanged, named.created) == (1, 1, 1)
    assert (theirs.city, ours.city) == ("Berlin", "Bonn")


async def test_another_teams_account_is_not_linked(office: Office):
    await office.load("accounts", "name,owner\nStern Optik,ivo@alder.test\n")
    otto = await office.asker("otto@alder.test")

    await office.load("leads", "name,company\nLea,Stern Optik\n", actor=otto)

    assert (await office.one(Lead)).account_id is None
    assert (await office.one(Account)).owner_id != otto.user_id


async def test_a_lead_that_went_to_another_team_does_not_stop_the_file_it_came_from(office: Office):
    otto = await office.asker("otto@alder.test")
    mine = "name,email\nLea Stern,lea@stern.test\n"
    await office.load("leads", mine, actor=otto)
    await office.edit(Lead, owner_id=(await office.user("ivo@alder.test")).id)

    once = await office.load("leads", mine, actor=otto)
    twice = await office.load("leads", mine, actor=otto)

    assert (once.created, twice.unchanged) == (1, 1)
