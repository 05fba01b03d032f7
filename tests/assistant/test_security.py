"""A token says who asks, and only one that is signed with a key known here is believed."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from assistant.security import Claims, NotAuthenticated, issue_token, read_token
from assistant.settings import Settings
from store.errors import OperatorError

NOW = dt.datetime(2031, 5, 14, 8, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEY = "k" * 40
HOST = "https://crm.example"


def settings_with(**issuers: str) -> Settings:
    return Settings(Path(), "", KEY, jwt_issuers={HOST: issuers["host"]} if issuers else {})


SETTINGS = settings_with()


def claims(**changes: object) -> dict[str, object]:
    whole = {"sub": "u-1", "tenant": "t-1", "role": "agent", "exp": NOW.timestamp() + 60, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def signed(key: Any = KEY, algorithm: str = "HS256", headers: dict[str, str] | None = None, **changes: Any) -> str:
    return jwt.encode(claims(**changes), key, algorithm=algorithm, headers=headers)


def by_hand(head: dict[str, str], body: dict[str, object], key: bytes | None) -> str:
    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    text = f"{part(json.dumps(head).encode())}.{part(json.dumps(body).encode())}"
    return f"{text}.{part(hmac.new(key, text.encode(), hashlib.sha256).digest()) if key else ''}"


def issue(ttl: dt.timedelta = HOUR, now: dt.datetime = NOW) -> str:
    return issue_token(SETTINGS, user_id="u-1", tenant_id="t-1", role="manager", now=now, ttl=ttl)


def test_a_token_says_who_it_was_issued_to():
    assert read_token(SETTINGS, issue(), NOW) == Claims("u-1", "t-1", "manager")


def test_a_token_is_good_until_its_time_is_over_by_the_clock_that_is_handed_in():
    token = issue(ttl=dt.timedelta(seconds=1))

    assert read_token(SETTINGS, token, NOW)
    with pytest.raises(NotAuthenticated, match="expired"):
        read_token(SETTINGS, token, NOW + dt.timedelta(seconds=1))


def test_a_token_from_a_frozen_past_is_good_in_that_past():
    then = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)

    assert read_token(SETTINGS, issue(now=then), then)


@pytest.mark.parametrize("missing", ["sub", "tenant", "role", "exp"])
def test_a_token_that_lacks_a_claim_is_not_believed(missing):
    with pytest.raises(NotAuthenticated, match=missing):
        read_token(SETTINGS, jwt.encode(claims(**{missing: None}), KEY), NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sub": 7},
        {"sub": ""},
        {"tenant": ["t-1"]},
        {"tenant": ""},
        {"role": "owner"},
        {"role": ["admin"]},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"exp": [1]},
        {"nbf": NOW.timestamp() + 5},
        {"nbf": "later"},
    ],
)
def test_a_claim_of_another_kind_is_not_believed(wrong):
    with pytest.raises(NotAuthenticated):
        read_token(SETTINGS, by_hand({"alg": "HS256"}, claims(**wrong), KEY.encode()), NOW)


@pytest.mark.parametrize("token", ["", "let-me-in", "a.b.c", ".".join(["e30"] * 3), "é.é.é", "\ud800"])
def test_what_is_no_token_is_not_believed(token):
    with pytest.raises(NotAuthenticated):
        read_token(SETTINGS, token, NOW)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS384", "HS512", "RS256"])
def test_no_other_algorithm_is_accepted(algorithm):
    with pytest.raises(NotAuthenticated):
        read_token(SETTINGS, by_hand({"alg": algorithm}, claims(), KEY.encode()), NOW)


def test_a_token_without_a_signature_is_not_believed():
    with pytest.raises(NotAuthenticated):
        read_token(SETTINGS, by_hand({"alg": "none"}, claims(), None), NOW)


def test_a_token_of_another_key_is_not_believed():
    with pytest.raises(NotAuthenticated):
        read_token(SETTINGS, signed("x" * 40), NOW)


def test_a_changed_token_is_not_believed():
    head, _, signature = issue().split(".")
    _, body, _ = signed(role="admin").split(".")

    with pytest.raises(NotAuthenticated):
        read_token(SETTINGS, f"{head}.{body}.{signature}", NOW)


def test_a_refusal_holds_no_secret():
    with pytest.raises(NotAuthenticated) as caught:
        read_token(SETTINGS, signed("x" * 40), NOW)

    assert KEY not in str(caught.value)


def test_a_host_signs_with_its_own_secret():
    settings = settings_with(host="h" * 40)

    assert read_token(settings, signed("h" * 40, iss=HOST), NOW) == Claims("u-1", "t-1", "agent")


def test_a_host_cannot_sign_with_our_key_nor_we_with_its():
    settings = settings_with(host="h" * 40)

    for token in (signed(iss=HOST), signed("h" * 40), signed("h" * 40, iss="https://other.example")):
        with pytest.raises(NotAuthenticated):
            read_token(settings, token, NOW)


def key_set(tmp_path: Path, *keys: dict[str, str]) -> Settings:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": keys}))
    return settings_with(host=str(path))


def public(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, kid: str) -> dict[str, str]:
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(private, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**json.loads(algorithm.to_jwk(private.public_key())), "kid": kid}  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def test_a_host_signs_with_a_key_of_its_key_set(tmp_path, rsa_key, ec_key):
    settings = key_set(tmp_path, public(rsa_key, "one"), public(ec_key, "two"))

    for key, algorithm, kid in ((rsa_key, "RS256", "one"), (ec_key, "ES256", "two")):
        token = signed(key, algorithm, {"kid": kid}, iss=HOST)
        assert read_token(settings, token, NOW).user_id == "u-1"


def test_a_key_set_of_one_needs_no_key_id(tmp_path, ec_key):
    assert read_token(key_set(tmp_path, public(ec_key, "two")), signed(ec_key, "ES256", iss=HOST), NOW)


def test_which_of_several_keys_must_be_said(tmp_path, rsa_key, ec_key):
    settings = key_set(tmp_path, public(rsa_key, "one"), public(ec_key, "two"))

    for headers in (None, {"kid": "three"}, {"kid": "one"}):
        with pytest.raises(NotAuthenticated):
            read_token(settings, signed(ec_key, "ES256", headers, iss=HOST), NOW)


def test_a_public_key_is_no_secret_to_sign_with(tmp_path, rsa_key):
    settings = key_set(tmp_path, public(rsa_key, "one"))
    published = json.dumps(public(rsa_key, "one")).encode()

    with pytest.raises(NotAuthenticated):
        read_token(settings, by_hand({"alg": "HS256", "kid": "one"}, claims(iss=HOST), published), NOW)


@pytest.mark.parametrize("content", [None, "no json", "[]", "{}", '{"keys": [{"kty": "oct", "secret": "hush"}]}'])
def test_a_key_file_that_cannot_be_used_is_the_operators_to_mend(tmp_path, content):
    path = tmp_path / "jwks.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(OperatorError, match=r"jwks\.json") as caught:
        read_token(settings_with(host=str(path)), signed(iss=HOST), NOW)
    assert "hush" not in str(caught.value)


def test_a_key_on_a_curve_that_is_not_accepted_is_the_operators_to_mend(tmp_path):
    key = ec.generate_private_key(ec.SECP384R1())

    with pytest.raises(OperatorError, match="RS256, ES256 and HS256"):
        read_token(key_set(tmp_path, public(key, "one")), signed(key, "ES384", iss=HOST), NOW)
