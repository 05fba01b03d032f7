"""What a row is known by when it comes again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from assistant.imports.references import folded

# Where there is neither an id nor an e-mail address, these columns together are the key.
_PARTS: dict[str, tuple[str, ...]] = {
    "users": ("email",),
    "accounts": ("name",),
    "contacts": ("name", "account_id"),
    "leads": ("name", "company"),
    "deals": ("name", "account_id"),
    "interactions": ("lead_id", "occurred_at", "type"),
    "follow_ups": ("title", "lead_id", "starts_at"),
    "tasks": ("title", "lead_id", "due_on"),
}
_BY_MAIL = frozenset({"contacts", "leads"})
_NATURAL = re.compile(r"(@.*/)?(email|name|title|lead_id):")


def natural_columns(kind: str) -> tuple[str, ...]:
    """Return the columns that `natural_key` looks at."""
    return (*_PARTS[kind], "email") if kind in _BY_MAIL else _PARTS[kind]


def natural_key(kind: str, values: Mapping[str, object]) -> str:
    """Return the key of a row without an id: the e-mail address, else the name with company or account, or the like."""
    if kind in _BY_MAIL and values.get("email"):
        return f"email:{folded(str(values['email']))}"
    return ":".join((_PARTS[kind][0], "|".join(_part(values.get(column)) for column in _PARTS[kind])))


def is_natural(source_key: str | None) -> bool:
    """Return whether a stored key is none that the source gave out, so that a row with one may take the record over."""
    return source_key is None or _NATURAL.match(source_key) is not None


def _part(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return folded(str(value)) if value else ""
