"""Logging what happened with a lead."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from graphs.understanding.plan import Slot
from store.errors import Refused
from store.models import Interaction, Lead
from tools.base import Approval, NotApprovedError, Target


async def test_the_card_says_what_will_be_logged(desk):
    action = await desk.show("log_interaction", lead_id="tess", type="call", note="went well")
    assert action.summary == "Log a call with Tess Marlow: went well"
    assert action.target == Target("lead", "tess", "Tess Marlow")
    assert {change.field: change.after for change in action.changes} == {
        "type": "call",
        "note": "went well",
        "occurred_at": "2031-05-14T10:30:00-05:00",
    }


@pytest.mark.parametrize(
    ("occurred_at", "summary"),
    [
        ("2031-05-13T14:00:00-05:00", "Log an email with Tess Marlow on Tue, May 13, 2031 at 2:00 PM"),
        ("2031-05-14T08:15:00-05:00", "Log an email with Tess Marlow at 8:15 AM"),
        ("2031-05-14T10:10:00-05:00", "Log an email with Tess Marlow"),
    ],
)
async def test_the_card_says_when_it_was_unless_it_was_just_now(desk, occurred_at, summary):
    action = await desk.show("log_interaction", lead_id="tess", type="email", occurred_at=occurred_at)
    assert action.summary == summary


async def test_what_is_applied_is_the_askers_and_moves_the_last_contact(desk):
    entry = await desk.do("log_interaction", lead_id="tess", type="viewing", note="  he loved it ")
    [mutation] = entry.mutations
    logged = await desk.row(Interaction, mutation["id"])
    assert (logged.owner_id, logged.note, logged.zone, logged.occurred_at) == (
        "ivy",
        "he loved it",
        "America/Chicago",
        desk.now,
    )
    assert (await desk.row(Lead, "tess")).last_contacted == desk.now
    assert entry.owner_id == "ivy"


async def test_a_note_leaves_the_last_contact_alone(desk):
    before = (await desk.row(Lead, "tess")).last_contacted
    await desk.do("log_interaction", lead_id="tess", type="note", note="prefers mornings")
    assert (await desk.row(Lead, "tess")).last_contacted == before


@pytest.mark.parametrize(
    ("type_", "note", "words"),
    [
        ("viewing", "he loved it", "I've logged a viewing interaction for Tess Marlow with the note: 'he loved it'"),
        ("email", "{both} sent", "I've logged an email interaction for Tess Marlow with the note: '{both} sent'"),
        ("call", "", "I've logged a call interaction for Tess Marlow"),
        ("note", "prefers mornings", "I've added a note on Tess Marlow: 'prefers mornings'"),
    ],
)
async def test_the_receipt_repeats_the_note_word_for_word(desk, type_, note, words):
    assert desk.receipt(await desk.do("log_interaction", lead_id="tess", type=type_, note=note)) == words


async def test_what_is_still_ahead_cannot_be_logged(desk):
    with pytest.raises(Refused, match="still ahead"):
        await desk.show("log_interaction", lead_id="tess", type="call", occurred_at="2031-05-14T16:00:00-05:00")


@pytest.mark.parametrize("when", ["2031-05-14T09:00:00", "yesterday", "2031-05-14", "0001-01-01T00:00:00+14:00"])
async def test_a_time_without_its_offset_is_refused_with_an_example(desk, when):
    with pytest.raises(ValidationError, match="ISO 8601 with its offset"):
        await desk.show("log_interaction", lead_id="tess", type="call", occurred_at=when)


async def test_a_lead_out_of_sight_is_refused_in_the_words_for_one_that_nobody_has(desk):
    said = set()
    for lead in ("paula", "uma", "strange", "old", "nobody"):
        with pytest.raises(Refused) as refused:
            await desk.show("log_interaction", lead_id=lead, type="call")
        said.add(str(refused.value))
    assert len(said) == 1


async def test_a_manager_logs_for_the_team_in_their_own_name(desk):
    entry = await desk.do("log_interaction", user="mona", lead_id="tess", type="meeting")
    assert (await desk.row(Interaction, entry.mutations[0]["id"])).owner_id == "mona"


async def test_a_lead_that_the_same_card_creates_can_be_named(desk):
    coming = {"fresh": Target("lead", "fresh", "Jo Field")}
    action = await desk.show("log_interaction", lead_id="fresh", type="call", coming=coming)
    assert action.target == coming["fresh"]
    with pytest.raises(Refused):
        await desk.show("log_interaction", lead_id="other", type="call", coming=coming)


async def test_the_card_goes_stale_when_the_lead_changes_hands(desk):
    action = await desk.show("log_interaction", user="mona", lead_id="tess", type="call")
    await desk.do("reassign_lead", user="mona", lead_id="tess", owner_id="otto")
    later = await desk.show("log_interaction", user="mona", lead_id="tess", type="call")
    assert action.guard != later.guard


async def test_undo_takes_the_interaction_back_and_the_last_contact_with_it(desk):
    before = (await desk.row(Lead, "tess")).last_contacted
    entry = await desk.do("log_interaction", lead_id="tess", type="call", note="went well")
    undo = await desk.do("undo_change", change_id=entry.change_id, now=desk.now + dt.timedelta(minutes=5))
    assert (await desk.row(Lead, "tess")).last_contacted == before
    assert (await desk.row(Interaction, entry.mutations[0]["id"])).archived_at is not None
    assert desk.receipt(undo) == "Undone: the call with Tess Marlow – went well is taken back."


async def test_nothing_is_logged_without_an_approval_of_this_very_action(desk):
    shown = await desk.show("log_interaction", lead_id="tess", type="call", note="as shown")
    other = await desk.show("log_interaction", lead_id="tess", type="call", note="something else")
    with pytest.raises(NotApprovedError):
        await desk.apply(other, approved=shown)
    assert "something else" not in (await desk.ask("show_lead", lead_id="tess")).reply


def test_nobody_but_the_gate_can_make_an_approval():
    with pytest.raises(NotApprovedError):
        Approval(object(), "card", 1, [])


async def test_a_note_without_words_is_asked_for_and_an_event_is_not(writer):
    tool = writer("log_interaction")
    assert tool.missing({}) == "lead"
    assert tool.missing({"lead": Slot("tess")}) == "type"
    assert tool.missing({"lead": Slot("tess"), "type": Slot("note")}) == "note"
    assert tool.missing({"lead": Slot("tess"), "type": Slot("call")}) == ""
