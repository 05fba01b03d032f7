"""The CRM's records over HTTP, to be read: each list scoped to the asker, filtered, and paged by cursor."""

from __future__ import annotations

from typing import Any

from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from assistant.asking import Caller, identify
from assistant.channels.access import Asked, caller_of, parley_of
from assistant.errors import NotFound
from assistant.messages import BadRequest
from store.queries.filters import BadFilter
from store.queries.records import lead_detail, list_records

_MOST = 200


async def _list(request: Asked, caller: Caller, kind: str) -> dict[str, Any]:
    filters = dict(request.query_params)
    limit, cursor = limit_of(filters.pop("limit", "50")), filters.pop("cursor", "")
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, directory = await identify(session, parley.conversation.directories, caller)
        try:
            items, following = await list_records(
                session, asker.scope, directory, kind, filters, limit=limit, cursor=cursor, now=parley.clock.now()
            )
        except BadFilter as error:
            raise BadRequest(str(error)) from error
    return {"items": items, "next_cursor": following}


def limit_of(text: str) -> int:
    """Return how many items a page may have; raises BadRequest for what is no number from 1 to 200."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= _MOST:
        raise BadRequest(f"limit: a whole number from 1 to {_MOST}")
    return int(text)


@get("/leads")
async def leads(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """List leads."""
    return await _list(request, caller, "leads")


@get("/leads/{lead_id:str}")
async def lead(request: Asked, caller: NamedDependency[Caller], lead_id: FromPath[str]) -> dict[str, Any]:
    """Return one lead with its interactions, follow-ups, deals and history."""
    parley = parley_of(request)
    async with parley.database.reading() as session:
        asker, directory = await identify(session, parley.conversation.directories, caller)
        found = await lead_detail(session, asker.scope, directory, lead_id, now=parley.clock.now())
    if found is None:
        raise NotFound("there is no such lead")
    return found


@get("/deals")
async def deals(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """List deals."""
    return await _list(request, caller, "deals")


@get("/follow_ups")
async def follow_ups(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """List follow-ups."""
    return await _list(request, caller, "follow_ups")


@get("/tasks")
async def tasks(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """List tasks."""
    return await _list(request, caller, "tasks")


@get("/changes")
async def changes(request: Asked, caller: NamedDependency[Caller]) -> dict[str, Any]:
    """List the ledger: what was changed, by whom, through which card."""
    return await _list(request, caller, "changes")


router = Router(
    "/",
    route_handlers=[leads, lead, deals, follow_ups, tasks, changes],
    dependencies={"caller": Provide(caller_of)},
)
