"""`vocabulary`: the tenant's statuses, stages and custom fields, with what people say for each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.installation import TenantOption, installation, run, table, tenant_of

if TYPE_CHECKING:
    from store.models import ListValue

commands = typer.Typer(help="Statuses, stages and custom fields, with what people say for each.")


class ListName(StrEnum):
    """The lists that a tenant has."""

    statuses = "statuses"
    stages = "stages"


class Outcome(StrEnum):
    """What a value means for the record."""

    open = "open"
    won = "won"
    lost = "lost"


List = Annotated[ListName, typer.Argument(help="Which list.")]
Value = Annotated[str, typer.Argument(metavar="VALUE", help="The value, like in_review.")]
Label = Annotated[str, typer.Option(help="How it is shown.")]
Words = Annotated[
    str | None, typer.Option(metavar="A,B,…", help='What people say for it, between commas; "" takes all away.')
]
After = Annotated[str, typer.Option(metavar="VALUE", help="The value that it comes after.")]


@commands.callback(invoke_without_command=True)
def show(context: typer.Context, tenant: TenantOption = "") -> None:
    """Show the lists and fields, with what people say for each, or change them by a command."""
    if context.invoked_subcommand is None:
        typer.echo(run(_show(tenant)))


async def _show(slug: str) -> str:
    from store.vocabulary import fields_of, values_of

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with place.database.reading() as session:
            lists = {name.value: await values_of(session, tenant.id, name.value) for name in ListName}
            fields = await fields_of(session, tenant.id)
    header = ("value", "shown as", "outcome", "said")
    parts = [
        f"{name}\n{table([(one.value, one.label, one.outcome, _said(one)) for one in values], header)}"
        for name, values in lists.items()
    ]
    if fields:
        rows = [(one.record_type, one.key, one.label, one.type, ", ".join(one.words)) for one in fields]
        parts.append(f"custom fields\n{table(rows, ('of', 'key', 'shown as', 'type', 'said'))}")
    return "\n\n".join(parts)


def _said(value: ListValue) -> str:
    """Return the tenant's own words, and those that the language has for a default value."""
    from prompts.load import language

    known = language("statuses").get(value.list_name, {}).get(value.value, [])
    return ", ".join(dict.fromkeys([*value.words, *known]))


@commands.command("add")
def add(
    list_name: List,
    value: Value,
    *,
    label: Label = "",
    outcome: Annotated[Outcome, typer.Option(help="What it means for the record.")] = Outcome.open,
    words: Words = None,
    after: After = "",
    tenant: TenantOption = "",
) -> None:
    """Add a value to a list."""
    columns = {
        "list_name": list_name.value,
        "value": value,
        "label": label or value.replace("_", " ").capitalize(),
        "outcome": outcome.value,
        "words": _split(words),
    }
    run(_add(columns, after, tenant))


async def _add(columns: dict[str, Any], after: str, slug: str) -> None:
    from store.admin_session import administering
    from store.models import ListValue
    from store.vocabulary import add_value

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        new = ListValue(**columns, tenant_id=tenant.id, position=0)
        async with administering(place.database) as session:
            await add_value(session, new, after)
    typer.echo(f"added {columns['value']} to the {columns['list_name']}")


@commands.command("set")
def change(
    list_name: List,
    value: Value,
    *,
    label: Label = "",
    outcome: Annotated[Outcome | None, typer.Option(help="What it means for the record.")] = None,
    words: Words = None,
    after: After = "",
    tenant: TenantOption = "",
) -> None:
    """Change how a value is shown, what it means, what people say for it, or its place."""
    said = {"label": label or None, "outcome": outcome.value if outcome else None}
    columns: dict[str, object] = {name: text for name, text in said.items() if text is not None}
    if words is not None:
        columns["words"] = _split(words)
    run(_change(list_name.value, value, columns, after, tenant))


async def _change(list_name: str, value: str, columns: dict[str, object], after: str, slug: str) -> None:
    from store.admin_session import administering
    from store.vocabulary import find_value, move_value

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with administering(place.database) as session:
            one = await find_value(session, tenant.id, list_name, value)
            await session.change(one, **columns)
            if after:
                await move_value(session, one, after)
    typer.echo(f"changed {value}")


@commands.command("remove")
def remove(list_name: List, value: Value, tenant: TenantOption = "") -> None:
    """Take a value out of a list, as long as no record has it."""
    run(_remove(list_name.value, value, tenant))


async def _remove(list_name: str, value: str, slug: str) -> None:
    from store.admin_session import administering
    from store.vocabulary import find_value, remove_value

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with administering(place.database) as session:
            await remove_value(session, await find_value(session, tenant.id, list_name, value))
    typer.echo(f"removed {value} from the {list_name}")


@commands.command("field")
def field(
    record_type: Annotated[str, typer.Argument(metavar="TYPE", help="The record type, like lead.")],
    key: Annotated[str, typer.Argument(metavar="KEY", help="The custom field's key.")],
    label: Label = "",
    words: Words = None,
    tenant: TenantOption = "",
) -> None:
    """Change how a custom field is shown, and what people say for it."""
    columns: dict[str, object] = {"label": label} if label else {}
    if words is not None:
        columns["words"] = _split(words)
    run(_field(record_type, key, columns, tenant))


async def _field(record_type: str, key: str, columns: dict[str, object], slug: str) -> None:
    from store.admin_session import administering
    from store.errors import Refused
    from store.vocabulary import fields_of

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with administering(place.database) as session:
            fields = {(one.record_type, one.key): one for one in await fields_of(session, tenant.id)}
            if (record_type, key) not in fields:
                there = ", ".join(f"{kind} {name}" for kind, name in fields) or "none"
                raise Refused(f"there is no custom field {record_type} {key}; there are: {there}")
            await session.change(fields[record_type, key], **columns)
    typer.echo(f"changed {key}")


def _split(words: str | None) -> list[str]:
    return [word.strip().lower() for word in (words or "").split(",") if word.strip()]
