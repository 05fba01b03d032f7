"""What records can be measured, told apart and dated by: their columns, and the joins that these need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlmodel import col

from store.models import Account, Deal, FollowUp, Interaction, Lead, Task

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from store.models import Record

MODELS: dict[str, type[Record]] = {
    "leads": Lead,
    "deals": Deal,
    "interactions": Interaction,
    "follow_ups": FollowUp,
    "tasks": Task,
}
AMOUNTS: dict[str, tuple[Any, Any]] = {
    "leads": (Lead.expected_amount, Lead.currency),
    "deals": (Deal.amount, Deal.currency),
}
TIMES: dict[str, dict[str, Any]] = {
    "leads": {"created": Lead.created_at, "last_contacted": Lead.last_contacted},
    "deals": {
        "expected_close_on": Deal.expected_close_on,
        "closed_on": Deal.closed_on,
        "opened_on": Deal.opened_on,
        "created": Deal.created_at,
    },
    "interactions": {"occurred_at": Interaction.occurred_at},
    "follow_ups": {"starts_at": FollowUp.starts_at, "created": FollowUp.created_at},
    "tasks": {"due_on": Task.due_on, "created": Task.created_at},
}
_LABELS: dict[str, dict[str, Any]] = {
    "leads": {"status": Lead.status},
    "deals": {
        "stage": Deal.stage,
        "account": Account.name,
        "industry": Account.industry,
        "company": func.coalesce(Account.name, Lead.company),
    },
    "interactions": {"type": Interaction.type, "status": Lead.status},
    "follow_ups": {"kind": FollowUp.kind, "status": FollowUp.status},
    "tasks": {"status": Task.status},
}
_LEAD_LABELS: dict[str, Any] = {"source": Lead.source, "city": Lead.city, "company": Lead.company, "lead": Lead.name}


def labels_of(records: str) -> tuple[str, ...]:
    """Return what records can be told apart by, besides periods and fields that the tenant added."""
    return (*_LABELS[records], *_LEAD_LABELS, "owner", "tag")


def times_of(records: str) -> tuple[str, ...]:
    """Return the times that records have, the usual one first."""
    return tuple(TIMES[records])


def is_day(on: str) -> bool:
    """Return whether a time is a day without a clock."""
    return on.endswith("_on")


def joined(records: str, columns: list[Any]) -> Select[Any]:
    """Return a statement over records with the lead and the account that they hang on."""
    model: Any = MODELS[records]
    statement = select(*columns).select_from(model)
    if model is not Lead:
        statement = statement.outerjoin(Lead, col(Lead.id) == col(model.lead_id))
    if model is Deal:
        statement = statement.outerjoin(Account, col(Account.id) == col(Deal.account_id))
    return statement


def label(records: str, by: str, on: str, edges: tuple[Any, ...]) -> Mapped[Any] | ColumnElement[Any]:
    """Return the column that tells records apart; a period's label is its place among the edges."""
    if not by:
        return literal("")
    if edges:
        time = col(TIMES[records][on])
        return case(*((time < edge, place) for place, edge in enumerate(edges[1:])), else_=len(edges) - 1)
    if by == "owner":
        return col(MODELS[records].owner_id)
    known = {**_LEAD_LABELS, **_LABELS[records]}
    told_by: ColumnElement[Any] = known[by] if by in known else col(Lead.custom)[by].as_string()
    return told_by
