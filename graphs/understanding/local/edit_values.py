"""Times, lengths, kinds, statuses and amounts of a card: the words are nothing but these and what goes with them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from graphs.understanding.local.choosing import choose, of_sort, owned_by
from graphs.understanding.local.events import ahead_kind
from graphs.understanding.local.times import merge
from graphs.understanding.local.updates import amount_slots, status_slot
from graphs.understanding.plan import Edit, Slot

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction

_TIMED = {"schedule_follow_up": "starts_at", "reschedule_follow_up": "starts_at", "log_interaction": "occurred_at"}
_TYPED = {"log_interaction": "type", "schedule_follow_up": "kind"}
_LONGEST = 18  # words and marks
_SLOT = tuple[int, str, Slot]


def read_values(scene: Scene, card: Card) -> tuple[Edit, ...]:
    """Return the new values that the words give, to the actions they name if they name some."""
    if len(scene) > _LONGEST or not scene.whole(scene.lex.data("edits")["values"]):
        return ()
    part = _spoken_of(scene, card)
    if part is None:
        return ()
    slots: dict[int, dict[str, Slot]] = {}
    readers = (_time_edits, _kind_edits, _status_edits, _stage_edits, _amount_edits)
    for index, name, slot in [found for reader in readers for found in reader(scene, part)]:
        slots.setdefault(index, {})[name] = slot
    return tuple(Edit(index, found) for index, found in sorted(slots.items()))


def _spoken_of(scene: Scene, card: Card) -> Card | None:
    """Return the card with only the actions that the words name; whole where they name none, None where others."""
    people = {key for _, who in scene.people for key in who.ids}
    chosen = {one.index for one in card.actions}
    if people and (_is_command(scene) or not _changes(scene)):
        return None
    if people:
        chosen &= owned_by(card, people)
    for hit in scene.all("[the|number] {ordinal_word}"):
        chosen &= set(choose(scene, card, hit.start, hit.end).indexes)
    if not chosen:
        return None
    return type(card)(card.id, card.version, tuple(one for one in card.actions if one.index in chosen), card.summary)


def _is_command(scene: Scene) -> bool:
    data = scene.lex.data("edits")
    return bool(scene.search(data["whole_command"])) and not scene.search(data["moves_one"])


def _changes(scene: Scene) -> bool:
    """True where the words change what is, rather than ask for something with somebody."""
    return bool(
        scene.search("({change_word}|@person 's|@company 's)") or scene.whole(scene.lex.data("edits")["for_one"])
    )


# When


def _time_edits(scene: Scene, card: Card) -> list[_SLOT]:
    found: list[_SLOT] = []
    chosen = of_sort(scene, card, 0, len(scene))
    actions = [one for one in card.actions if one.tool in _TIMED]
    ahead = [one for one in actions if one.tool != "log_interaction"] or actions
    for one in [one for one in actions if one.index in chosen] or ahead:
        slot = _merged(scene, one)
        if slot:
            found.append((one.index, _TIMED[one.tool], slot))
        found += [
            (one.index, "duration_minutes", Slot(minutes, scene.words(at, at + 1)))
            for at, minutes in scene.entities("length")
            if one.tool == "schedule_follow_up"
        ]
    return found or _due_edits(scene, card)


def _due_edits(scene: Scene, card: Card) -> list[_SLOT]:
    due = [one for one in card.actions if one.tool == "create_task"]
    for _, when in scene.entities("time")[:1] if due else []:
        if when.ahead.start:
            return [(one.index, "due_on", Slot(when.ahead.start.date().isoformat())) for one in due]
    return []


def _merged(scene: Scene, one: CardAction) -> Slot | None:
    existing = one.args.get(_TIMED[one.tool])
    if not existing or not _says_when(scene):
        return None
    moment = datetime.fromisoformat(existing)
    return _looking_back(scene, moment) if one.tool == "log_interaction" else time_on(scene, moment)


def time_on(scene: Scene, moment: datetime) -> Slot | None:
    """Return what becomes of `moment` by the words, None where they name no time."""
    context = scene.context
    reading = merge(moment, _about_time(scene), context.now, context.timezone, context.locale)
    for _, said in scene.entities("number") if reading is None else []:
        reading = merge(moment, f"at {said}", context.now, context.timezone, context.locale)
    if reading is None or (reading.start is None and not reading.trouble):
        return None
    value = reading.start.isoformat() if reading.start and not reading.trouble else None
    return Slot(
        value, scene.text.strip(), trouble=reading.trouble, why=reading.why, warning="; ".join(reading.warnings)
    )


def _about_time(scene: Scene) -> str:
    """Return the words without those that say which action is meant: "the second" is no day, "May" may be a name."""
    chars = list(scene.text)
    hidden = [(token.start, token.end) for token in scene.tokens if token.entity == "person"]
    hidden += [scene.span(hit.start, hit.end) for hit in scene.all("{ordinal_word} [one]")]
    hidden += [match.span() for match in re.finditer(scene.lex.data("edits")["by_place"], scene.text)]
    replaced = scene.at(scene.lex.data("edits")["time_for_time"])
    if replaced:
        hidden.append((0, scene.tokens[replaced.end - 1].start))
    for start, end in hidden:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def _looking_back(scene: Scene, moment: datetime) -> Slot | None:
    """When it took place: the day that is over, at the time of day it had unless a new one is said."""
    for _, when in scene.entities("time"):
        reading = when.behind or when.ahead
        if reading.start is None:
            return None
        local = moment.astimezone(reading.start.tzinfo)
        start = reading.start if reading.has_time else reading.start.replace(hour=local.hour, minute=local.minute)
        start = start if reading.has_date else local.replace(hour=start.hour, minute=start.minute)
        return Slot(start.isoformat(), scene.text.strip(), why=reading.why)
    return None


def _says_when(scene: Scene) -> bool:
    return bool(scene.entities("time") or scene.entities("number") or scene.search("{shift}"))


# What kind


def _kind_edits(scene: Scene, card: Card) -> list[_SLOT]:
    hit = scene.search("(not|isn't|wasn't|instead of|rather than) [{article}] {event_noun}")
    end = hit.start if hit else len(scene)
    begin, meant = _by_sort(scene, card)
    kind = ahead_kind(scene, begin, end) or (ahead_kind(scene, hit.end, len(scene)) if hit else "")
    if kind == "follow_up" and not scene.search("(make|change|switch|turn|be|to) ... {article} (follow-up|follow up)"):
        return []
    if not kind or not (
        hit
        or scene.search(
            "(make|was|is|'s|be|to|as|type|kind|change|switch|set|actually|instead|call it|mark) ... {event_noun}"
        )
        or scene.whole("{edit_lead*} [{article}] {event_noun} {instead*}")
    ):
        return []
    actions = [one for one in card.actions if one.tool in _TYPED and (not meant or one.index in meant)]
    if len(actions) > 1:
        named_sort = [one for one in actions if one.args.get(_TYPED[one.tool]) == kind]
        actions = [one for one in actions if one not in named_sort] if len(named_sort) < len(actions) else []
        actions = actions[:1]
    return [
        (one.index, _TYPED[one.tool], Slot(kind, scene.text.strip()))
        for one in actions
        if one.args.get(_TYPED[one.tool]) != kind
    ]


def _by_sort(scene: Scene, card: Card) -> tuple[int, set[int]]:
    """Return where the words go on after "the call", and the actions it means; 0 where no sort on the card is named."""
    hit = scene.search(scene.lex.data("edits")["by_sort"])
    meant = of_sort(scene, card, hit.start, hit.end) if hit else set()
    return (hit.end, meant) if hit and meant else (0, set())


# Which status, how much


def _status_edits(scene: Scene, card: Card) -> list[_SLOT]:
    hits = [
        hit
        for hit in scene.all("<value:status>")
        if not scene.search("(not|instead of|rather than|from)", max(0, hit.start - 2), hit.start)
    ]
    updates = [one for one in card.actions if one.tool == "update_lead" and "status" in one.args]
    if not hits or not updates:
        return []
    slot = status_slot(scene, *hits[-1].groups["value"])
    return [(one.index, "status", slot) for one in updates] if slot else []


def _stage_edits(scene: Scene, card: Card) -> list[_SLOT]:
    hit = next(iter(scene.all("<value:stage>")), None)
    values = scene.lex.stage_of(scene.shape(*hit.groups["value"])) if hit else ()
    deals = [one for one in card.actions if one.tool in {"create_deal", "update_deal"}]
    return [(one.index, "stage", Slot(values[0], scene.text.strip())) for one in deals if len(values) == 1]


def _amount_edits(scene: Scene, card: Card) -> list[_SLOT]:
    money = amount_slots(scene, "amount", 0, len(scene)) if scene.entities("money") else {}
    held = [(one, name) for one in card.actions for name in ("amount", "expected_amount") if name in one.args]
    return [(one.index, name if at == "amount" else at, slot) for one, name in held for at, slot in money.items()]
