"""The demo tenant's records: believable, free of real people, and dated around the day they are made."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.demo.data import KINDS, working_day, write_demo

PORTLAND = ZoneInfo("America/Los_Angeles")
WEDNESDAY = datetime(2031, 5, 14, 8, 30, tzinfo=PORTLAND)
SATURDAY = datetime(2031, 5, 17, 20, 0, tzinfo=PORTLAND)
NEW_YEARS_EVE = datetime(2030, 12, 31, 23, 30, tzinfo=PORTLAND)
CLOCKS_GO_BACK = datetime(2031, 11, 3, 6, 0, tzinfo=PORTLAND)

STATUSES = {"new", "contacted", "qualified", "negotiating", "closed_won", "closed_lost", "follow_up"}
STAGES = {"prospecting", "qualification", "proposal", "negotiation", "won", "lost"}
FIRST_AGENT = "nora@larkfield.test"

Row = dict[str, str]


def made(folder: Path, now: datetime) -> dict[str, list[Row]]:
    write_demo(folder, now)
    tables: dict[str, list[Row]] = {}
    for kind in KINDS:
        with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            tables[kind] = list(csv.DictReader(file))
    return tables


@pytest.fixture
def demo(tmp_path: Path) -> dict[str, list[Row]]:
    return made(tmp_path / "demo", WEDNESDAY)


def moments(tables: dict[str, list[Row]]) -> list[date]:
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    return [datetime.fromisoformat(cell).date() for cell in cells if re.match(r"\d{4}-\d\d-\d\d", cell)]


@pytest.mark.parametrize("now", [WEDNESDAY, SATURDAY, NEW_YEARS_EVE, CLOCKS_GO_BACK])
def test_nothing_falls_on_a_weekend(tmp_path: Path, now: datetime) -> None:
    days = moments(made(tmp_path, now))

    assert len(days) > 150
    assert [day for day in days if day.isoweekday() > 5] == []


def test_no_cell_is_left_unfilled(demo: dict[str, list[Row]]) -> None:
    cells = [cell for rows in demo.values() for row in rows for cell in row.values()]

    assert [cell for cell in cells if cell is None or "{" in cell or "}" in cell] == []


def test_the_same_clock_gives_the_same_files(tmp_path: Path) -> None:
    assert made(tmp_path / "once", WEDNESDAY) == made(tmp_path / "again", WEDNESDAY)


def test_a_week_later_the_follow_ups_have_moved_with_it(tmp_path: Path, demo: dict[str, list[Row]]) -> None:
    later = made(tmp_path / "later", datetime(2031, 5, 21, 8, 30, tzinfo=PORTLAND))

    for before, after in zip(demo["follow_ups"], later["follow_ups"], strict=True):
        moved = datetime.fromisoformat(after["starts_at"]) - datetime.fromisoformat(before["starts_at"])
        assert moved.days == 7


def test_a_clock_without_an_offset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="offset"):
        write_demo(tmp_path, datetime(2031, 5, 14, 8, 30))  # noqa: DTZ001


def test_every_row_names_people_and_companies_of_the_demo(demo: dict[str, list[Row]]) -> None:
    users = {row["email"] for row in demo["users"]}
    leads = {row["email"] for row in demo["leads"]}
    accounts = {row["name"] for row in demo["accounts"]}

    for row in (row for kind in KINDS for row in demo[kind]):
        assert row.get("owner_email", FIRST_AGENT) in users
        assert row.get("user_email", FIRST_AGENT) in users
        assert row.get("lead_email", "") in leads | {""}
        assert row.get("account", "") in accounts | {""}


def test_what_hangs_on_a_lead_has_the_leads_owner(demo: dict[str, list[Row]]) -> None:
    owners = {row["email"]: row["owner_email"] for row in demo["leads"]}

    for kind in ("deals", "follow_ups", "tasks"):
        for row in demo[kind]:
            assert not row["lead_email"] or owners[row["lead_email"]] == row["owner_email"]


def test_every_address_and_number_is_one_that_nobody_has(demo: dict[str, list[Row]]) -> None:
    people = demo["users"] + demo["leads"]

    assert [row["email"] for row in people if not row["email"].endswith(".test")] == []
    assert [row["website"] for row in demo["accounts"] if not row["website"].endswith(".test")] == []
    assert [row["phone"] for row in demo["leads"] if not re.search(r" 555 01\d\d$", row["phone"])] == []
    for column in ("email", "phone"):
        assert len({row[column] for row in demo["leads"]}) == len(demo["leads"])


def test_two_teams_have_agents_of_their_own_and_one_a_manager(demo: dict[str, list[Row]]) -> None:
    assert Counter((row["role"], row["team"]) for row in demo["users"]) == {
        ("agent", "Portland"): 2,
        ("agent", "Boise"): 1,
        ("manager", "Portland"): 1,
        ("admin", ""): 1,
    }


def test_the_first_agent_is_first_by_name_too(demo: dict[str, list[Row]]) -> None:
    agents = sorted((row["name"], row["email"]) for row in demo["users"] if row["role"] == "agent")

    assert agents[0][1] == FIRST_AGENT  # the demo's link for an agent opens the page as this one


def test_every_status_and_stage_is_in_use_and_known(demo: dict[str, list[Row]]) -> None:
    assert {row["status"] for row in demo["leads"]} == STATUSES
    assert {row["stage"] for row in demo["deals"]} == STAGES


def test_the_first_agent_has_the_leads_of_the_examples_and_two_of_one_first_name(demo: dict[str, list[Row]]) -> None:
    mine = {row["name"]: row for row in demo["leads"] if row["owner_email"] == FIRST_AGENT}
    firsts = Counter(name.split()[0] for name in mine)

    assert {"John Doe", "Sarah Smith", "Mike Johnson"} <= set(mine)
    assert mine["Sarah Smith"]["status"] == "contacted"
    assert [first for first, times in firsts.items() if times == 2] == ["Hannah"]
    assert firsts["John"] == firsts["Sarah"] == firsts["Mike"] == 1


def test_a_lead_that_was_spoken_to_says_when(demo: dict[str, list[Row]]) -> None:
    spoken_to = {row["lead_email"] for row in demo["interactions"] if row["type"] != "note"}

    for lead in demo["leads"]:
        has_contact = lead["email"] in spoken_to or lead["last_contacted"] != ""
        assert has_contact == (lead["status"] != "new"), lead["name"]


def test_deals_open_before_they_close_and_only_settled_ones_are_closed(demo: dict[str, list[Row]]) -> None:
    today = WEDNESDAY.date().isoformat()

    for deal in demo["deals"]:
        assert (deal["closed_on"] != "") == (deal["stage"] in {"won", "lost"}), deal["name"]
        if deal["closed_on"]:
            assert deal["opened_on"] < deal["closed_on"] < today
        else:
            assert deal["opened_on"] < today < deal["expected_close_on"]


@pytest.mark.parametrize("now", [WEDNESDAY, SATURDAY])
def test_interactions_are_in_the_past(tmp_path: Path, now: datetime) -> None:
    times = [datetime.fromisoformat(row["occurred_at"]) for row in made(tmp_path, now)["interactions"]]

    assert len(times) >= 40
    assert max(times) < now


def test_the_week_is_busy_with_some_follow_ups_overdue(demo: dict[str, list[Row]]) -> None:
    scheduled = [row for row in demo["follow_ups"] if row["status"] == "scheduled"]
    overdue = [row for row in scheduled if datetime.fromisoformat(row["starts_at"]) < WEDNESDAY]
    today = [row for row in scheduled if row["starts_at"].startswith("2031-05-14")]

    assert len(demo["follow_ups"]) >= 25
    assert len(overdue) == 3
    assert Counter(row["owner_email"] for row in today)[FIRST_AGENT] == 4


def test_follow_ups_of_today_are_completed_once_their_time_is_over(tmp_path: Path) -> None:
    noon = made(tmp_path, WEDNESDAY.replace(hour=12))
    mine = [row for row in noon["follow_ups"] if row["owner_email"] == FIRST_AGENT]
    today = [row["status"] for row in mine if row["starts_at"].startswith("2031-05-14")]

    assert today == ["completed", "completed", "scheduled", "scheduled"]


def test_clock_times_are_those_of_the_owners_zone(demo: dict[str, list[Row]]) -> None:
    by_owner = {row["owner_email"]: row["starts_at"] for row in demo["follow_ups"]}

    assert by_owner["vera@larkfield.test"].endswith("16:00:00-06:00")
    assert by_owner["nora@larkfield.test"].endswith("10:00:00-07:00")


@pytest.mark.parametrize(
    ("today", "offset", "day"),
    [
        (date(2031, 5, 14), 0, date(2031, 5, 14)),
        (date(2031, 5, 16), 1, date(2031, 5, 19)),
        (date(2031, 5, 19), -1, date(2031, 5, 16)),
        (date(2031, 5, 17), 0, date(2031, 5, 19)),
        (date(2031, 5, 17), 1, date(2031, 5, 20)),
        (date(2031, 5, 18), -1, date(2031, 5, 16)),
        (date(2031, 5, 14), 10, date(2031, 5, 28)),
    ],
)
def test_working_days_leave_out_weekends(today: date, offset: int, day: date) -> None:
    assert working_day(today, offset) == day
