"""Column types and defaults that every table shares."""

import datetime as dt
from typing import Any

import uuid_utils
from sqlalchemy import JSON, DateTime, Dialect, MetaData, Table, TypeDecorator
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMING


def table(model: type[SQLModel]) -> Table:
    """Return a model's table, for statements that need no records."""
    return metadata.tables[str(model.__tablename__)]


def new_id() -> str:
    """Return a UUIDv7 (RFC 9562): unique, and in the order of its making."""
    return str(uuid_utils.uuid7())


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware datetime, stored as UTC.  Binding a naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        """What a value is in Python; without this SQLAlchemy would say `object`."""
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware time into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time must carry its offset"
            raise ValueError(message)
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the stored time as an aware one in UTC."""
        del dialect
        return value if value is None or value.tzinfo else value.replace(tzinfo=dt.UTC)


Json = JSON
JsonDict = dict[str, Any]
