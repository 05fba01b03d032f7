"""The process that is killed.

    python -m tests.crash.child

takes jobs from its standard input, a line of JSON each: the folder of an installation, a turn to take in it, and the
number of the boundary to die at.  For every job it forks a copy of itself, which is quicker than a new interpreter,
and says on its standard output how that one ended.  The copy notes the boundaries it passed in `boundaries.log`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from graphs.state import Turn
from tests.crash.faults import Boundaries
from tests.small_world import make_world, open_world

NOTES = "boundaries.log"


async def take(folder: Path, turn: Turn, fatal: int) -> None:
    """Take one turn of Ana's, if it can be brought to its end."""
    async with open_world(folder) as world:
        Boundaries(folder / NOTES, fatal).watch(world.parley)
        await world.parley.conversation.turn(world.talk().caller, turn)


async def warm_up(folder: Path) -> None:
    """Have everything loaded before the first fork."""
    async with open_world(folder) as world:
        await world.talk().say("call Tess Marlow on Friday at 3pm")
        await world.talk().say("yes")


def in_a_fork(job: dict[str, Any]) -> int:
    """Return how the fork ended: 0 or, where it was killed, minus the signal's number."""
    process = os.fork()
    if process == 0:
        asyncio.run(take(Path(job["folder"]), msgspec.convert(job["turn"], Turn), job["fatal"]))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(warm_up(make_world(Path(scratch))))
    for line in sys.stdin:
        sys.stdout.write(f"{in_a_fork(json.loads(line))}\n")
        sys.stdout.flush()
