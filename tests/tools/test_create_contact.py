"""New contacts."""

from __future__ import annotations

import pytest

from store.errors import Refused
from store.models import Contact


async def test_the_card_shows_every_field(desk):
    action = await desk.show("create_contact", name="Ira Lund", phone="+1 312 555 0188", account_id="mill")
    assert action.summary == "Create the contact Ira Lund, +1 312 555 0188 and Mill Lane Dental"
    assert [change.field for change in action.changes] == ["name", "phone", "account"]
    assert action.target.type == "contact"


async def test_a_contact_at_an_account_is_the_account_owners(desk):
    entry = await desk.do("create_contact", user="mona", name="Ira Lund", account_id="mill")
    assert (await desk.row(Contact, entry.target_id)).owner_id == "ivy"
    assert desk.receipt(entry) == "I've created the contact Ira Lund at Mill Lane Dental"


async def test_a_contact_without_one_is_the_askers(desk):
    entry = await desk.do("create_contact", name="Ira Lund", email="ira@lund.test")
    assert (await desk.row(Contact, entry.target_id)).owner_id == "ivy"
    assert desk.receipt(entry) == "I've created the contact Ira Lund"


@pytest.mark.parametrize("account", ["south-account", "nobody"])
async def test_an_account_out_of_sight_is_refused(desk, account):
    with pytest.raises(Refused, match="can't find that account"):
        await desk.show("create_contact", name="Ira Lund", account_id=account)


async def test_undo_takes_it_back(desk):
    entry = await desk.do("create_contact", name="Ira Lund")
    undo = await desk.do("undo_change", change_id=entry.change_id)
    assert desk.receipt(undo) == "Undone: the contact Ira Lund is taken back."
    assert (await desk.row(Contact, entry.target_id)).archived_at is not None
