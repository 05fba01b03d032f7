"""The HTTP service."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from assistant.bootstrap import Parley, open_parley
from assistant.channels import events, http, imports, page, probes, reads
from assistant.channels.access import RateLimit
from assistant.errors import problem
from assistant.telemetry import configure_logging
from assistant.warmup import warm_up

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from litestar.types import ControllerRouterHandler

    from assistant.settings import Settings

_FIRST_ANSWERS = 0.3  # seconds


def create_app(settings: Settings, *, demo: bool = False) -> Litestar:
    """Return the service; it opens its database when it starts, and applies migrations then."""
    configure_logging(settings)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with open_parley(settings) as parley:
            app.state.parley = parley
            warming = asyncio.create_task(_warm(parley))
            yield
            warming.cancel()

    app = Litestar(
        route_handlers=_routes(settings.max_import_bytes),
        lifespan=[lifespan],
        exception_handlers={Exception: problem},
        request_max_body_size=settings.max_body_bytes,
        openapi_config=OpenAPIConfig(
            title="Parley", version="1", path="/schema", render_plugins=[JsonRenderPlugin(path="/")]
        ),
        logging_config=None,
    )
    app.state.demo = demo
    app.state.rate_limit = RateLimit(settings.requests_per_minute)
    return app


async def _warm(parley: Parley) -> None:
    """Load the language once the service answers: it would take the processor from its first answers."""
    await asyncio.sleep(_FIRST_ANSWERS)
    await asyncio.to_thread(warm_up, parley.clock.now())


def _routes(max_import_bytes: int) -> list[ControllerRouterHandler]:
    return [
        probes.public,
        probes.router,
        http.router,
        events.router,
        reads.router,
        imports.router(max_import_bytes),
        page.router,
    ]
