"""What a message is with regard to the cards and the question that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from graphs.understanding.local import approvals
from graphs.understanding.local.alone import read_alone
from graphs.understanding.local.answers import FREE, is_answer
from graphs.understanding.local.commands import read_command
from graphs.understanding.local.edits import read_changes
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
    agreed = _agreed(scene, text)
    if agreed:
        return agreed
    if _takes_back(scene):
        return Reception("new", text, why="takes back what is done")
    several = len(context.waiting) > 1 or (context.waiting and context.question)
    if several and scene.whole(scene.lex.data("replies")["cancel_everything"]):
        return Reception("cancel_all", text, why="cancel everything")
    if approvals.is_no(scene):
        return Reception("reject", text, why="no")
    if approvals.is_hold(scene) and (context.shown or (context.waiting and not context.question) or _may_wait(scene)):
        return Reception("hold", text, why="neither yes nor no")
    return None


def _agreed(scene: Scene, text: str) -> Reception | None:
    context = scene.context
    if approvals.is_yes(scene):
        if context.question and not context.shown and context.question.slot != "proposal":
            return Reception("answer", text, why="a yes names nothing")
        if len(context.waiting) > 1 and scene.search(scene.lex.data("replies")["yes_to_all"]):
            return Reception("approve", text, tuple(card.id for card in context.waiting), why="yes, to more than one")
        return Reception("approve", text, why="yes")
    if approvals.names_no_card(scene):
        return Reception("hold" if context.waiting else "approve", text, by_name=True, why="yes, to what does not wait")
    return None


def _may_wait(scene: Scene) -> bool:
    """True for a question whose answer is no text of one's own: "maybe later" may well be a note."""
    question = scene.context.question
    return (
        question is not None
        and question.slot not in {*FREE, "proposal"}
        and (bool(scene.search("{hold}")) or not scene.shape())
    )


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
    changed = None if _asks(scene) else _change(scene, context)
    if changed:
        return changed
    if is_question(scene):
        return (
            Reception("hold", text, why="asks about the card")
            if _asks_why(scene)
            else Reception("new", text, why="a question")
        )
    return _anew(scene) if context.shown else None


def _asks(scene: Scene) -> bool:
    """True for what can only be a question: it has a question mark, or begins as one does."""
    return is_question(scene) and bool(scene.search(scene.lex.data("replies")["plain_question"]))


def _asks_why(scene: Scene) -> bool:
    return (
        bool(scene.whole("{lead_in*} (why|how come|how so|are you sure|is that right|really) [<rest>] [?]*"))
        and not scene.people
        and len(scene) <= 4
    )


def _change(scene: Scene, context: Context) -> Reception | None:
    """An edit of the card shown; of the only one that waits, where the words can only be an edit."""
    card = context.shown
    if card is None and len(context.waiting) == 1 and not context.question and not context.hints.get("just_done"):
        card = context.waiting[0] if scene.at("{edit_lead*} ({change_word}|{drop}|{keep}) ") else None
    changes = read_changes(scene, card)
    if card is None or not changes or (changes.steps and not context.shown):
        return None
    kind: Literal["edit", "add"] = "edit" if changes.edits else "add"
    return Reception(kind, scene.text, (card.id,), why="changes the card")


def _anew(scene: Scene) -> Reception | None:
    """A command of its own behind a word or two ("ok now mark Bob as won")."""
    rest = _after_lead_in(scene)
    if not 0 < rest < len(scene) or approvals.leading(scene, "yes") is not None:
        return None
    body = scene.text[scene.tokens[rest].start :]
    if not read_command(read_scene(body, scene.context, scene.lex)).steps:
        return None
    return Reception("new", body, why="a command of its own")


def _after_lead_in(scene: Scene) -> int:
    hit = scene.at("{lead_in*}")
    return hit.end if hit else 0
