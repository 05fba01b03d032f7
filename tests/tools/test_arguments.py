"""What a tool accepts, by whichever way it comes: in words, by a button, from another program."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphs.state import ActionEdit
from store.admin_session import administering
from store.models import FieldDefinition
from tests.small_world import World


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        ({"email": "x"}, "name@example.com"),
        ({"email": "a b@example.test"}, "name@example.com"),
        ({"phone": "none"}, "digits"),
        ({"expected_amount": "a lot"}, "decimal number"),
        ({"expected_amount": "-1"}, "decimal number"),
        ({"currency": "dollars", "expected_amount": "1"}, "currency"),
        ({"name": ""}, "name"),
        ({"custom": {"seats": "many"}}, "Seats is a number"),
        ({"custom": {"seats": [1]}}, "Seats is a number"),
        ({"custom": {"since": "soon"}}, "Since is a date"),
        ({"custom": {"keen": "perhaps"}}, "Keen is yes or no"),
        ({"custom": {"name": "Bo"}}, "no field called 'name'"),
    ],
)
async def test_a_button_s_value_that_does_not_fit_is_refused_with_what_would(
    world: World, args: dict[str, object], hint: str
) -> None:
    await add_fields(world)
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    answer = await talk.edit(card, ActionEdit(1, args))
    assert (answer["status"], answer["proposal"]) == ("refused", None)
    assert hint in answer["reply"]
    assert [one["proposal_id"] for one in answer["parked"]] == [card["id"]]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"seats": "12"}, {"seats": 12}),
        ({"seats": "12.5"}, {"seats": 12.5}),
        ({"seats": 7}, {"seats": 7}),
        ({"since": "2031-05-01"}, {"since": "2031-05-01"}),
        ({"keen": "yes"}, {"keen": True}),
        ({"keen": False}, {"keen": False}),
        ({"wish": 4}, {"wish": "4"}),
    ],
)
async def test_an_added_field_keeps_values_of_its_type(
    world: World, said: dict[str, object], kept: dict[str, object]
) -> None:
    await add_fields(world)
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    shown = (await talk.edit(card, ActionEdit(1, {"custom": said})))["proposal"]
    assert (await talk.approve(shown))["status"] == "done"
    custom = (await world.lead("tess")).custom
    assert custom == kept
    assert [type(value) for value in custom.values()] == [type(value) for value in kept.values()]


@pytest.mark.parametrize("args", [{"email": "tess@example.test"}, {"phone": "+1 (847) 555-0102 ext 4"}])
async def test_what_fits_is_shown_and_kept(world: World, args: dict[str, object]) -> None:
    talk = world.talk()
    card = (await talk.say("mark Tess Marlow as qualified"))["proposal"]
    shown = (await talk.edit(card, ActionEdit(1, args)))["proposal"]
    assert (await talk.approve(shown))["status"] == "done"
    assert (await world.lead("tess")).model_dump(include=set(args)) == args


async def test_a_contact_s_address_is_held_to_the_same(desk) -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError, match=r"name@example\.com"):
        await desk.show("create_contact", name="Ira Lund", email="x")


async def test_an_amount_keeps_its_cents(world: World) -> None:
    talk = world.talk()
    card = (await talk.say("set Tess Marlow's expected amount to 500"))["proposal"]
    shown = (await talk.edit(card, ActionEdit(1, {"expected_amount": "499.90"})))["proposal"]
    await talk.approve(shown)
    assert Decimal((await world.lead("tess")).expected_amount or 0) == 49990


async def add_fields(world: World) -> None:
    async with administering(world.parley.database) as admin:
        for key, kind in (("seats", "number"), ("since", "date"), ("keen", "boolean"), ("wish", "text")):
            field = FieldDefinition(tenant_id="north", record_type="lead", key=key, label=key.title(), type=kind)
            await admin.insert(field)
