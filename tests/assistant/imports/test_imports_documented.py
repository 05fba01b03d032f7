"""The mappings that docs/import.md shows do what it says, on tables of the shape it names."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.imports import read_mapping
from assistant.imports.kinds import KINDS
from store.models import Account, Deal, FollowUp, Lead

if TYPE_CHECKING:
    from assistant.imports import ImportReport
    from tests.assistant.imports.conftest import Office

DOCS = Path(__file__).parents[3] / "docs"
CUSTOMERS = (
    "customer_id,assigned_to_email,customer_name,customer_email,customer_phone,last_contact_date,product_interest,status,"
    "follow_up_by,notes\n"
    "001,mara.lind@alder.test,Lea Stern,lea@stern,555-0101,2031-04-30,Desks,Proposal,2031-05-22,2031-04-30: Called.\n"
    "002,mara.lind@alder.test,Noor Haddad,noor@haddad,,2031-04-02,Lamps,Won,,\n"
    "003,tim.oak@alder.test,Zoe Park,zoe@park,,2031-03-02,Desks,Lost,2031-05-20,\n"
)
TEAMS = "sales_agent,manager,regional_office\nMara Lind,Ada Frost,North\nTim Oak,Ada Frost,North\n"
ACCOUNTS = "account,sector,year_established,employees,office_location\nStern Optik,retail,1996,28,Berlin\n"
PIPELINE = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "K1,Mara Lind,Desk,Stern Optik,Won,2030-10-20,2031-03-01,1054\n"
    "K2,Tim Oak,Lamp,,Engaging,2031-03-20,,\nK3,Tim Oak,Lamp,,Prospecting,,,\n"
)


async def loaded(office: Office, kind: str, text: str, mapping: str) -> ImportReport:
    """Import twice, so that each example is also shown to change nothing the second time."""
    rules = (DOCS / "mappings" / mapping).read_text(encoding="utf-8")
    report = await office.load(kind, text, rules, adopt_values=True)
    again = await office.load(kind, text, rules, adopt_values=True)
    assert report.saved, report.refused
    assert (again.created, again.changed) == (0, 0)
    return report


async def test_a_table_of_customers_fills_users_leads_and_follow_ups(office: Office):
    users = await loaded(office, "users", CUSTOMERS, "customers-users.toml")
    leads = await loaded(office, "leads", CUSTOMERS, "customers-leads.toml")
    follow_ups = await loaded(office, "follow_ups", CUSTOMERS, "customers-follow-ups.toml")

    mara = await office.user("mara.lind@alder.test")
    lea, noor, zoe = await office.all(Lead)
    call, visit = await office.all(FollowUp)
    assert (users.created, users.repeated, mara.name) == (2, 1, "Mara Lind")
    assert leads.new_fields == (("Product interest", "text"), ("Notes", "text"))
    assert [lead.status for lead in (lea, noor, zoe)] == ["negotiating", "closed_won", "closed_lost"]
    assert (lea.owner_id, lea.source_key, lea.custom["product_interest"]) == (mara.id, "customerid:001", "Desks")
    assert (follow_ups.skipped, call.title, call.lead_id) == (1, "Follow up with Lea Stern", lea.id)
    assert call.starts_at == dt.datetime(2031, 5, 22, 8, 0, tzinfo=dt.UTC)  # ten o'clock in Berlin
    assert (call.status, visit.status) == ("scheduled", "cancelled")


async def test_a_pipeline_of_deals_fills_users_accounts_and_deals(office: Office):
    await loaded(office, "users", TEAMS, "pipeline-agents.toml")
    managers = await loaded(office, "users", TEAMS, "pipeline-managers.toml")
    await loaded(office, "accounts", ACCOUNTS, "pipeline-accounts.toml")
    deals = await loaded(office, "deals", PIPELINE, "pipeline-deals.toml")

    mara, ada = await office.user("mara.lind@example.test"), await office.user("ada.frost@example.test")
    account, (desk, lamp, other) = await office.one(Account), await office.all(Deal)
    assert (managers.created, managers.repeated, mara.team, ada.team, ada.role) == (1, 1, *["Ada Frost"] * 2, "manager")
    assert (account.industry, account.custom["employees"]) == ("retail", 28)
    assert (desk.name, desk.owner_id, desk.account_id) == ("Desk Stern Optik K1", mara.id, account.id)
    assert (desk.amount, desk.closed_on, desk.custom) == (105400, dt.date(2031, 3, 1), {"product": "Desk"})
    assert (deals.adopted, lamp.stage, lamp.name, other.stage) == (
        (("engaging", "open"),),
        "engaging",
        "Lamp K2",
        "prospecting",
    )


def test_the_documented_columns_are_those_that_are_read():
    table = re.findall(r"^\| `(\w+)` \| (.+) \|$", (DOCS / "import.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert {kind: columns.replace("**", "").split(", ") for kind, columns in table} == {
        kind.name: [field.name for field in kind.fields] for kind in KINDS.values()
    }
    assert {kind: re.findall(r"\*\*(\w+)\*\*", columns) for kind, columns in table} == {
        kind.name: [field.name for field in kind.fields if field.required] for kind in KINDS.values()
    }


@pytest.mark.parametrize(
    "block", re.findall(r"```toml\n(.*?)```", (DOCS / "import.md").read_text(encoding="utf-8"), re.DOTALL)
)
def test_the_documented_mapping_is_one(block: str):
    mapping = read_mapping(block.encode())

    assert mapping.columns
    assert (mapping.decimal, mapping.values["status"][""], mapping.dates["format"]) == (",", "new", "%d/%m/%Y")
