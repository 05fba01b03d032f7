"""Settings come from the environment and `.env`, and a bad one is named with what to write."""

from __future__ import annotations

import datetime as dt
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.clock import Clock
from assistant.secret_key import kept_key
from assistant.settings import Settings, unknown_variables
from store.errors import OperatorError

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_without_any_variable_everything_has_a_default(tmp_path):
    settings = Settings.load({}, tmp_path)

    assert settings.data_dir == tmp_path / ".data"
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/.data/parley.sqlite"
    assert (settings.now, settings.llm_model, settings.locale) == (None, "", "en-US")
    assert (settings.proposal_minutes, settings.requests_per_minute) == (60, 600)


def test_the_example_lists_every_setting_with_its_default(tmp_path):
    listed = set(re.findall(r"^(ASSISTANT_\w+)=", EXAMPLE.read_text(), re.MULTILINE))
    (tmp_path / ".env").write_text(EXAMPLE.read_text())

    assert listed == {f"ASSISTANT_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert Settings.load({}, tmp_path) == Settings.load({"ASSISTANT_SECRET_KEY": ""}, tmp_path)
    assert replace(Settings.load({}, tmp_path), secret_key="") == Settings(
        tmp_path / ".data", f"sqlite+aiosqlite:///{tmp_path}/.data/parley.sqlite", ""
    )


def test_the_environment_goes_before_the_file(tmp_path):
    (tmp_path / ".env").write_text(
        "# ours\nASSISTANT_LOCALE=en-GB\nexport ASSISTANT_LLM_MODEL = 'small # one'\nASSISTANT_LOG_LEVEL=debug # loud\n"
    )

    settings = Settings.load({"ASSISTANT_LOCALE": "de-DE"}, tmp_path)

    assert (settings.locale, settings.llm_model, settings.log_level) == ("de-DE", "small # one", "debug")


def test_a_line_of_the_file_that_sets_nothing_is_named(tmp_path):
    (tmp_path / ".env").write_text("ASSISTANT_LOCALE=en-GB\nlocale: en-GB\n")

    with pytest.raises(OperatorError, match="line 2: write NAME=value"):
        Settings.load({}, tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("NOW", "2026-03-09T09:15:00", "offset"),
        ("NOW", "soon", "offset"),
        ("PROPOSAL_MINUTES", "an hour", "whole number, 1 or more"),
        ("PROPOSAL_MINUTES", "0", "1 or more"),
        ("REQUESTS_PER_MINUTE", "-1", "0 or more"),
        ("LOG_LEVEL", "loud", "debug, info"),
        ("LOG_PERSONAL", "maybe", "true or false"),
        ("LOCALE", "English", "en-US"),
        ("DATABASE_URL", "mysql://db/parley", "postgresql"),
        ("JWT_ISSUERS", "https://crm.example", "JSON object"),
        ("JWT_ISSUERS", '{"https://crm.example": 7}', "JSON object"),
        ("JWT_ISSUERS", '{"https://crm.example": "-----BEGIN PUBLIC KEY-----"}', "JWKS file"),
    ],
)
def test_a_bad_value_is_named_with_what_to_write(tmp_path, name, value, advice):
    with pytest.raises(OperatorError, match=f"ASSISTANT_{name}.*{advice}"):
        Settings.load({f"ASSISTANT_{name}": value}, tmp_path)


def test_a_bad_address_of_a_database_is_not_repeated_for_it_may_hold_a_password(tmp_path):
    with pytest.raises(OperatorError) as caught:
        Settings.load({"ASSISTANT_DATABASE_URL": "mysql://root:hunter2@db/parley"}, tmp_path)

    assert "hunter2" not in str(caught.value)


def test_settings_do_not_show_their_secrets_in_a_traceback(tmp_path):
    settings = Settings.load({"ASSISTANT_SECRET_KEY": "hush", "ASSISTANT_LLM_API_KEY": "quiet"}, tmp_path)

    assert "hush" not in repr(settings)
    assert "quiet" not in repr(settings)


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first, second = Settings.load({}, tmp_path), Settings.load({}, tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 64
    assert stat.S_IMODE((tmp_path / ".data" / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / ".data").iterdir()] == ["secret.key"]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(kept_key, [tmp_path] * 32))

    assert len(keys) == 1


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(OperatorError, match="ASSISTANT_DATA_DIR"):
        Settings.load({"ASSISTANT_DATA_DIR": "file/inside"}, tmp_path)


def test_a_misspelt_setting_is_found(tmp_path):
    (tmp_path / ".env").write_text("ASSISTANT_LLM_MODLE=small\n")

    assert unknown_variables({"ASSISTANT_LOCALE": "en-US", "PATH": ""}, tmp_path) == ("ASSISTANT_LLM_MODLE",)


def test_a_jwks_path_is_taken_from_the_directory_and_a_secret_is_left_alone(tmp_path):
    settings = Settings.load({"ASSISTANT_JWT_ISSUERS": '{"a": "keys/a.json", "b": "a secret"}'}, tmp_path)

    assert settings.jwt_issuers == {"a": f"{tmp_path}/keys/a.json", "b": "a secret"}


def test_a_frozen_clock_stands_still_and_tells_utc(tmp_path):
    settings = Settings.load({"ASSISTANT_NOW": "2026-03-09T09:15:00-04:00"}, tmp_path)

    assert Clock(settings.now).now() == dt.datetime(2026, 3, 9, 13, 15, tzinfo=dt.UTC)
    assert Clock(settings.now).now().tzinfo is dt.UTC


def test_a_running_clock_runs():
    clock = Clock()

    assert clock.now().tzinfo is dt.UTC
    assert clock.now() <= clock.now()
