"""What is exported can be opened in a spreadsheet, and imported again without a change."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.escapes import escaped, unescaped
from assistant.exports import export_csv
from store.admin_session import administering
from store.errors import Refused
from store.models import Deal, Lead, User
from store.tenants import disable_user

if TYPE_CHECKING:
    from tests.assistant.imports.conftest import Office

KINDS = ("users", "accounts", "contacts", "leads", "deals", "interactions", "follow_ups", "tasks")
FILES = {
    "accounts": "name,industry,owner,Sites\nStern Optik,Retail,ruth@alder.test,3\n",
    "contacts": "name,email,account\nKai Voss,kai@stern.test,Stern Optik\n",
    "leads": (
        "name,email,phone,company,status,owner_email,expected_amount,currency,tags,last_contacted,"
        "Seats,VIP,Lease ends\n"
        "Lea Stern,lea@stern.test,+49 30 1,Stern Optik,contacted,ruth@alder.test,1200.50,EUR,vip;new,"
        "2031-05-02T11:00:00+02:00,12,yes,2031-12-31\n"
        "=Noor,,,,new,ivo@alder.test,,USD,,,,no,\n"
        "Lea Stern,,,Twin,new,ivo@alder.test,900,JPY,,,7.5,,\n"
    ),
    "deals": (
        "name,account,lead_email,stage,amount,opened_on,closed_on\n"
        "Lenses,Stern Optik,lea@stern.test,won,5,2031-01-02,\n"
    ),
    "interactions": (
        "lead_email,type,note,occurred_at,user_email\n"
        'lea@stern.test,call,"Said ""yes"",\nat last",2031-05-10T10:00:00Z,ivo@alder.test\n'
    ),
    "follow_ups": "title,kind,lead_email,starts_at,status\n-- Call,call,=Noor,2031-05-20T09:00:00-04:00,cancelled\n",
    "tasks": "title,due_on,status\nPrint lists,2031-05-20,done\n",
}


@pytest.fixture
async def full(office: Office) -> Office:
    for kind, text in FILES.items():
        report = await office.load(kind, text)
        assert report.saved, report.refused
    return office


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("kind", KINDS)
async def test_importing_an_export_changes_nothing(full: Office, kind: str):
    exported = await full.export(kind)
    revision = (await full.directory()).revision

    report = await full.load(kind, exported, now=dt.datetime(2031, 8, 1, tzinfo=dt.UTC))

    assert (report.created, report.changed, report.refused, report.kept) == (0, 0, (), ())
    assert report.unchanged == len(rows_of(exported))
    assert (await full.directory()).revision == revision
    assert await full.export(kind) == exported


async def test_an_empty_tenant_gets_the_same_records(full: Office, empty_office: Office):
    exported = {kind: rows_of(await full.export(kind)) for kind in KINDS}
    for kind in KINDS:
        await empty_office.load(kind, await full.export(kind))
        again = await empty_office.load(kind, await full.export(kind))
        assert (again.created, again.changed) == (0, 0)

    for kind in KINDS:
        copied = rows_of(await empty_office.export(kind))
        # the ids are in use in this database, so the copies have others
        assert [{**row, "id": ""} for row in copied] == [{**row, "id": ""} for row in exported[kind]]


async def test_an_id_that_nobody_has_is_kept(office: Office):
    record_id = "01890a5d-ac96-774b-bcce-b302099a8057"

    await office.load("leads", f"id,name\n{record_id},Lea\n")

    assert (await office.one(Lead)).id == record_id


async def test_the_columns_are_the_imports_with_id_and_custom_fields(full: Office):
    header = (await full.export("leads")).splitlines()[0]

    assert header == (
        "id,name,email,phone,company,title,status,owner_email,source,expected_amount,currency,city,tags,last_contacted,"
        "Seats,VIP,Lease ends"
    )
    assert (await full.export("users")).splitlines()[0] == "id,name,email,role,team,timezone,locale"


async def test_a_row_says_what_the_record_is(full: Office):
    lea, noor, twin = rows_of(await full.export("leads"))

    assert (lea["owner_email"], lea["expected_amount"], lea["tags"]) == ("ruth@alder.test", "1200.50", "vip;new")
    assert lea["last_contacted"] == "2031-05-10T12:00:00+02:00"  # the call, on her owner's clock
    assert (lea["Seats"], lea["VIP"], lea["Lease ends"], lea["phone"]) == ("12", "yes", "2031-12-31", "+49 30 1")
    assert (noor["name"], noor["VIP"], twin["expected_amount"], twin["Seats"]) == ("'=Noor", "no", "900", "7.5")


async def test_what_hangs_on_a_lead_without_a_name_of_its_own_names_it_by_id(office: Office):
    await office.load("leads", "Record ID,name\n1,Lea Stern\n2,Lea Stern\n")
    second = (await office.all(Lead))[1]
    await office.load("deals", f"name,lead\nLenses,{second.id}\n")

    exported = await office.export("deals")
    assert rows_of(exported)[0]["lead_email"] == second.id
    assert (await office.load("deals", exported)).unchanged == 1


async def test_an_edited_export_changes_what_was_edited(full: Office):
    exported = await full.export("deals")

    report = await full.load("deals", exported.replace("Lenses", "Lenses 2031"))

    assert (report.changed, report.kept, (await full.one(Deal)).name) == (1, (), "Lenses 2031")


async def test_archived_leads_and_what_hangs_on_them_stay_at_home(office: Office):
    await office.load("leads", "name,email\nLea,lea@stern.test\n")
    await office.load("tasks", "title,lead\nCall Lea,lea@stern.test\nRest,\n")
    await office.edit(Lead, archived_at=dt.datetime(2031, 5, 14, tzinfo=dt.UTC))

    assert rows_of(await office.export("leads")) == []
    assert [row["title"] for row in rows_of(await office.export("tasks"))] == ["Rest"]


async def test_a_disabled_user_is_disabled_in_the_copy_too(full: Office, empty_office: Office):
    async with administering(full.database) as session:
        ivo = await session.get(User, (await full.user("ivo@alder.test")).id)
        assert ivo
        await disable_user(session, ivo, dt.datetime(2031, 5, 14, tzinfo=dt.UTC))

    await empty_office.load("users", await full.export("users"))

    assert (await empty_office.user("ivo@alder.test")).disabled_at
    assert (await empty_office.user("ruth@alder.test")).disabled_at is None


async def test_only_what_is_in_sight_is_exported(full: Office):
    file = io.StringIO(newline="")
    scope = (await full.asker("otto@alder.test")).scope

    assert await export_csv(full.database, full.tenant_id, "leads", file, scope=scope) == 1
    assert [row["name"] for row in rows_of(file.getvalue())] == ["Lea Stern"]


async def test_a_kind_or_tenant_that_there_is_not_is_refused(full: Office):
    with pytest.raises(Refused, match="no kind"):
        await full.export("customers")
    with pytest.raises(Refused, match="no such tenant"):
        await export_csv(full.database, "nobody", "leads", io.StringIO())


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2-3", "'-2-3"),
        ("+CMD|x", "'+CMD|x"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),  # noqa: RUF001
        ("'=1", "''=1"),
        ("+49 (30) 555-0101", "+49 (30) 555-0101"),
        ("-5.50", "-5.50"),
        ("O'Neil", "O'Neil"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_a_cell_that_would_run_is_escaped_and_comes_back_as_it_was(cell: str, written: str):
    assert escaped(cell) == written
    assert unescaped(written) == cell


@given(some.text(some.sampled_from("'=+-@＝\t1 (a"), max_size=8))  # noqa: RUF001
def test_every_text_survives_being_escaped(text: str):
    assert unescaped(escaped(text)) == text
