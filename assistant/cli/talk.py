"""`chat`: the same conversation in a terminal, in-process, with no server needed."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from assistant.asking import Caller
from assistant.bootstrap import Parley, open_parley
from assistant.messages import ChatRequest, turn_of
from graphs.state import Turn
from store.errors import OperatorError, UserError
from store.models import User, new_id

if TYPE_CHECKING:
    from assistant.settings import Settings

_LEAVE = frozenset({"exit", "quit", "bye", ":q"})


def chat(settings: Settings, *, tenant_id: str, email: str = "", session_id: str = "", once: str = "") -> int:
    """Hold a conversation, or with `once` a single turn of one; return the exit code.

    Raises UserError for an unknown user or a message that breaks the protocol.
    """
    return asyncio.run(_chat(settings, tenant_id, email, session_id or new_id(), once))


async def _chat(settings: Settings, tenant_id: str, email: str, session_id: str, once: str) -> int:
    async with open_parley(settings) as parley:
        caller = await find_caller(parley, tenant_id, email)
        if once:
            return await _once(parley, caller, session_id, once)
        return await _loop(parley, caller, session_id)


async def find_caller(parley: Parley, tenant_id: str, email: str) -> Caller:
    """Return the user of that address, or the only one there is; raises UserError where that is not clear."""
    enabled = select(User).where(col(User.tenant_id) == tenant_id, col(User.disabled_at).is_(None))
    async with parley.database.reading() as session:
        users = await session.records(enabled.order_by(col(User.email)))
    if not users:
        raise OperatorError("there are no users yet; add one with `parley user add`")
    found = [user for user in users if user.email.lower() == email.lower()] if email else users
    if len(found) != 1:
        known = ", ".join(user.email for user in users[:10])
        raise UserError(f"say who is talking with --as EMAIL; the users are {known}")
    return Caller(tenant_id, found[0].id, found[0].role)  # type: ignore[arg-type]


async def _once(parley: Parley, caller: Caller, session_id: str, text: str) -> int:
    answer = await _say(parley, caller, session_id, text)
    sys.stdout.write(f"{answer['reply']}\n")
    if answer["status"] in ("awaiting_confirmation", "awaiting_input") and sys.stderr.isatty():
        sys.stderr.write(f"(go on with --session {answer['session_id']})\n")
    return 1 if answer["status"] == "failed" else 0


async def _say(parley: Parley, caller: Caller, session_id: str, text: str) -> dict[str, Any]:
    return await parley.conversation.turn(caller, _turn(session_id, text))


def _turn(session_id: str, text: str) -> Turn:
    return turn_of(ChatRequest(message=text, session_id=session_id), "terminal")


async def _loop(parley: Parley, caller: Caller, session_id: str) -> int:
    sys.stdout.write("Say what happened, or ask. “help” shows what I understand, “exit” leaves.\n")
    while True:
        try:
            text = (await asyncio.to_thread(input, "> ")).strip()
        except (EOFError, KeyboardInterrupt):
            return 0
        if text.lower() in _LEAVE:
            return 0
        if text:
            await _answer(parley, caller, session_id, text)


async def _answer(parley: Parley, caller: Caller, session_id: str, text: str) -> None:
    try:
        answer = await _say(parley, caller, session_id, text)
    except UserError as error:
        sys.stdout.write(f"{error}\n")
        return
    sys.stdout.write(f"{answer['reply']}\n\n")
