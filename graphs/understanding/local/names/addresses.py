"""E-mail addresses and phone numbers that belong to a record."""

from __future__ import annotations

import re

from graphs.understanding.local.names.index import PeopleIndex, phone_key
from graphs.understanding.local.names.model import Span

_MOST = 64  # characters on either side of an @, as in RFC 5321
_LOCAL = re.compile(r"[\w.+%-]{1,64}$")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()./-]{5,22}\d(?!\w)")
_WEB = re.compile(r"(?:https?://|www\.)\S{1,300}")


def emails(text: str) -> list[Span]:
    """Return the places of e-mail addresses; time grows with the number of @, not with what stands between."""
    found: list[Span] = []
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text[max(0, at - _MOST) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain:
            found.append((at - len(local.group()), domain.end()))
        at = text.find("@", at + 1)
    return found


def web_addresses(text: str) -> list[Span]:
    """Return the places of web addresses."""
    return [match.span() for match in _WEB.finditer(text)]


def phones(text: str) -> list[Span]:
    """Return the places of what may be phone numbers: seven digits and more."""
    return [match.span() for match in _PHONE.finditer(text) if phone_key(match.group())]


def by_email(index: PeopleIndex, address: str) -> list[int]:
    """Return the records with this address."""
    return sorted(index.emails.get(address.casefold()), key=lambda handle: index.entry(handle).id)


def by_phone(index: PeopleIndex, number: str) -> list[int]:
    """Return the records with this number: one may be written with its country code and the other without."""
    said = _digits(number)
    same = [handle for handle in index.phones.get(phone_key(number)) if _ends_alike(said, _digits(index.entry(handle).phone))]
    return sorted(same, key=lambda handle: index.entry(handle).id)


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdecimal()).lstrip("0")


def _ends_alike(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)
