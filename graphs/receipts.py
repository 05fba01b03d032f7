"""Receipts: what was done, worded from the ledger and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from graphs.state import Outcome, actions_of
from graphs.understanding.plan import Card, CardAction, RecordRef
from store.ledger import receipt
from tools.base import FieldChange, Target
from tools.catalogue import write_tool
from tools.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import LedgerEntry, Proposal


def done(entries: Sequence[LedgerEntry], card: Proposal, locale: str, *, again: bool = False) -> Outcome:
    """Return the outcome of an applied card; `again`: it was applied by an earlier message."""
    sentences = [sentence(entry, locale) for entry in entries]
    return Outcome(
        status="done",
        reply=_wording(sentences, again=again),
        receipts=tuple(receipt(entry) for entry in entries),
        settled=(card.id,),
        done=None if again else msgspec.to_builtins(_remembered(entries, card)),
        about=tuple({"type": entry.target_type, "id": entry.target_id, "name": entry.target_name} for entry in entries),
    )


def sentence(entry: LedgerEntry, locale: str) -> str:
    """Return what one change did, in words for a reader of that locale."""
    target = Target(entry.target_type, entry.target_id, entry.target_name)
    changes = tuple(msgspec.convert(entry.changes, list[FieldChange]))
    tool = write_tool(entry.tool)
    return tool.receipt(target, changes, locale) if tool else entry.tool


def _wording(sentences: list[str], *, again: bool) -> str:
    if len(sentences) == 1:
        return say("gate", "done_again" if again else "done", what=sentences[0])
    lines = "\n".join(say("gate", "done_line", what=text) for text in sentences)
    if again:
        return say("gate", "done_again", what=f"\n{lines}")
    return say("gate", "done_many", count=len(sentences), lines=lines)


def _remembered(entries: Sequence[LedgerEntry], card: Proposal) -> Card:
    summaries = {action.index: action.summary for action in actions_of(card)}
    actions = tuple(
        CardAction(
            index=entry.action_index,
            tool=entry.tool,
            args=entry.args,
            target=RecordRef(entry.target_type, entry.target_id, entry.target_name),
            summary=summaries.get(entry.action_index, ""),
            changes=tuple(entry.changes),
            change_id=entry.change_id,
        )
        for entry in entries
    )
    return Card(card.id, card.version, actions, summary="; ".join(summaries.values()))
