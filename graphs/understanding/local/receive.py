"""What a message is with regard to the cards and the question that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from graphs.understanding.local import approvals
from graphs.understanding.local.alone import read_alone
from graphs.understanding.local.answers import is_answer
from graphs.understanding.local.commands import read_command
from graphs.understanding.local.edits import read_edits
from graphs.understanding.local.questions import is_question
from graphs.understanding.local.scene import read_scene
from graphs.understanding.plan import Reception

if TYPE_CHECKING:
    from graphs.understanding.local.lexicon import Lexicon
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, Context, Question


def read_reply(text: str, context: Context, lex: Lexicon) -> Reception:
    """Return what `text` is: a decision on a card, an edit, an answer, or something new."""
    scene = read_scene(text, context, lex)
    plain = _plain_reply(scene, text)
    if plain:
        return plain
    listed = _about_cards(scene, text)
    if listed:
        return listed
    question = context.question
    if question and question.slot == "proposal":
        return _to_which_card(scene, text, question)
    if question and is_answer(scene, context):
        return Reception("answer", text, why="answers the question")
    return _to_card(scene, text, context) or Reception("new", text)


def _plain_reply(scene: Scene, text: str) -> Reception | None:
    """A yes, a no, or neither, and nothing else."""
    context = scene.context
    if approvals.is_firm_hold(scene) and context.waiting:
        return Reception("hold", text, why="goes on waiting")
    if approvals.is_yes(scene):
        if context.question and not context.shown and context.question.slot != "proposal":
            return Reception("answer", text, why="a yes names nothing")
        return Reception("approve", text, why="yes")
    if _takes_back(scene):
        return Reception("new", text, why="takes back what is done")
    if context.waiting and context.question and scene.whole(scene.lex.data("replies")["cancel_everything"]):
        return Reception("cancel_all", text, why="cancel everything")
    if approvals.is_no(scene):
        return Reception("reject", text, why="no")
    if approvals.is_hold(scene) and (context.shown or (context.waiting and not context.question)):
        return Reception("hold", text, why="neither yes nor no")
    return None


def _takes_back(scene: Scene) -> bool:
    """True for an undo: such words are a no to a card only while the last reply shows it whole."""
    context = scene.context
    if context.shown:
        return False
    data = scene.lex.data("undo_change")
    late = context.last_done and not context.waiting and not context.question and scene.whole(data["late"])
    return bool(late or scene.whole(data["whole"]))


def _about_cards(scene: Scene, text: str) -> Reception | None:
    data = scene.lex.data("replies")
    waiting = scene.context.waiting
    if any(scene.search(pattern) for pattern in data["cancel_all"]):
        return Reception("cancel_all", text, why="cancel all")
    if any(scene.search(pattern) for pattern in data["list_cards"]):
        return Reception("list_cards", text, why="what waits")
    if waiting and any(scene.search(pattern) for pattern in data["resume"]):
        cards = approvals.named_cards(scene, 0, len(scene))
        if cards or len(waiting) == 1 or not scene.people:
            return Reception("resume", text, cards or _only(waiting), by_name=bool(cards), why="back to")
    return None


def _only(waiting: tuple[Card, ...]) -> tuple[str, ...]:
    return (waiting[-1].id,) if len(waiting) == 1 else ()


def _to_which_card(scene: Scene, text: str, question: Question) -> Reception:
    """Choose a card only by words that do nothing but choose; others are what they would be without the question."""
    context = scene.context
    picked = () if context.shown else approvals.picked_card(scene, question)
    if picked:
        kinds: dict[str, Literal["approve", "reject"]] = {"approve": "approve", "cancel": "reject"}
        return Reception(kinds.get(question.purpose, "resume"), text, picked, by_name=True, why="which card")
    meant = _to_card(scene, text, context)
    if meant and meant.kind == "approve" and question.purpose != "approve":
        return Reception("answer", text, why="a yes where a card was to be cancelled or shown")
    if meant:
        return meant
    alone = read_alone(scene)
    if alone.kind == "unknown" or (alone.kind == "small_talk" and alone.topic != "nothing_to_undo"):
        return Reception("answer", text, why="chooses no card")
    return Reception("new", text, why="a message of its own")


def _to_card(scene: Scene, text: str, context: Context) -> Reception | None:
    """A yes, no, edit or addition with more words to it."""
    if not context.waiting and context.shown is None:
        return None
    yes = approvals.leading(scene, "yes")
    named = approvals.approved_by_name(scene, yes) if yes else None
    if named:
        return Reception("approve", text, named, by_name=True, why="yes, by name")
    refused = approvals.refused_by_name(scene)
    if refused:
        return Reception("reject", text, refused, by_name=True, why="no, by name")
    if is_question(scene):
        return (
            Reception("hold", text, why="asks about the card")
            if _asks_why(scene)
            else Reception("new", text, why="a question")
        )
    return _change(scene, context) if context.shown else None


def _asks_why(scene: Scene) -> bool:
    return (
        bool(scene.whole("{lead_in*} (why|how come|how so|are you sure|is that right|really) [<rest>] [?]*"))
        and not scene.people
        and len(scene) <= 4
    )


def _change(scene: Scene, context: Context) -> Reception | None:
    rest = _after_lead_in(scene)
    body = scene.text[scene.tokens[rest].start :] if rest < len(scene) else ""
    added = scene.at(
        "{lead_in*} (also|and|plus|as well as|additionally|add to (this|that|it)|on top "
        "of that|on top|in addition|one more thing|furthermore|while you 're at it|and "
        "also|and then|then also|add)"
    )
    inner = read_scene(body, context, scene.lex) if body else scene
    for said in (scene, inner):
        if context.shown and read_edits(said, context.shown):
            return Reception("edit", said.text, (context.shown.id,), why="changes the card")
    if added and read_command(inner).steps and not _own_card(scene):
        return Reception("add", body, why="adds to the card")
    if rest and approvals.leading(scene, "yes") is None and read_command(inner).steps:
        return Reception("new", body, why="a command of its own")
    return None


def _own_card(scene: Scene) -> bool:
    return bool(scene.search("(as a separate (change|card)|separately)"))


def _after_lead_in(scene: Scene) -> int:
    hit = scene.at("{lead_in*}")
    return hit.end if hit else 0
