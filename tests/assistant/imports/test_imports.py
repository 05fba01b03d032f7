"""A file's rows become records, each with the key it is known by when it comes again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from store.models import Account, Contact, Deal, FollowUp, Interaction, Lead, Task, User

if TYPE_CHECKING:
    from tests.assistant.imports.conftest import Office

LEADS = """name,email,phone,company,title,status,owner_email,source,expected_amount,currency,city,tags,last_contacted
Lea Stern,lea@stern.test,+49 30 555 0101,Stern Optik,Owner,contacted,ruth@alder.test,fair,"1,200.50",EUR,Berlin,\
vip; trial ;vip,2031-05-02T11:00:00+02:00
Noor Haddad,noor@haddad.test,,Haddad Foods,,New,Ivo Castell,,,,,,2031-05-03 09:15
"""


async def test_a_lead_has_what_its_row_says(office: Office):
    report = await office.load("leads", LEADS)

    lea, noor = await office.all(Lead)
    assert (report.created, report.changed, report.unchanged, report.saved) == (2, 0, 0, True)
    assert (lea.name, lea.phone, lea.status, lea.company) == (
        "Lea Stern",
        "+49 30 555 0101",
        "contacted",
        "Stern Optik",
    )
    assert (lea.expected_amount, lea.currency, lea.tags) == (120050, "EUR", ["vip", "trial"])
    assert lea.last_contacted == dt.datetime(2031, 5, 2, 9, 0, tzinfo=dt.UTC)
    assert noor.owner_id == (await office.user("ivo@alder.test")).id
    assert (noor.status, noor.expected_amount, noor.currency) == ("new", None, "USD")


async def test_a_time_without_offset_is_on_the_owners_clock(office: Office):
    await office.load("leads", LEADS)

    noor = (await office.all(Lead))[1]
    assert noor.last_contacted == dt.datetime(2031, 5, 3, 13, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize("kind", ["leads", "accounts", "users"])
async def test_the_same_file_again_changes_nothing(office: Office, kind: str):
    text = {"leads": LEADS, "accounts": "name,city\nStern,Berlin\n", "users": "name,email\nJo,jo@alder.test\n"}[kind]
    first = await office.load(kind, text)
    revision = (await office.directory()).revision

    again = await office.load(kind, text, now=dt.datetime(2032, 1, 1, tzinfo=dt.UTC))

    assert first.created == again.unchanged
    assert (again.created, again.changed) == (0, 0)
    assert (await office.directory()).revision == revision


async def test_users_are_typed_and_told_in_lower_case(office: Office):
    await office.load(
        "users", "Full Name,E-Mail,Role,Team,Time Zone,Locale\nJo Ek,Jo@Alder.test,Manager,N,europe/oslo,nb_no\n"
    )

    jo = await office.user("jo@alder.test")
    assert (jo.name, jo.role, jo.team, jo.timezone, jo.locale) == ("Jo Ek", "manager", "N", "Europe/Oslo", "nb-NO")


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("Jo,jo.test,agent,,UTC,", "email", "no e-mail address"),
        ("Jo,jo@a.test,boss,,UTC,", "role", "none of agent, manager, admin"),
        ("Jo,jo@a.test,agent,,New York,", "timezone", "America/New_York"),
        ("Jo,jo@a.test,agent,,UTC,english", "locale", "en-GB"),
        (",jo@a.test,agent,,UTC,", "name", "is empty"),
    ],
)
async def test_a_user_that_does_not_fit_is_refused_with_the_reason(office: Office, row: str, field: str, reason: str):
    report = await office.load("users", f"name,email,role,team,timezone,locale\n{row}\n")

    assert [(one.line, one.field) for one in report.refused] == [(2, field)]
    assert reason in report.refused[0].reason
    assert not report.saved


async def test_a_lead_is_linked_to_the_account_of_its_company_whichever_comes_first(office: Office):
    await office.load("accounts", "name,industry,website,city,owner_email\nStern Optik,Retail,stern.test,Berlin,\n")
    await office.load("leads", LEADS)
    await office.load("accounts", "name\nhaddad  foods\n")

    stern, haddad = await office.all(Account)
    assert [lead.account_id for lead in await office.all(Lead)] == [stern.id, haddad.id]


async def test_what_names_no_owner_is_the_administrators(office: Office):
    report = await office.load("accounts", "name\nStern Optik\n")

    account = await office.one(Account)
    assert account.owner_id == (await office.user("selma@alder.test")).id
    assert report.default_owner == "selma@alder.test"


async def test_a_contact_is_its_accounts_owners(office: Office):
    await office.load("accounts", "name,owner\nStern Optik,ruth@alder.test\n")
    await office.load(
        "contacts", "name,email,phone,title,account_name\nKai Voss,kai@stern.test,+49 30 1,Buyer,Stern Optik\n"
    )

    contact = await office.one(Contact)
    assert contact.account_id == (await office.one(Account)).id
    assert contact.owner_id == (await office.user("ruth@alder.test")).id


@pytest.mark.parametrize(
    ("stage", "expected", "closed", "on"),
    [
        ("Won", "2031-04-30", "2031-04-02", dt.date(2031, 4, 2)),
        ("lost", "2031-04-30", "", dt.date(2031, 4, 30)),
        ("won", "", "", dt.date(2031, 5, 14)),
        ("proposal", "2031-06-30", "", None),
    ],
)
async def test_a_deal_that_is_won_or_lost_has_a_day_on_which_it_closed(
    office: Office, stage: str, expected: str, closed: str, on: dt.date | None
):
    text = f"name,stage,expected_close_on,closed_on,owner_email\nLenses,{stage},{expected},{closed},ruth@alder.test\n"
    await office.load("deals", text)
    again = await office.load("deals", text, now=dt.datetime(2031, 7, 1, tzinfo=dt.UTC))

    deal = await office.one(Deal)
    assert deal.closed_on == on
    assert again.unchanged == 1


async def test_a_deal_that_becomes_won_closes_and_one_that_opens_again_does_not_stay_closed(office: Office):
    header = "name,stage\n"
    await office.load("deals", header + "Lenses,proposal\n")

    await office.load("deals", header + "Lenses,won\n")
    assert (await office.one(Deal)).closed_on == dt.date(2031, 5, 14)

    await office.load("deals", header + "Lenses,negotiation\n")
    assert (await office.one(Deal)).closed_on is None


async def test_a_deal_names_its_lead_and_account_and_is_its_leads_owners(office: Office):
    await office.load("leads", LEADS)
    await office.load("accounts", "name\nStern Optik\n")
    await office.load("deals", "name,account,lead_email,amount\nLenses,Stern Optik,LEA@stern.test,€2500\n")

    deal, lea = await office.one(Deal), (await office.all(Lead))[0]
    assert (deal.lead_id, deal.owner_id, deal.stage) == (lea.id, lea.owner_id, "prospecting")
    assert (deal.amount, deal.currency) == (250000, "EUR")


async def test_interactions_bring_the_last_contact_forward_and_notes_do_not(office: Office):
    await office.load("leads", LEADS)
    await office.load(
        "interactions",
        "lead_email,type,note,occurred_at,user_email\n"
        "lea@stern.test,Call,Went well,2031-05-10T10:00:00+02:00,ivo@alder.test\n"
        "lea@stern.test,note,Likes blue,2031-05-12T10:00:00+02:00,\n"
        "Noor Haddad,meeting,,2031-04-01 10:00,\n",
    )

    lea, noor = await office.all(Lead)
    call, note, meeting = await office.all(Interaction)
    assert lea.last_contacted == call.occurred_at == dt.datetime(2031, 5, 10, 8, 0, tzinfo=dt.UTC)
    assert noor.last_contacted == dt.datetime(2031, 5, 3, 13, 15, tzinfo=dt.UTC)
    assert (call.owner_id, note.owner_id) == ((await office.user("ivo@alder.test")).id, lea.owner_id)
    assert (meeting.zone, meeting.occurred_at) == ("America/New_York", dt.datetime(2031, 4, 1, 14, 0, tzinfo=dt.UTC))


async def test_follow_ups_and_tasks_have_what_their_rows_say(office: Office):
    await office.load("leads", LEADS)
    await office.load(
        "follow_ups",
        "title,kind,lead_email,starts_at,duration_minutes,status,owner_email\n"
        "Call Lea,call,lea@stern.test,2031-05-20,45,scheduled,\n"
        "Backups,,,2031-05-21 09:00,,completed,ruth@alder.test\n",
    )
    await office.load(
        "tasks", "title,due_on,status,lead_email,owner_email\nPrint lists,2031-05-20,done,,ivo@alder.test\n"
    )

    call, backups = await office.all(FollowUp)
    assert call.starts_at == dt.datetime(2031, 5, 20, 8, 0, tzinfo=dt.UTC)  # ten o'clock in Berlin
    assert (call.kind, call.duration_minutes, call.status, call.zone) == ("call", 45, "scheduled", "Europe/Berlin")
    assert (backups.kind, backups.duration_minutes, backups.status) == ("follow_up", 30, "completed")
    task = await office.one(Task)
    assert (task.title, task.due_on, task.status) == ("Print lists", dt.date(2031, 5, 20), "done")


async def test_rows_that_say_the_same_are_one_record(office: Office):
    report = await office.load("users", "name,email\nJo,jo@alder.test\nJo,jo@alder.test\n")

    assert (report.created, report.repeated) == (1, 1)


async def test_rows_of_one_key_that_say_otherwise_are_refused(office: Office):
    report = await office.load("users", "name,email\nJo,jo@alder.test\nJoanna,JO@alder.test\n")

    assert [str(one) for one in report.refused] == ["line 3: is the same record as line 2, and says otherwise"]


async def test_nothing_of_a_file_is_kept_when_a_row_does_not_fit(office: Office):
    report = await office.load("leads", "name,email,owner_email\nLea,lea@stern.test,\nNoor,noor,nobody@alder.test\n")

    assert [(one.line, one.field) for one in report.refused] == [(3, "email"), (3, "owner_email")]
    assert report.refused_rows == 1
    assert await office.all(Lead) == []


async def test_what_fits_is_kept_where_that_is_asked_for(office: Office):
    report = await office.load("leads", "name,email\nLea,lea@stern.test\nNoor,noor\n", keep_good=True)

    assert (report.created, report.refused_rows, report.saved) == (1, 1, True)
    assert (await office.one(Lead)).name == "Lea"


async def test_a_dry_run_tells_and_writes_nothing(office: Office):
    report = await office.load("leads", LEADS + "Zoe,,,,,adopted,,,,,,,\n", dry_run=True, adopt_values=True)

    assert (report.created, report.saved, report.adopted) == (3, False, (("adopted", "open"),))
    assert report.samples[0] == (2, "create", "Lea Stern", "")
    assert ("owner_email", "owner_email") in report.columns
    assert await office.all(Lead) == []
    assert "adopted" not in {value.value for value in (await office.directory()).statuses}


async def test_a_status_that_the_tenant_lacks_is_refused_or_adopted(office: Office):
    text = "name,status\nLea,On Hold\nNoor,Closed-Won\nZoe,Sold\n"

    refused = await office.load("leads", text)
    adopted = await office.load("leads", text, adopt_values=True)

    assert [(one.line, one.field) for one in refused.refused] == [(2, "status"), (4, "status")]
    assert "--adopt-values" in refused.refused[0].reason
    assert adopted.adopted == (("on_hold", "open"), ("sold", "won"))
    statuses = (await office.directory()).statuses
    assert [(one.value, one.label, one.position) for one in statuses[-2:]] == [
        ("on_hold", "On Hold", 7),
        ("sold", "Sold", 8),
    ]
    assert [lead.status for lead in await office.all(Lead)] == ["on_hold", "closed_won", "sold"]


async def test_only_values_of_rows_that_are_kept_are_adopted(office: Office):
    report = await office.load(
        "leads", "name,email,status\nLea,none,Odd\nNoor,,Even\n", adopt_values=True, keep_good=True
    )

    assert report.adopted == (("even", "open"),)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("12.345", "more decimals"),
        ("1.200,50", 'decimal = ","'),
        ("12k", "no amount"),
        ("-5", "no amount"),
        ("1,20", "no plain number"),
        ("€5", "is in EUR"),
        ("9999999999999999", "too large"),
    ],
)
async def test_an_amount_that_cannot_be_read_is_refused(office: Office, cell: str, reason: str):
    report = await office.load("leads", f'name,currency,expected_amount\nLea,USD,"{cell}"\n')

    assert reason in report.refused[0].reason


@pytest.mark.parametrize(
    ("cell", "currency", "minor"),
    [
        ("1200", "USD", 120000),
        ("$1,200.5", "USD", 120050),
        ("1 200", "", 120000),
        ("1'200.00", "CHF", 120000),
        ("¥1200", "", 1200),
        ("1200 EUR", "", 120000),
        ("EUR 7", "eur", 700),
    ],
)
async def test_amounts_are_kept_in_minor_units(office: Office, cell: str, currency: str, minor: int):
    await office.load("leads", f'name,currency,expected_amount\nLea,{currency},"{cell}"\n')

    assert (await office.one(Lead)).expected_amount == minor


async def test_a_record_of_another_tenant_is_neither_named_nor_touched(office: Office, empty_office: Office):
    await office.load("leads", LEADS)
    await empty_office.load("users", "name,email,role\nJo,jo@empty.test,admin\n")

    named = await empty_office.load("tasks", "title,lead_email\nCall,lea@stern.test\n")
    own = await empty_office.load("leads", "name,email\nSomebody else,lea@stern.test\n")

    assert 'no lead "lea@stern.test"' in named.refused[0].reason
    assert own.created == 1
    assert (await office.all(Lead))[0].name == "Lea Stern"


async def test_a_lead_of_a_name_that_several_have_is_asked_for_by_address(office: Office):
    await office.load("leads", "name,email\nLea Stern,lea@one.test\nLea Stern,lea@two.test\n")

    report = await office.load("tasks", "title,lead\nCall,Lea Stern\n")

    assert "several leads" in report.refused[0].reason


async def test_users_of_an_empty_tenant_are_imported_before_anybody_is_there(empty_office: Office):
    report = await empty_office.load("users", "name,email\nJo,jo@empty.test\n")

    assert (report.created, report.saved) == (1, True)
    assert isinstance(await empty_office.user("jo@empty.test"), User)
