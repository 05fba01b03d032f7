"""Numbered places to die at: every boundary between the statements that a turn writes with, its commit, its checkpoint.

Nothing of this is in the product: a test process hangs it on from outside.
"""

from __future__ import annotations

import os
import signal
import time
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.bootstrap import Parley

BEFORE_COMMIT, AFTER_COMMIT = "before COMMIT", "after COMMIT"


class Boundaries:
    """Notes each boundary that is passed in a file, and kills the process at the one of number `fatal` (0: at none).

    `pause` is how many seconds to linger at each, for those who want to be killed there by somebody else.
    """

    def __init__(self, notes: Path, fatal: int = 0, pause: float = 0) -> None:
        self._notes = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._fatal = fatal
        self._pause = pause
        self._passed = 0

    def passing(self, name: str) -> None:
        """Go past one boundary, or die at it."""
        os.write(self._notes, f"{name}\n".encode())
        self._passed += 1
        if self._passed == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(self._pause)

    def watch(self, parley: Parley) -> None:
        """Put boundaries between all that this installation writes from now on.

        One before each statement is enough: for the database nothing lies between the end of one and the next.
        """
        engine = parley.database.engines[0].sync_engine
        event.listen(engine, "before_cursor_execute", lambda *given: self.passing(f"before {_called(given[2])}"))
        self._around(engine.dialect, "do_commit", "COMMIT")
        self._around_async(AsyncSqliteSaver, "aput", "checkpoint")  # the graph works on copies of the saver

    def _around(self, owner: Any, method: str, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, method)

        @wraps(plain)
        def between(*given: Any) -> Any:
            self.passing(f"before {name}")
            result = plain(*given)
            self.passing(f"after {name}")
            return result

        setattr(owner, method, between)

    def _around_async(self, owner: Any, method: str, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, method)

        @wraps(plain)
        async def between(*given: Any) -> Any:
            self.passing(f"before {name}")
            result = await plain(*given)
            self.passing(f"after {name}")
            return result

        setattr(owner, method, between)


def _called(statement: str) -> str:
    """Return a statement's verb and table: "UPDATE leads"."""
    words = statement.split()
    place = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}.get(words[0])
    if place is None:
        place = words.index("FROM") + 1 if "FROM" in words else 1
    return f"{words[0]} {words[place]}"
