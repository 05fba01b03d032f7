"""Questions about what took place: whether it was logged, and with whom there was contact in a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.events import noun_type, spoken_types
from graphs.understanding.local.tokens import fold
from graphs.understanding.plan import Slot, Step
from prompts.load import language

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene

_SHORTEST = 3  # letters of a word that tells what was talked about


def read_logged(scene: Scene, data: dict[str, Any], lead: Slot, window: dict[str, Slot]) -> Step | None:
    """Return the read of "did I log the call with Ann about prices?", None for any other question."""
    hit = scene.at(data["was_logged"])
    if not hit or scene.search(data["not_logged"], hit.end):
        return None
    slots = {"lead": lead, "aspect": Slot("interactions")}
    kind = noun_type(scene, hit.end, len(scene))
    asked: dict[str, Any] = {"about": _topic(scene, data, hit.end), **{name: one.value for name, one in window.items()}}
    if kind:
        asked["type"] = kind
    return Step("show_lead", {**slots, "logged": Slot(asked)}, why="was logged")


def _topic(scene: Scene, data: dict[str, Any], start: int) -> list[str]:
    """Return the words that only what was talked about can have."""
    common = language("common_words", scene.context.language)
    plain = {*str(common["function"]).split(), *data["no_topic"]}
    plain |= {
        word for words in scene.lex.data("kinds")["nouns"].values() for phrase in words for word in phrase.split()
    }
    said = [fold(token.text) for token in scene.tokens[start:] if not token.entity and token.norm not in plain]
    return [word for word in said if len(word) >= _SHORTEST and word not in plain]


def read_spoken_with(scene: Scene, data: dict[str, Any], window: dict[str, Slot]) -> Step | None:
    """Return the read of "who did I talk to yesterday?", None for any other question, or one that says no time."""
    hit = scene.at(data["spoken_with"])
    if not hit or not window or scene.search("{no_contact}"):
        return None
    filters = {"type": spoken_types(scene, *hit.groups["act"]), "mine": bool(scene.search(" i "))}
    period = {name: one.value for name, one in window.items()}
    slots = {"measure": "count", "of": "interactions", "group_by": "lead", "filters": filters, "period": period}
    return Step("analyse", {name: Slot(value) for name, value in slots.items()}, why="spoken with")
