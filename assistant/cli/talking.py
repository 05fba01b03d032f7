"""`serve`, `demo` and `chat`: talking to Parley over HTTP, or here in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.installation import TenantOption, installation, load_settings, run, tenant_of

_LONGEST_SESSION = 64


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve the HTTP API and the chat page; migrations are applied first."""
    from assistant.cli.serve import run_server

    run_server(load_settings(), host, port, workers)


def demo(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    reset: Annotated[bool, typer.Option("--reset", help="Make the demo anew, with today's dates.")] = False,
) -> None:
    """Serve a made-up tenant, and print a link for each role that opens the chat page signed in."""
    from assistant.cli.serve import run_demo

    run_demo(load_settings(), host, port, reset=reset)


def chat(
    email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who is talking.")] = "",
    session: Annotated[str, typer.Option(metavar="ID", help="The conversation to go on with.")] = "",
    once: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Say this one thing, print the answer, and leave.")
    ] = None,
    tenant: TenantOption = "",
) -> None:
    """Hold a conversation in the terminal, or one message a line from a pipe; no server is needed."""
    from assistant.cli.talk import chat as hold

    if len(session) > _LONGEST_SESSION:
        raise typer.BadParameter(f"at most {_LONGEST_SESSION} characters", param_hint="--session")
    tenant_id = run(tenant_id_of(tenant))
    raise typer.Exit(hold(load_settings(), tenant_id=tenant_id, email=email, session_id=session, once=once))


async def tenant_id_of(slug: str) -> str:
    """Return the id of the tenant that is meant, its database made and brought up to date."""
    async with installation() as place:
        return (await tenant_of(place, slug)).id
