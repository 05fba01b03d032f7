"""Changes to a card, as words give them: which of its actions, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.events import ahead_kind
from graphs.understanding.local.notes import tidy
from graphs.understanding.local.subjects import named
from graphs.understanding.local.times import merge
from graphs.understanding.local.updates import amount_slots, field_slots, status_slot
from graphs.understanding.plan import Edit, Slot

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction

_TIMED = {"schedule_follow_up": "starts_at", "reschedule_follow_up": "starts_at", "log_interaction": "occurred_at"}
_LONGEST = 40  # words: an edit is short, but for the note it may carry
_TYPED = {"log_interaction": "type", "schedule_follow_up": "kind"}


def read_edits(scene: Scene, card: Card | None) -> tuple[Edit, ...]:
    """Return what the words change in `card`, nothing where they are no edit."""
    if card is None or not len(scene):
        return ()
    for reader in (_texts, _keeps, _drops, _people, _fields, _values):
        edits = reader(scene, card)
        if edits:
            return edits
    return ()


# Words of a note or title


def _texts(scene: Scene, card: Card) -> tuple[Edit, ...]:
    for rule in scene.lex.data("edits")["texts"]:
        hit = scene.search(rule["pattern"])
        if not hit:
            continue
        said = tidy(_verbatim(scene, *hit.groups["value"]))
        actions = _with_text(card, rule["slot"])
        if said and actions:
            return tuple(Edit(one.index, {rule["slot"]: _text_slot(one, rule, said)}) for one in actions)
    return ()


def _verbatim(scene: Scene, first: int, last: int) -> str:
    if last - first == 1 and scene.tokens[first].entity == "quote":
        return str(scene.tokens[first].value)
    return scene.words(first, last)


def _with_text(card: Card, slot: str) -> list[CardAction]:
    tools = {"log_interaction"} if slot == "note" else {"schedule_follow_up", "create_task"}
    return [one for one in card.actions if one.tool in tools][:1]


def _text_slot(one: CardAction, rule: dict[str, Any], said: str) -> Slot:
    before = one.args.get(rule["slot"], "") if rule.get("appends") else ""
    return Slot(f"{before}; {said}" if before else said, said)


# Which actions


def chosen_actions(scene: Scene, card: Card, start: int, end: int) -> set[int]:
    """Return the indexes of the actions that tokens [start, end) name: by place, person or sort."""
    count = _first_so_many(scene, start, end)
    if count:
        return {one.index for one in card.actions[:count]}
    picked = _by_sort(scene, card, start, end)
    people = {key for who in named(scene, start, end) for key in who.ids}
    if people:
        of_them = {one.index for one in card.actions if one.target.id in people or one.args.get("lead_id") in people}
        return of_them & picked if picked and of_them & picked else of_them
    if picked:
        return picked
    hits = scene.all("<place:ordinal_word>", start, end)
    places = scene.lex.data("edits")["places"]
    found = [places[scene.shape(*hit.groups["place"]).strip()] for hit in hits]
    return {card.actions[place].index for place in found if -len(card.actions) <= place < len(card.actions)}


def _first_so_many(scene: Scene, start: int, end: int) -> int:
    hit = scene.search("first (two|three|four|five|2|3|4|5|@number)", start, end)
    words = {"two": 2, "three": 3, "four": 4, "five": 5}
    if not hit:
        return 0
    last = scene.tokens[hit.end - 1]
    return words.get(last.norm) or int(scene.words(hit.end - 1, hit.end))


def _by_sort(scene: Scene, card: Card, start: int, end: int) -> set[int]:
    sorts = scene.lex.data("edits")["actions"]
    found: set[int] = set()
    for words in sorted(sorts, key=len, reverse=True):
        if scene.search(f"({words}|{words}s)", start, end):
            found |= {one.index for one in card.actions if _is_sort(one, sorts[words])}
    return found


def _is_sort(one: CardAction, sort: dict[str, Any]) -> bool:
    tools = sort["tool"] if isinstance(sort["tool"], list) else [sort["tool"]]
    kind = one.args.get("kind") or one.args.get("type")
    return one.tool in tools and ("kind" not in sort or kind == sort["kind"])


def _keeps(scene: Scene, card: Card) -> tuple[Edit, ...]:
    if len(card.actions) < 2 or len(scene) > 14:
        return ()
    hit = scene.at("{edit_lead*} {keep} ")
    if not hit or _has_value(scene):
        return ()
    kept = chosen_actions(scene, card, hit.start, len(scene))
    if not kept or len(kept) == len(card.actions):
        return ()
    return tuple(Edit(one.index, drop=True) for one in card.actions if one.index not in kept)


def _drops(scene: Scene, card: Card) -> tuple[Edit, ...]:
    if len(scene) > 14:
        return ()
    hit = scene.at("{edit_lead*} {drop} ") or scene.search(
        "[@person|{ordinal_word}|it] (out|off|off the list|aside|alone)[.|!|please]* $"
    )
    if not hit or _has_value(scene) or (len(card.actions) < 2 and not scene.people):
        return ()
    if scene.search("(not|isn't|wasn't) @person ... @person") or len(
        {who.ids for who in named(scene, 0, len(scene))}
    ) > len(card.actions):
        return ()
    dropped = chosen_actions(scene, card, 0, len(scene))
    return tuple(Edit(one.index, drop=True) for one in card.actions if one.index in dropped) if dropped else ()


def _has_value(scene: Scene) -> bool:
    return bool(scene.entities("time") or scene.entities("money") or scene.search("(instead|should be)"))


# Somebody else


def _people(scene: Scene, card: Card) -> tuple[Edit, ...]:
    if len(scene) > 20:
        return ()
    for pattern in scene.lex.data("edits")["people"]:
        hit = scene.at(pattern)
        if not hit:
            continue
        place = hit.groups["new"][0]
        who = scene.tokens[place].value
        others = {key for at, one in scene.people if at != place for key in one.ids}
        actions = [one for one in card.actions if "lead_id" in one.args]
        concerned = [one for one in actions if one.args["lead_id"] in others] or actions
        ids = tuple(key for key in who.ids if key not in others) or who.ids
        slot = (
            who.slot()
            if ids == who.ids
            else Slot(ids[0] if len(ids) == 1 else None, who.text, who.span, alternatives=ids if len(ids) > 1 else ())
        )
        return tuple(Edit(one.index, {"lead": slot}) for one in concerned if one.args["lead_id"] != slot.value)
    return ()


# Fields by name ("amount should be 20k", "her email is ...")


def _fields(scene: Scene, card: Card) -> tuple[Edit, ...]:
    updates = [
        one
        for one in card.actions
        if one.tool in {"update_lead", "create_lead", "create_deal", "update_deal", "create_task"}
    ]
    if not updates or len(scene) > _LONGEST:
        return ()
    for name in ("email", "phone", "company", "title", "city", "source", "expected_amount", "name"):
        hit = scene.at(
            f"{{edit_lead*}} [change|set|make|update] [the|her|his|their] {{field_{name}}} "
            f"{{assign}} [now|rather] <value> {{instead*}} $"
        )
        if hit:
            slots = field_slots(scene, name, *hit.groups["value"])
            if slots and name == "expected_amount" and updates[0].tool.endswith("deal"):
                slots = {"amount": slots["expected_amount"]}
            return tuple(Edit(one.index, slots) for one in updates[:1]) if slots else ()
    for name in ("email", "phone"):
        held = [one for one in updates if name in one.args]
        for at, value in scene.entities(name) if held and len(scene) <= 6 else []:
            return (Edit(held[0].index, {name: Slot(value, value, scene.span(at, at + 1))}),)
    money = scene.whole("({edit_word}|@money|@number)*") and amount_slots(scene, "expected_amount", 0, len(scene))
    amounted = [one for one in updates if "expected_amount" in one.args or "amount" in one.args]
    if money and amounted and scene.entities("money"):
        key = "amount" if "amount" in amounted[0].args else "expected_amount"
        return (Edit(amounted[0].index, {key: money["expected_amount"]}),)
    return ()


# Times, lengths, kinds, statuses: nothing but these and the words around them


def _values(scene: Scene, card: Card) -> tuple[Edit, ...]:
    if len(scene) > 18:
        return ()
    slots: dict[int, dict[str, Slot]] = {}
    rest = (
        "({edit_word}|{event_noun}|{mark}|{instead}|@time|@length|@number|{status}|"
        "{stage}|{shift}|@person 's|{adjective})*"
    )
    if not scene.whole(rest):
        return ()
    for index, name, slot in [*_time_edits(scene, card), *_kind_edits(scene, card), *_status_edits(scene, card)]:
        slots.setdefault(index, {})[name] = slot
    return tuple(Edit(index, found) for index, found in sorted(slots.items()))


def _time_edits(scene: Scene, card: Card) -> list[tuple[int, str, Slot]]:
    found: list[tuple[int, str, Slot]] = []
    chosen = _by_sort(scene, card, 0, len(scene))
    actions = [one for one in card.actions if one.tool in _TIMED]
    ahead = [one for one in actions if one.tool != "log_interaction"] or actions
    for one in [one for one in ahead if one.index in chosen] or ahead:
        slot = _merged(scene, one)
        if slot:
            found.append((one.index, _TIMED[one.tool], slot))
        found += [
            (one.index, "duration_minutes", Slot(minutes, scene.words(at, at + 1)))
            for at, minutes in scene.entities("length")
            if one.tool == "schedule_follow_up"
        ]
    due = [one for one in card.actions if one.tool == "create_task"]
    for _, when in scene.entities("time")[:1] if due and not found else []:
        if when.ahead.start:
            found += [(one.index, "due_on", Slot(when.ahead.start.date().isoformat())) for one in due]
    return found


def _merged(scene: Scene, one: CardAction) -> Slot | None:
    existing = one.args.get(_TIMED[one.tool])
    context = scene.context
    if not existing or not _says_when(scene):
        return None
    moment = datetime.fromisoformat(existing)
    if one.tool == "log_interaction":
        return _looking_back(scene, moment)
    reading = merge(moment, scene.text, context.now, context.timezone, context.locale)
    for _, said in scene.entities("number") if reading is None else []:
        reading = merge(moment, f"at {said}", context.now, context.timezone, context.locale)
    if reading is None or (reading.start is None and not reading.trouble):
        return None
    value = reading.start.isoformat() if reading.start and not reading.trouble else None
    return Slot(
        value, scene.text.strip(), trouble=reading.trouble, why=reading.why, warning="; ".join(reading.warnings)
    )


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


def _kind_edits(scene: Scene, card: Card) -> list[tuple[int, str, Slot]]:
    hit = scene.search("(not|isn't|wasn't|instead of|rather than) [{article}] {event_noun}")
    end = hit.start if hit else len(scene)
    kind = ahead_kind(scene, 0, end) or (ahead_kind(scene, hit.end, len(scene)) if hit else "")
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
    actions = [one for one in card.actions if one.tool in _TYPED]
    if len(actions) > 1:
        named_sort = [one for one in actions if one.args.get(_TYPED[one.tool]) == kind]
        actions = [one for one in actions if one not in named_sort] if len(named_sort) < len(actions) else []
        actions = actions[:1]
    return [
        (one.index, _TYPED[one.tool], Slot(kind, scene.text.strip()))
        for one in actions
        if one.args.get(_TYPED[one.tool]) != kind
    ]


def _status_edits(scene: Scene, card: Card) -> list[tuple[int, str, Slot]]:
    hits = [
        hit
        for hit in scene.all("<value:status>")
        if not scene.search("(not|instead of|rather than|from)", max(0, hit.start - 2), hit.start)
    ]
    updates = [one for one in card.actions if one.tool == "update_lead" and "status" in one.args]
    if not hits or not updates:
        return []
    slot = status_slot(scene, *hits[-1].groups["value"])
    people = {key for who in named(scene, 0, len(scene)) for key in who.ids}
    concerned = [one for one in updates if one.args.get("lead_id") in people] or updates
    return [(one.index, "status", slot) for one in concerned] if slot else []
