"""Cards, questions and receipts say times as the asker's country writes them, in English words."""

from __future__ import annotations

import pytest

from store.admin_session import administering
from store.models import User
from tests.small_world import World

WHEN = {
    "en-US": ("Tue, May 20, 2031 at 2:00 PM", "Wed, May 21, 2031 at 3:30 PM"),
    "en-GB": ("Tue 20 May 2031 at 14:00", "Wed 21 May 2031 at 15:30"),
    "de-DE": ("Tue 20 May 2031 at 14:00", "Wed 21 May 2031 at 15:30"),
}


async def set_locale(world: World, locale: str) -> None:
    async with administering(world.parley.database) as session:
        user = await session.get(User, "ana")
        assert user is not None
        await session.change(user, locale=locale)


@pytest.mark.parametrize("locale", WHEN)
async def test_times_are_said_in_the_asker_s_way(world: World, locale: str) -> None:
    await set_locale(world, locale)
    first, second = WHEN[locale]
    talk = world.talk()
    said = [
        (await talk.say(words))["reply"]
        for words in (
            "schedule a meeting with Gil Ortega on May 20 at 14:00",
            "yes",
            "move the meeting with Gil Ortega to May 21 at 15:30",
            "yes",
            "undo",
            "yes",
            "what changed on Gil Ortega's record?",
        )
    ]
    for reply, when in zip(said, (first, first, second, second, first, first, second), strict=True):
        assert when in reply
        assert "2031-05" not in reply


@pytest.mark.parametrize(("locale", "day"), [("en-US", "Tue, May 20, 2031"), ("en-GB", "Tue 20 May 2031")])
async def test_so_are_the_days_of_tasks_and_deals(world: World, locale: str, day: str) -> None:
    await set_locale(world, locale)
    talk = world.talk()
    for words in (
        "create a task to send the brochure by May 20",
        "yes",
        "create a deal Copper Kettle for Tess Marlow",
        "yes",
        "move the close date of the Copper Kettle deal to May 20",
        "yes",
    ):
        reply = (await talk.say(words))["reply"]
        assert "2031-05" not in reply
    assert day in reply
