"""The conversation of somebody who sits at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.cli.terminal.completion import Offers
from assistant.cli.terminal.prompt import History, Press, Prompt
from assistant.cli.terminal.screen import Screen
from assistant.cli.terminal.values import Form
from prompts.load import replies
from store.errors import UserError
from tools.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.cli.terminal.talker import Answer, Talker


async def converse(talker: Talker, history: Path, screen: Screen | None = None) -> int:
    """Hold a conversation until the person leaves; return the exit code."""
    offers = Offers()
    moment = (await talker.look()).moment
    loop = _Loop(
        talker, Prompt(History(history), offers), screen or Screen(Form(moment.locale, moment.timezone)), offers
    )
    await loop.learn()
    loop.screen.tell(say("terminal", "greeting", name=moment.asker.name, role=moment.asker.role))
    if before := await talker.recall():
        loop.show(before)
    await loop.run()
    loop.leave()
    return 0


class _Loop:
    def __init__(self, talker: Talker, prompt: Prompt, screen: Screen, offers: Offers) -> None:
        self.talker, self.prompt, self.screen, self.offers = talker, prompt, screen, offers

    async def run(self) -> None:
        while True:
            card = self.talker.card
            try:
                said = await self.prompt.ask(card_waits=card is not None)
            except EOFError:
                return
            if isinstance(said, str) and said.strip().lower() in replies("terminal")["leave"]:
                return
            await self._take(said)

    async def _take(self, said: str | Press) -> None:
        try:
            answer = await self._answer(said)
        except UserError as error:
            self.screen.tell(str(error), "red")
            return
        if answer:
            self.show(answer)
            if answer["status"] == "done":
                await self.learn()

    async def _answer(self, said: str | Press) -> Answer | None:
        card = self.talker.card
        if isinstance(said, Press) and card and said.kind != "edit":
            return await self.talker.decide(said.kind, card)
        text = await self.prompt.ask_change() if isinstance(said, Press) else said
        return await self.talker.say(text) if text.strip() else None

    async def learn(self) -> None:
        """Bring what can be completed up to date."""
        context = await self.talker.look()
        self.offers.know(context, await self.talker.examples(context))

    def show(self, answer: Answer) -> None:
        """Print an answer, and offer what it suggests."""
        self.screen.show(answer)
        self.offers.suggest(answer["suggestions"])

    def leave(self) -> None:
        """Say how to go on where something waits."""
        if self.talker.card or self.talker.last.get("parked"):
            go_on = say("terminal", "go_on", session=self.talker.session_id)
            sys.stderr.write(f"({say('terminal', 'waits', go_on=go_on)})\n")
