"""What an installation can be told: one frozen value, read once from the environment and `.env`.

Nothing below `assistant/` reads a setting by itself; what it needs is handed
down.  `.env.example` lists every variable with its default.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.dotenv import read_dotenv
from assistant.secret_key import kept_key
from store.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "ASSISTANT_"
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})
_LEVELS = ("debug", "info", "warning", "error")
_DRIVERS = ("sqlite+aiosqlite://", "postgresql+asyncpg://")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an installation.

    `now` freezes the clock (aware, else None).  `jwt_issuers` maps an issuer
    to its HS256 secret or, where the value ends in `.json`, to the absolute
    path of a JWKS file.  Sizes are in bytes.
    """

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    database_read_url: str = field(default="", repr=False)
    now: dt.datetime | None = None
    locale: str = "en-US"
    llm_base_url: str = ""
    llm_api_key: str = field(default="", repr=False)
    llm_model: str = ""
    jwt_issuers: Mapping[str, str] = field(default_factory=dict, repr=False)
    proposal_minutes: int = 60
    requests_per_minute: int = 600
    max_body_bytes: int = 1_000_000
    max_import_bytes: int = 100_000_000
    log_level: str = "info"
    log_personal: bool = False

    @classmethod
    def load(cls, environ: Mapping[str, str], root: Path) -> Settings:
        """Return the settings that `environ` and, where it is silent, `root/.env` give.

        Relative paths are taken from `root`.  Makes the data directory and the
        secret key where they are missing.  Raises OperatorError, naming the
        variable and what to write, for a value that cannot be used.
        """
        given = _Given({**read_dotenv(root / ".env"), **environ})
        data_dir = root / given.text("DATA_DIR", ".data")
        return cls(
            data_dir=data_dir,
            database_url=given.database("DATABASE_URL", f"sqlite+aiosqlite:///{data_dir / 'parley.sqlite'}"),
            database_read_url=given.database("DATABASE_READ_URL", ""),
            secret_key=given.text("SECRET_KEY") or kept_key(data_dir),
            now=given.time("NOW"),
            locale=given.locale("LOCALE", "en-US"),
            llm_base_url=given.text("LLM_BASE_URL"),
            llm_api_key=given.text("LLM_API_KEY"),
            llm_model=given.text("LLM_MODEL"),
            jwt_issuers=given.issuers("JWT_ISSUERS", root),
            proposal_minutes=given.number("PROPOSAL_MINUTES", 60, least=1),
            requests_per_minute=given.number("REQUESTS_PER_MINUTE", 600, least=0),
            max_body_bytes=given.number("MAX_BODY_BYTES", 1_000_000, least=1_000),
            max_import_bytes=given.number("MAX_IMPORT_BYTES", 100_000_000, least=1_000),
            log_level=given.one_of("LOG_LEVEL", "info", _LEVELS),
            log_personal=given.flag("LOG_PERSONAL"),
        )


def unknown_variables(environ: Mapping[str, str], root: Path) -> tuple[str, ...]:
    """Return the variables with our prefix that are no setting: misspelt, most likely."""
    known = {PREFIX + name.upper() for name in Settings.__dataclass_fields__}
    given = {**read_dotenv(root / ".env"), **environ}
    return tuple(sorted(name for name in given if name.startswith(PREFIX) and name not in known))


class _Given:
    """The variables as they stand; each method returns one in its type, or raises OperatorError."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(PREFIX + name, "").strip() or default

    def number(self, name: str, default: int, *, least: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"\d{1,12}", value) or int(value) < least:
            raise _unusable(name, value, f"write a whole number, {least} or more")
        return int(value)

    def flag(self, name: str) -> bool:
        value = self.text(name, "false").lower()
        if value not in _YES | _NO:
            raise _unusable(name, value, "write true or false")
        return value in _YES

    def one_of(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in choices:
            raise _unusable(name, value, f"write one of {', '.join(choices)}")
        return value

    def time(self, name: str) -> dt.datetime | None:
        value = self.text(name)
        advice = "write an ISO time with its offset, like 2026-03-09T09:15:00-04:00"
        try:
            time = dt.datetime.fromisoformat(value) if value else None
        except ValueError as error:
            raise _unusable(name, value, advice) from error
        if time and time.tzinfo is None:
            raise _unusable(name, value, advice)
        return time

    def locale(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", value):
            raise _unusable(name, value, "write a language and a country, like en-US or en-GB")
        return value

    def database(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value and not value.startswith(_DRIVERS):
            # the value may hold a password, so it is not repeated
            raise OperatorError(f"{PREFIX}{name} does not begin with {' or '.join(_DRIVERS)}")
        return value

    def issuers(self, name: str, root: Path) -> dict[str, str]:
        try:
            table = json.loads(self.text(name, "{}"))
        except ValueError:
            table = None
        if not isinstance(table, dict) or not all(isinstance(key, str) and key for key in table.values()):
            example = '{"https://crm.example": "keys/crm.json"}'
            raise OperatorError(f"{PREFIX}{name} is no JSON object of issuers and keys; write one like {example}")
        if any(key.startswith("-----BEGIN") for key in table.values()):
            raise OperatorError(f"{PREFIX}{name} holds a PEM key; put it in a JWKS file, and write the file's path")
        return {issuer: str(root / key) if key.endswith(".json") else key for issuer, key in table.items()}


def _unusable(name: str, value: str, advice: str) -> OperatorError:
    return OperatorError(f"{PREFIX}{name} is {value!r}; {advice}")
