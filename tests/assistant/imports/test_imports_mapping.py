"""Foreign headers, mapping files, and columns that become custom fields."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from assistant.imports import read_mapping
from store.errors import Refused
from store.models import Account, Contact, Deal, FollowUp, Lead

if TYPE_CHECKING:
    from tests.assistant.imports.conftest import Office


async def test_a_hubspot_export_of_contacts_becomes_leads(office: Office):
    report = await office.load(
        "leads",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Activity Date,"
        "Associated Company\n"
        "8001,Lea,Stern,lea@stern.test,+49 30 1,Ruth Amari,NEW,2030-03-12 09:14,2031-03-12 09:14,Stern Optik\n",
    )

    lead = await office.one(Lead)
    assert (lead.name, lead.phone, lead.status, lead.company) == ("Lea Stern", "+49 30 1", "new", "Stern Optik")
    assert lead.last_contacted == dt.datetime(2031, 3, 12, 8, 14, tzinfo=dt.UTC)
    assert report.new_fields == (("Create Date", "date"),)
    assert lead.custom == {"create_date": "2030-03-12"}


async def test_a_salesforce_export_names_owners_and_accounts_by_their_ids(office: Office):
    await office.load("users", "Id,FirstName,LastName,Email,TimeZoneSidKey\n005A,Jo,Ek,jo@alder.test,Europe/Oslo\n")
    await office.load("accounts", "Id,Name,Industry,BillingCity,OwnerId\n001A,Stern Optik,Retail,Berlin,005A\n")
    await office.load(
        "deals",
        "Id,AccountId,Name,StageName,Amount,CloseDate,OwnerId\n006A,001A,Lenses,Proposal,1200.0,2031-06-30,005A\n",
    )

    jo, account, deal = await office.user("jo@alder.test"), await office.one(Account), await office.one(Deal)
    assert (account.owner_id, account.city) == (jo.id, "Berlin")
    assert (deal.account_id, deal.owner_id, deal.stage) == (account.id, jo.id, "proposal")
    assert (deal.amount, deal.expected_close_on) == (120000, dt.date(2031, 6, 30))


async def test_a_pipedrive_deal_that_was_won_is_won_whatever_stage_it_was_in(office: Office):
    await office.load("accounts", "Organization - Name,Organization - Owner\nStern Optik,Ruth Amari\n")
    header = (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,"
        "Deal - Organization,Deal - Expected close date,Deal - Won time,Deal - Lost time\n"
    )
    await office.load(
        "deals",
        header + "1,Lenses,1200,EUR,Proposal,Won,Ruth Amari,Stern Optik,2031-06-30,2031-05-02 10:00:00,\n"
        "2,Frames,900,EUR,Negotiation,Open,Ruth Amari,Stern Optik,2031-06-30,,\n",
    )

    lenses, frames = await office.all(Deal)
    assert (lenses.stage, lenses.closed_on, lenses.currency) == ("won", dt.date(2031, 5, 2), "EUR")
    assert (frames.stage, frames.closed_on) == ("negotiation", None)


async def test_a_zoho_export_of_contacts_is_read(office: Office):
    await office.load("accounts", "Account Name\nStern Optik\n")
    await office.load(
        "contacts", "Record Id,First Name,Last Name,Account Name,Email\nz1,Kai,Voss,Stern Optik,k@s.test\n"
    )

    contact = await office.one(Contact)
    assert (contact.name, contact.account_id) == ("Kai Voss", (await office.one(Account)).id)


async def test_a_mapping_renames_fills_templates_and_sets_constants(office: Office):
    await office.load(
        "leads",
        "first,last,firm,state,seats,remarks\nZoë,O'Neil,Stern Optik,hot,7,none\n",
        """
        ignore = ["Remarks"]
        [columns]
        name = "{last|lower|title}, {first}"
        email = "{first|slug}.{last|slug}@example.test"
        company = "firm"
        status = "state"
        source = { constant = "fair" }
        [values.status]
        HOT = "negotiating"
        [custom]
        desks = "seats"
        """,
    )

    lead = await office.one(Lead)
    assert (lead.name, lead.email) == ("O'Neil, Zoë", "zoe.oneil@example.test")
    assert (lead.company, lead.status, lead.source, lead.custom) == ("Stern Optik", "negotiating", "fair", {"desks": 7})


async def test_filters_take_an_address_apart(office: Office):
    await office.load(
        "users",
        "owner\nanna-lena.berg@alder.test\n",
        '[columns]\nemail = "owner"\nname = "{owner|local|words|title}"\n',
    )

    assert (await office.user("anna-lena.berg@alder.test")).name == "Anna Lena Berg"


async def test_a_template_of_empty_cells_is_empty(office: Office):
    text = "name,first,domain\nLea,,\n"

    await office.load("leads", text, '[columns]\nemail = "{first}@{domain}"\n')

    assert (await office.one(Lead)).email == ""


async def test_the_key_may_be_a_template(office: Office):
    mapping = 'key = "{shop}/{number}"\n'
    header = "shop,number,name\n"
    await office.load("leads", header + "a,1,Lea Stern\nb,1,Noor Haddad\n", mapping)

    report = await office.load("leads", header + "b,1,Noor Haddad-Lund\n", mapping)

    assert report.changed == 1
    assert [lead.name for lead in await office.all(Lead)] == ["Lea Stern", "Noor Haddad-Lund"]


async def test_rows_can_be_skipped_where_a_column_is_empty(office: Office):
    report = await office.load(
        "follow_ups", "title,starts_at\nCall,\nWrite,2031-06-01\n", 'skip_when_empty = ["starts_at"]\n'
    )

    assert (report.skipped, report.created, (await office.one(FollowUp)).title) == (1, 1, "Write")


async def test_an_empty_cell_can_be_given_a_value(office: Office):
    await office.load("leads", "name,status\nLea,\n", '[values.status]\n"" = "qualified"\n')

    assert (await office.one(Lead)).status == "qualified"


async def test_numbers_with_a_decimal_comma_are_read_where_the_mapping_says_so(office: Office):
    await office.load("leads", 'name,expected_amount,Weight\nLea,"1.200,50","1,5"\n', '[numbers]\ndecimal = ","\n')

    lead = await office.one(Lead)
    assert (lead.expected_amount, lead.custom) == (120050, {"weight": 1.5})


async def test_custom_fields_are_typed_by_their_values(office: Office):
    report = await office.load(
        "leads",
        "name,Seats,Lease ends,VIP,Post code,Product interest,Empty\n"
        "Lea,12,2031-06-30,yes,01234,Hardware,\nNoor,-1.5,,No,99999,,\n",
    )

    assert report.new_fields == (
        ("Seats", "number"),
        ("Lease ends", "date"),
        ("VIP", "boolean"),
        ("Post code", "text"),
        ("Product interest", "text"),
    )
    assert report.unused == ("Empty",)
    lea, noor = await office.all(Lead)
    assert lea.custom == {
        "seats": 12,
        "lease_ends": "2031-06-30",
        "vip": True,
        "post_code": "01234",
        "product_interest": "Hardware",
    }
    assert noor.custom == {"seats": -1.5, "vip": False, "post_code": "99999"}


async def test_a_custom_field_is_typed_once(office: Office):
    await office.load("leads", "name,Seats\nLea,12\n")

    report = await office.load("leads", "name,seats\nNoor,a dozen\n")

    assert [(one.line, one.field) for one in report.refused] == [(2, "seats")]
    assert [(field.key, field.type) for field in (await office.directory()).fields] == [("seats", "number")]


async def test_users_have_no_custom_fields(office: Office):
    report = await office.load("users", "name,email,Shoe size\nJo,jo@alder.test,43\n")

    assert (report.unused, report.created) == (("Shoe size",), 1)


@pytest.mark.parametrize("name", ["status", "Owner", "Tenant ID", "id"])
async def test_a_custom_field_with_the_name_of_a_built_in_one_is_refused(office: Office, name: str):
    with pytest.raises(Refused, match="name of a built-in one"):
        await office.load("leads", "name,theirs\nLea,x\n", f'[custom]\n"{name}" = "theirs"\n')


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("columns", "no TOML"),
        ('[column]\nname = "x"', '"column", which means nothing'),
        ('[columns]\nnaam = "name"', "anything else goes under"),
        ('[columns]\nname = "nome"', 'a column "nome"; the file has name, city'),
        ('[columns]\nname = "{first}"', 'a column "first"'),
        ('[columns]\nname = "{name|upper}"', r"\|slug, \|lower, \|title"),
        ('[columns]\nname = "{name"', "column names in braces"),
        ("[columns]\nname = 7", "a header, a template, or"),
        ("[values]\nstatus = 1", r"\[values.status\] must be a table"),
        ('ignore = "city"', "must be a list"),
        ("key = 1", "text in quotes"),
        ('[numbers]\ndecimal = ";"', "takes decimal"),
    ],
)
async def test_a_mapping_that_cannot_be_used_is_refused_with_the_place(office: Office, mapping: str, said: str):
    with pytest.raises(Refused, match=said):
        await office.load("leads", "name,city\nLea,Bonn\n", mapping)


def test_a_mapping_that_is_no_text_is_refused():
    with pytest.raises(Refused, match="no TOML"):
        read_mapping(b"\xff\xfe")
