"""Nobody sees or touches what isn't theirs, and what is forbidden looks like what nobody has."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.asking import Caller, identify
from store.directory import Directories
from store.engine import Database
from store.errors import UserError
from store.models import new_id
from tools.base import Moment, ReadTool, WriteTool
from tools.catalogue import load

SIGHT = {
    "nell@harbor.test": {"Viola Hartmann", "Caleb Wexford"},
    "paul@harbor.test": {"Greta Lindholm"},
    "wendy@harbor.test": {"Hector Sandoval"},
    "maud@harbor.test": {"Viola Hartmann", "Caleb Wexford", "Greta Lindholm"},
    "ines@harbor.test": {"Viola Hartmann", "Caleb Wexford", "Greta Lindholm", "Hector Sandoval"},
    "quentin@quarry.test": {"Ursula Peck"},
    "abel@quarry.test": {"Ursula Peck"},
}
EVERYBODY = sorted(set().union(*SIGHT.values()))
NOW = dt.datetime(2026, 5, 12, 14, 0, tzinfo=dt.UTC)
UNKNOWN_ID = "00000000-0000-7000-8000-000000000000"
COMMANDS = [
    "mark {} as negotiating",
    "log a call with {}: wants a quote",
    "schedule a call with {} tomorrow at 3pm",
    "show me {}",
    "what is the phone number of {}?",
    "delete {}",
    "what changed on {}'s record?",
]
out_of_sight = [(who, name) for who, sees in SIGHT.items() for name in EVERYBODY if name not in sees]


@pytest.mark.parametrize("who", SIGHT)
def test_lists_hold_what_is_in_sight_and_nothing_else(office: Any, who: str) -> None:
    assert {lead["name"] for lead in office.get(who, "/leads").json()["items"]} == SIGHT[who]
    titles = {item["title"] for item in office.get(who, "/follow_ups").json()["items"]}
    assert titles == {f"Call {name}" for name in SIGHT[who]}
    for path in ("/deals", "/tasks", "/changes"):
        assert office.get(who, path).status_code == 200


@pytest.mark.parametrize(("who", "name"), out_of_sight)
def test_a_record_out_of_sight_is_not_found_like_one_that_is_not_there(office: Any, who: str, name: str) -> None:
    foreign = office.get(who, f"/leads/{office.leads[name]}")
    unknown = office.get(who, f"/leads/{UNKNOWN_ID}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json() == unknown.json()


@pytest.mark.parametrize(("who", "name"), [(who, name) for who, sees in SIGHT.items() for name in sorted(sees)])
def test_a_record_in_sight_is_found(office: Any, who: str, name: str) -> None:
    assert office.get(who, f"/leads/{office.leads[name]}").json()["name"] == name


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("who", "name"), out_of_sight)
def test_a_name_out_of_sight_gets_the_answer_of_a_name_nobody_has(
    office: Any, who: str, name: str, command: str
) -> None:
    foreign = office.chat(who, command.format(name), session_id=f"{name} {command}"[:64])
    nobody = office.chat(who, command.format("Zoltan Quibble"), session_id=f"nobody {command}"[:64])
    assert foreign["proposal"] is None
    assert foreign["status"] == nobody["status"]
    assert foreign["reply"].replace(name, "X") == nobody["reply"].replace("Zoltan Quibble", "X")
    assert bool(foreign["question"]) == bool(nobody["question"])


@pytest.mark.parametrize(("who", "name"), out_of_sight)
def test_a_record_out_of_sight_on_the_screen_is_nothing_to_point_at(office: Any, who: str, name: str) -> None:
    answers = [
        office.chat(
            who,
            "mark this lead as negotiating",
            session_id=f"screen {record_id}",
            context={"record": {"type": "lead", "id": record_id}},
        )
        for record_id in (office.leads[name], UNKNOWN_ID)
    ]
    assert [answer["proposal"] for answer in answers] == [None, None]
    assert answers[0]["reply"] == answers[1]["reply"]


def test_a_card_is_its_askers_alone(office: Any) -> None:
    card = office.chat("nell@harbor.test", "mark Viola Hartmann as negotiating", session_id="mine")["proposal"]
    decision = {"proposal_id": card["id"], "version": 1, "type": "approve"}
    for who in SIGHT:
        if who == "nell@harbor.test":
            continue
        foreign = office.chat(who, decision=decision, session_id="mine")
        unknown = office.chat(who, decision={**decision, "proposal_id": UNKNOWN_ID}, session_id="mine")
        assert foreign["status"] == unknown["status"] == "refused"
        assert foreign["reply"] == unknown["reply"]
    assert office.get("nell@harbor.test", f"/leads/{office.leads['Viola Hartmann']}").json()["status"] == "contacted"


@pytest.mark.parametrize("actions", [[], [{"index": 1, "drop": True}, {"index": 1, "args": {"city": "Erie"}}]])
def test_an_edit_by_button_names_each_action_it_changes_once(office: Any, actions: list[dict[str, Any]]) -> None:
    card = office.chat("nell@harbor.test", "mark Viola Hartmann as negotiating", session_id="edits")["proposal"]
    decision = {"proposal_id": card["id"], "version": card["version"], "type": "edit", "actions": actions}
    head = office.head("nell@harbor.test")
    answer = office.client.post("/chat", json={"session_id": "edits", "decision": decision}, headers=head)
    assert answer.status_code == 400
    assert "once" in answer.json()["detail"]


def test_an_edit_by_button_reaches_no_record_out_of_sight(office: Any) -> None:
    card = office.chat("nell@harbor.test", "mark Caleb Wexford as negotiating", session_id="edit")["proposal"]
    bodies = []
    for record_id in (office.leads["Greta Lindholm"], UNKNOWN_ID):
        edit = {"proposal_id": card["id"], "version": 1, "type": "edit"}
        edit["actions"] = [{"index": 1, "args": {"lead_id": record_id}}]
        answer = office.client.post(
            "/chat", json={"session_id": "edit", "decision": edit}, headers=office.head("nell@harbor.test")
        )
        assert answer.status_code == 400
        bodies.append(answer.json())
    assert bodies[0] == bodies[1]


def test_a_manager_acting_as_an_agent_sees_as_one(office: Any) -> None:
    answer = office.chat("maud@harbor.test", "show my leads", role="agent", session_id="narrow")
    assert not any(name in answer["reply"] for name in EVERYBODY)


def test_conversations_of_the_same_id_are_apart(office: Any) -> None:
    office.chat("nell@harbor.test", "mark Viola Hartmann as negotiating", session_id="shared")
    answer = office.chat("paul@harbor.test", "yes", session_id="shared")
    assert answer["status"] == "answered"
    assert answer["parked"] == []


def arguments(tool: Any, record_id: str) -> dict[str, Any]:
    """Return arguments for a tool in which every id is `record_id`."""
    filler = {
        "status": "new", "type": "call", "note": "n", "title": "t", "kind": "call", "name": "N", "stage": "won",
        "occurred_at": "2026-05-12T09:00:00-04:00", "starts_at": "2026-05-14T09:00:00-04:00", "email": "n@mail.test",
    }  # fmt: skip
    fields = tool.Args.model_fields
    required = {name for name, field in fields.items() if field.is_required()}
    ids = {name: record_id for name in fields if name.endswith("_id")}
    return {**{name: value for name, value in filler.items() if name in required}, **ids}


BY_ID = sorted(name for name, tool in load().items() if any(f.endswith("_id") for f in tool.Args.model_fields))


@pytest.mark.parametrize("name", BY_ID)
@pytest.mark.parametrize("who", ["paul@harbor.test", "quentin@quarry.test", "wendy@harbor.test"])
async def test_every_tool_that_takes_an_id_treats_a_foreign_one_as_unknown(office: Any, who: str, name: str) -> None:
    tool = load()[name]
    said = [await outcome(office, who, tool, record_id) for record_id in (office.leads["Caleb Wexford"], UNKNOWN_ID)]
    assert said[0] == said[1]


async def outcome(office: Any, who: str, tool: Any, record_id: str) -> str:
    user = office.users[who]
    args = tool.Args.model_validate(arguments(tool, record_id))
    database = Database(office.settings.database_url)
    try:
        async with database.reading() as session:
            asker, directory = await identify(session, Directories(), Caller(user.tenant_id, user.id, user.role))
            moment = Moment(asker, NOW, asker.timezone, asker.locale, directory)
            if isinstance(tool, WriteTool):
                return repr((await tool.preview(session, moment, args, new_id())).changes)
            assert isinstance(tool, ReadTool)
            return (await tool.answer(session, moment, args)).reply
    except UserError as error:
        return f"{type(error).__name__}: {error}"
    finally:
        await database.close()
