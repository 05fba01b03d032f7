"""Errors at the edge, in one place: HTTP problems (RFC 9457), exit codes and replies.

Who must act decides: what a person can mend is said to them; what the operator
must configure is a 503; a bug is logged under an incident number, and only the
number is told.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import OperationalError

from assistant.asking import RoleTooHigh, UnknownUser
from assistant.conversation import MessageIdReused
from assistant.messages import BadRequest
from assistant.security import NotAuthenticated
from store.errors import Conflict, OperatorError, UserError
from store.models import new_id

if TYPE_CHECKING:
    from litestar import Request

log = structlog.get_logger("parley")


class NotFound(UserError):  # noqa: N818 - HTTP 404
    """Nothing of that id is there for the asker, whether or not it exists."""


class NotAllowed(UserError):  # noqa: N818 - HTTP 403
    """The asker's role does not allow it."""


class TooManyRequests(UserError):  # noqa: N818 - HTTP 429
    """The asker sends faster than the installation allows."""


_STATUS: dict[type[Exception], int] = {
    BadRequest: 400,
    NotAuthenticated: 401,
    UnknownUser: 401,
    RoleTooHigh: 403,
    NotAllowed: 403,
    NotFound: 404,
    MessageIdReused: 409,
    TooManyRequests: 429,
    UserError: 422,
    OperatorError: 503,
    Conflict: 503,
    OperationalError: 503,
    RecursionError: 400,
    UnicodeDecodeError: 400,
}
_HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    429: {"Retry-After": "1"},
    503: {"Retry-After": "2"},
}
_SAID_INSTEAD: dict[type[Exception], str] = {
    OperationalError: "the database can't be reached just now; try again in a moment",
    Conflict: "the conversation is busy; try again in a moment",
    RecursionError: "the JSON is nested too deeply; send what docs/api.md describes",
    UnicodeDecodeError: "the body is not UTF-8; send JSON in UTF-8",
}

_FRAMEWORK_SAYS: dict[int, str] = {
    404: "there is nothing at this address; GET /schema lists what there is",
    405: "this address does not take that method; GET /schema says which it takes",
    413: "the request is too large; send less at once",
}


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Return any error as a problem document."""
    status, detail = _judge(error)
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    if status == 500:
        body["incident"] = incident(error, request.url.path)
        body["detail"] = f"something went wrong here; give your administrator this number: {body['incident']}"
    return Response(
        content=body, status_code=status, media_type="application/problem+json", headers=_HEADERS.get(status, {})
    )


def _judge(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return _from_framework(error)
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind], _SAID_INSTEAD.get(kind, str(error))
    return 500, ""


def _from_framework(error: HTTPException) -> tuple[int, str]:
    if error.status_code >= 500:
        cause = error.__cause__ or error.__context__
        return (400, _SAID_INSTEAD[RecursionError]) if isinstance(cause, RecursionError) else (500, "")
    cause = error.__cause__ or error.__context__
    if isinstance(cause, msgspec.MsgspecError):
        return error.status_code, _broken(str(cause))
    if error.status_code in _FRAMEWORK_SAYS:
        return error.status_code, _FRAMEWORK_SAYS[error.status_code]
    extra = error.extra if isinstance(error.extra, list) else []
    said = "; ".join(": ".join(filter(None, (str(e.get("key", "")), str(e.get("message", ""))))) for e in extra)
    return error.status_code, said or error.detail


def _broken(said: str) -> str:
    """Return what is wrong with a body in its sender's terms: the framework wraps it in a field `data`."""
    if "required field `data`" in said:
        return "the body is empty; send JSON as docs/api.md describes"
    return said.replace("$.data", "$")


def incident(error: Exception, where: str) -> str:
    """Log a bug without anything that a user wrote, and return its number."""
    number = new_id()
    log.error("incident", number=number, where=where, kind=type(error).__name__, trace=_trace(error))
    return number


def _trace(error: Exception) -> list[str]:
    """Return where the error passed, innermost last: places only, for messages may hold personal data."""
    places, frame = [], error.__traceback__
    while frame:
        code = frame.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{frame.tb_lineno} {code.co_name}")
        frame = frame.tb_next
    return places[-8:]
