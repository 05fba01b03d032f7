"""What clients send, checked: the chat request and its cleaning."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

from graphs.state import Decision, Turn
from store.errors import UserError

MOST_CHARACTERS = 4_000
_DEEPEST = 8  # levels of lists and objects in an edit's arguments

Key = Annotated[str, Meta(min_length=1, max_length=64)]

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_JOINERS = "\u200c\u200d"


class BadRequest(UserError):  # noqa: N818 - the protocol's own word
    """The request breaks the protocol: HTTP 400.  The text says which field, and what to send."""


class ScreenRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The record that the user is looking at."""

    type: Literal["lead", "deal", "account", "contact", "follow_up", "task"]
    id: Annotated[str, Meta(max_length=64)]


class ScreenContext(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the client knows of the user's screen."""

    record: ScreenRecord | None = None


class ChatRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /chat`.  See docs/api.md."""

    message: str | None = None
    session_id: Key | None = None
    message_id: Key | None = None
    in_reply_to: Annotated[str, Meta(max_length=64)] | None = None
    role: Literal["agent", "manager", "admin"] | None = None
    timezone: Annotated[str, Meta(max_length=64)] | None = None
    context: ScreenContext | None = None
    decision: Decision | None = None


def strictly(body: bytes) -> ChatRequest:
    """Return the body of `POST /chat` with JSON's own types: the framework reads "2" as 2, and a decision must not.

    Raises BadRequest, naming the field.
    """
    try:
        return msgspec.json.decode(body, type=ChatRequest)
    except msgspec.ValidationError as error:
        raise BadRequest(str(error)) from error


def turn_of(request: ChatRequest, channel: str) -> Turn:
    """Return the request as a turn; raises BadRequest, naming the field, where it makes no sense."""
    message = _message(request)
    if request.decision and request.decision.actions and request.decision.type != "edit":
        raise BadRequest("decision.actions: only an edit has actions; leave them out to approve or reject")
    if request.timezone is not None:
        check_timezone(request.timezone)
    record = request.context.record if request.context else None
    return Turn(
        message=message,
        session_id=clean(request.session_id or ""),
        message_id=request.message_id or "",
        in_reply_to=request.in_reply_to or "",
        role=request.role or "",
        timezone=request.timezone or "",
        screen=(record.type, record.id) if record else None,
        decision=_decision(request.decision),
        channel=channel,
    )


def _decision(decision: Decision | None) -> Decision | None:
    """Return the decision with the same taken out of what its edits set as is taken out of a message."""
    if decision is None or not decision.actions:
        return decision
    edits = tuple(msgspec.structs.replace(edit, args=_clean_all(edit.args)) for edit in decision.actions)
    return msgspec.structs.replace(decision, actions=edits)


def _clean_all(value: Any, depth: int = 0) -> Any:
    """Return a value of JSON with all texts in it clean; raises BadRequest where it goes deeper than any argument."""
    if depth > _DEEPEST:
        raise BadRequest("decision.actions: nested too deeply")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean_all(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {clean(name): _clean_all(one, depth + 1) for name, one in value.items()}
    return value


def _message(request: ChatRequest) -> str:
    if request.message is None:
        if request.decision is None:
            raise BadRequest("message: say something, in 1 to 4,000 characters, or send a decision")
        return ""
    if len(request.message) > MOST_CHARACTERS:
        raise BadRequest(f"message: at most 4,000 characters, and this has {len(request.message):,}; send it in parts")
    message = clean(request.message).strip()
    if not message and request.decision is None:
        raise BadRequest("message: it is empty; say something in 1 to 4,000 characters")
    return message


def check_timezone(name: str) -> None:
    """Raise BadRequest unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadRequest("timezone: not an IANA name; write one like America/New_York") from error


def clean(text: str) -> str:
    """Return text without control characters, bidi overrides and zero-width characters.

    Joiners stay where they join: inside emoji and between letters.
    """
    text = _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    if not any(joiner in text for joiner in _JOINERS):
        return text
    return "".join(c for place, c in enumerate(text) if c not in _JOINERS or _joins(text, place))


def _joins(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    kinds = ("L", "M", "So", "Sk")
    return bool(before and after) and all(unicodedata.category(c).startswith(kinds) for c in (before, after))
