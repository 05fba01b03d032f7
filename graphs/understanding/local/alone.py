"""A message read on its own, whatever waits: what it asks for, tells or wonders about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.commands import read_command
from graphs.understanding.local.idle import read_idle
from graphs.understanding.local.questions import is_question
from graphs.understanding.local.reads import read_question
from graphs.understanding.local.undoing import read_correction, read_undo
from graphs.understanding.plan import Plan

if TYPE_CHECKING:
    from graphs.understanding.local.commands import Command
    from graphs.understanding.local.scene import Scene


_REMARK = 10  # words: thanks with a remark, not thanks before something else


def read_alone(scene: Scene) -> Plan:
    """Return the message as one of its own: undo, a question, nothing, a correction, a command; in this order."""
    plain = read_undo(scene) or read_idle(scene)
    if plain:
        return plain
    asked = is_question(scene)
    only_named = bool(scene.whole("{joins*} @group [?|.|!|please]*"))  # "leads in Boston" asks to see them
    if only_named or (asked and not _asks_to_do(scene)):
        return read_question(scene, asked=asked) or Plan("unknown", confidence=0.0)
    command = read_command(scene)
    if asked and not _explicit(command):
        return read_question(scene) or Plan("unknown", confidence=0.0)
    sure = command.steps and all(
        step.slots.get("lead") is None or step.slots["lead"].source == "typed" for step in command.steps
    )
    if sure and not _points_back(scene):
        return _commanded(scene, command)
    corrected = read_correction(scene)
    if corrected:
        return corrected
    if command.steps:
        return _commanded(scene, command)
    if command.negated:
        return Plan("negated")
    thanks = len(scene) <= _REMARK and scene.at(scene.lex.data("small_talk")["thanks_opening"]) and not scene.people
    said = Plan("small_talk", topic="thanks") if thanks else Plan("unknown", confidence=0.0)
    return read_question(scene, asked=False) or said


def _asks_to_do(scene: Scene) -> bool:
    """True for "could you ...", which may ask for a deed in words that are not known."""
    tells = (
        "{joins*} {lead_in*} (can|could) (you|u|we) [please|maybe|just]* (say|tell|see|"
        "think|believe|know|show|find|list|explain|remember|give me|recall|check)"
    )
    return bool(scene.at("{joins*} {lead_in*} (can|could) (you|u|we)")) and not scene.at(tells)


def _explicit(command: Command) -> bool:
    return bool(command.steps) and all(
        "lead" in step.slots and step.slots["lead"].source == "typed" for step in command.steps
    )


def _points_back(scene: Scene) -> bool:
    return bool(scene.at("{lead_in*} (i meant|i mean|not|make it|make that|it was|it 's|it should)"))


def _commanded(scene: Scene, command: Command) -> Plan:
    leftover = tuple(scene.span(start, end) for start, end in command.idle)
    confidence = min(step.confidence for step in command.steps)
    return Plan("command", command.steps, leftover=leftover, confidence=confidence)
