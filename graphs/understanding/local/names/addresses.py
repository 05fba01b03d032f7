"""E-mail addresses and phone numbers in a message, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graphs.understanding.local.names.index import PeopleIndex, phone_key
from graphs.understanding.local.names.model import Span

_MOST = 64  # characters before an @ (RFC 5321)
_LOCAL = re.compile(r"[\w.+%-]{1,64}$")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()./-]{5,22}\d(?!\w)")
_WEB = re.compile(r"(?:https?://|www\.)\S{1,300}")


def emails(text: str) -> list[Span]:
    """Return the places of e-mail addresses; the time it takes grows with the number of @, and with nothing else."""
    found: list[Span] = []
    at = text.find("@")
    while at >= 0:
        local, domain = _local_before(text, at), _DOMAIN.match(text, at + 1)
        if local and domain:
            found.append((at - len(local.group()), domain.end()))
        at = text.find("@", at + 1)
    return found


def _local_before(text: str, at: int) -> re.Match[str] | None:
    if at == 0 or text[at - 1] in " @":
        return None
    return _LOCAL.search(text[max(0, at - _MOST) : at])


def web_addresses(text: str) -> list[Span]:
    """Return the places of web addresses."""
    return [match.span() for match in _WEB.finditer(text)]


def phones(text: str) -> list[Span]:
    """Return the places of what may be phone numbers."""
    return [match.span() for match in _PHONE.finditer(text)]


def with_email(index: PeopleIndex, address: str) -> list[int]:
    """Return the records that have an address."""
    return _in_order(index, index.emails.get(address.casefold()))


def with_phone(index: PeopleIndex, number: str) -> list[int]:
    """Return the records that have a number, written with its country code or without."""
    said = _digits(number)
    held = index.phones.get(phone_key(number))
    return _in_order(index, [one for one in held if _ends_alike(said, _digits(index.entry(one).phone))])


def _in_order(index: PeopleIndex, handles: Iterable[int]) -> list[int]:
    return sorted(handles, key=lambda one: (index.entry(one).type, index.entry(one).id))


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdecimal()).lstrip("0")


def _ends_alike(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)
