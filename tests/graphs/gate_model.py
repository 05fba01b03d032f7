"""The gate's rules for cards that set statuses, in plain Python: what `test_gate_model.py` holds the product to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.small_world import LEADS, NOW

NAMES = {lead_id: LEADS[lead_id][1] for lead_id in ("tess", "gil", "paula")}
STATUSES = ("contacted", "qualified", "negotiating")
LIFETIME = dt.timedelta(minutes=60)


@dataclass
class Card:
    """What a card says: the status that each lead has, and is to get."""

    changes: dict[str, tuple[str, str]]
    expires: dt.datetime
    version: int = 1
    state: str = "pending"

    def wanted(self) -> dict[str, str]:
        return {lead_id: after for lead_id, (_, after) in self.changes.items()}


@dataclass
class Model:
    """A conversation and the statuses it is about.  Each method returns the status of the answer."""

    statuses: dict[str, str] = field(default_factory=lambda: {lead_id: LEADS[lead_id][3] for lead_id in NAMES})
    cards: list[Card] = field(default_factory=list)
    shown: Card | None = None
    ledger: list[tuple[str, str, str]] = field(default_factory=list)
    now: dt.datetime = NOW

    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.state == "pending"]

    def propose(self, wanted: dict[str, str]) -> str:
        self.shown = None
        changes = self._changes(wanted)
        if not changes:
            return "answered"
        self.shown = Card(changes, self.now + LIFETIME)
        self.cards.append(self.shown)
        return "awaiting_confirmation"

    def yes(self) -> str:
        if self.shown:
            return self.approve(self.shown, self.shown.version)
        return self._show(self.waiting()[0]) if self.waiting() else "answered"

    def no(self) -> str:
        card = self.shown or next(iter(self.waiting()), None)
        return self.reject(card, card.version) if card else "answered"

    def approve(self, card: Card, version: int) -> str:
        self.shown = None
        if card.state == "applied" and card.version == version:
            return "done"
        if card.state != "pending" or card.version != version:
            return "refused"
        if card.expires <= self.now or any(self.statuses[lead] != was for lead, (was, _) in card.changes.items()):
            return self._show(card)
        self.statuses |= card.wanted()
        self.ledger += [(lead_id, *change) for lead_id, change in card.changes.items()]
        card.state = "applied"
        return "done"

    def reject(self, card: Card, version: int) -> str:
        self.shown = None
        if card.state != "pending" or card.version != version:
            return "refused"
        card.state = "rejected"
        return "cancelled"

    def edit(self, card: Card, version: int, status: str | None) -> str:
        """Set the status that the first action sets; None drops the action."""
        self.shown = None
        if card.state != "pending" or card.version != version:
            return "refused"
        first, *rest = card.wanted().items()
        wanted = dict(rest) if status is None else {first[0]: status, **dict(rest)}
        if not wanted:
            return self.reject(card, version)
        return self._show(card, wanted)

    def _show(self, card: Card, wanted: dict[str, str] | None = None) -> str:
        """Show a card with what is true now: as it was, as its next version, or not at all where all is so already.

        An edit that comes to what is so already leaves the card as it was.
        """
        self.shown = None
        changes = self._changes(wanted or card.wanted())
        if not changes:
            card.state = "pending" if wanted else "rejected"
            return "answered"
        self.shown = card
        if changes != card.changes or card.expires <= self.now:
            card.changes, card.version, card.expires = changes, card.version + 1, self.now + LIFETIME
        return "awaiting_confirmation"

    def _changes(self, wanted: dict[str, str]) -> dict[str, tuple[str, str]]:
        return {lead: (self.statuses[lead], after) for lead, after in wanted.items() if self.statuses[lead] != after}
