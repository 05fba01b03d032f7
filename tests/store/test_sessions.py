"""What a session cannot do, whoever asks it to."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from store.models import RECORDS, FieldDefinition, Lead, LeadHistory, LedgerEntry, ListValue, Tenant, User

CLOSED = [*RECORDS.values(), LedgerEntry, LeadHistory, Tenant, User, ListValue, FieldDefinition]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leads SET name = 'Somebody Else'",
        "DELETE FROM tasks",
        "INSERT INTO tasks SELECT * FROM tasks",
        "CREATE TABLE notes (id TEXT)",
        "DROP TABLE tasks",
    ],
)
async def test_the_database_itself_refuses_a_write_through_a_read_session(office, statement):
    async with office.database.reading() as session:
        with pytest.raises(OperationalError, match="readonly"):
            await session._session.execute(text(statement))


async def test_a_read_session_cannot_talk_its_connection_into_writing(office):
    async with office.database.reading() as session:
        await session._session.execute(text("PRAGMA query_only = OFF"))
        with pytest.raises(OperationalError, match="readonly"):
            await session._session.execute(update(Lead).values(name="Somebody Else"))


async def test_a_read_session_keeps_to_one_snapshot(office):
    name = select(col(Lead.name)).where(col(Lead.id) == "ana-lead")
    async with office.database.reading() as session:
        assert await session.scalar(name) == "Tess Marlow"
        async with office.writing() as writer:
            lead = await writer.get(Lead, "ana-lead")
            await writer.change(lead, name="Tess Marlowe")
        assert await session.scalar(name) == "Tess Marlow"

    async with office.database.reading() as session:
        assert await session.scalar(name) == "Tess Marlowe"


@pytest.mark.parametrize("model", CLOSED)
@pytest.mark.parametrize("verb", [insert, update, delete])
async def test_a_talk_session_writes_no_table_but_the_talks_own(office, model, verb):
    async with office.database.talking() as session:
        with pytest.raises(PermissionError, match=model.__tablename__):
            await session.write(verb(model))


async def test_not_even_the_session_that_writes_records_can_alter_the_ledger(office):
    async with office.writing() as session:
        with pytest.raises(PermissionError, match="ledger"):
            await session.write(delete(LedgerEntry))


async def test_a_transaction_that_fails_leaves_nothing_behind(office):
    async def rename_and_fail():
        async with office.writing() as session:
            await session.change(await session.get(Lead, "ana-lead"), name="Half Done")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await rename_and_fail()

    async with office.database.reading() as session:
        lead = await session.get(Lead, "ana-lead")
    assert lead.name == "Tess Marlow"
