"""Who is asking: from checked claims to the person, their sight and their tenant's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.conversations import find_user
from store.errors import UserError
from store.scope import ROLES, Asker, Role

if TYPE_CHECKING:
    from store.directory import Directories, Directory
    from store.models import User
    from store.sessions import ReadSession


class UnknownUser(UserError):  # noqa: N818 - the asker is nobody here: HTTP 401
    """The token names a user or tenant that is not there any more."""


class RoleTooHigh(UserError):  # noqa: N818 - HTTP 403
    """More was asked for than the token's role allows."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a channel says is asking, once it has checked that; `tenant` is the tenant's id or slug."""

    tenant: str
    user_id: str
    role: Role


async def identify(
    session: ReadSession, directories: Directories, caller: Caller, role: str = ""
) -> tuple[Asker, Directory]:
    """Return the asker, acting with at most `role`, and the tenant's directory.

    Raises UnknownUser for a user who is not there or disabled, RoleTooHigh for
    a role above the token's.
    """
    found = await find_user(session, caller.tenant, caller.user_id)
    directory = await directories.of(session, found[0].tenant_id, found[1]) if found else None
    if found is None or directory is None:
        raise UnknownUser("there is no such user here; ask for a new token")
    return directory.asker(found[0], _least(caller, found[0], role)), directory


def _least(caller: Caller, user: User, asked: str) -> Role:
    """Return the role to act in: never more than the token's, the user's own, or what was asked for."""
    wanted = [role for role in ROLES if role == asked]
    if any(ROLES.index(role) > ROLES.index(caller.role) for role in wanted):
        raise RoleTooHigh(f"role: your token is for {caller.role}; ask for that or less")
    own = [role for role in ROLES if role == user.role]
    return min([caller.role, *own, *wanted], key=ROLES.index)
