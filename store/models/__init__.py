"""All tables."""

from store.models.base import metadata, new_id
from store.models.records import (
    RECORDS,
    Account,
    Contact,
    Deal,
    FollowUp,
    Interaction,
    Lead,
    Record,
    Task,
)
from store.models.talk import Conversation, LeadHistory, LedgerEntry, Message, Proposal
from store.models.tenancy import FieldDefinition, ListValue, Tenant, User

__all__ = [
    "RECORDS",
    "Account",
    "Contact",
    "Conversation",
    "Deal",
    "FieldDefinition",
    "FollowUp",
    "Interaction",
    "Lead",
    "LeadHistory",
    "LedgerEntry",
    "ListValue",
    "Message",
    "Proposal",
    "Record",
    "Task",
    "Tenant",
    "User",
    "metadata",
    "new_id",
]
