"""Lists over HTTP: pages that join up, filters, and what is no filter or no cursor."""

from __future__ import annotations

from typing import Any

import pytest

MAUD = "maud@harbor.test"
NELL = "nell@harbor.test"


def test_pages_by_cursor_give_every_record_once(office: Any) -> None:
    whole = [lead["id"] for lead in office.get(MAUD, "/leads").json()["items"]]
    first = office.get(MAUD, "/leads", limit=1).json()
    rest = office.get(MAUD, "/leads", cursor=first["next_cursor"]).json()
    assert [lead["id"] for lead in first["items"] + rest["items"]] == whole
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("path", ["/leads", "/follow_ups", "/changes"])
@pytest.mark.parametrize(
    ("wrong", "said"), [({"cursor": "zzz"}, "cursor"), ({"limit": "0"}, "limit"), ({"planet": "Mars"}, "planet")]
)
def test_what_is_no_cursor_limit_or_filter_is_told(office: Any, path: str, wrong: dict[str, str], said: str) -> None:
    response = office.get(MAUD, path, **wrong)
    assert response.status_code == 400
    assert response.json()["detail"].startswith(f"{said}:")


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/leads", {"last_contacted", "tags", "expected_amount", "owner_email"}),
        ("/deals", {"account", "lead", "lead_email", "amount", "closed_on"}),
        ("/follow_ups", {"starts_at", "duration_minutes", "lead_email", "kind"}),
        ("/tasks", {"due_on", "lead_email", "status"}),
    ],
)
def test_each_list_has_the_filters_of_its_columns(office: Any, path: str, offered: set[str]) -> None:
    named = office.get(MAUD, path, planet="Mars").json()["detail"].split("there are ")[1].split(", ")
    assert offered <= set(named)
    for name in named:
        answer = office.client.get(path, params={name: "2026-05-12"}, headers=office.head(MAUD))
        assert answer.status_code == 200 or answer.json()["detail"].startswith(f"{name}: write"), name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"starts_at": "soon"}, "starts_at: write a date"),
        ({"starts_at": "2026-05-12T10:00"}, "starts_at: write the time's offset"),
        ({"duration_minutes": "half"}, "duration_minutes: write a whole number"),
    ],
)
def test_a_value_that_no_column_holds_is_told(office: Any, given: dict[str, str], said: str) -> None:
    answer = office.get(MAUD, "/follow_ups", **given)
    assert (answer.status_code, answer.json()["detail"][: len(said)]) == (400, said)


def test_what_hangs_on_a_lead_is_found_by_its_time_length_and_lead(office: Any) -> None:
    office.chat(NELL, "schedule a meeting with Viola Hartmann on May 20 at 2pm")
    office.chat(NELL, "yes")
    [meeting] = office.get(NELL, "/follow_ups", lead="viola hartmann", kind="meeting").json()["items"]
    for given in (
        {"starts_at": "2026-05-20"},
        {"starts_at": "2026-05-20T14:00:00-04:00"},
        {"duration_minutes": "30", "lead": "Viola Hartmann"},
    ):
        assert meeting in office.get(NELL, "/follow_ups", **given).json()["items"]
    for given in ({"starts_at": "2026-05-21"}, {"lead": "Caleb Wexford"}, {"lead_email": "nobody@harbor.test"}):
        assert meeting not in office.get(NELL, "/follow_ups", **given).json()["items"]


def test_a_lead_out_of_sight_is_no_filter_to_look_through(office: Any) -> None:
    assert office.get("wendy@harbor.test", "/follow_ups", lead="Viola Hartmann").json()["items"] == []


def test_a_lead_is_found_by_its_last_contact(office: Any) -> None:
    office.chat(NELL, "log a call with Caleb Wexford: asked for a quote")
    office.chat(NELL, "yes")
    assert "Caleb Wexford" in names(office.get(NELL, "/leads", last_contacted="2026-05-12"))
    assert names(office.get(NELL, "/leads", last_contacted="2026-05-11")) == []


def test_a_word_that_hides_the_archived_is_a_filter_like_any_other_elsewhere(office: Any) -> None:
    assert names(office.get(NELL, "/leads", city="archived")) == []


def test_conversations_come_in_pages_the_newest_first(office: Any) -> None:
    for number in range(5):
        office.chat(MAUD, "hello", session_id=f"page {number}")
    whole = [talk["session_id"] for talk in office.get(MAUD, "/chat").json()["items"]]
    seen, cursor = [], ""
    while cursor is not None:
        page = office.get(MAUD, "/chat", limit=2, **({"cursor": cursor} if cursor else {})).json()
        assert len(page["items"]) <= 2
        seen += [talk["session_id"] for talk in page["items"]]
        cursor = page["next_cursor"]
    assert seen == whole
    assert len(set(seen)) == len(seen) >= 5


@pytest.mark.parametrize("wrong", [{"cursor": "zzz"}, {"cursor": "2026-05-12_x"}, {"limit": "0"}, {"limit": "many"}])
def test_what_is_no_page_of_conversations_is_told(office: Any, wrong: dict[str, str]) -> None:
    answer = office.get(MAUD, "/chat", **wrong)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(f"{next(iter(wrong))}:")


def names(response: Any) -> list[str]:
    return [one["name"] for one in response.json()["items"]]
