"""Records as the HTTP reads give them: names beside ids, money as decimal text, times in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from store.models import Deal, FollowUp, Interaction, Lead, LedgerEntry, Record, Task
from store.money import decimal_text

if TYPE_CHECKING:
    from store.directory import Directory

Names = Mapping[str, str]


def utc(value: dt.datetime | None) -> str | None:
    """Return a time as ISO 8601 in UTC."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value else None


def _common(record: Record, directory: Directory) -> dict[str, Any]:
    owner = directory.users_by_id.get(record.owner_id)
    return {
        "id": record.id,
        "owner_email": owner.email if owner else None,
        "owner": owner.name if owner else None,
        "created_at": utc(record.created_at),
        "updated_at": utc(record.updated_at),
    }


def lead(record: Lead, directory: Directory, upcoming: Mapping[str, dt.datetime]) -> dict[str, Any]:
    """Return a lead; `upcoming` holds the start of its next follow-up by lead."""
    return {
        **_common(record, directory),
        "name": record.name,
        "email": record.email or None,
        "phone": record.phone or None,
        "company": record.company or None,
        "title": record.title or None,
        "status": "archived" if record.archived_at else record.status,
        "source": record.source or None,
        "expected_amount": decimal_text(record.expected_amount, record.currency),
        "currency": record.currency,
        "city": record.city or None,
        "tags": record.tags,
        "custom": record.custom,
        "account_id": record.account_id,
        "last_contacted": utc(record.last_contacted),
        "next_follow_up_at": utc(upcoming.get(record.id)),
    }


def deal(record: Deal, directory: Directory, leads: Names, accounts: Names) -> dict[str, Any]:
    """Return a deal."""
    return {
        **_common(record, directory),
        "name": record.name,
        "account": accounts.get(record.account_id or ""),
        "account_id": record.account_id,
        "lead": leads.get(record.lead_id or ""),
        "lead_id": record.lead_id,
        "stage": record.stage,
        "amount": decimal_text(record.amount, record.currency),
        "currency": record.currency,
        "opened_on": _day(record.opened_on),
        "expected_close_on": _day(record.expected_close_on),
        "closed_on": _day(record.closed_on),
        "custom": record.custom,
    }


def follow_up(record: FollowUp, directory: Directory, leads: Names) -> dict[str, Any]:
    """Return a follow-up."""
    return {
        **_common(record, directory),
        "title": record.title,
        "kind": record.kind,
        "lead": leads.get(record.lead_id or ""),
        "lead_id": record.lead_id,
        "starts_at": utc(record.starts_at),
        "timezone": record.zone,
        "duration_minutes": record.duration_minutes,
        "status": record.status,
        "custom": record.custom,
    }


def task(record: Task, directory: Directory, leads: Names) -> dict[str, Any]:
    """Return a task."""
    return {
        **_common(record, directory),
        "title": record.title,
        "due_on": _day(record.due_on),
        "status": record.status,
        "lead": leads.get(record.lead_id or ""),
        "lead_id": record.lead_id,
        "custom": record.custom,
    }


def interaction(record: Interaction, directory: Directory) -> dict[str, Any]:
    """Return an interaction; its owner is who had it."""
    common = _common(record, directory)
    return {
        "id": record.id,
        "lead_id": record.lead_id,
        "type": record.type,
        "note": record.note,
        "occurred_at": utc(record.occurred_at),
        "user": common["owner"],
        "user_email": common["owner_email"],
    }


def change(entry: LedgerEntry, directory: Directory) -> dict[str, Any]:
    """Return a change from the ledger."""
    user = directory.users_by_id.get(entry.user_id)
    return {
        "id": entry.change_id,
        "change_id": entry.change_id,
        "proposal_id": entry.proposal_id,
        "tool": entry.tool,
        "target": {"type": entry.target_type, "id": entry.target_id, "name": entry.target_name},
        "changes": entry.changes,
        "user": user.name if user else None,
        "user_email": user.email if user else None,
        "role": entry.role,
        "channel": entry.channel,
        "engine": entry.engine,
        "applied_at": utc(entry.applied_at),
        "reversible": entry.reversible,
        "undoes": entry.undoes,
    }


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
