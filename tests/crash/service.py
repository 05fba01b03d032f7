"""The HTTP service in a process of its own, on a free port, to be raced against another one or killed.

    python -m tests.crash.service FOLDER PAUSE

serves the installation in FOLDER and prints its port.  Where PAUSE is not 0 it lingers for so many seconds at each
boundary of a turn, and notes the boundaries in `boundaries.log`.
"""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from assistant import app as service
from assistant.bootstrap import Parley, open_parley
from assistant.security import issue_token
from tests.crash.faults import Boundaries
from tests.small_world import NOW, USERS, settings_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
NOTES = "boundaries.log"


@dataclass
class Service:
    """A service that is running, or just starting."""

    process: subprocess.Popen[str]

    @cached_property
    def address(self) -> str:
        """Where it listens; waits until it does."""
        assert self.process.stdout
        return f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(folder: Path, *, pause: float = 0) -> Iterator[Service]:
    """Start a service, and kill it at the end where nobody has done so before."""
    command = [sys.executable, "-m", "tests.crash.service", str(folder), str(pause)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        started = Service(process)
        try:
            yield started
        finally:
            started.kill()


def headers(folder: Path, who: str = "ana") -> dict[str, str]:
    """What a client of that user sends."""
    tenant, role, _ = USERS[who]
    settings, day = settings_in(folder), dt.timedelta(days=1)
    token = issue_token(settings, user_id=who, tenant_id=tenant, role=role, now=NOW, ttl=day)
    return {"Authorization": f"Bearer {token}"}


def _opened_slowly(pause: float) -> Any:
    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[Parley]:
        async with open_parley(settings) as parley:
            Boundaries(settings.data_dir / NOTES, pause=pause).watch(parley)
            yield parley

    return opened


def _serve(folder: Path, pause: float) -> None:
    if pause:
        vars(service)["open_parley"] = _opened_slowly(pause)
    app = service.create_app(settings_in(folder, NOW=NOW.isoformat(), REQUESTS_PER_MINUTE="0"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        server.run(sockets=[listening])


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), float(sys.argv[2]))
