"""The protocol of `POST /chat`: what is refused, how, and that it says what to do."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import jwt
import pytest
from structlog.testing import capture_logs

NELL = "nell@harbor.test"
NOW = dt.datetime(2026, 5, 12, 14, 0, tzinfo=dt.UTC)


def post(office: Any, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return office.client.post("/chat", content=content, headers={**office.head(NELL), **headers})


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{nope", "malformed"),
        (b"\xff\xfe\x00", "JSON"),
        (b'{"message": "caf\xe9"}', "UTF-8"),
        ("", "JSON"),
        ("[1, 2]", "object"),
        ({"message": 3}, "message"),
        ({"message": ""}, "empty"),
        ({"message": " \u200b\u202e "}, "empty"),
        ({}, "decision"),
        ({"message": "x" * 4001}, "4,001"),
        ({"message": "hello", "mesage_id": "a"}, "mesage_id"),
        ({"message": "hello", "session_id": "s" * 65}, "session_id"),
        ({"message": "hello", "timezone": "Mars/Olympus"}, "timezone"),
        ({"message": "hello", "timezone": "../../etc/passwd"}, "timezone"),
        ({"message": "hello", "context": {"record": {"type": "planet", "id": "1"}}}, "planet"),
        ('{"message": "hello", "context": ' + nested(3000) + "}", "nested"),
        ({"decision": {"proposal_id": "p", "version": 1, "type": "maybe"}}, "maybe"),
        ({"decision": {"proposal_id": "p", "version": "1", "type": "reject"}}, "version"),
        ({"decision": {"proposal_id": "p", "version": 1, "type": "edit", "actions": [{"index": "1"}]}}, "index"),
        ({"decision": {"proposal_id": "p", "version": 1, "type": "approve", "actions": [{"index": 1}]}}, "actions"),
        (
            '{"decision": {"proposal_id": "p", "version": 1, "type": "edit", "actions": [{"index": 1, "args": '
            + nested(400)
            + "}]}}",
            "nested",
        ),
    ],
)
def test_a_broken_request_is_told_what_is_wrong_with_it(office: Any, body: Any, said: str) -> None:
    response = post(office, body)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]
    assert "Traceback" not in response.text


JOINED = "\U0001f469\u200d\U0001f4bb"  # one emoji of two, by a joiner
UNSEEN = "\u202e\u200b\x00\u2066\ufeff\x1b"


def test_what_cannot_be_seen_is_taken_out_of_what_a_button_sets(office: Any) -> None:
    card = post(office, {"message": "add a new lead Nora Quist from Brickfield", "session_id": "unseen"})
    args = {"city": f"{UNSEEN}Do{UNSEEN}ver", "tags": [f"v{UNSEEN}ip"], "title": f"{JOINED}{UNSEEN} lead"}
    answer = set_by_button(office, card.json()["proposal"], args).json()
    assert answer["status"] == "awaiting_confirmation"
    shown = answer["proposal"]["actions"][0]["args"]
    assert (shown["city"], shown["tags"], shown["title"]) == ("Dover", ["vip"], f"{JOINED} lead")


def test_what_cannot_be_seen_is_taken_out_of_the_names_of_fields_too(office: Any) -> None:
    card = post(office, {"message": "add a new lead Nora Quist from Brickfield", "session_id": "unseen"})
    answer = set_by_button(office, card.json()["proposal"], {"custom": {f"shoe{UNSEEN} size": "42"}}).json()
    assert (answer["status"], "'shoe size'" in answer["reply"]) == ("refused", True)


def set_by_button(office: Any, card: Any, args: Any) -> Any:
    edits = [{"index": 1, "args": args}]
    decision = {"proposal_id": card["id"], "version": card["version"], "type": "edit", "actions": edits}
    return post(office, {"decision": decision, "session_id": "unseen"})


def test_a_request_that_is_too_large_is_refused_whole(office: Any) -> None:
    assert post(office, "x" * 1_100_000).status_code == 413


def test_four_thousand_characters_are_read(office: Any) -> None:
    assert post(office, {"message": "x" * 4000}).status_code == 200


@pytest.mark.parametrize("scheme", ["", "Bearer", "Bearer not-a-token", "Basic abc"])
def test_without_a_token_nobody_comes_in(office: Any, scheme: str) -> None:
    response = office.client.post("/chat", json={"message": "hello"}, headers={"Authorization": scheme})
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"


def forged(office: Any, key: str = "another-key-that-is-long-enough-for-hs256", **claims: Any) -> str:
    good = jwt.decode(office.token(NELL), options={"verify_signature": False})
    return jwt.encode({**good, **claims}, key, algorithm="HS256")


def test_tokens_that_are_foreign_unsigned_or_over_do_not_count(office: Any) -> None:
    claims = jwt.decode(office.token(NELL), options={"verify_signature": False})
    unsigned = jwt.encode(claims, "", algorithm="none")
    expired = office.token(NELL, at=NOW - dt.timedelta(days=1))
    other_tenant = forged(office, office.settings.secret_key, tenant=office.users["quentin@quarry.test"].tenant_id)
    unknown_user = forged(office, office.settings.secret_key, sub="nobody")
    for token in (forged(office), unsigned, expired, other_tenant, unknown_user):
        response = office.client.post("/chat", json={"message": "hello"}, headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 401, response.text


def test_a_role_above_the_tokens_is_refused_and_one_below_is_taken(office: Any) -> None:
    assert post(office, {"message": "hello", "role": "admin"}).status_code == 403
    assert post(office, {"message": "hello", "role": "agent"}).status_code == 200


def test_a_tenant_header_changes_nothing(office: Any) -> None:
    plain = post(office, {"message": "mark Ursula Peck as qualified"}).json()
    asked = post(office, {"message": "mark Ursula Peck as qualified"}, **{"X-Tenant": "quarry"}).json()
    assert (plain["status"], plain["reply"]) == (asked["status"], asked["reply"])


def test_the_same_message_id_gets_the_first_answer_and_other_content_a_conflict(office: Any) -> None:
    body = {"message": "mark Viola Hartmann as qualified", "session_id": "retry", "message_id": "m-1"}
    first, again = post(office, body).json(), post(office, body).json()
    first.pop("timing_ms"), again.pop("timing_ms")
    assert first == again
    conflict = post(office, {**body, "message": "mark Caleb Wexford as qualified"})
    assert conflict.status_code == 409
    assert "message_id" in conflict.json()["detail"]


def test_the_answer_comes_as_events_when_asked_for(office: Any) -> None:
    response = post(office, {"message": "hello"}, Accept="text/event-stream")
    frames = [frame.split("\n") for frame in response.text.strip().split("\n\n")]
    assert [int(frame[0].removeprefix("id: ")) for frame in frames] == list(range(1, len(frames) + 1))
    last = json.loads(frames[-1][1].removeprefix("data: "))
    assert last["type"] == "RUN_FINISHED"
    assert last["result"]["status"] == "answered"


def test_conversations_are_listed_renamed_pinned_and_removed_by_their_owner_alone(office: Any) -> None:
    post(office, {"message": "hello", "session_id": "private"})
    head, other = office.head(NELL), office.head("paul@harbor.test")
    assert office.client.patch("/chat/private", json={"pinned": True}, headers=head).json()["pinned"] is True
    assert office.client.patch("/chat/private", json={"title": ""}, headers=head).status_code == 400
    pinned = office.client.get("/chat", params={"pinned": "true"}, headers=head).json()["items"]
    assert [talk["session_id"] for talk in pinned] == ["private"]
    assert office.client.get("/chat/private", headers=other).status_code == 404
    assert office.client.delete("/chat/private", headers=other).status_code == 404
    assert office.client.delete("/chat/private", headers=head).status_code == 204
    assert office.client.get("/chat/private", headers=head).status_code == 404


def test_a_bug_is_answered_with_a_number_and_the_message_may_be_tried_again(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        message = "Viola Hartmann broke it"
        raise ZeroDivisionError(message)

    body = {"message": "mark Viola Hartmann as negotiating", "session_id": "bug", "message_id": "b-1"}
    with monkeypatch.context() as patch, capture_logs() as logged:
        patch.setattr("graphs.nodes.understand.engine.understand", broken)
        answer = post(office, body).json()
    assert answer["status"] == "failed"
    assert [entry["event"] for entry in logged] == ["incident"]
    assert logged[0]["number"] in answer["reply"]
    assert "Viola" not in str(logged)
    assert post(office, body).json()["status"] == "awaiting_confirmation"


def test_what_is_asked_reaches_no_log(office: Any, capfd: pytest.CaptureFixture[str]) -> None:
    with capture_logs() as logged:
        post(office, {"message": "call Viola Hartmann on +1 617 555 0142 about viola@elmwood.test"})
        post(office, {"message": "mark Viola Hartmann as qualified"})
        post(office, {"message": 3})
    said = capfd.readouterr()
    assert not any(word in f"{said.err}{said.out}{logged}" for word in ("Viola", "555", "elmwood"))
