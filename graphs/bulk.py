"""Commands over many records: a filter in a slot becomes one set of slots a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from graphs.understanding.plan import Slot
from store.errors import NothingToDo, Refused
from tools.catalogue import read_tool
from tools.words import say

if TYPE_CHECKING:
    from graphs.state import TurnContext

MOST = 25
_READS = {
    "leads": ("lead", "find_leads"),
    "follow_ups": ("follow_up", "show_agenda"),
    "tasks": ("task", "show_agenda"),
    "deals": ("deal", "find_deals"),
}


async def expand(slots: dict[str, Slot], context: TurnContext) -> list[dict[str, Slot]]:
    """Return the slots once for each record that a filter among them matches; unchanged where there is none.

    Raises NothingToDo where nothing matches, Refused above 25 records.
    """
    plural = next((name for name in _READS if name in slots), "")
    if not plural:
        return [slots]
    singular, reader = _READS[plural]
    ids, total = await _matching(reader, plural, slots[plural], context)
    if not ids:
        raise NothingToDo(say("gate", "none_match", records=plural.replace("_", "-")))
    if total > MOST:
        raise Refused(say("gate", "too_many", count=total, most=MOST))
    rest = {name: slot for name, slot in slots.items() if name != plural}
    one = msgspec.structs.replace(slots[plural], value=None, text="")
    return [{singular: msgspec.structs.replace(one, value=record_id), **rest} for record_id in ids]


async def _matching(reader: str, plural: str, slot: Slot, context: TurnContext) -> tuple[list[str], int]:
    tool = read_tool(reader)
    if tool is None or not isinstance(slot.value, dict):
        return [], 0
    kind = {"type": plural.removesuffix("s")} if reader == "show_agenda" else {}
    args = tool.Args.model_validate({**slot.value, **kind, "limit": MOST + 1})
    async with context.database.reading() as session:
        answer = await tool.answer(session, context.moment, args)
    data = answer.data or {}
    ids = [str(found) for found in (data.get("ids_by_type") or {}).get(plural[:-1], data.get("ids", []))]
    return ids, int(data.get("total", len(ids)))
