"""Whatever is proposed, edited, approved, rejected and changed elsewhere, in any order, ends as the model says."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import AsyncExitStack, closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlmodel import col

from graphs.state import ActionEdit
from store.models import LedgerEntry, Proposal
from tests.graphs.gate_model import NAMES, STATUSES, Card, Model
from tests.small_world import Answer, World, open_world

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path


lead_ids, statuses, places = st.sampled_from(list(NAMES)), st.sampled_from(STATUSES), st.integers(0, 9)
QUICK = settings(max_examples=15, stateful_step_count=15, deadline=None, derandomize=True, database=None)


class Gate(RuleBasedStateMachine):
    """Ana talks, Mia changes things behind her, and the clock goes on."""

    def __init__(self, world: World, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
        super().__init__()
        self.world, self.run, self.model = world, run, Model()
        self.talk = world.talk()
        self.ids: list[str] = []  # of the model's cards, in its order

    @rule(wanted=st.dictionaries(lead_ids, statuses, min_size=1, max_size=2))
    def propose(self, wanted: dict[str, str]) -> None:
        said = " and ".join(f"{NAMES[lead_id]} as {status}" for lead_id, status in wanted.items())
        answer = self.run(self.talk.say(f"mark {said}"))
        self.check(answer, self.model.propose(wanted))

    @rule()
    def yes(self) -> None:
        assume(self.model.shown or len(self.model.waiting()) < 2)  # else it asks which
        self.check(self.run(self.talk.say("yes")), self.model.yes())

    @rule()
    def no(self) -> None:
        assume(self.model.shown or len(self.model.waiting()) < 2)
        self.check(self.run(self.talk.say("no")), self.model.no())

    @rule(place=places, old=st.booleans())
    def approve(self, place: int, old: bool) -> None:  # noqa: FBT001 - hypothesis passes it by name
        card, button = self.pick(place, old=old)
        self.check(self.run(self.talk.approve(button)), self.model.approve(card, button["version"]))

    @rule(place=places)
    def reject(self, place: int) -> None:
        card, button = self.pick(place)
        self.check(self.run(self.talk.reject(button)), self.model.reject(card, button["version"]))

    @rule(place=places, status=statuses | st.none(), old=st.booleans())
    def edit(self, place: int, status: str | None, old: bool) -> None:  # noqa: FBT001 - as above
        card, button = self.pick(place, old=old)
        edit = ActionEdit(1, drop=True) if status is None else ActionEdit(1, {"status": status})
        self.check(self.run(self.talk.edit(button, edit)), self.model.edit(card, button["version"], status))

    @rule(lead_id=lead_ids, status=statuses)
    def somebody_else_sets_a_status(self, lead_id: str, status: str) -> None:
        self.run(self.world.change(lead_id, status=status))
        self.model.statuses[lead_id] = status

    @rule(lead_id=lead_ids, city=st.sampled_from(["Salem", "Dover"]))
    def somebody_else_sets_a_city(self, lead_id: str, city: str) -> None:
        self.run(self.world.change(lead_id, city=city))

    @rule(minutes=st.sampled_from([25, 61]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.move(minutes=minutes)
        self.model.now = self.world.clock.now()

    def pick(self, place: int, *, old: bool = False) -> tuple[Card, Answer]:
        """A card that there was, and a button under it; `old`: under the version before."""
        assume(self.ids)
        place %= len(self.ids)
        card = self.model.cards[place]
        version = card.version - 1 if old and card.version > 1 else card.version
        return card, {"id": self.ids[place], "version": version}

    def check(self, answer: Answer, status: str) -> None:
        """Compare the answer with what the model says of it."""
        shown = answer["proposal"]
        if shown and shown["id"] not in self.ids:
            self.ids.append(shown["id"])
        assert answer["status"] == status
        assert bool(shown) == bool(self.model.shown)
        if shown and self.model.shown:
            assert (shown["id"], shown["version"]) == (self.id_of(self.model.shown), self.model.shown.version)
        parked = [self.id_of(card) for card in self.model.waiting() if card is not self.model.shown]
        assert [card["proposal_id"] for card in answer["parked"]] == parked

    def id_of(self, card: Card) -> str:
        return next(card_id for card_id, known in zip(self.ids, self.model.cards, strict=True) if known is card)

    @invariant()
    def the_database_is_as_the_model_says(self) -> None:
        assert self.run(self.world.statuses(*NAMES)) == self.model.statuses
        assert self.run(ledger(self.world)) == self.model.ledger
        assert self.run(cards(self.world)) == {
            card_id: (card.state, card.version, card.expires, card.changes)
            for card_id, card in zip(self.ids, self.model.cards, strict=True)
        }


async def ledger(world: World) -> list[tuple[Any, ...]]:
    """What was done, in the order of its doing."""
    async with world.parley.database.reading() as session:
        entries = await session.records(select(LedgerEntry).order_by(col(LedgerEntry.change_id)))
    return [(entry.target_id, *(entry.changes[0][side] for side in ("before", "after"))) for entry in entries]


async def cards(world: World) -> dict[str, tuple[Any, ...]]:
    """The cards as they are stored."""
    async with world.parley.database.reading() as session:
        found = await session.records(select(Proposal))
    return {card.id: (card.state, card.version, card.expires_at, said(card)) for card in found}


def said(card: Proposal) -> dict[str, tuple[str, str]]:
    changes = {action["target"]["id"]: action["changes"][0] for action in card.actions}
    return {lead_id: (change["before"], change["after"]) for lead_id, change in changes.items()}


@pytest.fixture
def new_gate(tmp_path: Path, world_folder: Path) -> Iterator[Callable[[], Gate]]:
    """Makes the small world as new, for every example hypothesis tries."""
    folder = shutil.copytree(world_folder, tmp_path / "world")

    def new() -> Gate:
        pristine, live = (place / "parley.sqlite" for place in (world_folder, folder))
        with closing(sqlite3.connect(pristine)) as source, closing(sqlite3.connect(live)) as target:
            source.backup(target)
        return Gate(house.afresh(), runner.run)

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        stack = AsyncExitStack()
        house = runner.run(stack.enter_async_context(open_world(folder)))
        yield new
        runner.run(stack.aclose())


def test_any_course_of_events_ends_as_the_model_says(new_gate: Callable[[], Gate]) -> None:
    run_state_machine_as_test(new_gate, settings=QUICK)  # type: ignore[arg-type] # it takes whatever makes a machine
