"""`serve` and `demo`: the HTTP service, on one's own data or on a made-up tenant."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from assistant.settings import Settings
from store.migrate import migrate

if TYPE_CHECKING:
    from litestar import Litestar

_DEMO = "PARLEY_DEMO"


def run_server(settings: Settings, host: str, port: int, workers: int = 1, *, demo: bool = False) -> None:
    """Serve until interrupted; migrations are applied first.  Each worker is a process of its own."""
    import uvicorn

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    asyncio.run(migrate(settings.database_url))
    options = {"host": host, "port": port, "log_level": "warning", "access_log": False, "server_header": False}
    if workers == 1:
        uvicorn.run(_app(settings, demo=demo), **options)  # type: ignore[arg-type]
        return
    os.environ[_DEMO] = "1" if demo else ""
    os.environ["ASSISTANT_DATA_DIR"] = str(settings.data_dir.absolute())
    uvicorn.run("assistant.cli.serve:worker", factory=True, workers=workers, **options)  # type: ignore[arg-type]


def worker() -> Litestar:
    """Return the service for one of several workers, which reads its settings itself."""
    from pathlib import Path

    return _app(Settings.load(os.environ, Path.cwd()), demo=bool(os.environ.get(_DEMO)))


def _app(settings: Settings, *, demo: bool) -> Litestar:
    from assistant.app import create_app

    return create_app(settings, demo=demo)
