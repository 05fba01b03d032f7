"""What a file may look like, and what is said of one that cannot be read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from store.errors import Refused
from store.models import Deal, Interaction, Lead, Task

if TYPE_CHECKING:
    from tests.assistant.imports.conftest import Office


@pytest.mark.parametrize(
    "content",
    [
        "name,city\nLéa,Köln\n".encode("utf-8-sig"),
        "name,city\nLéa,Köln\n".encode("utf-16"),
        "name;city\nLéa;Köln\n".encode(),
        b"name\tcity\r\nL\xc3\xa9a\tK\xc3\xb6ln\r\n",
        '\n"name","city"\n\n"Léa","Köln"\n'.encode(),
        "name,city,\nLéa,Köln,,,\n".encode(),
    ],
)
async def test_files_as_spreadsheets_save_them_are_read(office: Office, content: bytes):
    await office.load("leads", content)

    lead = await office.one(Lead)
    assert (lead.name, lead.city) == ("Léa", "Köln")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        ("name\nLea\nLéa\n".encode("latin-1"), r"line 3 is not UTF-8 \(byte 11 .* 0xE9\): save the file as UTF-8"),
        (b"PK\x03\x04\x00\x00", "zero bytes"),
        (b'name,city\n"Lea,Bonn\n', "line 2: this is no CSV"),
        (b"name,Name\nLea,Lea\n", 'two columns are called "name" and "Name"'),
        (b"city\nBonn\n", "leads need name, and no column says it: the file has city"),
        (b"name,Owner,Lead Owner\nLea,,\n", '"Owner" and "Lead Owner" both say owner_email'),
        (b"name,Created at\nLea,2031-01-01\n", 'their_created_at = "Created at"'),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(office: Office, content: bytes, said: str):
    with pytest.raises(Refused, match=said):
        await office.load("leads", content)


async def test_a_file_of_a_header_alone_has_no_rows(office: Office):
    report = await office.load("leads", "name,city\n")

    assert (report.created, report.refused, report.saved) == (0, (), True)


async def test_an_unknown_kind_is_refused_with_the_known_ones(office: Office):
    with pytest.raises(Refused, match="users, accounts, contacts"):
        await office.load("customers", "name\nLea\n")


async def test_ragged_rows_are_refused_by_their_lines(office: Office):
    report = await office.load("leads", 'name,city\nLea\n"Noor\nHaddad",Bonn\nZoe,Bonn,x\n')

    assert [str(one) for one in report.refused] == [
        "line 2: has 1 cells, the header has 2",
        "line 5: has 3 cells, the header has 2",
    ]


async def test_a_cell_that_a_spreadsheet_would_run_stays_text_and_loses_only_its_escape(office: Office):
    await office.load(
        "leads", "name,phone,source,Remark\n'=Lea(),+49 30 1,'@fair,'-10% asked\n=Noor,'+49 30 2,=1+1,''=x\n"
    )

    lea, noor = await office.all(Lead)
    assert (lea.name, lea.phone, lea.source, lea.custom) == ("=Lea()", "+49 30 1", "@fair", {"remark": "-10% asked"})
    assert (noor.name, noor.phone, noor.source, noor.custom) == ("=Noor", "+49 30 2", "=1+1", {"remark": "'=x"})


async def test_characters_that_nobody_sees_are_taken_out(office: Office):
    await office.load("leads", "name,city\nLe\u200ba\u202e St\u0007ern,\u00a0K\u00f6ln \n")

    lead = await office.one(Lead)
    assert (lead.name, lead.city) == ("Lea Stern", "Köln")


async def test_the_line_breaks_of_a_note_stay_and_those_of_a_name_do_not(office: Office):
    await office.load("leads", 'name,email\n"Lea\nStern",lea@stern.test\n')
    await office.load("interactions", 'lead,type,note,occurred_at\nlea@stern.test,call,"One\r\ntwo",2031-05-01\n')

    assert (await office.one(Lead)).name == "Lea Stern"
    assert (await office.one(Interaction)).note == "One\ntwo"


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (["2031-03-04"], dt.date(2031, 3, 4)),
        (["2031/03/04 09:14"], dt.date(2031, 3, 4)),
        (["2031-03-04T23:30:00-05:00"], dt.date(2031, 3, 4)),
        (["4 Mar 2031"], dt.date(2031, 3, 4)),
        (["March 4, 2031"], dt.date(2031, 3, 4)),
        (["03/04/2031", "31/12/2031"], dt.date(2031, 4, 3)),
        (["03/04/2031", "12/31/2031"], dt.date(2031, 3, 4)),
        (["4.3.2031 14:30", "31.3.2031"], dt.date(2031, 3, 4)),
        (["05/05/2031"], dt.date(2031, 5, 5)),
    ],
)
async def test_dates_are_read_as_the_file_as_a_whole_writes_them(office: Office, cells: list[str], day: dt.date):
    rows = "".join(f'Task {number},"{cell}"\n' for number, cell in enumerate(cells))

    await office.load("tasks", f"title,due_on\n{rows}")

    assert (await office.all(Task))[0].due_on == day


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["31/01/2031", "01/31/2031"], r"two orders: 31/01/2031 in line 2, 01/31/2031 in line 3.*\[dates\] format"),
        (["03/04/2031", "05/06/2031"], r"03/04/2031 in line 2 can be read in two ways.*\[dates\] format"),
    ],
)
async def test_a_file_whose_dates_do_not_tell_their_order_is_refused(office: Office, cells: list[str], said: str):
    rows = "".join(f"Task {number},{cell}\n" for number, cell in enumerate(cells))

    with pytest.raises(Refused, match=said):
        await office.load("tasks", f"title,due_on\n{rows}")


@pytest.mark.parametrize("cell", ["soon", "2031-02-30", "31/02/2031", "13:00"])
async def test_a_cell_that_is_no_date_is_refused(office: Office, cell: str):
    report = await office.load("tasks", f"title,due_on\nCall,{cell}\n")

    assert [(one.line, one.field) for one in report.refused] == [(2, "due_on")]


async def test_the_mapping_says_how_dates_are_written_for_all_or_for_one(office: Office):
    text = "name,opened_on,closed_on,stage\nLenses,03/04/2031,0404-31,won\n"

    await office.load("deals", text, '[dates]\nformat = "%d/%m/%Y"\nclosed_on = "%m%d-%y"\n')

    deal = await office.one(Deal)
    assert (deal.opened_on, deal.closed_on) == (dt.date(2031, 4, 3), dt.date(2031, 4, 4))


async def test_a_date_that_is_not_in_the_mappings_format_is_refused(office: Office):
    report = await office.load("tasks", "title,due_on\nCall,03-04-2031\n", '[dates]\nformat = "%d/%m/%Y"\n')

    assert "the mapping's format %d/%m/%Y" in report.refused[0].reason


async def test_a_mark_of_the_half_of_the_day_is_read(office: Office):
    await office.load("leads", "name,last_contacted\nLea,12/31/2030 2:05 PM\nNoor,12/31/2030 12:05 am\n")

    lea, noor = await office.all(Lead)
    assert lea.last_contacted == dt.datetime(2030, 12, 31, 14, 5, tzinfo=dt.UTC)
    assert noor.last_contacted == dt.datetime(2030, 12, 31, 0, 5, tzinfo=dt.UTC)
