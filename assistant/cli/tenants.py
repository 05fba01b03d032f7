"""`tenant`, `user` and `token`: who there is, and who they can show to be."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.installation import TenantOption, installation, run, table, tenant_of, user_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from store.tenants import NewUser

tenant_commands = typer.Typer(help="Tenants: the companies that use this installation.", no_args_is_help=True)
user_commands = typer.Typer(help="A tenant's users.", no_args_is_help=True)

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The user's e-mail address.")]


@tenant_commands.command("add")
def add_tenant(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Its short name: small letters, digits, hyphens.")],
    name: Annotated[str, typer.Option(help="Its full name.")] = "",
    currency: Annotated[str, typer.Option(help="The currency of amounts that name none.")] = "USD",
    locale: Annotated[str, typer.Option(help="How its users write dates; default: ASSISTANT_LOCALE.")] = "",
) -> None:
    """Add a tenant, with the default statuses and stages."""
    run(_add_tenant(slug, name, currency, locale))


async def _add_tenant(slug: str, name: str, currency: str, locale: str) -> None:
    from assistant.imports import cells
    from store import tenants
    from store.admin_session import administering

    with _checked():
        currency = cells.currency(currency)
        locale = cells.locale(locale) if locale else ""
    async with installation() as place, administering(place.database) as session:
        await tenants.add_tenant(
            session,
            slug=slug,
            name=name or slug,
            currency=currency,
            locale=locale or place.settings.locale,
            now=place.clock.now(),
        )
    typer.echo(f"added the tenant {slug}")


@tenant_commands.command("list")
def list_tenants() -> None:
    """List the tenants."""
    run(_list_tenants())


async def _list_tenants() -> None:
    from store import tenants

    async with installation() as place, place.database.reading() as session:
        found = await tenants.list_tenants(session)
    rows = [(one.slug, one.name, one.currency, one.locale) for one in found]
    typer.echo(table(rows, ("slug", "name", "currency", "locale")))


@user_commands.command("add")
def add_user(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help="Their name; default: what stands before the @.")] = "",
    role: Annotated[str, typer.Option(help="agent, manager or admin.")] = "agent",
    team: Annotated[str, typer.Option(help="A manager sees the records of their team.")] = "",
    timezone: Annotated[str, typer.Option(help="Their time zone, like Europe/London.")] = "UTC",
    locale: Annotated[str, typer.Option(help="How they write dates, like en-GB; default: the tenant's.")] = "",
    tenant: TenantOption = "",
) -> None:
    """Add a user to a tenant."""
    from assistant.imports import cells
    from assistant.imports.sources import FILTERS
    from store.tenants import NewUser

    with _checked():
        user = NewUser(
            name=name or FILTERS["title"](FILTERS["words"](FILTERS["local"](email))),
            email=cells.email(email.strip(), 254).lower(),
            role=cells.choice(role, ("agent", "manager", "admin")),
            team=team.strip(),
            timezone=cells.timezone(timezone),
            locale=cells.locale(locale) if locale else "",
        )
    run(_add_user(user, tenant))


async def _add_user(user: NewUser, slug: str) -> None:
    from store import tenants
    from store.admin_session import administering

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with administering(place.database) as session:
            await tenants.add_user(session, tenant.id, user, place.clock.now())
    typer.echo(f"added {user.email} to {tenant.slug} as {user.role}")


@user_commands.command("list")
def list_users(tenant: TenantOption = "") -> None:
    """List a tenant's users."""
    run(_list_users(tenant))


async def _list_users(slug: str) -> None:
    from store import tenants

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with place.database.reading() as session:
            users = await tenants.list_users(session, tenant.id)
    rows = [
        (one.email, one.name, one.role, one.team, one.timezone, one.locale, "disabled" if one.disabled_at else "")
        for one in users
    ]
    typer.echo(table(rows, ("email", "name", "role", "team", "timezone", "locale", "")))


@user_commands.command("disable")
def disable_user(email: Email, tenant: TenantOption = "") -> None:
    """Keep a user from asking; what they own stays theirs."""
    run(_disable_user(email, tenant))


async def _disable_user(email: str, slug: str) -> None:
    from store import tenants
    from store.admin_session import administering

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with administering(place.database) as session:
            user = await user_of(session, tenant, email)
            await tenants.disable_user(session, user, place.clock.now())
    typer.echo(f"disabled {email}")


def token(
    email: Email,
    ttl: Annotated[str, typer.Option(metavar="TIME", help="How long it is good for: 90s, 30m, 8h, 7d.")] = "8h",
    tenant: TenantOption = "",
) -> None:
    """Print a bearer token for a user."""
    typer.echo(run(_token(email, _duration(ttl), tenant)))


async def _token(email: str, ttl: dt.timedelta, slug: str) -> str:
    from assistant.security import issue_token
    from store.errors import Refused

    async with installation() as place:
        tenant = await tenant_of(place, slug)
        async with place.database.reading() as session:
            user = await user_of(session, tenant, email)
        if user.disabled_at:
            raise Refused(f"{user.email} is disabled")
        role: Any = user.role  # checked when the user was added
        now = place.clock.now()
        return issue_token(place.settings, user_id=user.id, tenant_id=tenant.id, role=role, now=now, ttl=ttl)


def _duration(text: str) -> dt.timedelta:
    import datetime as dt

    match = re.fullmatch(r"([1-9]\d{0,5})\s*([smhd])", text.strip().lower())
    if match is None:
        raise typer.BadParameter(f"{text!r} is no length of time; write one like 30m, 8h or 7d", param_hint="--ttl")
    return dt.timedelta(**{_UNITS[match[2]]: int(match[1])})


@contextmanager
def _checked() -> Iterator[None]:
    """Turn a value that does not fit into a refusal, as an import would word it."""
    from assistant.imports.cells import Unfit
    from store.errors import Refused

    try:
        yield
    except Unfit as unfit:
        raise Refused(str(unfit)) from unfit
