"""`serve` and `demo`: the HTTP service, on one's own data or on a made-up tenant."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from store.errors import OperatorError
from store.migrate import migrate

if TYPE_CHECKING:
    from litestar import Litestar

_DEMO = "PARLEY_DEMO"
_PATIENCE = 5  # seconds for which requests may go on when the service is to end


def run_demo(settings: Settings, host: str, port: int, *, reset: bool) -> None:
    """Serve the demo tenant, made at the first run, and print a link for each role."""
    from assistant.clock import Clock
    from assistant.demo.tenant import demo_links, demo_settings, make_demo

    own, now = demo_settings(settings), Clock(settings.now).now()
    made = asyncio.run(make_demo(own, now, reset=reset))
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}"  # noqa: S104 - only compared
    said = "The demo is ready." if made else "The demo is as you left it; --reset makes it anew, with today's dates."
    sys.stdout.write(f"{said} Open one of these, each signed in:\n\n")
    links = asyncio.run(demo_links(own, address, now))
    for role, name, _, link in links:
        sys.stdout.write(f"  {role:8} {name}\n           {link}\n")
    command = f"ASSISTANT_DATA_DIR={shlex.quote(str(own.data_dir))} python -m assistant chat --as {links[0][2]}"
    sys.stdout.write(f"\nOr talk to it in a terminal of its own:\n\n  {command}\n\nStop with Ctrl+C.\n")
    sys.stdout.flush()
    run_server(own, host, port, demo=True)


def run_server(settings: Settings, host: str, port: int, workers: int = 1, *, demo: bool = False) -> None:
    """Serve until interrupted; migrations are applied first.  Each worker is a process of its own."""
    import uvicorn

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    asyncio.run(migrate(settings.database_url))
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
    }
    options["timeout_graceful_shutdown"] = _PATIENCE
    if workers == 1:
        _serve(_app(settings, demo=demo), options)
        return
    os.environ[_DEMO] = "1" if demo else ""
    os.environ["ASSISTANT_DATA_DIR"] = str(settings.data_dir.absolute())
    uvicorn.run("assistant.cli.serve:worker", factory=True, workers=workers, **options)


def _serve(app: Litestar, options: dict[str, Any]) -> None:
    """Serve in this process; streams that would go on for minutes learn from `leaving` that it is about to end."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, **options))
    app.state.leaving = lambda: server.should_exit
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise OperatorError("the service could not start")


def worker() -> Litestar:
    """Return the service for one of several workers, which reads its settings itself."""
    from pathlib import Path

    return _app(Settings.load(os.environ, Path.cwd()), demo=bool(os.environ.get(_DEMO)))


def _app(settings: Settings, *, demo: bool) -> Litestar:
    from assistant.app import create_app

    return create_app(settings, demo=demo)
