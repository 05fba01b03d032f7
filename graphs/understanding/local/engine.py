"""The local understanding engine: deterministic, in milliseconds, always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.alone import read_alone
from graphs.understanding.local.answers import answered
from graphs.understanding.local.edits import read_changes
from graphs.understanding.local.lexicon import lexicon
from graphs.understanding.local.receive import read_reply
from graphs.understanding.local.scene import read_scene
from graphs.understanding.plan import Plan

if TYPE_CHECKING:
    from graphs.understanding.plan import Card, Context, Reception, Vocabulary


def warm(vocabulary: Vocabulary, language: str = "en") -> None:
    """Compile the patterns of a tenant's words, so that the first message does not wait for it (about a second)."""
    lexicon(vocabulary, language).compile_all()


def receive(text: str, context: Context) -> Reception:
    """Return what `text` is with regard to the cards and the question that wait."""
    return read_reply(text, context, lexicon(context.vocabulary, context.language))


def understand(text: str, context: Context, reception: Reception) -> Plan:
    """Return what `text` means, given what it is with regard to the waiting cards."""
    lex = lexicon(context.vocabulary, context.language)
    scene = read_scene(reception.text or text, context, lex)
    if reception.kind == "answer" and context.question:
        plan = answered(scene, context.question)
        if plan:
            return plan
    if reception.kind in ("edit", "add"):
        changes = read_changes(scene, _card(context, reception))
        return Plan("edit", changes.steps, changes.edits)
    return read_alone(scene)


def _card(context: Context, reception: Reception) -> Card | None:
    return next((card for card in context.waiting if card.id in reception.cards), context.shown)
