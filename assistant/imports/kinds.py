"""The kinds of files and their columns: which of our fields each has, and how its text is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Table

from store.errors import Refused
from store.models import RECORDS, Record, User, metadata

Reading = Literal[
    "line",
    "text",
    "email",
    "choice",
    "listed",
    "money",
    "currency",
    "tags",
    "day",
    "past",
    "time",
    "minutes",
    "timezone",
    "locale",
    "owner",
    "account",
    "lead",
]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a kind.

    `column` is the table's; `reading` how the text is read; `choices` what it
    may be; `longest` how many characters it may have.  A field that `clears`
    is emptied by an empty cell; with the others an empty cell says nothing.
    """

    name: str
    column: str
    reading: Reading = "line"
    required: bool = False
    clears: bool = True
    choices: tuple[str, ...] = ()
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: `name` as in the command, `record` the record type it makes ("" for users)."""

    name: str
    record: str
    fields: tuple[Field, ...]

    @property
    def model(self) -> type[Record | User]:
        """The table that it fills."""
        return RECORDS[self.record] if self.record else User

    @property
    def table(self) -> Table:
        """The same for SQL."""
        return metadata.tables[str(self.model.__tablename__)]

    def field(self, name: str) -> Field | None:
        """Return the field of that name."""
        return next((field for field in self.fields if field.name == name), None)


_NAME = Field("name", "name", required=True)
_EMAIL = Field("email", "email", "email", longest=254)
_PHONE = Field("phone", "phone", longest=50)
_TITLE = Field("title", "title")
_CITY = Field("city", "city", longest=100)
_OWNER = Field("owner_email", "owner_id", "owner", clears=False)
_ACCOUNT = Field("account", "account_id", "account")
_LEAD = Field("lead_email", "lead_id", "lead")
_CURRENCY = Field("currency", "currency", "currency", clears=False)
_SUBJECT = Field("title", "title", required=True, longest=500)

INTERACTION_TYPES = ("call", "meeting", "viewing", "email", "note")
FOLLOW_UP_KINDS = ("follow_up", "call", "meeting", "viewing", "email")

_ALL = (
    Kind(
        "users",
        "",
        (
            _NAME,
            Field("email", "email", "email", required=True, longest=254),
            Field("role", "role", "choice", clears=False, choices=("agent", "manager", "admin")),
            Field("team", "team"),
            Field("timezone", "timezone", "timezone", clears=False),
            Field("locale", "locale", "locale"),
            Field("disabled_at", "disabled_at", "past"),
        ),
    ),
    Kind("accounts", "account", (_NAME, Field("industry", "industry"), Field("website", "website"), _CITY, _OWNER)),
    Kind("contacts", "contact", (_NAME, _EMAIL, _PHONE, _TITLE, _ACCOUNT)),
    Kind(
        "leads",
        "lead",
        (
            *(_NAME, _EMAIL, _PHONE, Field("company", "company"), _TITLE),
            Field("status", "status", "listed", clears=False),
            _OWNER,
            Field("source", "source", longest=100),
            Field("expected_amount", "expected_amount", "money"),
            _CURRENCY,
            _CITY,
            Field("tags", "tags", "tags"),
            Field("last_contacted", "last_contacted_imported", "past"),
        ),
    ),
    Kind(
        "deals",
        "deal",
        (
            *(_NAME, _ACCOUNT, _LEAD),
            Field("stage", "stage", "listed", clears=False),
            Field("amount", "amount", "money"),
            _CURRENCY,
            Field("opened_on", "opened_on", "day"),
            Field("expected_close_on", "expected_close_on", "day"),
            Field("closed_on", "closed_on", "day", clears=False),
            _OWNER,
        ),
    ),
    Kind(
        "interactions",
        "interaction",
        (
            Field("lead_email", "lead_id", "lead", required=True),
            Field("type", "type", "choice", required=True, choices=INTERACTION_TYPES),
            Field("note", "note", "text", longest=20_000),
            Field("occurred_at", "occurred_at", "past", required=True),
            Field("user_email", "owner_id", "owner", clears=False),
        ),
    ),
    Kind(
        "follow_ups",
        "follow_up",
        (
            _SUBJECT,
            Field("kind", "kind", "choice", clears=False, choices=FOLLOW_UP_KINDS),
            _LEAD,
            Field("starts_at", "starts_at", "time", required=True),
            Field("duration_minutes", "duration_minutes", "minutes", clears=False),
            Field("status", "status", "choice", clears=False, choices=("scheduled", "completed", "cancelled")),
            _OWNER,
        ),
    ),
    Kind(
        "tasks",
        "task",
        (
            _SUBJECT,
            Field("due_on", "due_on", "day"),
            Field("status", "status", "choice", clears=False, choices=("open", "done")),
            _LEAD,
            _OWNER,
        ),
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}


def kind_named(name: str) -> Kind:
    """Return the kind of that name; raises Refused, naming the others, where there is none."""
    if name not in KINDS:
        raise Refused(f"there is no kind {name!r}: there are {', '.join(KINDS)}")
    return KINDS[name]
