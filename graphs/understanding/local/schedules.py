"""Clauses that ask for a follow-up: something to do with somebody, at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from graphs.understanding.local.events import ahead_kind
from graphs.understanding.local.frames import Frame
from graphs.understanding.local.subjects import group_in, named, pronoun
from graphs.understanding.local.times import read_times
from graphs.understanding.local.titles import joined, kept_places
from graphs.understanding.plan import Slot

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.scene import Scene, When
    from graphs.understanding.local.times import Reading
    from graphs.understanding.local.who import Who


_MISSED = 3.0  # "call Ann yesterday": asked about, unless the words can be read otherwise


def read_schedule(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a follow-up to schedule, if it can be read so."""
    whens = [when for _, when in scene.entities("time", clause.start, clause.end)]
    missed: Frame | None = None
    if scene.at(scene.lex.data("schedule_follow_up")["lists"], clause.start, clause.end):
        return None
    for rule in scene.lex.data("schedule_follow_up")["asks"]:
        if rule.get("timed") and not any(_lies_ahead(when) for when in whens):
            continue
        if (rule.get("plain") or rule.get("timed")) and any(when.over for when in whens):
            if missed is None and rule.get("plain") and scene.search(rule["pattern"], clause.start, clause.end):
                missed = _frame(scene, clause, _MISSED, rule["pattern"], inherits=False)
            continue
        if scene.search(rule["pattern"], clause.start, clause.end):
            frame = _frame(scene, clause, rule["weight"], rule["pattern"], inherits=bool(rule.get("inherits")))
            frame = replace(frame, slots={**frame.slots, **_before_what(scene, clause)})
            return replace(frame, asks_time=bool(rule.get("points_back")))
    return missed


def _lies_ahead(when: When) -> bool:
    """False for what is over, and for "just now"."""
    return not when.over and not when.now


def _frame(scene: Scene, clause: Clause, weight: float, why: str, *, inherits: bool) -> Frame:
    group = group_in(scene, clause.start, clause.end)
    people = () if group is not None else _with_whom(scene, clause.start, clause.end)
    pointer = "" if people else pronoun(scene, clause.start, clause.end)
    kind = "" if inherits else ahead_kind(scene, clause.start, clause.end) or "follow_up"
    slots = {**time_slots(scene, clause.start, clause.end), **title_slots(scene, clause)}
    return Frame("schedule_follow_up", clause, weight, slots, people, pointer, group, kind=kind, why=why)


def _before_what(scene: Scene, clause: Clause) -> dict[str, Slot]:
    """For "remind me a month before": a time that is open until it is known before what."""
    pattern = scene.lex.data("schedule_follow_up").get("before_what")
    hit = scene.search(pattern, clause.start, clause.end) if pattern else None
    if not hit:
        return {}
    said, span = scene.words(hit.start, hit.end), scene.span(hit.start, hit.end)
    return {"starts_at": Slot(None, said, span, confidence=0.5, trouble="unknown")}


def _with_whom(scene: Scene, start: int, end: int) -> tuple[Who, ...]:
    """Return whom it is to be done with: not who only asked for it, nor whom it is about."""
    data = scene.lex.data("schedule_follow_up")
    wanted = scene.search(data["wanted_by"], start, end)
    asked = scene.search("{asks_of_me}", start, end) if wanted else None
    if asked and (others := named(scene, asked.end, end)):
        start, people = asked.end, others
    else:
        people = named(scene, start, end)
    first = next((at for at, _ in scene.entities("person", start, end)), end)
    about = scene.search(data["about"], first, end) if len(people) > 1 else None
    return named(scene, start, about.start) if about else people


def time_slots(scene: Scene, start: int, end: int) -> dict[str, Slot]:
    """Return `starts_at` and `duration_minutes` as far as tokens [start, end) give them."""
    slots: dict[str, Slot] = {}
    whens = scene.entities("time", start, end)
    if whens:
        at, when = whens[0]
        slots["starts_at"] = _day_and_hour(scene, whens) or time_slot(scene, at, when)
        if when.ahead.duration_minutes:
            slots["duration_minutes"] = Slot(
                when.ahead.duration_minutes, scene.words(at, at + 1), scene.span(at, at + 1)
            )
    for at, minutes in scene.entities("length", start, end):
        slots["duration_minutes"] = Slot(minutes, scene.words(at, at + 1), scene.span(at, at + 1))
    return slots


def _day_and_hour(scene: Scene, whens: list[tuple[int, When]]) -> Slot | None:
    """For "tomorrow ring Tom at 9": the day, and the hour that is said apart from it."""
    if len(whens) != 2:
        return None
    (at, day), (place, hour) = whens
    own, clock = day.ahead, hour.ahead
    if own.trouble or clock.trouble or not (own.start and clock.start) or clock.has_date or own.has_time:
        return None
    if own.grain != "day" or not own.has_date or not clock.has_time:
        return None
    start = own.start.replace(hour=clock.start.hour, minute=clock.start.minute)
    if start <= scene.context.now:
        return None
    slot = time_slot(scene, place, hour)
    said = f"{scene.words(at, at + 1)} {scene.words(place, place + 1)}"
    span = (scene.tokens[at].start, scene.tokens[place].end)
    warning = "; ".join(own.warnings)
    return msgspec.structs.replace(slot, value=start.isoformat(), text=said, span=span, warning=warning)


def on_day_before(scene: Scene, frame: Frame, before: Frame | None, slots: dict[str, Slot]) -> dict[str, Slot]:
    """Return the slots of "and Tess at 10" with the day of "Maria tomorrow at 9" before it."""
    day = before.slots.get("starts_at") if before else None
    whens = scene.entities("time", frame.clause.start, frame.clause.end)
    if frame.clause.hard or day is None or not day.value or len(whens) != 1 or "starts_at" not in slots:
        return slots
    hour = whens[0][1].ahead
    if hour.start is None or hour.trouble or hour.has_date or not hour.has_time or hour.grain not in {"hour", "minute"}:
        return slots
    start = datetime.fromisoformat(str(day.value)).replace(hour=hour.start.hour, minute=hour.start.minute)
    if start <= scene.context.now:
        return slots
    return {**slots, "starts_at": msgspec.structs.replace(slots["starts_at"], value=start.isoformat())}


def time_slot(scene: Scene, at: int, when: When) -> Slot:
    """Return the slot for a time ahead; its trouble says when it cannot be one."""
    reading, span = when.ahead, scene.span(at, at + 1)
    either = _either(scene, at)
    if either:
        return Slot(None, scene.words(at, at + 1), span, confidence=0.5, alternatives=either, trouble="ambiguous")
    value = reading.start.isoformat() if reading.start and not reading.trouble else None
    near = (reading.start.isoformat(),) if reading.start and reading.trouble else ()
    return Slot(
        value, scene.words(at, at + 1), span, near=near, trouble=reading.trouble, why=reading.why,
        warning="; ".join(reading.warnings), confidence=1.0 if value else 0.5,
    )  # fmt: skip


def sides(scene: Scene, at: int) -> tuple[Reading, ...]:
    """Return the two times of "on Monday or Tuesday at 3", none where one time is said."""
    said, context = scene.words(at, at + 1), scene.context
    joint = re.search(scene.lex.data("schedule_follow_up")["either"], said)
    halves = (said[: joint.start()], said[joint.end() :]) if joint else ()
    read = [read_times(one, context.now, context.timezone, context.locale, "future") for one in halves]
    found = tuple(one[0] for one in read if len(one) == 1 and one[0].start and not one[0].trouble)
    return found if len(found) > 1 and found[0].has_date == found[1].has_date else ()


def _either(scene: Scene, at: int) -> tuple[str, ...]:
    found = sides(scene, at)
    starts = [one.start for one in found if one.start]
    if starts and found[-1].has_time and not found[0].has_time:
        starts[0] = starts[0].replace(hour=starts[-1].hour, minute=starts[-1].minute)
    return tuple(dict.fromkeys(one.isoformat() for one in starts))


# Titles


def title_slots(scene: Scene, clause: Clause) -> dict[str, Slot]:
    """Return `title` where the words say more than the kind and the person."""
    for at, quoted in scene.entities("quote", clause.start, clause.end):
        return {"title": Slot(str(quoted), scene.words(at, at + 1), scene.span(at, at + 1))}
    start = _after_asking(scene, clause)
    places = kept_places(scene, start, clause.end)
    if not _says_more(scene, places):
        return {}
    said = joined(scene, places)
    return {"title": Slot(said[:1].upper() + said[1:], said, scene.span(places[0], places[-1] + 1))}


def _after_asking(scene: Scene, clause: Clause) -> int:
    start = clause.start
    for pattern in scene.lex.data("schedule_follow_up")["title_cuts"]:
        hit = scene.at(pattern, start, clause.end)
        if hit:
            start = hit.end
    return start


def _says_more(scene: Scene, places: list[int]) -> bool:
    plain = scene.lex.data("schedule_follow_up")["plain_words"]
    words = scene.lex.kind_words - set(scene.lex.data("schedule_follow_up")["own_words"])
    return any(scene.tokens[at].entity == "deal" for at in places) or any(
        not scene.tokens[at].entity and scene.tokens[at].norm not in words and scene.tokens[at].norm not in plain
        and any(c.isalnum() for c in scene.tokens[at].norm)
        for at in places
    )  # fmt: skip
