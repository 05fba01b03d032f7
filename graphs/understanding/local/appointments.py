"""Clauses about follow-ups that are there already: to move, to cancel, to complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from graphs.understanding.local.events import ahead_kind
from graphs.understanding.local.frames import Frame
from graphs.understanding.local.leftover import with_words
from graphs.understanding.local.many_follow_ups import exception, not_told, of_leads, parts, says_which, without
from graphs.understanding.local.schedules import sides, time_slot
from graphs.understanding.local.subjects import named, pronoun
from graphs.understanding.local.times import merge
from graphs.understanding.local.tokens import fold
from graphs.understanding.plan import Slot, Step

if TYPE_CHECKING:
    from datetime import datetime

    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.people import Entry
    from graphs.understanding.local.scene import Hit, Scene, When
    from graphs.understanding.local.who import Who
    from graphs.understanding.plan import Context

_WEIGHT = 9.6
_MOST_STEPS = 26  # one more than a card may have: enough to be refused


def read_appointment(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a change of follow-ups that are there, if it can be read so."""
    for rule in scene.lex.data("follow_ups")["changes"]:
        hit = scene.search(rule["pattern"], clause.start, clause.end)
        if hit and rule.get("swapped") and not _swapped(scene, clause):
            continue
        if hit and rule.get("exists") and not _found(scene, clause, named(scene, clause.start, clause.end)):
            continue
        if hit and rule.get("titled") and not titled(scene, *hit.groups["title"]):
            continue
        if hit and (rule.get("titled") or _concerns(scene, clause, rule["tool"], hit)):
            rest, part = without(scene, clause, exception(scene, clause))
            people = named(rest, part.start, part.end)
            pointer = "" if people else pronoun(rest, part.start, part.end)
            alone = bool(pointer) or not rest.search(scene.lex.data("follow_ups")["all_of_them"], part.start, part.end)
            return Frame(
                rule["tool"], clause, _WEIGHT, people=people, pronoun=pointer, needs_lead=alone, why=rule["pattern"]
            )
    return None


def titled(scene: Scene, start: int, end: int) -> list[Entry]:
    """Return the follow-ups whose titles, or people, have every word of tokens [start, end)."""
    plain = set(scene.lex.data("schedule_follow_up")["plain_words"])
    said = {
        word
        for token in scene.tokens[start:end]
        if token.entity not in {"time", "person", "company"}
        for word in fold(token.text).replace("-", " ").split()
    }
    said = {word for word in said - plain if any(c.isalnum() for c in word)}
    if len(said) < 2 and said <= scene.lex.kind_words:  # "call" alone is a kind, no title
        return []
    ids = {key for _, who in scene.entities("person", start, end) for key in who.ids}
    return [
        one
        for one in scene.context.people.entries("follow_up")
        if said <= set(fold(one.title or one.name).replace("-", " ").split())
        and (not ids or one.lead_id in ids)
        and one.starts_at is not None
    ]


def _says_when(scene: Scene, clause: Clause) -> bool:
    """True where a new time is given, or the verb can only mean one."""
    if scene.entities("time", clause.start, clause.end) or scene.search("{move_surely}", clause.start, clause.end):
        return True
    return bool(
        scene.search("(back|forward|earlier|later|up|out|by) |(to|until|till|for) @number", clause.start, clause.end)
    )


def _swapped(scene: Scene, clause: Clause) -> bool:
    """True where one time stands instead of another."""
    return any(
        " instead of " in scene.words(at, at + 1) or " rather than " in scene.words(at, at + 1)
        for at, _ in scene.entities("time", clause.start, clause.end)
    )


def _concerns(scene: Scene, clause: Clause, tool: str, hit: Hit) -> bool:
    """False where the words are about a lead's status, a task or a deal after all."""
    if scene.search("(task|tasks|to-do|todo|deal|deals|close date)", clause.start, clause.end):
        return False
    if any(token.entity in {"email", "phone", "money", "url"} for token in scene.tokens[clause.start : clause.end]):
        return False
    if tool == "reschedule_follow_up" and not _says_when(scene, clause):
        return False
    if tool == "reschedule_follow_up" and scene.search("{to} {status} {after*} $", clause.start, clause.end):
        return False
    named_thing = bool(
        scene.search(
            "{event_noun}|follow-up|follow up|follow-ups|appointment|appointments|reminder|"
            "reminders|everything|schedule",
            clause.start,
            clause.end,
        )
    )
    return named_thing or bool(_found(scene, clause, named(scene, clause.start, clause.end))) or hit.end == clause.end


def appointment_steps(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> list[Step]:
    """Return one step for each follow-up meant; one with the follow-up open where that is not clear."""
    out = exception(scene, frame.clause)
    rest, part = without(scene, frame.clause, out)
    found = _fitting(rest, part, people)
    left = _left_out(scene, out, found) if out else []
    steps = _steps(rest, replace(frame, clause=part), people, [one for one in found if one not in (left or ())])
    unread = out if left is None else not_told(scene, frame.clause)
    return [with_words(scene, steps[0], *unread), *steps[1:]] if unread else steps


def _left_out(scene: Scene, out: tuple[int, int], found: list[Entry]) -> list[Entry] | None:
    """Return those of `found` that are left out; None where the words don't say which these are."""
    left: list[Entry] = []
    for part in parts(scene, out):
        people = named(scene, part.start, part.end)
        fits = _fitting(scene, part, people, found)
        unsure = any(len(who.ids) != 1 for who in people) and len({one.lead_id for one in fits}) > 1
        if unsure or any(not who.ids for who in people) or (fits == found and not says_which(scene, part)):
            return None
        left += fits
    return left


def _steps(scene: Scene, frame: Frame, people: tuple[Who, ...], found: list[Entry]) -> list[Step]:
    span = scene.span(frame.clause.start, frame.clause.end)
    many = _many(scene, frame.clause)
    if found and (many or len(found) == 1):
        return [
            Step(
                frame.tool,
                {"follow_up": Slot(one.id, one.title or one.name, span), **_new_time(scene, frame, one)},
                span,
                1.0,
                frame.why,
            )
            for one in found[:_MOST_STEPS]
        ]
    said = scene.words(frame.clause.start, frame.clause.end)
    if found:
        slot = Slot(None, said, span, confidence=0.5, alternatives=tuple(one.id for one in found), trouble="ambiguous")
        return [Step(frame.tool, {"follow_up": slot, **_new_time(scene, frame, found[0])}, span, 0.8, frame.why)]
    lead = {"lead": people[0].slot()} if people and people[0].source == "typed" and len(people[0].ids) != 1 else {}
    return [
        Step(
            frame.tool,
            {**lead, "follow_up": Slot(None, said, span, confidence=0.5, trouble="unknown")},
            span,
            0.8,
            frame.why,
        )
    ]


def _many(scene: Scene, clause: Clause) -> bool:
    return bool(scene.search(scene.lex.data("follow_ups")["many"], clause.start, clause.end))


# Which of them


def _found(scene: Scene, clause: Clause, people: tuple[Who, ...]) -> list[Entry]:
    """Return the follow-ups that fit what the clause says of them, but for an exception."""
    out = exception(scene, clause)
    rest, part = without(scene, clause, out)
    return _fitting(rest, part, people if out is None else named(rest, part.start, part.end))


def _fitting(scene: Scene, clause: Clause, people: tuple[Who, ...], among: list[Entry] | None = None) -> list[Entry]:
    """Return the scheduled follow-ups, or those `among` some, that fit what the clause says: the asker's own first."""
    fits = _of_anybody(scene, clause, people, _scheduled(scene, clause) if among is None else among)
    return _next_only(scene, clause, [one for one in fits if _is_own(scene.context, one)] or fits)


def _of_anybody(scene: Scene, clause: Clause, people: tuple[Who, ...], among: list[Entry]) -> list[Entry]:
    context = scene.context
    fits = of_leads(scene, clause, among)
    ids = {key for who in people for key in who.ids}
    if people:
        fits = [one for one in fits if one.lead_id in ids]
    if scene.search("overdue|late|missed", clause.start, clause.end):
        fits = [one for one in fits if one.starts_at and one.starts_at < context.now]
    meant = _titled_in(scene, clause, fits)
    if meant:
        return _on_day(scene, clause, meant, strict=False)
    pointed = _pointed_at(scene, clause, fits) if not people else []
    if pointed:
        return pointed
    kind = ahead_kind(scene, clause.start, clause.end)
    if kind not in {"", "follow_up"}:
        fits = _of_kind(scene, clause, fits, kind)
    fits = _on_day(scene, clause, fits, strict=_many(scene, clause) or not people)
    return _by_title(scene, clause, fits)


def _scheduled(scene: Scene, clause: Clause) -> list[Entry]:
    """Return what is scheduled; of many at once, only the asker's own, where they have any."""
    found = [
        one
        for one in scene.context.people.entries("follow_up")
        if one.status in {"", "scheduled"} and one.starts_at is not None
    ]
    own = [one for one in found if _is_own(scene.context, one)] if _many(scene, clause) else []
    return own or found


def _is_own(context: Context, one: Entry) -> bool:
    return one.owner_id in {"", context.asker.id}


def _titled_in(scene: Scene, clause: Clause, fits: list[Entry]) -> list[Entry]:
    """Return those whose title the clause says in words of its own, none where it says no title."""
    for rule in scene.lex.data("follow_ups")["changes"]:
        hit = scene.search(rule["pattern"], clause.start, clause.end) if rule.get("titled") else None
        named_so = {one.id for one in titled(scene, *hit.groups["title"])} if hit else set()
        found = [one for one in fits if one.id in named_so]
        if found:
            return found
    return []


def _of_kind(scene: Scene, clause: Clause, fits: list[Entry], kind: str) -> list[Entry]:
    """Return those of the kind or with its word in the title, else meetings for viewings: no other thing."""
    nouns = {fold(word) for word in scene.lex.data("kinds")["nouns"][kind]}
    said = nouns & {token.norm for token in scene.tokens[clause.start : clause.end]}
    found = [one for one in fits if one.kind == kind or said & _title_words(one)]
    found = found or [one for one in fits if nouns & _title_words(one)]
    return found or [one for one in fits if {one.kind, kind} == {"meeting", "viewing"}]


def _title_words(one: Entry) -> set[str]:
    return set(fold(one.title or one.name).replace("-", " ").split())


def _pointed_at(scene: Scene, clause: Clause, fits: list[Entry]) -> list[Entry]:
    """Return the one spoken of last for "it", none where the words say more of it."""
    if not scene.whole(scene.lex.data("follow_ups")["points"], clause.start, clause.end):
        return []
    spoken = [record.id for record in scene.context.focus if record.type == "follow_up"]
    return [one for one in fits if one.id in spoken[:1]]


def _on_day(scene: Scene, clause: Clause, fits: list[Entry], *, strict: bool) -> list[Entry]:
    whens = _old_times(scene, clause)
    if len(whens) > 1 and all(when.ahead.has_date for when in whens):  # "on Monday and Tuesday"
        ids = {one.id for when in whens for one in _at(when, fits, strict=strict)}
        return [one for one in fits if one.id in ids]
    for when in whens:
        fits = _at(when, fits, strict=strict)
    return fits


def _at(when: When, fits: list[Entry], *, strict: bool) -> list[Entry]:
    begin, end = when.ahead.window if any(when.ahead.window) else (when.ahead.start, None)
    if begin is None:
        return fits
    end = end or begin + timedelta(days=1)
    exact = (
        [one for one in fits if one.starts_at == when.ahead.start]
        if when.ahead.has_time and when.ahead.has_date
        else []
    )
    if exact:
        return exact
    if when.ahead.has_time and not when.ahead.has_date:
        same = [one for one in fits if one.starts_at and one.starts_at.astimezone(begin.tzinfo).time() == begin.time()]
    else:
        same = [
            one
            for one in fits
            if one.starts_at
            and begin.date() <= one.starts_at.astimezone(begin.tzinfo).date()
            and one.starts_at < _day_end(end)
        ]
    return same if same or strict else fits


def _day_end(end: datetime) -> datetime:
    return end if (end.hour, end.minute) == (0, 0) else end.replace(hour=23, minute=59)


def _by_title(scene: Scene, clause: Clause, fits: list[Entry]) -> list[Entry]:
    """Prefer those whose own title says what the clause says beside the name."""
    if len(fits) < 2:
        return fits
    said = {token.norm for token in scene.tokens[clause.start : clause.end] if not token.entity and len(token.norm) > 2}
    said -= set(scene.lex.data("schedule_follow_up")["plain_words"])
    classes = scene.lex.classes
    said -= {
        word
        for name in ("mark_it", "cancel_it", "move_it", "complete_it", "is_done", "of_mine")
        for phrase in classes[name]
        for word in phrase.split()
    }
    kinds = {word for words in scene.lex.data("kinds")["nouns"].values() for phrase in words for word in phrase.split()}
    scores = [(len((said - kinds) & set(fold(one.title or one.name).replace("-", " ").split())), one) for one in fits]
    best = max(score for score, _ in scores)
    return [one for score, one in scores if score == best] if best else fits


def _next_only(scene: Scene, clause: Clause, fits: list[Entry]) -> list[Entry]:
    if len(fits) > 1 and scene.search(
        "next (call|meeting|viewing|follow-up|follow up|appointment|email|one)", clause.start, clause.end
    ):
        ahead = sorted(
            (one for one in fits if one.starts_at and one.starts_at >= scene.context.now),
            key=lambda one: str(one.starts_at),
        )
        return ahead[:1] or fits
    return fits


# When


def _old_times(scene: Scene, clause: Clause) -> list[When]:
    """Return the times that say which follow-up is meant, not when it shall be."""
    new = _new_place(scene, clause)
    whens: list[tuple[int, When]] = [one for one in scene.entities("time", clause.start, clause.end) if one[0] != new]
    return [one for at, when in whens for one in [replace(when, ahead=side) for side in sides(scene, at)] or [when]]


def _new_place(scene: Scene, clause: Clause) -> int | None:
    """Return where the new time stands: after "to", or before "instead of"."""
    for at, _ in scene.entities("time", clause.start, clause.end):
        if _swapped(scene, clause) and " of " in scene.words(at, at + 1):
            return at
    if not scene.search(
        "{move_it}|{move_surely}|instead of|not|rather than|is now|moved to|should be|needs to be",
        clause.start,
        clause.end,
    ):
        return None
    hit = scene.search(
        "(to|until|till|for|into|back|back to|forward to|on|at|now|be) [at|on]* @time", clause.start, clause.end
    )
    moved = scene.search("(to|until|till|back to|forward to|into) [at|on]* @time", clause.start, clause.end)
    swapped = scene.search("@time [please|,]* (instead of|rather than|not|in place of)", clause.start, clause.end)
    if swapped:
        return swapped.start
    if moved:
        return moved.end - 1
    if scene.search(scene.lex.data("follow_ups")["shifted"], clause.start, clause.end):
        return None  # "push tomorrow's calls by an hour": the time says which
    if hit:
        return hit.end - 1
    times = scene.entities("time", clause.start, clause.end)
    return times[-1][0] if times else None


def _new_time(scene: Scene, frame: Frame, one: Entry) -> dict[str, Slot]:
    if frame.tool != "reschedule_follow_up" or one.starts_at is None:
        return {}
    context, clause = scene.context, frame.clause
    place = _new_place(scene, clause)
    when = scene.tokens[place].value if place is not None and scene.tokens[place].entity == "time" else None
    start = place if place is not None else _shift_start(scene, clause)
    if start is None:
        return {}
    words = scene.words(start, start + 1) if when is not None else _shift_words(scene, start, clause)
    if when is None and scene.tokens[start].entity == "number":
        words = f"{scene.lex.data('follow_ups')['before_hour']} {words}"  # "moved to 4"
    if when is not None and sides(scene, start):
        return {"starts_at": time_slot(scene, start, when)}
    reading = merge(one.starts_at, words, context.now, context.timezone, context.locale)
    if reading and reading.start and not reading.trouble and reading.start > context.now:
        return {
            "starts_at": Slot(
                reading.start.isoformat(),
                words,
                scene.span(start, clause.end),
                why=reading.why,
                warning="; ".join(reading.warnings),
            )
        }
    if when is not None:
        slot = time_slot(scene, start, when)
        return {"starts_at": slot}
    return {"starts_at": Slot(None, words, trouble=reading.trouble or "past")} if reading else {}


def _shift_words(scene: Scene, start: int, clause: Clause) -> str:
    """Return how far something is moved, without the times that say which."""
    data = scene.lex.data("follow_ups")
    by = scene.search("(@length|{amount_of_time})", clause.start, clause.end)
    if by and scene.search(data["brought_forward"], clause.start, clause.end):
        return f"{scene.words(by.start, by.end)} {data['to_earlier']}"
    return " ".join(scene.words(at, at + 1) for at in range(start, clause.end) if scene.tokens[at].entity != "time")


def _shift_start(scene: Scene, clause: Clause) -> int | None:
    """Return where "back a week" or "an hour later" begins."""
    hit = scene.search(
        "(back|forward|by|out|@length|an hour|half an hour|a day|a week|earlier|later|two|three|@number) ",
        clause.start + 1,
        clause.end,
    )
    return hit.start if hit else None
