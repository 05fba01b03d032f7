"""`POST /import/{kind}`, and the limits of the service."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.channels.access import RateLimit
from assistant.errors import TooManyRequests

HEADER = "name,email,company,status,owner_email\n"
GOOD = f"{HEADER}Imke Farrow,imke@farrow.test,Farrow Mills,new,nell@harbor.test\n"
BAD = f"{HEADER}Odo Marsh,odo@marsh.test,Marsh,sparkling,nell@harbor.test\n"


def send(office: Any, who: str, content: str, **fields: str) -> Any:
    files = {"file": ("leads.csv", content.encode(), "text/csv")}
    return office.client.post("/import/leads", headers=office.head(who), files=files, data=fields)


def test_a_manager_imports_and_the_same_file_again_changes_nothing(office: Any) -> None:
    first = send(office, "maud@harbor.test", GOOD)
    assert (first.status_code, first.json()["created"]) == (200, 1)
    again = send(office, "maud@harbor.test", GOOD).json()
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert "Imke Farrow" in {lead["name"] for lead in office.get("nell@harbor.test", "/leads").json()["items"]}


def test_an_agent_may_not_import(office: Any) -> None:
    assert send(office, "nell@harbor.test", GOOD).status_code == 403


def test_a_row_that_does_not_fit_is_named_and_nothing_is_kept(office: Any) -> None:
    answer = send(office, "maud@harbor.test", BAD)
    assert answer.status_code == 422
    assert answer.json()["saved"] is False
    assert "line 2" in answer.json()["refused"][0]
    assert "sparkling" in answer.json()["refused"][0]


def test_a_dry_run_keeps_nothing(office: Any) -> None:
    answer = send(office, "maud@harbor.test", GOOD.replace("Imke", "Jonas").replace("imke", "jonas"), dry_run="true")
    assert answer.json()["saved"] is False
    assert "Jonas Farrow" not in {lead["name"] for lead in office.get("maud@harbor.test", "/leads").json()["items"]}


def test_a_request_without_a_file_says_what_to_send(office: Any) -> None:
    answer = office.client.post("/import/leads", headers=office.head("maud@harbor.test"), data={"dry_run": "true"})
    assert answer.status_code == 400
    assert "file" in answer.json()["detail"]


def test_one_asker_in_a_hurry_is_slowed_and_nobody_else() -> None:
    limit = RateLimit(per_minute=3)
    for _ in range(3):
        limit.take("hasty")
    with pytest.raises(TooManyRequests, match="wait"):
        limit.take("hasty")
    limit.take("patient")
