"""While a card is shown, what is said of somebody else is not read as said of the card's own lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.small_world import World

ASKED = [
    ("set Paula Voss's city to Salem", {"Paula Voss"}),
    ("set Paula Voss's city to Salem and mark Gil Ortega as qualified", {"Paula Voss", "Gil Ortega"}),
    ("mark Tess Marlow as qualified and set Paula Voss's city to Salem", {"Tess Marlow", "Paula Voss"}),
    ("tag Paula Voss as vip and mark Tess Marlow as qualified", {"Paula Voss", "Tess Marlow"}),
    ("set Paula Voss's city to Salem and mark Tess Marlow as qualified", {"Paula Voss", "Tess Marlow"}),
    ("set Paula Voss's expected amount to 700 and mark Tess Marlow as qualified", {"Paula Voss", "Tess Marlow"}),
]


@pytest.mark.parametrize(("said", "about"), ASKED)
async def test_what_is_said_of_somebody_else_is_not_set_on_the_lead_of_the_card(
    world: World, said: str, about: set[str]
) -> None:
    talk = world.talk()
    first = (await talk.say("set Tess Marlow's city to Dover"))["proposal"]

    answer = await talk.say(said)

    assert {one["target"]["name"] for one in answer["proposal"]["actions"]} == about
    assert [one["proposal_id"] for one in answer["parked"]] == [first["id"]]
