"""Playing a case: its steps in order, through the same funnel as every channel."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from assistant.cases.aftermath import aftermath, moved
from assistant.cases.expect import Fault, Seen, faults, find, listed
from assistant.cases.world import Scene, World, open_scene
from assistant.messages import ChatRequest, turn_of

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.cases.files import Case


_SENT = ("message", "message_id", "role", "timezone")


@dataclass(frozen=True, slots=True)
class Result:
    """How a case went: nothing in `faults` means that it passed; `skipped` says why it was not played."""

    id: str
    faults: tuple[tuple[int, Fault], ...] = ()
    skipped: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything held."""
        return not self.faults and not self.skipped


async def play(case: Case, world: World) -> Result:
    """Play a case in a copy of its world."""
    if case.needs_server:
        return Result(case.id, skipped="about the protocol: it needs a server")
    async with world.copy(case.now) as place, AsyncExitStack() as stack:
        player = _Player(case, place, stack)
        return Result(case.id, tuple(await player.run()))


class _Player:
    def __init__(self, case: Case, place: Path, stack: AsyncExitStack) -> None:
        self._case = case
        self._place = place
        self._stack = stack
        self._now = case.now
        self._shown: dict[str, dict[str, Any]] = {}
        self._cards: dict[str, dict[str, Any]] = {}

    async def run(self) -> list[tuple[int, Fault]]:
        self._scene = await self._open()
        before = await self._scene.snapshot()
        self._seen = Seen(ZoneInfo("UTC"), before)
        found: list[tuple[int, Fault]] = []
        for number, step in enumerate(self._case.steps, 1):
            await self._move_clock(step)
            found += [(number, fault) for fault in await self._step(step)]
            found += [(number, fault) for fault in await self._changes(step)]
        after = await self._scene.snapshot()
        found += [(0, fault) for fault in aftermath(self._case.after, before, after, self._seen.zone)]
        return found

    async def _open(self) -> Scene:
        return await self._stack.enter_async_context(open_scene(self._place, self._now))

    async def _move_clock(self, step: dict[str, Any]) -> None:
        later = str(step.get("now") or self._now)
        if later != self._now:
            await self._stack.aclose()
            self._now = later
            self._scene = await self._open()
            self._seen.records = await self._scene.snapshot()

    async def _step(self, step: dict[str, Any]) -> list[Fault]:
        email = step.get("user") or self._case.user
        label = str(step.get("session") or email)
        zone = step.get("timezone") or self._scene.users[email].timezone
        self._seen.zone = ZoneInfo(zone)
        request = msgspec.convert(self._request(step, label), ChatRequest)
        answer = await self._scene.parley.conversation.turn(self._scene.caller(email), turn_of(request, "eval"))
        found = faults(step, answer, self._seen)
        self._remember(step, label, answer)
        return found

    def _request(self, step: dict[str, Any], label: str) -> dict[str, Any]:
        request: dict[str, Any] = {
            key: step[key] for key in ("message", "message_id", "role", "timezone") if key in step
        }
        request["session_id"] = label
        if "decision" in step:
            request["decision"] = self._decision(dict(step["decision"]), label)
        record = (step.get("context") or {}).get("record")
        if record:
            fields = {key: value for key, value in record.items() if key != "type"}
            (chosen, *_) = sorted(find(fields, self._seen)) or [""]
            request["context"] = {"record": {"type": record["type"], "id": chosen}}
        return request

    def _decision(self, given: dict[str, Any], label: str) -> dict[str, Any]:
        named = given.pop("card", None)
        card = self._cards.get(named, {}) if named else self._shown.get(label, {})
        return {"proposal_id": card.get("id", "none"), "version": card.get("version", 1), **given}

    def _remember(self, step: dict[str, Any], label: str, answer: dict[str, Any]) -> None:
        self._seen.answers.append(answer)
        if answer["question"]:
            self._seen.options = answer["question"]["options"]
        if answer["proposal"]:
            self._shown[label] = answer["proposal"]
            if step.get("as"):
                self._cards[step["as"]] = answer["proposal"]

    async def _changes(self, step: dict[str, Any]) -> list[Fault]:
        now = await self._scene.snapshot()
        changed, self._seen.records = moved(self._seen.records, now), now
        answer = self._seen.answers[-1]
        if changed and (answer["status"] != "done" or not _wants_change(step)):
            return [Fault("changed without approval", "; ".join(changed[:6]))]
        if not changed and answer["status"] == "done" and not (step.get("same_as") or step.get("again")):
            return [Fault("other", "it says done, and nothing changed")]
        return []


def _wants_change(step: dict[str, Any]) -> bool:
    wanted = [step, *(step.get("any") or [])]
    return any("done" in listed(want.get("status")) or want.get("receipts") for want in wanted)
