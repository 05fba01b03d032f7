"""The thread of a card is scaffolding: where it does not wait for a decision any more, the card still does."""

from __future__ import annotations

import shutil

import pytest

from graphs import run
from store.proposals import claim
from tests.small_world import open_world

QUALIFY_TESS = "mark Tess Marlow as qualified"


async def shown(talk):
    return (await talk.say(QUALIFY_TESS))["proposal"]


class Interrupted(Exception):  # noqa: N818 - an error as good as any
    """Something went wrong in the middle of applying."""


@pytest.fixture
def failing_once(monkeypatch):
    """Have the next application of a card break off."""
    failures = [Interrupted]

    async def breaking_off(*given):
        if failures:
            raise failures.pop()
        return await claim(*given)

    monkeypatch.setattr("graphs.nodes.apply.claim", breaking_off)


@pytest.mark.usefixtures("failing_once")
async def test_an_error_while_applying_leaves_the_card_to_be_approved_again(world):
    talk = world.talk()
    card = await shown(talk)
    with pytest.raises(Interrupted):
        await talk.say("yes", message_id="m2")

    again = await talk.say("yes", message_id="m2")

    assert (again["status"], again["receipts"][0]["target"]["id"]) == ("done", "tess")
    assert (await world.card(card["id"])).state == "applied"


@pytest.mark.usefixtures("failing_once")
async def test_a_no_after_an_error_while_applying_is_a_no(world):
    talk = world.talk()
    card = await shown(talk)
    with pytest.raises(Interrupted):
        await talk.approve(card)

    assert (await talk.reject(card))["status"] == "cancelled"
    assert await world.ledger() == []


@pytest.mark.usefixtures("failing_once")
async def test_a_card_that_is_stale_after_an_error_is_shown_again_and_approved(world):
    talk = world.talk()
    await shown(talk)
    with pytest.raises(Interrupted):
        await talk.say("yes")
    await world.change("tess", status="contacted")

    assert (await talk.say("yes"))["proposal"]["version"] == 2
    assert (await talk.say("yes"))["status"] == "done"


async def test_a_process_that_comes_between_two_steps_of_another_is_not_taken_for_it(
    tmp_path, world_folder, monkeypatch
):
    folder = shutil.copytree(world_folder, tmp_path / "world")
    async with open_world(folder) as world:
        card = await shown(world.talk())
    (folder / "checkpoints.sqlite").unlink()  # so that the run of the card takes two steps: made anew, and resumed

    async with open_world(folder) as one, open_world(folder) as other:
        plain, coming = run._invoke, [other.talk().approve(card)]
        theirs = []

        async def slow(*given):
            state = await plain(*given)
            if coming:
                theirs.append(await coming.pop())
            return state

        monkeypatch.setattr(run, "_invoke", slow)
        mine = await one.talk().say("yes")
        ledger = await one.ledger()

    assert (theirs[0]["status"], mine["status"], len(ledger)) == ("done", "answered", 1)
    assert mine["reply_id"] != theirs[0]["reply_id"]
