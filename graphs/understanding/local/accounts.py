"""Accounts by the words for them: where a new contact works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.tokens import tokenize
from graphs.understanding.plan import Slot

if TYPE_CHECKING:
    from graphs.understanding.local.people import PeopleIndex


def account_slot(company: Slot, people: PeopleIndex) -> Slot:
    """Return the account that the company's name means; its trouble says where it means none or several."""
    said = _words(company.text)
    fits = [(one.id, words) for one in people.entries("account") if said and said <= (words := _words(one.name))]
    whole = [one for one in fits if one[1] == said]
    ids = tuple(key for key, _ in whole or fits)
    if len(ids) == 1:
        return Slot(ids[0], company.text, company.span)
    return Slot(None, company.text, company.span, alternatives=ids, trouble="ambiguous" if ids else "unknown")


def _words(text: str) -> set[str]:
    return {token.norm for token in tokenize(text) if token.norm[:1].isalnum()}
