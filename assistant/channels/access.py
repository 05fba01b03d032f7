"""Who may come in over HTTP: bearer tokens and the rate of requests."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import State

from assistant.asking import Caller
from assistant.bootstrap import Parley
from assistant.errors import TooManyRequests
from assistant.security import NotAuthenticated, read_token

Asked = Request[Any, Any, State]
_MOST_BUCKETS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimit:
    """A token bucket a user (RFC 6585's 429 when it is empty); `per_minute` 0 switches it off."""

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._most = float(max(per_minute, 1))
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, user_id: str) -> None:
        """Count one request; raises TooManyRequests."""
        if not self._per_second:
            return
        now = time.monotonic()
        bucket = self._buckets.setdefault(user_id, _Bucket(self._most, now))
        bucket.tokens = min(self._most, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        self._buckets.move_to_end(user_id)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            raise TooManyRequests("too many requests; wait a second and try again")
        bucket.tokens -= 1


def parley_of(request: Asked) -> Parley:
    """Return the running installation."""
    found: Parley = request.app.state.parley
    return found


async def caller_of(request: Asked) -> Caller:
    """Return who the bearer token says is asking; raises NotAuthenticated."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthenticated("send the header “Authorization: Bearer <token>”; `parley token EMAIL` makes one")
    parley = parley_of(request)
    claims = read_token(parley.settings, token.strip(), parley.clock.now())
    request.app.state.rate_limit.take(claims.user_id)
    return Caller(claims.tenant, claims.user_id, claims.role)
