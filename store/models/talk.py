"""The talk on record: conversations, messages, the proposals made in them, and the ledger of what was done."""

import datetime as dt
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col

from store.models.base import Json, UtcDateTime, new_id


class Conversation(SQLModel, table=True):
    """One talk of one user.

    `turn` counts its messages: a turn is taken by raising it, and only one
    can.  `memory` is what the next message is read against: the card shown
    whole, the open question, the records spoken of.
    """

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("tenant_id", "user_id", "session_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    user_id: str = Field(foreign_key="users.id")
    session_id: str
    title: str = ""
    pinned: bool = False
    turn: int = 0
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    updated_at: dt.datetime = Field(sa_type=UtcDateTime)


class Message(SQLModel, table=True):
    """One message and the answer it got, written together.  `fingerprint` tells a retry from a reused key."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("conversation_id", "message_id"), UniqueConstraint("conversation_id", "turn"))

    id: str = Field(default_factory=new_id, primary_key=True)
    conversation_id: str = Field(foreign_key="conversations.id")
    turn: int
    message_id: str
    fingerprint: str
    text: str = ""
    decision: dict[str, Any] | None = Field(default=None, sa_type=Json)
    channel: str = "http"
    response: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class Proposal(SQLModel, table=True):
    """A card: what would be changed, exactly as it was shown.  `state` is pending, applied or rejected."""

    __tablename__ = "proposals"

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    user_id: str = Field(foreign_key="users.id")
    conversation_id: str = Field(foreign_key="conversations.id")
    version: int = 1
    state: str = "pending"
    actions: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    engine: str = "local"
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    expires_at: dt.datetime = Field(sa_type=UtcDateTime)
    settled_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class LedgerEntry(SQLModel, table=True):
    """One action that was done.  The key is the last lock: an action of a proposal can be entered once.

    `mutations` are the rows as they were and became; `undoes` is the change
    that this one took back.  Entries are never altered.
    """

    __tablename__ = "ledger"

    proposal_id: str = Field(foreign_key="proposals.id", primary_key=True)
    action_index: int = Field(primary_key=True)
    change_id: str = Field(default_factory=new_id, unique=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    user_id: str = Field(foreign_key="users.id")
    conversation_id: str = Field(foreign_key="conversations.id")
    tool: str
    target_type: str
    target_id: str
    target_name: str
    owner_id: str | None = None
    args: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    changes: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    mutations: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    reversible: bool = True
    undoes: str | None = None
    channel: str = "http"
    engine: str = "local"
    role: str = "agent"
    applied_at: dt.datetime = Field(sa_type=UtcDateTime)


class LeadHistory(SQLModel, table=True):
    """One field of one lead, before and after, by whom and through which change."""

    __tablename__ = "lead_history"

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    lead_id: str = Field(foreign_key="leads.id")
    field: str
    before: Any = Field(default=None, sa_type=Json)
    after: Any = Field(default=None, sa_type=Json)
    user_id: str = Field(foreign_key="users.id")
    change_id: str
    changed_at: dt.datetime = Field(sa_type=UtcDateTime)


Index("ix_proposals_conversation_id_state", col(Proposal.conversation_id), col(Proposal.state))
Index("ix_ledger_tenant_id_applied_at", col(LedgerEntry.tenant_id), col(LedgerEntry.applied_at))
Index("ix_ledger_target_id", col(LedgerEntry.target_id))
Index("ix_ledger_undoes", col(LedgerEntry.undoes))
Index("ix_lead_history_lead_id", col(LeadHistory.lead_id))
