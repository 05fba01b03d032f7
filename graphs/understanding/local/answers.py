"""Answers to an open question: a number, a name, a status, a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from graphs.understanding.local.alone import read_alone
from graphs.understanding.local.approvals import is_no, is_yes
from graphs.understanding.local.commands import read_command
from graphs.understanding.local.options import chosen_option, chosen_options
from graphs.understanding.local.people import PeopleContext, look_up
from graphs.understanding.local.questions import is_question
from graphs.understanding.local.schedules import time_slot
from graphs.understanding.local.tokens import fold
from graphs.understanding.local.updates import amount_slots, status_slot
from graphs.understanding.local.who import of_mention
from graphs.understanding.plan import Edit, Plan, Slot, Step

if TYPE_CHECKING:
    from graphs.understanding.local.commands import Command
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Context, Question

_PEOPLE = {"lead"}
_RECORDS = {"follow_up": "follow_up", "task": "task", "deal": "deal", "account": "account"}
FREE = {"name", "note", "title"}
_BARE = {"lead", "kind", "type", "title"}  # what a step may have of the words "call Ann" alone


def is_answer(scene: Scene, context: Context) -> bool:
    """True unless the message is a command or a question of its own."""
    question = context.question
    if question is None or not len(scene):
        return False
    if is_question(scene):
        return False
    if question.slot in FREE:
        return not _plain_command(scene)
    if _complete_command(read_command(scene)):
        return False
    if answer_slot(scene, question) is not None and not _plain_command(scene):
        return True
    return read_alone(scene).kind in {"unknown", "small_talk"}


def _plain_command(scene: Scene) -> bool:
    """True for words that open as a command, whatever the question was; "set it to ..." may answer one."""
    if not scene.people and scene.whole("{polite*} {set} (it|that|this|to) ... "):
        return False
    return any(scene.at(pattern) for pattern in scene.lex.data("clauses")["strong"]) or bool(
        scene.at("{polite*} {remind}")
    )


def _complete_command(command: Command) -> bool:
    """True for a command that needs no question to be understood: it names whom it is about, and what is to be so.

    "Call Ann" may well answer "whom?"; "call Ann on Friday" asks for something of its own.
    """
    whole = [step for step in command.steps if _names_somebody(step) and set(step.slots) - _BARE]
    several = len({step.tool for step in command.steps}) > 1
    return bool(whole) or (several and any(_names_somebody(step) for step in command.steps))


def _names_somebody(step: Step) -> bool:
    lead = step.slots.get("lead")
    return lead is not None and lead.source == "typed"


def answered(scene: Scene, question: Question) -> Plan | None:
    """Return the question's plan with its slot filled; with the slot still open where the words fill nothing."""
    plan = question.plan
    if plan is None:
        return None
    if is_yes(scene) or is_no(scene) or _chooses_nothing(scene, question):
        return msgspec.structs.replace(plan, kind="answer")
    several = chosen_options(scene, question)
    if several and question.step >= len(plan.edits):
        return _for_each(plan, question, several)
    slot = answer_slot(scene, question) or Slot(None, scene.text.strip(), trouble="unknown", source="answer")
    if question.step < len(plan.edits):
        edits = tuple(
            Edit(one.index, {**one.slots, question.name: slot}, one.drop) if at == question.step else one
            for at, one in enumerate(plan.edits)
        )
        return msgspec.structs.replace(plan, edits=edits)
    place = question.step - len(plan.edits)
    before = plan.steps[place].slots.get(question.name) if place < len(plan.steps) else None
    steps = tuple(_filled(step, at == place, question.name, slot, before) for at, step in enumerate(plan.steps))
    return msgspec.structs.replace(plan, kind="command" if plan.kind == "answer" else plan.kind, steps=steps)


def _chooses_nothing(scene: Scene, question: Question) -> bool:
    """True for "the other one", "any of them": nothing among the options."""
    return bool(question.options) and bool(scene.whole(scene.lex.data("replies")["chooses_nothing"]))


def _for_each(plan: Plan, question: Question, several: tuple[Slot, ...]) -> Plan:
    """Return the plan with the step that was asked about once for each of several answers."""
    place = question.step - len(plan.edits)
    each = tuple(
        msgspec.structs.replace(plan.steps[place], slots={**plan.steps[place].slots, question.name: slot})
        for slot in several
    )
    return msgspec.structs.replace(plan, steps=(*plan.steps[:place], *each, *plan.steps[place + 1 :]))


def _filled(step: Step, asked: bool, name: str, slot: Slot, before: Slot | None) -> Step:  # noqa: FBT001 - a fact of the step
    """Fill the slot here, and in other steps where the same words stand for the same thing."""
    own = step.slots.get(name)
    same = (
        own is not None
        and before is not None
        and own.value is None
        and own.alternatives == before.alternatives
        and fold(own.text) == fold(before.text)
    )
    if not asked and not same:
        return step
    return msgspec.structs.replace(step, slots={**step.slots, name: msgspec.structs.replace(slot, source="answer")})


def answer_slot(scene: Scene, question: Question) -> Slot | None:
    """Return what the words answer, None where they answer nothing."""
    chosen = chosen_option(scene, question)
    if chosen:
        return chosen
    if question.slot in _PEOPLE:
        return _person(scene, question)
    if question.slot in {"status", "stage"}:
        return _status(scene, question.slot)
    if question.slot == "time":
        return _time(scene)
    if question.slot == "amount":
        slots = amount_slots(scene, "amount", 0, len(scene))
        return slots.get("amount")
    if question.slot == "owner":
        return _owner(scene)
    if question.slot in _RECORDS:
        return _record(scene, _RECORDS[question.slot])
    return Slot(_stripped(scene), scene.text.strip()) if question.slot in FREE else None


def _person(scene: Scene, question: Question) -> Slot | None:
    offered = {one.value for one in question.options}
    for _, who in reversed(scene.people):
        ids = tuple(key for key in who.ids if key in offered) or who.ids
        if len(ids) == 1:
            return Slot(ids[0], who.text, who.span, warning=who.warning)
        if ids:
            return Slot(None, who.text, who.span, alternatives=ids, near=who.near, trouble="ambiguous")
    said = _stripped(scene)
    context = scene.context
    mention = look_up(
        said,
        context.people,
        PeopleContext(focus=context.focus, types=("lead",), now=context.now, timezone=context.timezone),
    )
    slot = of_mention(mention, context).slot()
    if slot.value or slot.alternatives or slot.near:
        return slot
    return Slot(None, said, trouble="unknown") if len(said.split()) <= 4 and said else None


def _stripped(scene: Scene) -> str:
    hit = scene.at("({answer_extra}|{mark})*")
    start = hit.end if hit and hit.end < len(scene) else 0
    return scene.text[scene.tokens[start].start :].strip().strip(".!") if len(scene) else ""


def _status(scene: Scene, slot: str) -> Slot | None:
    name = "status" if slot == "status" else "stage"
    hit = scene.whole(
        f"({{answer_extra}}|{{mark}}|to|as|status|stage|{{instead}})* <value:{name}> "
        f"({{answer_extra}}|{{mark}}|{{instead}})*"
    )
    if not hit:
        return None
    if slot == "status":
        return status_slot(scene, *hit.groups["value"])
    values = scene.lex.stage_of(scene.shape(*hit.groups["value"]))
    return Slot(values[0], scene.words(*hit.groups["value"])) if values else None


def _time(scene: Scene) -> Slot | None:
    for at, when in scene.entities("time"):
        return time_slot(scene, at, when)
    return None


def _owner(scene: Scene) -> Slot | None:
    said = fold(_stripped(scene)).split()
    fits = [
        one
        for one in scene.lex.vocabulary.colleagues
        if said and set(said) <= {*fold(one.name).split(), fold(one.email)}
    ]
    if len(fits) == 1:
        return Slot(fits[0].id, scene.text.strip())
    return (
        Slot(None, scene.text.strip(), alternatives=tuple(one.id for one in fits), trouble="ambiguous")
        if fits
        else None
    )


def _record(scene: Scene, kind: str) -> Slot | None:
    context = scene.context
    mention = look_up(
        _stripped(scene), context.people, PeopleContext(types=(kind,), now=context.now, timezone=context.timezone)
    )
    ids = tuple(one.id for one in mention.candidates if one.type == kind)
    if len(ids) == 1:
        return Slot(ids[0], scene.text.strip())
    return Slot(None, scene.text.strip(), alternatives=ids, trouble="ambiguous") if ids else None
