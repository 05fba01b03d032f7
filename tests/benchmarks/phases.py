"""Where the time of a turn goes, and how often it asks the databases."""

from __future__ import annotations

import functools
import time
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from sqlalchemy import event

import graphs.build
import graphs.run
from assistant.conversation import Conversation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.bootstrap import Parley

_PLAIN: tuple[tuple[str, object, str], ...] = (
    ("understanding", graphs.run, "receive"),
    ("wording", graphs.run, "respond"),
)
_ASYNC: tuple[tuple[str, object, str], ...] = (
    ("rest", Conversation, "_attempt"),
    ("reading", Conversation, "_context"),
    ("graph", graphs.run, "_invoke"),
    ("understanding", graphs.build, "understand"),
    ("resolve", graphs.build, "resolve"),
    ("answer", graphs.build, "answer"),
    ("preview", graphs.build, "preview"),
    ("confirm", graphs.build, "confirm"),
    ("apply", graphs.build, "apply"),
    ("closing", Conversation, "_close"),
)


class Phases:
    """Seconds by phase; the time of a phase within another counts for the inner one alone."""

    def __init__(self) -> None:
        self._open: list[float] = []
        self._now: dict[str, float] = defaultdict(float)

    def take(self) -> dict[str, float]:
        """Return what was measured since the last call."""
        found, self._now = dict(self._now), defaultdict(float)
        return found

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return an async function that is measured."""

        @functools.wraps(function)
        async def measured(*args: Any, **kwargs: Any) -> Any:
            with self._measuring(phase):
                return await function(*args, **kwargs)

        return measured

    def timed_now(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a plain function that is measured."""

        @functools.wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            with self._measuring(phase):
                return function(*args, **kwargs)

        return measured

    @contextmanager
    def _measuring(self, phase: str) -> Iterator[None]:
        self._open.append(0.0)
        started = time.perf_counter()
        try:
            yield
        finally:
            whole = time.perf_counter() - started
            self._now[phase] += whole - self._open.pop()
            if self._open:
                self._open[-1] += whole


@contextmanager
def watching() -> Iterator[Phases]:
    """Measure every turn of a product that is opened within."""
    phases = Phases()
    with ExitStack() as stack:
        for phase, owner, name in _PLAIN:
            stack.enter_context(mock.patch.object(owner, name, phases.timed_now(phase, getattr(owner, name))))
        for phase, owner, name in _ASYNC:
            stack.enter_context(mock.patch.object(owner, name, phases.timed(phase, getattr(owner, name))))
        yield phases


class Questions:
    """How many statements and commits the two databases were given."""

    def __init__(self, parley: Parley) -> None:
        self._counted: Counter[str] = Counter()
        for engine in parley.database.engines:
            event.listen(engine.sync_engine, "before_cursor_execute", self._statement)
            event.listen(engine.sync_engine, "commit", self._commit)
        saver: Any = parley.conversation._graphs._checkpointer
        self._checkpoints = saver.conn

    async def take(self) -> Counter[str]:
        """Return what was counted since the last call."""
        found, self._counted = self._counted, Counter()
        return found

    async def watch_checkpoints(self) -> None:
        """Count what the checkpointer sends, too."""
        await self._checkpoints.set_trace_callback(self._checkpoint)

    def _statement(self, *args: Any) -> None:
        if not args[2].startswith("BEGIN"):
            self._counted["statements"] += 1

    def _commit(self, *_: Any) -> None:
        self._counted["commits"] += 1

    def _checkpoint(self, statement: str) -> None:
        word = statement.split(None, 1)[0].upper()
        if word == "COMMIT":
            self._counted["checkpoint commits"] += 1
        elif word != "BEGIN":
            self._counted["checkpoint statements"] += 1
