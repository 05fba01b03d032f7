"""Is it alive, is it ready, what can it do, who am I."""

from __future__ import annotations

from typing import Any

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from assistant.asking import Caller, identify
from assistant.channels.access import Asked, caller_of, parley_of
from graphs.situation import vocabulary_of
from store.scope import at_least
from tools.base import Moment, WriteTool
from tools.catalogue import load
from tools.help.help import examples


@get("/health", sync_to_thread=False)
def health() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "ok"}


@get("/ready")
async def ready(request: Asked) -> dict[str, str]:
    """Say whether what the service stands on can be reached; 503 where it can't."""
    async with parley_of(request).database.reading() as session:
        await session.rows(text("SELECT 1"))  # type: ignore[arg-type]
    return {"status": "ready", "database": "ok"}


@get("/metrics", sync_to_thread=False)
def metrics() -> Response[bytes]:
    """Return the counters in Prometheus' text format."""
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@get("/me")
async def me(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """Say who the token stands for, and what is switched on."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, directory = await identify(session, parley.conversation.directories, caller)
        moment = Moment(asker, parley.clock.now(), asker.timezone, asker.locale, directory)
        tries = await examples(session, moment, each=1)
    return {
        "id": asker.user_id,
        "name": asker.name,
        "email": asker.email,
        "role": asker.role,
        "team": asker.team,
        "timezone": asker.timezone,
        "locale": asker.locale,
        "tenant": directory.slug,
        "examples": tries,
        "features": {"llm": bool(parley.settings.llm_model), "demo": request.app.state.demo},
    }


@get("/tools")
async def tools(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """List what the asker may use: each tool's words and the JSON schema of its arguments."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, directory = await identify(session, parley.conversation.directories, caller)
    words = vocabulary_of(Moment(asker, parley.clock.now(), asker.timezone, asker.locale, directory))
    values = {
        "status": [value.value for value in words.statuses],
        "stage": [value.value for value in words.stages],
    }
    mine = [tool for tool in load().values() if at_least(asker.role, tool.permission)]
    items = [
        {
            "name": tool.name,
            "summary": tool.summary,
            "writes": isinstance(tool, WriteTool),
            "schema": _with_values(tool.schema(), values),
        }
        for tool in sorted(mine, key=lambda tool: tool.name)
    ]
    return {"items": items}


def _with_values(schema: dict[str, Any], values: dict[str, list[str]]) -> dict[str, Any]:
    """Return the schema with the tenant's own lists as the values of its status and stage."""
    properties = {
        name: {**part, "enum": values[name]} if name in values and part.get("type") != "array" else part
        for name, part in schema.get("properties", {}).items()
    }
    return {**schema, "properties": properties}


public = Router("/", route_handlers=[health, ready, metrics])
router = Router("/", route_handlers=[me, tools], dependencies={"caller": Provide(caller_of)})
