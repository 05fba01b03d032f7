"""The small world as new, as often as a machine of hypothesis asks for it: one installation, filled again each time."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from tests.small_world import World, open_world

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@contextmanager
def new_worlds(pristine: Path, folder: Path) -> Iterator[tuple[Callable[[], World], Run]]:
    """Yield what makes the world of `pristine` anew, in `folder`, and what runs a coroutine in it."""
    shutil.copytree(pristine, folder)

    def new() -> World:
        kept, live = (place / "parley.sqlite" for place in (pristine, folder))
        with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(live)) as target:
            source.backup(target)
        return house.afresh()

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        stack = AsyncExitStack()
        house = runner.run(stack.enter_async_context(open_world(folder)))
        try:
            yield new, runner.run
        finally:
            runner.run(stack.aclose())
