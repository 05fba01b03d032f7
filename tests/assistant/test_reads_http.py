"""Lists over HTTP: pages that join up, filters, and what is no filter or no cursor."""

from __future__ import annotations

from typing import Any

import pytest

MAUD = "maud@harbor.test"


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


def test_every_filter_that_is_offered_is_taken(office: Any) -> None:
    offered = office.get(MAUD, "/leads", planet="Mars").json()["detail"].split("there are ")[1].split(", ")
    assert {"tags", "expected_amount"} <= set(offered)
    for name in offered:
        assert office.client.get("/leads", params={name: "12"}, headers=office.head(MAUD)).status_code == 200, name
