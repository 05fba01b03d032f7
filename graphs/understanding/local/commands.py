"""Turns a message into the steps it asks for: clause by clause, with what is carried over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphs.understanding.local import notes
from graphs.understanding.local.appointments import appointment_steps, read_appointment
from graphs.understanding.local.clauses import says_something, split
from graphs.understanding.local.continued import continued
from graphs.understanding.local.deals import of_whom, read_deal
from graphs.understanding.local.events import ahead_kind
from graphs.understanding.local.frames import Frame
from graphs.understanding.local.idle import is_negated
from graphs.understanding.local.joining import both
from graphs.understanding.local.leads import new_leads, read_lead
from graphs.understanding.local.leftover import asks_something, with_unread, with_words
from graphs.understanding.local.logs import read_log
from graphs.understanding.local.phrases import read_phrase
from graphs.understanding.local.schedules import on_day_before, read_schedule, time_slots
from graphs.understanding.local.strangers import stranger
from graphs.understanding.local.subjects import Spoken, named
from graphs.understanding.local.tasks import read_task
from graphs.understanding.local.updates import read_update
from graphs.understanding.local.who import Who
from graphs.understanding.plan import Slot, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.scene import Scene, When

READERS: tuple[Callable[[Scene, Clause], Frame | None], ...] = (
    read_log, read_appointment, read_task, read_deal, read_lead, read_schedule, read_update, read_phrase,
)  # fmt: skip


_FIRST_WORDS_END = frozenset({",", ";", ":", ".", "-", "–", "—", "and", "but", "he", "she", "they", "(", "!"})
_NOT_WHEN = frozenset({"to", "until", "till", "by", "for", "before", "about", "from", "into", "of"})
_LOOKS_BACK = re.compile(r"(?:on|last|yesterday|this|earlier|today)\b|.*\bago$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """The steps of a message, and the clauses that asked for nothing (token places)."""

    steps: tuple[Step, ...]
    idle: tuple[tuple[int, int], ...]
    negated: bool = False


def read_command(scene: Scene) -> Command:
    """Return every step that `scene` asks for."""
    if scene.search(scene.lex.data("small_talk")["put_off"]):
        return Command((), (), negated=True)
    frames = _notes_extended(
        scene, continued(scene, _inherited(scene, [read_frame(scene, clause) for clause in split(scene)]))
    )
    spoken = Spoken(scene)
    steps: list[Step] = []
    trailing = _trailing_subject(scene, frames)
    spared = _spared(scene)
    for frame in frames:
        if not frame.tool:
            spoken.note(frame.people)
            continue
        if frame.tool == "update_deal" and frame.pronoun:
            frame = of_whom(scene, frame, spoken.meant(frame))  # noqa: PLW2901
        people = trailing if trailing and _takes(frame) else _meant(scene, frame, spoken, steps)
        people = tuple(who for who in people if not set(who.ids) & spared) if len(people) > 1 else people
        if frame.group is not None and spared:
            frame = replace(frame, group={**frame.group, "except": sorted(spared | set(frame.group.get("except", ())))})  # noqa: PLW2901
        steps += with_unread(scene, frame, _steps(scene, frame, people))
        spoken.note(people)
    idle = tuple((frame.clause.start, frame.clause.end) for frame in frames if not frame.tool)
    condition = scene.at(scene.lex.data("clauses")["condition"])
    if condition and steps and frames:
        steps[0] = with_words(scene, steps[0], frames[0].clause.start, _condition_end(scene, frames))
    orders = [
        frame.clause
        for frame in frames
        if not frame.tool and frame.why != "negated" and asks_something(scene, frame.clause)
    ]
    if orders and steps and "unread" not in steps[0].slots:
        steps[0] = with_words(scene, steps[0], orders[0].start, orders[0].end)
    return Command(_merged(scene.text, steps), idle, any(frame.why == "negated" for frame in frames))


def _condition_end(scene: Scene, frames: list[Frame]) -> int:
    """Return where the condition ends: at the first mark, or with its clause."""
    first = frames[0].clause
    return next(
        (at for at in range(first.start + 1, first.end) if scene.tokens[at].norm in {",", "then", "-"}), first.end
    )


def _spared(scene: Scene) -> set[str]:
    """For "Ann and Bob as lost, except Bob": whom the message leaves out."""
    hit = scene.search(
        "(except|except for|excluding|but not|other than|apart from|besides|not) [for] "
        "@person ((,|and|&|or)* @person)* [.|!]* $"
    )
    return {key for _, who in scene.entities("person", hit.start, hit.end) for key in who.ids} if hit else set()


def _meant(scene: Scene, frame: Frame, spoken: Spoken, steps: list[Step]) -> tuple[Who, ...]:
    """Whom the frame is about; "him" after a new lead is that lead."""
    if not frame.needs_lead or frame.group is not None:
        return frame.people
    if not frame.people and not frame.pronoun:
        unknown = _stranger(scene, frame)
        if unknown:
            return (unknown,)
    made = new_leads(steps)
    if made and not frame.people and frame.tool != "update_lead":
        return (Who(made[-1][1], (0, 0), (f"@{made[-1][0]}",), source="carried"),)
    return spoken.meant(frame)


def _stranger(scene: Scene, frame: Frame) -> Who | None:
    """Return who is named and fits nobody, outside of notes and titles."""
    start, end = frame.clause.start, frame.clause.end
    if frame.tool == "log_interaction" and frame.note:
        return stranger(scene, start, frame.note[0]) or (
            None if frame.kind == "note" else _right_after(scene, frame.note[0], end)
        )
    if frame.tool == "schedule_follow_up" and (frame.kind == "follow_up" or "title" in frame.slots):
        hit = scene.search("(with|follow up with|chase|ping|check in with|nudge|call|meet|ring|email) ", start, end)
        return stranger(scene, hit.start, end) if hit else None
    stops = [slot.span[0] for slot in frame.slots.values() if slot.span]
    limit = next((at for at in range(start, end) if stops and scene.tokens[at].start >= min(stops)), end)
    return stranger(scene, start, limit if limit > start else end)


def _right_after(scene: Scene, start: int, end: int) -> Who | None:
    hit = scene.at("(with|to|for|from|of)", start, end)
    stop = next(
        (
            at
            for at in range(start, end)
            if scene.tokens[at].norm in {",", ":", ".", "-", "–", "—", "about", "he", "she"}
        ),
        end,
    )
    return stranger(scene, hit.end, stop) if hit and stop > hit.end else None


def read_frame(scene: Scene, clause: Clause) -> Frame:
    """Return what the clause plainly asks for; background where it asks for nothing."""
    if not says_something(scene, clause.start, clause.end) or scene.whole("{polite*}", clause.start, clause.end):
        return Frame("", clause)
    if not clause.dictated and is_negated(scene, clause.start, clause.end):
        return Frame("", clause, people=named(scene, clause.start, clause.end), why="negated")
    found = [frame for frame in (reader(scene, clause) for reader in READERS) if frame]
    if found:
        return max(found, key=lambda frame: frame.weight)
    return Frame("", clause, people=named(scene, clause.start, clause.end))


def _inherited(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Give "Bob on Friday" the kind of the call to Ann before it."""
    out: list[Frame] = []
    for frame in frames:
        before = next((one for one in reversed(out) if one.tool == "schedule_follow_up"), None)
        if frame.tool == "schedule_follow_up" and not frame.kind:
            slots = on_day_before(scene, frame, before, _own(frame, before))
            frame = replace(frame, kind=before.kind if before else "follow_up", slots=slots)  # noqa: PLW2901
        out.append(frame)
    return out


def _own(frame: Frame, before: Frame | None) -> dict[str, Slot]:
    slots = {name: slot for name, slot in frame.slots.items() if name != "title"}
    if before and "title" in before.slots and not before.people:
        slots["title"] = before.slots["title"]
    return slots


def _takes(frame: Frame) -> bool:
    """True where the frame is about whom the end of the message names: a task or deal of its own need not be."""
    return not frame.people and frame.needs_lead


def _trailing_subject(scene: Scene, frames: list[Frame]) -> tuple[Who, ...]:
    """For "... - all for Ann": whom the whole message is about, named at its end."""
    named_before = [frame for frame in frames if frame.tool and frame.people]
    if not frames:
        return ()
    hit = scene.search(
        "[all|both|everything|this is|these are|that 's] (for|about|on|with) @person [please|.|!]* $",
        frames[-1].clause.start,
    )
    if not hit or (named_before and (len(named_before) > 1 or named_before[0] is not frames[-1])):
        return ()
    return named(scene, hit.start, hit.end)


# Notes: what follows or precedes belongs to them


def _notes_extended(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Let a note run on over the background after it, and "note that" reach back."""
    out: list[Frame] = []
    for frame in frames:
        last = out[-1] if out else None
        if frame.asks_note and frame.kind != "note":
            _kind_back(frame, out)
        elif frame.asks_note:
            if last and last.tool == "schedule_follow_up" and "{wishes}" in last.why:
                out[-1] = replace(last, tool="", slots={})
            _reach_back(scene, frame, out)
        elif frame.asks_time and out:
            _schedule_back(scene, frame, out)
        elif (
            not frame.tool
            and last
            and last.tool == "log_interaction"
            and last.note
            and not _new_subject(scene, frame, last)
        ):
            out[-1] = replace(last, note=(last.note[0], frame.clause.end))
        else:
            out.append(frame)
    return out


def _new_subject(scene: Scene, frame: Frame, last: Frame) -> bool:
    """True where the background begins with another person: it is no part of the note before."""
    first = scene.tokens[frame.clause.start]
    return first.entity == "person" and bool(last.people) and first.value not in last.people and frame.clause.hard


def _reach_back(scene: Scene, frame: Frame, out: list[Frame]) -> None:
    """The note is what was said before "note that"."""
    said = [
        one
        for one in out
        if not one.tool or (one.tool == "update_lead" and not scene.at("{polite*} {set}", one.clause.start))
    ]
    before = said[-1] if said else (out[-1] if out else None)
    if before is None:
        out.append(replace(frame, note=(frame.clause.end, frame.clause.end)))
        return
    first = said[0] if said else before
    note = replace(frame, note=(first.clause.start, before.clause.end), people=before.people or first.people)
    if said and before in out:
        out.append(note)
    elif before.tool == "log_interaction":
        return
    else:
        out.append(note)
    del scene


def _kind_back(frame: Frame, out: list[Frame]) -> None:
    """For "Spoke to Ann, she's in. Log it as a meeting": of that kind was what is told before."""
    at = next((at for at in range(len(out) - 1, -1, -1) if out[at].tool in {"", "log_interaction"}), None)
    if at is None:
        out.append(replace(frame, note=(frame.clause.end, frame.clause.end)))
        return
    said = out[at]
    if said.tool:
        out[at] = replace(said, kind=frame.kind)
    else:
        out[at] = replace(frame, clause=said.clause, people=said.people, note=(said.clause.start, said.clause.end))


def _schedule_back(scene: Scene, frame: Frame, out: list[Frame]) -> None:
    """For "We should talk on Friday, set it up": what was said before is to be scheduled."""
    before = out[-1]
    if before.tool == "schedule_follow_up":
        return
    clause = replace(before.clause, end=frame.clause.end)
    slots = time_slots(scene, before.clause.start, before.clause.end)
    kind = ahead_kind(scene, before.clause.start, before.clause.end) or "follow_up"
    if before.tool:
        out.append(frame)
    else:
        out[-1] = replace(frame, clause=clause, slots=slots, people=before.people, kind=kind)


# Steps


def _steps(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> list[Step]:
    return _BUILDERS.get(frame.tool, _plain_steps)(scene, frame, people)


def _each(frame: Frame, scene: Scene, slots: dict[str, Slot], people: tuple[Who, ...]) -> list[Step]:
    span = scene.span(frame.clause.start, frame.clause.end)
    confidence = min(1.0, 0.5 + frame.weight / 20)
    if frame.group is not None:
        return [
            Step(
                frame.tool,
                {"leads": Slot(frame.group, scene.words(frame.clause.start, frame.clause.end)), **slots},
                span,
                confidence,
                frame.why,
            )
        ]
    if not people:
        return [Step(frame.tool, slots, span, confidence, frame.why)]
    return [Step(frame.tool, {"lead": who.slot(), **slots}, span, confidence, frame.why) for who in people]


def _update_steps(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> list[Step]:
    return _each(frame, scene, frame.slots, people)


def _plain_steps(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> list[Step]:
    return _each(frame, scene, frame.slots, people)


def _log_steps(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> list[Step]:
    clause = frame.clause
    note_start, note_end = frame.note or (clause.end, clause.end)
    slots = {"type": Slot(frame.kind, scene.words(clause.start, clause.end), scene.span(clause.start, clause.end))}
    said = notes.tidy(_note_words(scene, note_start, note_end))
    if said:
        slots["note"] = Slot(said, said, scene.span(note_start, note_end))
    whens = scene.entities("time", clause.start, max(note_start, clause.start)) if frame.kind != "note" else []
    whens = whens or (_told_when(scene, note_start, clause.end) if frame.kind != "note" else [])
    if whens:
        at, when = whens[0]
        slots["occurred_at"] = _past_slot(scene, at, when)
    return _each(frame, scene, slots, people)


def _told_when(scene: Scene, start: int, end: int) -> list[tuple[int, When]]:
    """For "Met Ann at the fair on Saturday and ...": the time within the first words of what is told."""
    stop = next((at for at in range(start, end) if scene.tokens[at].norm in _FIRST_WORDS_END), end)
    now = scene.context.now
    found = []
    for at, when in scene.entities("time", start, stop):
        before = scene.tokens[at - 1].norm if at else ""
        behind = when.behind
        if (
            before not in _NOT_WHEN
            and behind
            and behind.has_date
            and behind.start
            and behind.start <= now
            and _LOOKS_BACK.match(scene.words(at, at + 1))
        ):
            found.append((at, when))
    return found


def _note_words(scene: Scene, start: int, end: int) -> str:
    quoted = [value for at, value in scene.entities("quote", start, end)] if end - start == 1 else []
    return str(quoted[0]) if quoted else scene.words(start, end)


def _past_slot(scene: Scene, at: int, when: When) -> Slot:
    reading = when.behind or when.ahead
    value = reading.start.isoformat() if reading.start and not reading.trouble else None
    return Slot(value, scene.words(at, at + 1), scene.span(at, at + 1), trouble=reading.trouble, why=reading.why)


def _schedule_steps(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> list[Step]:
    kind = {"kind": Slot(frame.kind, scene.words(frame.clause.start, frame.clause.end))}
    return _each(frame, scene, {**kind, **frame.slots}, people)


def _merged(text: str, steps: list[Step]) -> tuple[Step, ...]:
    """Join what one message says twice: one update a lead, no step said again."""
    out: list[Step] = []
    for step in steps:
        if any(_says_again(one, step) for one in out):
            continue
        same = next((at for at, one in enumerate(out) if _same_update(one, step)), None)
        if same is None:
            out.append(step)
        else:
            out[same] = both(text, out[same], step)
    return tuple(out)


def _says_again(one: Step, step: Step) -> bool:
    """True for the same thing said twice: "the viewing is off, cancel it"."""
    values = [{name: slot.value for name, slot in other.slots.items()} for other in (one, step)]
    return one.tool == step.tool and values[0] == values[1] and all(value is not None for value in values[0].values())


def _same_update(one: Step, other: Step) -> bool:
    lead, its = one.slots.get("lead"), other.slots.get("lead")
    return (
        one.tool == other.tool == "update_lead"
        and lead is not None
        and its is not None
        and lead.value is not None
        and lead.value == its.value
    )


_BUILDERS: dict[str, Callable[[Scene, Frame, tuple[Who, ...]], list[Step]]] = {
    "update_lead": _update_steps,
    "log_interaction": _log_steps,
    "schedule_follow_up": _schedule_steps,
    "reschedule_follow_up": appointment_steps,
    "cancel_follow_up": appointment_steps,
    "complete_follow_up": appointment_steps,
    "create_task": _plain_steps,
    "complete_task": _plain_steps,
    "create_deal": _plain_steps,
    "update_deal": _plain_steps,
    "create_lead": _plain_steps,
    "create_contact": _plain_steps,
    "archive_lead": _plain_steps,
    "reassign_lead": _plain_steps,
}
