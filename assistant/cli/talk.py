"""`chat`: the same conversation in a terminal, in-process, with no server needed."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from assistant.asking import Caller
from assistant.bootstrap import Parley, open_parley
from assistant.cli.terminal.talker import Talker
from assistant.telemetry import configure_logging
from prompts.load import replies
from store.errors import OperatorError, UserError
from store.models import User, new_id
from tools.words import say

if TYPE_CHECKING:
    from assistant.cli.terminal.screen import Screen
    from assistant.cli.terminal.talker import Answer
    from assistant.settings import Settings

_NOT_DONE = frozenset({"refused", "not_understood", "failed"})
_WAITING = {"awaiting_confirmation": "waits", "awaiting_input": "asked"}


def chat(settings: Settings, *, tenant_id: str, email: str = "", session_id: str = "", once: str | None = None) -> int:
    """Hold a conversation, or with `once` a single turn of one.

    Returns the exit code: 1 where a message was refused, not understood or
    failed and nobody sat there to say it otherwise.  Raises UserError for an
    unknown user and, with `once`, for a message that breaks the protocol.
    """
    configure_logging(settings)
    return asyncio.run(_chat(settings, tenant_id, email, session_id or new_id(), once))


async def _chat(settings: Settings, tenant_id: str, email: str, session_id: str, once: str | None) -> int:
    async with open_parley(settings) as parley:
        caller = await find_caller(parley, tenant_id, email)
        talker = Talker(parley, caller, session_id)
        if once is not None:
            return await _once(talker, once)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return await _lines(talker)
        from assistant.cli.terminal.loop import converse

        return await converse(talker, settings.data_dir / "history" / f"{caller.tenant}-{caller.user_id}")


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


async def _once(talker: Talker, text: str) -> int:
    answer = await talker.say(text)
    await _print(talker, answer)
    if answer["status"] in _NOT_DONE:
        sys.stderr.write(f"parley: {say('terminal', 'not_done', status=answer['status'].replace('_', ' '))}\n")
        return 1
    if answer["status"] in _WAITING and sys.stderr.isatty():
        sys.stderr.write(f"({_go_on(answer)})\n")
    return 0


async def _lines(talker: Talker) -> int:
    """Take one message a line; its answer is printed before the next is read, so that a program may hold both ends."""
    code = 0
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        text = line.decode("utf-8", "replace").strip()
        if text.lower() in replies("terminal")["leave"]:
            break
        if text:
            code = max(code, await _line(talker, text))
    return code


async def _line(talker: Talker, text: str) -> int:
    try:
        answer = await talker.say(text)
    except UserError as error:
        sys.stderr.write(f"parley: {error}\n")
        return 1
    await _print(talker, answer)
    if not sys.stdout.isatty():
        sys.stdout.write("\n")
    sys.stdout.flush()
    return 1 if answer["status"] in _NOT_DONE else 0


async def _print(talker: Talker, answer: Answer) -> None:
    if not sys.stdout.isatty():
        sys.stdout.write(f"{answer['reply']}\n")
        return
    (await screen_for(talker)).show(answer)


async def screen_for(talker: Talker) -> Screen:
    """Return the screen for a person's locale and time zone."""
    from assistant.cli.terminal.screen import Screen
    from assistant.cli.terminal.values import Form

    moment = (await talker.look()).moment
    return Screen(Form(moment.locale, moment.timezone))


def _go_on(answer: Answer) -> str:
    go_on = say("terminal", "go_on", session=answer["session_id"])
    return say("terminal", _WAITING[answer["status"]], go_on=go_on)
