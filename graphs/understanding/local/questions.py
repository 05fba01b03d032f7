"""Whether a message asks about what is, rather than for something to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene


def is_question(scene: Scene) -> bool:
    """True for a question to be answered; "can you mark Ann as lost?" is a command."""
    data = scene.lex.data("reads")
    if any(scene.at(pattern) for pattern in data["commands_as_questions"]):
        return False
    return any(scene.at(pattern) for pattern in data["questions"])
