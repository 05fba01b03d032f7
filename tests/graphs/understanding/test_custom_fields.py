"""Leads by the fields that a tenant added, and their values by type."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphs.understanding.local.engine import understand
from graphs.understanding.plan import CustomField, Plan, Reception
from tests.graphs.understanding.test_gate_of_words import NOW, WORLD

FIELDS = (
    CustomField("lead", "product_interest", "Product interest"),
    CustomField("lead", "desks", "Desks", "number"),
    CustomField("lead", "lease_end", "Lease end", "date"),
)


def _plan(words: str) -> Plan:
    context = WORLD.context("lena@orchard.test", NOW)
    context = replace(context, vocabulary=replace(context.vocabulary, custom_fields=FIELDS))
    return understand(words, context, Reception("new", words))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("show my leads interested in awnings", {"product_interest": "awnings"}),
        ("leads with product interest awnings", {"product_interest": "awnings"}),
        ("how many leads are interested in repairs?", {"product_interest": "repairs"}),
        ("leads where desks is 20", {"desks": 20}),
    ],
)
def test_leads_are_chosen_by_an_added_field(words: str, wanted: dict[str, Any]) -> None:
    assert _plan(words).steps[0].slots["custom"].value == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("set Tom's desks to 20", {"desks": 20}), ("set Tom's lease end to 30 June", {"lease_end": "2026-06-30"})],
)
def test_an_added_field_gets_a_value_of_its_type(words: str, wanted: dict[str, Any]) -> None:
    assert _plan(words).steps[0].slots["custom"].value == wanted


def test_leads_without_such_words_are_not_narrowed() -> None:
    assert "custom" not in _plan("show my leads").steps[0].slots
