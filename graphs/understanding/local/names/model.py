"""What is looked for (`Entry`), in what surroundings (`PeopleContext`), and what is found (`Mention`, `Candidate`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msgspec import Struct

from graphs.understanding.plan import RecordRef

Span = tuple[int, int]
MentionKind = Literal["name", "pronoun", "company", "email", "phone", "title"]

PEOPLE = ("lead", "contact")
NAMED = ("lead", "contact", "account")
TITLED = ("deal", "follow_up", "task")


class Entry(Struct, frozen=True, gc=False):
    """A record in the asker's sight, as the talk may name it.

    `type` is lead, contact, account, deal, follow_up or task.  People and
    accounts are known by `name`, follow-ups and tasks by `title` (deals by
    either); `kind` is a follow-up's kind, `status` a lead's status, a deal's
    stage or a task's state; `starts_at` is aware, for tasks the due day;
    `lead_id` and `account_id` name the records it hangs on.

    Many are held for long: kept from the garbage collector, they do not stop it.
    """

    id: str
    type: str
    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    owner_id: str = ""
    owner_name: str = ""
    status: str = ""
    city: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    title: str = ""
    kind: str = ""
    starts_at: datetime | None = None
    lead_id: str = ""
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant.  `score` is 0..1; `label` tells it from the others ("John Doe · Acme · new")."""

    id: str
    type: str
    name: str
    label: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text that names somebody or something.

    One candidate is sure; several are all plausible, best first, unless `every`
    is true: then all of them are meant ("both Marias").  With no candidate,
    `near` are records to offer.  `score` is the confidence (0..1) that the words
    are a name at all; `warning` says how a name with a letter off was read.
    """

    span: Span
    text: str
    candidates: tuple[Candidate, ...] = ()
    near: tuple[Candidate, ...] = ()
    warning: str = ""
    kind: MentionKind = "name"
    score: float = 1.0
    every: bool = False


@dataclass(frozen=True, slots=True)
class PeopleContext:
    """What a name is read against besides the index.

    `focus` are the records spoken of last, newest first; `screen` is what the
    user looks at; `busy` are spans already claimed by a time or a value;
    `types` limits what is looked for (empty: leads, contacts and accounts;
    deals, follow-ups and tasks only when asked for); `now` (aware), `timezone`
    (IANA) and `locale` place "wednesday's calls".
    """

    focus: tuple[RecordRef, ...] = ()
    screen: RecordRef | None = None
    busy: tuple[Span, ...] = ()
    types: tuple[str, ...] = ()
    now: datetime | None = None
    timezone: str = "UTC"
    locale: str = "en-US"

    @property
    def wanted(self) -> tuple[str, ...]:
        """The types looked for."""
        return self.types or NAMED
