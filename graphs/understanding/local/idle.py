"""Messages that ask for nothing: small talk, what is negated or only wondered about, what is not ours to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.plan import Plan

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene

_LONGEST = 14  # words and marks of small talk


def read_idle(scene: Scene) -> Plan | None:
    """Return the plan of a message that asks for nothing to be done or told, None for any other."""
    return out_of_scope(scene) or _small_talk(scene) or wondered(scene)


def _small_talk(scene: Scene) -> Plan | None:
    data = scene.lex.data("small_talk")
    if (
        not len(scene)
        or len(scene) > _LONGEST
        or not any(any(c.isalpha() for c in token.text) for token in scene.tokens)
    ):
        return None
    if scene.search(data["greeting_timed"]):
        return Plan("small_talk", topic="greeting")
    if scene.search(data["identity"]):
        return Plan("small_talk", topic="identity")
    if scene.search(data["thanked"]) and scene.search(data["thanks"]):
        return Plan("small_talk", topic="thanks")
    for topic in ("greeting", "thanks", "goodbye", "complaint", "joke"):
        if scene.search(data[topic]):
            return Plan("small_talk", topic=topic)
    return None


def out_of_scope(scene: Scene) -> Plan | None:
    """Return a plan for what is understood and not to be had here."""
    if scene.at("{polite*} ({log_only}|{note_cue}|log|{remind})"):
        return None
    ours = scene.lex.data("small_talk").get("ours")
    if ours and scene.at(ours):
        return None
    for topic, patterns in scene.lex.data("small_talk")["out_of_scope"].items():
        if any(scene.search(pattern) for pattern in patterns):
            return Plan("out_of_scope", topic=topic)
    return None


def wondered(scene: Scene) -> Plan | None:
    """Return a plan for a command that is only wondered about."""
    data = scene.lex.data("small_talk")
    return Plan("hypothetical") if any(scene.search(pattern) for pattern in data["hypothetical"]) else None


def is_negated(scene: Scene, start: int, end: int) -> bool:
    """True where tokens [start, end) say what is not to be done, or is not so."""
    data = scene.lex.data("small_talk")
    if any(scene.search(pattern, start, end) for pattern in data["except_negated"]):
        return False
    return any(scene.search(pattern, start, end) for pattern in data["negated"])
