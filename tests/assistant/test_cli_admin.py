"""The administrator's commands: what they do, what they print, and how they refuse."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.__main__ import main
from assistant.security import read_token
from assistant.settings import Settings

NOW = "2031-05-14T15:30:00+02:00"
USERS = "name,email,role,team\nRuth Amari,ruth@alder.test,agent,North\nSelma Duarte,selma@alder.test,admin,\n"


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Parley = Callable[..., Said]


@pytest.fixture
def parley(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Parley:
    """Run a command in this process, with the data directory and the working directory in `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_NOW", NOW)

    def run(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["parley", *words])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place to put the data directory of the first test that needs users, to be copied by the others."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def staffed(parley: Parley, tmp_path: Path, made: Path) -> Parley:
    """The commands, in an installation with two users."""
    if not (made / "data").exists():
        (tmp_path / "users.csv").write_text(USERS)
        assert parley("import", "users", "users.csv").code == 0
        shutil.copytree(tmp_path / "data", made / "data")
    shutil.copytree(made / "data", tmp_path / "data", dirs_exist_ok=True)
    return parley


def test_the_first_command_that_needs_a_tenant_makes_default(parley: Parley, tmp_path: Path):
    (tmp_path / "users.csv").write_text(USERS)

    assert "default" not in parley("tenant", "list").out
    assert parley("import", "users", "users.csv") == (0, "users: 2 created, 0 changed, 0 unchanged\n", "")
    assert "default  Default  USD       en-US" in parley("tenant", "list").out


def test_tenants_are_added_and_must_be_named_once_there_are_several(parley: Parley):
    assert parley("tenant", "add", "alder", "--name", "Alder AG", "--currency", "chf", "--locale", "de_ch").code == 0
    assert parley("user", "add", "jo@alder.test").code == 0
    assert parley("tenant", "add", "birch").code == 0

    asked = parley("user", "list")

    assert asked == (1, "", "parley: say which tenant with --tenant: alder, birch\n")
    assert "jo@alder.test" in parley("user", "list", "--tenant", "alder").out
    assert "jo@alder.test" not in parley("user", "list", "--tenant", "birch").out
    assert "alder  Alder AG  CHF       de-CH" in parley("tenant", "list").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tenant", "add", "Not A Slug"], "no slug"),
        (["tenant", "add", "alder", "--currency", "francs"], "three letters"),
        (["user", "list", "--tenant", "birch"], "there is no tenant 'birch'; there are: default"),
        (["user", "add", "ruth@alder.test"], "there is a user ruth@alder.test already"),
        (["user", "add", "jo"], "no e-mail address"),
        (["user", "add", "jo@a.test", "--role", "boss"], "none of agent, manager, admin"),
        (["user", "add", "jo@a.test", "--timezone", "Berlin"], "Europe/Berlin"),
        (["user", "add", "jo@a.test", "--locale", "german"], "en-GB"),
        (["user", "disable", "jo@a.test"], "no user jo@a.test; there are ruth@alder.test, selma@alder.test"),
        (["token", "jo@a.test"], "no user jo@a.test"),
        (["import", "customers", "users.csv"], "there is no kind 'customers'"),
        (["import", "leads", "nowhere.csv"], "nowhere.csv: No such file or directory"),
        (["import", "leads", "nowhere.csv", "--mapping", "nowhere.toml"], "nowhere.toml: No such file or directory"),
        (["export", "customers"], "there is no kind 'customers'"),
        (["vocabulary", "add", "statuses", "new"], "'new' is among the statuses already"),
        (["vocabulary", "add", "statuses", "On Hold"], "in_review"),
        (["vocabulary", "set", "stages", "signed"], "no 'signed' among the stages: prospecting, qualification"),
        (["vocabulary", "field", "lead", "seats"], "no custom field lead seats"),
    ],
)
def test_what_is_refused_ends_with_one_line_and_exit_code_1(staffed: Parley, words: list[str], said: str):
    code, _, err = staffed(*words)

    assert (code, err.count("\n")) == (1, 1)
    assert said in err


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["import", "leads"],
        ["token"],
        ["token", "ruth@alder.test", "--ttl", "soon"],
        ["token", "ruth@alder.test", "--ttl", "0h"],
        ["vocabulary", "add", "moods", "happy"],
    ],
)
def test_what_is_no_command_ends_with_exit_code_2(staffed: Parley, words: list[str]):
    code, out, err = staffed(*words)

    assert (code, out) == (2, "")
    assert "Usage: parley" in err


def test_a_setting_that_cannot_be_used_is_named_in_one_line(parley: Parley, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_NOW", "yesterday")

    code, out, err = parley("tenant", "list")

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "ASSISTANT_NOW" in err


def test_a_bug_is_one_line_and_its_traceback_is_for_who_asks(parley: Parley, monkeypatch: pytest.MonkeyPatch):
    def break_down(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("store.tenants.list_tenants", break_down)

    assert parley("tenant", "list") == (
        *(1, ""),
        "parley: something went wrong here (ZeroDivisionError); with ASSISTANT_LOG_LEVEL=debug you see where\n",
    )
    monkeypatch.setenv("ASSISTANT_LOG_LEVEL", "debug")
    with pytest.raises(ZeroDivisionError):
        parley("tenant", "list")


def test_a_user_is_added_with_all_that_a_user_has(staffed: Parley):
    added = staffed(
        *("user", "add", "Jo.Ek@Alder.test", "--role", "Manager", "--team", "North"),
        *("--timezone", "europe/oslo", "--locale", "nb-NO"),
    )

    assert added == (0, "added jo.ek@alder.test to default as manager\n", "")
    listed = [line.split("  ") for line in staffed("user", "list").out.splitlines()]
    row = next([cell.strip() for cell in line if cell] for line in listed if line[0].startswith("jo.ek"))
    assert row == ["jo.ek@alder.test", "Jo Ek", "manager", "North", "Europe/Oslo", "nb-NO"]


def test_a_token_is_all_that_is_printed_and_lasts_as_long_as_was_asked(staffed: Parley, tmp_path: Path):
    code, out, err = staffed("token", "Ruth@alder.test", "--ttl", "30m")

    settings = Settings.load({"ASSISTANT_DATA_DIR": str(tmp_path / "data"), "ASSISTANT_NOW": NOW}, tmp_path)
    assert settings.now
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert read_token(settings, out.strip(), settings.now).role == "agent"


def test_a_disabled_user_gets_no_token(staffed: Parley):
    assert staffed("user", "disable", "ruth@alder.test").code == 0

    assert staffed("token", "ruth@alder.test") == (1, "", "parley: ruth@alder.test is disabled\n")
    assert staffed("user", "disable", "ruth@alder.test").code == 1
    assert "disabled" in staffed("user", "list").out


def test_an_import_that_is_refused_lists_every_row_and_says_one_line(staffed: Parley, tmp_path: Path):
    (tmp_path / "leads.csv").write_text("name,email,status\nLea,lea,odd\nNoor,noor@haddad.test,new\n,x@y.test,new\n")

    code, out, err = staffed("import", "leads", "leads.csv")

    assert code == 1
    assert [line.split(":")[0] + line.split(":")[1][:7] for line in out.splitlines()[1:]] == [
        "line 2 email ",
        "line 2 status",
        "line 4 name i",
    ]
    assert err.startswith("parley: leads.csv: 2 rows do not fit, so nothing is imported (first: line 2: email")
    assert err.count("\n") == 1
    assert len(staffed("export", "leads").out.splitlines()) == 1


def test_good_rows_are_kept_where_that_is_asked_for(staffed: Parley, tmp_path: Path):
    (tmp_path / "leads.csv").write_text("name,email\nLea,lea\nNoor,noor@haddad.test\n")

    code, out, err = staffed("import", "leads", "leads.csv", "--keep-good")

    assert (code, err) == (0, "")
    assert out.startswith("leads: 1 created, 0 changed, 0 unchanged, 1 refused\n")


def test_a_dry_run_shows_columns_and_rows_and_writes_nothing(staffed: Parley, tmp_path: Path):
    (tmp_path / "leads.csv").write_text("Full Name,Their Status,Seats\nLea,odd,7\n")
    (tmp_path / "leads.toml").write_text('[columns]\nstatus = "Their Status"\n')
    words = ("import", "leads", "leads.csv", "--mapping", "leads.toml", "--adopt-values")

    dry = staffed(*words, "--dry-run")

    assert dry.code == 0
    assert dry.out.splitlines() == [
        "leads: 1 created, 0 changed, 0 unchanged (nothing is written)",
        "field         column",
        "status  from  Their Status",
        "name    from  Full Name",
        "seats   from  Seats",
        "line          name",
        "2     create  Lea",
        'new custom field "Seats" (number)',
        "added odd to the list, as open",
        "what names no owner is owned by selma@alder.test",
    ]
    assert staffed(*words).out.startswith("leads: 1 created, 0 changed, 0 unchanged\n")


def test_an_export_goes_to_a_file_or_to_standard_output(staffed: Parley, tmp_path: Path):
    printed = staffed("export", "users").out
    written = staffed("export", "users", "out.csv")

    assert written.out == "wrote 2 users to out.csv\n"
    assert (tmp_path / "out.csv").read_bytes().decode().replace("\r\n", "\n") == printed.replace("\r\n", "\n")
    assert printed.splitlines()[1].endswith(",Ruth Amari,ruth@alder.test,agent,North,UTC,")
    assert staffed("export", "users", "-").out == printed
    assert not (tmp_path / "-").exists()


def test_the_vocabulary_is_shown_with_what_people_say(staffed: Parley):
    out = staffed("vocabulary").out

    assert out.index("statuses") < out.index("negotiating") < out.index("stages") < out.index("prospecting")
    assert "closed_lost  Closed lost  lost" in out


def test_a_status_is_added_in_its_place_changed_moved_and_removed(staffed: Parley):
    def statuses() -> list[str]:
        return [line.split("  ")[0] for line in staffed("vocabulary").out.split("\n\n")[0].splitlines()[2:]]

    staffed("vocabulary", "add", "statuses", "on_hold", "--words", "parked, On Ice", "--after", "new")
    assert statuses()[:3] == ["new", "on_hold", "contacted"]
    assert "On hold" in staffed("vocabulary").out

    staffed(
        "vocabulary", "set", "statuses", "on_hold", "--label", "Waiting", "--outcome", "lost", "--after", "qualified"
    )
    line = next(line for line in staffed("vocabulary").out.splitlines() if line.startswith("on_hold"))
    assert line.split() == ["on_hold", "Waiting", "lost", "parked,", "on", "ice"]
    assert statuses()[:4] == ["new", "contacted", "qualified", "on_hold"]

    assert staffed("vocabulary", "remove", "statuses", "on_hold").code == 0
    assert "on_hold" not in statuses()


def test_a_status_that_records_have_stays(staffed: Parley, tmp_path: Path):
    (tmp_path / "leads.csv").write_text("name,status\nLea,qualified\n")
    staffed("import", "leads", "leads.csv")

    code, _, err = staffed("vocabulary", "remove", "statuses", "qualified")

    assert (code, err) == (1, "parley: 1 record is qualified: set that to something else first\n")


def test_the_last_open_stage_stays(staffed: Parley):
    for stage in ("prospecting", "qualification", "proposal"):
        assert staffed("vocabulary", "remove", "stages", stage).code == 0

    assert "last of the stages that is open" in staffed("vocabulary", "remove", "stages", "negotiation").err


def test_a_custom_field_is_given_other_words(staffed: Parley, tmp_path: Path):
    (tmp_path / "leads.csv").write_text("name,Seats\nLea,7\n")
    staffed("import", "leads", "leads.csv")

    staffed("vocabulary", "field", "lead", "seats", "--label", "Workplaces", "--words", "desks, chairs")

    assert "lead  seats  Workplaces  number  desks, chairs" in staffed("vocabulary").out


def test_the_doctor_changes_nothing_and_says_what_is_missing(parley: Parley, tmp_path: Path):
    code, out, _ = parley("doctor")

    assert code == 0
    assert "is not there yet" in out
    assert "stands still at 2031-05-14T15:30:00+02:00" in out
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_the_doctor_names_what_keeps_parley_from_working(staffed: Parley, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_SECRET_KEY", "short")
    monkeypatch.setenv("ASSISTANT_LOCALES", "en-US")
    monkeypatch.setenv("ASSISTANT_JWT_ISSUERS", '{"https://crm.example": "missing.json"}')
    monkeypatch.setenv("ASSISTANT_LLM_MODEL", "small")
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", "http://127.0.0.1:9/v1")

    code, out, err = staffed("doctor")

    bad = [line.split("  ")[0] for line in out.splitlines() if "  bad" in line]
    assert (code, bad) == (1, ["secret key", "foreign tokens", "settings", "language model"])
    assert err == "parley: to be mended: secret key, foreign tokens, settings, language model\n"
    assert "users           ok   2 (tenants: 1)" in out


def test_the_doctor_names_the_package_that_a_database_needs(parley: Parley, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", "postgresql+asyncpg://parley:secret@127.0.0.1:1/parley")
    doctor = sys.modules["assistant.cli.doctor"]
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name == "asyncpg" else name)

    code, out, _ = parley("doctor")

    assert code == 1
    assert "database        bad  the package asyncpg is missing: install parley[postgres]" in out
    assert "secret" not in out.replace("secret key", "")


def test_help_loads_nothing_that_a_command_needs():
    heavy = ("sqlalchemy", "pydantic", "asyncio", "jwt", "rich", "yaml", "litestar", "langgraph")
    program = (
        "import sys; from assistant.__main__ import main\n"
        "sys.argv = ['parley', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(' '.join(name for name in {heavy!r} if name in sys.modules))\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "Usage: parley" in ran.stdout
    assert ran.stderr == ""


@pytest.mark.parametrize("command", [[], ["tenant"], ["user", "add"], ["import"], ["vocabulary", "set"], ["doctor"]])
def test_every_command_has_help(parley: Parley, command: list[str]):
    code, out, _ = parley(*command, "--help")

    assert code == 0
    assert out.startswith("Usage: parley")
