"""Bearer tokens: made here for our own users, and checked whoever made them.

A token is a JWT (RFC 7519) with `sub` (a user's id), `tenant`, `role` and
`exp`.  Ours are HS256 over the secret key.  A token whose `iss` stands in
`jwt_issuers` is checked with that issuer's key alone.  The algorithm always
follows from the key, never from the token (RFC 8725, section 3.1), and
expiry is judged by the clock that is handed in.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt

from store.errors import OperatorError, UserError
from store.scope import ROLES, Role

if TYPE_CHECKING:
    from assistant.settings import Settings

_REQUIRED = ("sub", "tenant", "role", "exp")
_CHECKED_HERE = ("verify_exp", "verify_nbf", "verify_iat", "verify_sub", "verify_jti", "verify_aud", "verify_iss")
_ALGORITHM_OF = {"RSA": "RS256", "EC": "ES256", "oct": "HS256"}

# a key under 32 bytes is `doctor`'s to speak of, once, and not every request's
warnings.filterwarnings("ignore", category=jwt.InsecureKeyLengthWarning)


class NotAuthenticated(UserError):  # noqa: N818 - what it says, like the rest of the tree
    """The request does not say, in a way that can be trusted, who asks."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says and its signature vouches for; `tenant` is a tenant's id, or its slug."""

    user_id: str
    tenant: str
    role: Role


def issue_token(
    settings: Settings, *, user_id: str, tenant_id: str, role: Role, now: dt.datetime, ttl: dt.timedelta
) -> str:
    """Return a token for a user, good from `now` for `ttl`."""
    claims = {
        "sub": user_id,
        "tenant": tenant_id,
        "role": role,
        "iat": int(now.timestamp()),
        "exp": math.ceil((now + ttl).timestamp()),
    }
    return jwt.encode(claims, settings.secret_key, algorithm="HS256")


def read_token(settings: Settings, token: str, now: dt.datetime) -> Claims:
    """Return what the token says; raises NotAuthenticated where it cannot be trusted, or is over at `now`.

    Raises OperatorError where an issuer's key file cannot be used.
    """
    try:
        claims = _verified(settings, token)
    except jwt.MissingRequiredClaimError as error:
        raise NotAuthenticated(f"the token has no {error.claim!r}") from error
    except (jwt.PyJWTError, UnicodeError) as error:
        raise NotAuthenticated("the token is no JWT that is signed with a key known here") from error
    _check_times(claims, now)
    return _typed(claims)


def _verified(settings: Settings, token: str) -> dict[str, Any]:
    loose = jwt.decode_complete(token, options={"verify_signature": False})
    issuer = loose["payload"].get("iss")
    if isinstance(issuer, str) and issuer in settings.jwt_issuers:
        key, algorithm = _issuer_key(settings.jwt_issuers[issuer], loose["header"].get("kid"))
    else:
        key, algorithm = settings.secret_key, "HS256"
    options: Any = {**dict.fromkeys(_CHECKED_HERE, False), "require": list(_REQUIRED)}
    return jwt.decode(token, key, algorithms=[algorithm], options=options)


def _issuer_key(place: str, key_id: object) -> tuple[Any, str]:
    """Return an issuer's key and the one algorithm that goes with it."""
    if not place.endswith(".json"):
        return place, "HS256"
    keys = [key for key in _key_set(place) if key_id is None or key.key_id == key_id]
    if len(keys) != 1:
        raise jwt.InvalidTokenError("the token does not say which of its issuer's keys it is signed with")
    algorithm = _ALGORITHM_OF.get(keys[0].key_type or "")
    if algorithm is None or keys[0].algorithm_name != algorithm:
        raise OperatorError(f"{place}: only RS256, ES256 and HS256 keys can be used")
    return keys[0].key, algorithm


def _key_set(place: str) -> list[jwt.PyJWK]:
    try:
        return jwt.PyJWKSet.from_dict(json.loads(Path(place).read_text(encoding="utf-8"))).keys
    except (OSError, ValueError, KeyError, AttributeError, jwt.PyJWTError) as error:
        # PyJWT's own words may repeat a key, so they are not passed on
        raise OperatorError(f"ASSISTANT_JWT_ISSUERS: {place} is no JWKS file (RFC 7517) that can be used") from error


def _check_times(claims: dict[str, Any], now: dt.datetime) -> None:
    if not _seconds(claims, "exp") > now.timestamp():
        raise NotAuthenticated("the token has expired")
    if "nbf" in claims and _seconds(claims, "nbf") > now.timestamp():
        raise NotAuthenticated("the token is not valid yet")


def _seconds(claims: dict[str, Any], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise NotAuthenticated(f"the token's {name!r} is no time in seconds")
    return value


def _typed(claims: dict[str, Any]) -> Claims:
    user_id, tenant, role = claims["sub"], claims["tenant"], claims["role"]
    if not (isinstance(user_id, str) and user_id and isinstance(tenant, str) and tenant):
        raise NotAuthenticated("the token's 'sub' and 'tenant' must be text")
    if role not in ROLES:
        raise NotAuthenticated(f"the token's 'role' must be one of {', '.join(ROLES)}")
    return Claims(user_id, tenant, role)
