"""`doctor`: what is configured, reachable, missing, and what that switches off."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import typer

from assistant.cli.installation import load_settings, run, table

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from assistant.settings import Settings
    from store.engine import Database

_SHORT_KEY = 32
_PATIENCE = 3
_PACKAGES = {"postgresql": ("asyncpg", "psycopg")}


class Finding(NamedTuple):
    """One thing looked at: `off` switches something off, `bad` keeps Parley from running."""

    what: str
    how: Literal["ok", "off", "bad"]
    said: str


def doctor() -> None:
    """Say what is configured, reachable and missing, and what that switches off."""
    from store.errors import Refused

    findings = run(_findings(load_settings()))
    typer.echo(table([(one.what, one.how, one.said) for one in findings], ("", "", "")).lstrip())
    bad = [one.what for one in findings if one.how == "bad"]
    if bad:
        raise Refused(f"to be mended: {', '.join(bad)}")


async def _findings(settings: Settings) -> list[Finding]:
    import asyncio

    looked_at = [_data_dir(settings), _clock(settings), _key(settings), _issuers(settings), _misspelt()]
    looked_at += [one async for one in _database(settings)]
    looked_at.append(await asyncio.to_thread(_model, settings))
    return [one for one in looked_at if one]


def _data_dir(settings: Settings) -> Finding:
    writable = os.access(settings.data_dir, os.W_OK)
    said = str(settings.data_dir) if writable else f"{settings.data_dir} cannot be written: see ASSISTANT_DATA_DIR"
    return Finding("data directory", "ok" if writable else "bad", said)


def _clock(settings: Settings) -> Finding:
    if settings.now:
        return Finding("clock", "off", f"stands still at {settings.now.isoformat()} (ASSISTANT_NOW)")
    return Finding("clock", "ok", "the system's")


def _key(settings: Settings) -> Finding:
    if len(settings.secret_key.encode()) < _SHORT_KEY:
        said = f"ASSISTANT_SECRET_KEY is shorter than {_SHORT_KEY} bytes: tokens can be forged (RFC 7518, 3.2)"
        return Finding("secret key", "bad", said)
    return Finding("secret key", "ok", "long enough")


def _issuers(settings: Settings) -> Finding:
    lost = [place for place in settings.jwt_issuers.values() if place.endswith(".json") and not Path(place).is_file()]
    if lost:
        return Finding("foreign tokens", "bad", f"ASSISTANT_JWT_ISSUERS: there is no file {lost[0]}")
    hosts = ", ".join(settings.jwt_issuers)
    said = f"of {hosts}" if hosts else "only our own are accepted (ASSISTANT_JWT_ISSUERS)"
    return Finding("foreign tokens", "ok" if hosts else "off", said)


def _misspelt() -> Finding | None:
    from assistant.settings import unknown_variables

    names = unknown_variables(os.environ, Path.cwd())
    return Finding("settings", "bad", f"no such setting: {', '.join(names)}") if names else None


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    """Look without changing anything: no file is made, no migration applied."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    from store.engine import Database

    url = make_url(settings.database_url)
    where = url.render_as_string()  # without the password
    if lacking := [name for name in _PACKAGES.get(url.get_backend_name(), ()) if find_spec(name) is None]:
        yield Finding("database", "bad", f"the package {lacking[0]} is missing: install parley[postgres]")
        return
    if url.get_backend_name() == "sqlite" and not os.path.exists(url.database or ""):  # noqa: ASYNC240, PTH110
        yield Finding("database", "off", f"{where} is not there yet: the first command makes it")
        return
    database = Database(settings.database_url, settings.database_read_url)
    try:
        version = await _version(database)
        yield _schema(where, version)
        if version:
            yield await _users(database)
    except (SQLAlchemyError, OSError) as error:
        yield Finding("database", "bad", f"{where} cannot be reached ({type(error).__name__})")
    finally:
        await database.close()


async def _version(database: Database) -> str:
    """Return the number of the newest migration that was applied, "" for none."""
    from sqlalchemy import inspect, text

    async with database.engines[1].connect() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
            return ""
        return str((await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() or "")


def _schema(where: str, version: str) -> Finding:
    from store.migrate import newest

    if version == newest():
        return Finding("database", "ok", where)
    said = f"is at {version} of {newest()}" if version else "is empty"
    return Finding("database", "off", f"{where} {said}: the next command brings it up to date")


async def _users(database: Database) -> Finding:
    from sqlalchemy import func, select
    from sqlmodel import col

    from store.models import Tenant, User

    async with database.reading() as session:
        tenants = await session.scalar(select(func.count(col(Tenant.id)))) or 0
        users = await session.scalar(select(func.count(col(User.id)))) or 0
    advice = "" if users else ": add some with parley import users or parley user add"
    return Finding("users", "ok" if users else "off", f"{users} (tenants: {tenants}){advice}")


def _model(settings: Settings) -> Finding:
    """Look whether the language model's endpoint answers at all; what it answers does not matter."""
    import urllib.error
    import urllib.request

    if not settings.llm_model:
        return Finding("language model", "off", "none (ASSISTANT_LLM_MODEL): the local engine reads everything")
    if find_spec("langchain_openai") is None:
        return Finding("language model", "bad", "the package langchain-openai is missing: install parley[llm]")
    address = settings.llm_base_url.rstrip("/") or "https://api.openai.com/v1"
    if not address.startswith(("http://", "https://")):
        return Finding("language model", "bad", "ASSISTANT_LLM_BASE_URL is no http address")
    try:
        urllib.request.urlopen(f"{address}/models", timeout=_PATIENCE).close()  # noqa: S310 - the scheme is checked
    except urllib.error.HTTPError:
        pass  # somebody answers; without a key that is all we ask
    except (OSError, ValueError) as error:
        said = f"{settings.llm_model} does not answer at {address} ({type(error).__name__})"
        return Finding("language model", "bad", f"{said}: the local engine reads everything")
    return Finding("language model", "ok", f"{settings.llm_model} at {address}")
