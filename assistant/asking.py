"""Who is asking: from checked claims to the person, their sight and their tenant's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.directory import find_directory
from store.errors import UserError
from store.scope import ROLES, Asker, Role

if TYPE_CHECKING:
    from store.directory import Directories, Directory
    from store.models import User
    from store.sessions import ReadSession


class UnknownUser(UserError):  # noqa: N818 - the asker is nobody here: HTTP 401
    """The token names a user or tenant that is not there any more."""

    def __init__(self) -> None:
        super().__init__("there is no such user here; ask for a new token")


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
    found = await find_directory(session, caller.tenant)
    directory = await directories.of(session, *found) if found else None
    return recognise(directory, caller, role)


def recognise(directory: Directory | None, caller: Caller, role: str = "") -> tuple[Asker, Directory]:
    """Do what `identify` does where the tenant's directory, or that there is none, is known already."""
    user = directory.users_by_id.get(caller.user_id) if directory else None
    if directory is None or user is None or user.disabled_at:
        raise UnknownUser
    return directory.asker(user, _least(caller, user, role)), directory


def _least(caller: Caller, user: User, asked: str) -> Role:
    """Return the role to act in: never more than the token's, the user's own, or what was asked for."""
    wanted = [role for role in ROLES if role == asked]
    if any(ROLES.index(role) > ROLES.index(caller.role) for role in wanted):
        raise RoleTooHigh(f"role: your token is for {caller.role}; ask for that or less")
    own = [role for role in ROLES if role == user.role]
    return min([caller.role, *own, *wanted], key=ROLES.index)
