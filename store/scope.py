"""Who asks, and what is in their sight.

Every query for records takes a `Scope`.  An agent sees what it owns and what
hangs on that; a manager the same for the team; an admin the tenant.  See
docs/access.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, true
from sqlmodel import col

from store.models import Account, Contact, Deal, FollowUp, Interaction, Lead, Record, Task

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Mapped


T = TypeVar("T")
R = TypeVar("R", bound=Record)

Role = Literal["agent", "manager", "admin"]
ROLES: tuple[Role, ...] = ("agent", "manager", "admin")


def at_least(role: str, needed: str) -> bool:
    """Return whether `role` may do what `needed` may."""
    return ROLES.index(role) >= ROLES.index(needed)


@dataclass(frozen=True, slots=True)
class Scope:
    """The records in sight: those of `owners` in `tenant_id`; `owners` None means everybody's."""

    tenant_id: str
    user_id: str
    owners: frozenset[str] | None

    def owns(self, owner_id: str) -> bool:
        """Return whether a record of that owner is in sight."""
        return self.owners is None or owner_id in self.owners


@dataclass(frozen=True, slots=True)
class Asker:
    """The person behind a request, with the role they act in now."""

    tenant_id: str
    user_id: str
    name: str
    email: str
    role: Role
    team: str
    timezone: str
    locale: str
    scope: Scope


def _owned(model: type[Record], scope: Scope) -> ColumnElement[bool]:
    if scope.owners is None:
        return true()
    if len(scope.owners) == 1:
        (owner,) = scope.owners
        return col(model.owner_id) == owner
    return col(model.owner_id).in_(sorted(scope.owners))


def _leads(scope: Scope, column: Mapped[T]) -> Select[T]:
    return select(column).where(col(Lead.tenant_id) == scope.tenant_id, _owned(Lead, scope))


def _through_lead(model: type[Deal | FollowUp | Task], scope: Scope) -> ColumnElement[bool]:
    return or_(_owned(model, scope), col(model.lead_id).in_(_leads(scope, col(Lead.id))))


def _accounts(scope: Scope) -> ColumnElement[bool]:
    deals = select(col(Deal.account_id)).where(col(Deal.tenant_id) == scope.tenant_id, _through_lead(Deal, scope))
    leads = _leads(scope, col(Lead.account_id))
    return or_(_owned(Account, scope), col(Account.id).in_(leads), col(Account.id).in_(deals))


def _contacts(scope: Scope) -> ColumnElement[bool]:
    accounts = select(col(Account.id)).where(col(Account.tenant_id) == scope.tenant_id, _accounts(scope))
    return or_(_owned(Contact, scope), col(Contact.account_id).in_(accounts))


def visible(model: type[Record], scope: Scope, *, archived: bool = False) -> ColumnElement[bool]:
    """Return the condition for rows of `model` that are in sight (`archived`: the archived ones too)."""
    if scope.owners is None:
        reach: ColumnElement[bool] = true()
    elif model is Account:
        reach = _accounts(scope)
    elif model is Contact:
        reach = _contacts(scope)
    elif model is Interaction:
        reach = col(Interaction.lead_id).in_(_leads(scope, col(Lead.id)))
    elif issubclass(model, Deal | FollowUp | Task):
        reach = _through_lead(model, scope)
    else:
        reach = _owned(model, scope)
    alive = true() if archived else and_(col(model.archived_at).is_(None), _lead_alive(model, scope))
    return and_(col(model.tenant_id) == scope.tenant_id, reach, alive)


@lru_cache(maxsize=1024)
def one_in_sight(model: type[R], scope: Scope, *, archived: bool = False) -> Select[R]:
    """Return the statement for the row of `model` with the id bound to `id`, if it is in sight."""
    return select(model).where(col(model.id) == bindparam("id"), visible(model, scope, archived=archived))


def _lead_alive(model: type[Record], scope: Scope) -> ColumnElement[bool]:
    """Return the condition that the lead a row hangs on, if it hangs on one, is not archived: they leave together."""
    if not issubclass(model, Deal | FollowUp | Interaction | Task):
        return true()
    away = select(col(Lead.id)).where(col(Lead.tenant_id) == scope.tenant_id, col(Lead.archived_at).is_not(None))
    return or_(col(model.lead_id).is_(None), col(model.lead_id).not_in(away))
