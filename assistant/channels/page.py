"""The chat page, and signing in on it, for the demo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import Body, FromPath
from sqlalchemy import select
from sqlmodel import col

from assistant.channels.access import Asked, parley_of
from assistant.errors import NotFound
from assistant.security import issue_token
from store.models import User

FOLDER = Path(__file__).parents[1] / "page"
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_LOGIN = dt.timedelta(hours=12)


class Login(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of the demo's users to be."""

    email: str


def _file(name: str) -> Response[bytes]:
    path = FOLDER / name
    if path.parent != FOLDER or path.suffix not in _TYPES or not path.is_file():
        raise NotFound("there is no such page")
    return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers=_HEADERS)


@get("/", sync_to_thread=True)
def index() -> Response[bytes]:
    """Return the chat page."""
    return _file("index.html")


@get("/page/{name:str}", sync_to_thread=True)
def asset(name: FromPath[str]) -> Response[bytes]:
    """Return one of the page's files."""
    return _file(name)


@get("/login")
async def logins(request: Asked) -> dict[str, Any]:
    """List the demo's users."""
    found = await _users(request)
    return {"users": [{"name": u.name, "email": u.email, "role": u.role, "team": u.team} for u in found]}


@post("/login", status_code=200)
async def login(request: Asked, data: Annotated[Login, Body()]) -> dict[str, str]:
    """Return a token for one of the demo's users."""
    user = next((user for user in await _users(request) if user.email == data.email), None)
    if user is None:
        raise NotFound("the demo has no such user")
    parley = parley_of(request)
    token = issue_token(
        parley.settings,
        user_id=user.id,
        tenant_id=user.tenant_id,
        role=user.role,  # type: ignore[arg-type]
        now=parley.clock.now(),
        ttl=_LOGIN,
    )
    return {"token": token}


async def _users(request: Asked) -> list[User]:
    if not request.app.state.demo:
        raise NotFound("signing in is the host's matter here; `parley token EMAIL` makes a token")
    statement = select(User).where(col(User.disabled_at).is_(None)).order_by(col(User.created_at), col(User.name))
    async with parley_of(request).database.reading() as session:
        return await session.records(statement)


router = Router("/", route_handlers=[index, asset, logins, login])
