"""One person in one conversation, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from assistant.messages import ChatRequest, clean, turn_of
from graphs.state import Decision
from store.conversations import find_talk, messages_of
from store.errors import ParleyError

if TYPE_CHECKING:
    from assistant.asking import Caller
    from assistant.bootstrap import Parley
    from graphs.state import Turn, TurnContext

Answer = dict[str, Any]


class Talker:
    """Says things and presses buttons; `last` is the answer that the person saw last."""

    def __init__(self, parley: Parley, caller: Caller, session_id: str) -> None:
        self._parley = parley
        self._caller = caller
        self.session_id = session_id
        self.last: Answer = {}

    @property
    def card(self) -> dict[str, Any] | None:
        """The card that the last answer showed whole."""
        return self.last.get("proposal")

    async def say(self, text: str) -> Answer:
        """Return the answer to a message; raises UserError for one that breaks the protocol."""
        return await self._take(ChatRequest(message=text))

    async def decide(self, kind: Literal["approve", "reject"], card: dict[str, Any]) -> Answer:
        """Return the answer to a button under exactly this version of this card."""
        decision = Decision(card["id"], card["version"], kind)
        return await self._take(ChatRequest(decision=decision))

    async def look(self) -> TurnContext:
        """Return what a message would be read against now: the asker, the records in their sight, their words."""
        return await self._parley.conversation.look(
            self._caller, turn_of(ChatRequest("-", self.session_id), "terminal")
        )

    async def examples(self, context: TurnContext) -> list[str]:
        """Return sentences that one may say, with names from one's own data."""
        from tools.help.help import examples

        async with self._parley.database.reading() as session:
            return await examples(session, context.moment)

    async def recall(self) -> Answer | None:
        """Return the last answer of the conversation, where it is not a new one."""
        context = await self.look()
        asker = context.moment.asker
        async with self._parley.database.reading() as session:
            found = await find_talk(session, asker.tenant_id, asker.user_id, self.session_id)
            said = await messages_of(session, found.id) if found else ()
        if said:
            self.last = _printable(said[-1].response)
        return self.last or None

    async def _take(self, request: ChatRequest) -> Answer:
        around = {"session_id": self.session_id, "in_reply_to": self.last.get("reply_id")}
        turn = turn_of(msgspec.structs.replace(request, **around), "terminal")
        self.last = _printable(await self._answer(turn))
        return self.last

    async def _answer(self, turn: Turn) -> Answer:
        try:
            return await self._parley.conversation.turn(self._caller, turn)
        except ParleyError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in a turn is answered as one, with a number, and nothing was kept
            from assistant.channels.http import failed
            from assistant.errors import incident

            return failed(turn, incident(error, "terminal"))


def _printable(value: Any) -> Any:
    """Return an answer whose texts cannot steer a terminal: imported names may hold anything."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, (list, tuple)) else value
