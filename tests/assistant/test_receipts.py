"""What is said once something is done: word for word, for clients that show nothing else."""

from __future__ import annotations

from typing import Any

import pytest

NELL = "nell@harbor.test"


@pytest.mark.parametrize(
    ("said", "receipt"),
    [
        (
            "Update Viola Hartmann to qualified",
            "✅ Done! The status for Viola Hartmann has been updated from 'contacted' to 'qualified'.",
        ),
        (
            "Just finished a viewing with Caleb Wexford - she liked the roof terrace",
            "✅ Done! I've logged a viewing interaction for Caleb Wexford with the note: 'she liked the roof terrace'",
        ),
        (
            "Log an email to Caleb Wexford: sent the floor plan",
            "✅ Done! I've logged an email interaction for Caleb Wexford with the note: 'sent the floor plan'",
        ),
    ],
)
def test_the_receipt_is_worded_as_promised(office: Any, said: str, receipt: str) -> None:
    card = office.chat(NELL, said, session_id=said[:40])
    assert card["status"] == "awaiting_confirmation"
    done = office.chat(NELL, "yes", session_id=said[:40])
    assert done["status"] == "done"
    assert done["reply"] == receipt


def test_three_things_in_one_breath_are_one_card_and_one_yes(office: Any) -> None:
    said = (
        "Log that my call with Caleb Wexford went fine, update his status to 'Negotiating', "
        "and remind me to send the lease tomorrow morning"
    )
    card = office.chat(NELL, said, session_id="three")["proposal"]
    assert [action["tool"] for action in card["actions"]] == ["log_interaction", "update_lead", "schedule_follow_up"]
    assert card["actions"][2]["args"]["starts_at"].startswith("2026-05-13T10:00")
    done = office.chat(NELL, "yes", session_id="three")
    assert len(done["receipts"]) == 3
    lead = office.get(NELL, f"/leads/{office.leads['Caleb Wexford']}").json()
    assert lead["status"] == "negotiating"
    assert lead["interactions"][-1]["note"] == "went fine"
    assert lead["last_contacted"] == lead["interactions"][-1]["occurred_at"]
    assert [entry["field"] for entry in lead["history"]] == ["status"]
