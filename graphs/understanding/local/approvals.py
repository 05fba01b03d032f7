"""Yes and no.  A yes is one only when every word of it approves, is courtesy, or names the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.commands import read_command
from graphs.understanding.local.scene import read_scene
from graphs.understanding.local.subjects import named
from graphs.understanding.local.tokens import fold

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction, Question, Step

_MARKS = "[.|,|!|-|–|—|:|;|@nl|'|)|(]*"


_LONGEST = 14  # words and marks: a longer message says more than yes or no


def is_yes(scene: Scene) -> bool:
    """True when the whole message is a yes and nothing but a yes."""
    return (
        len(scene) <= _LONGEST
        and bool(scene.search("{yes}"))
        and bool(scene.whole("({yes}|{extra}|{mark})*"))
        and not scene.whole("({extra}|{mark})*")
    )


def is_no(scene: Scene) -> bool:
    """True when the whole message is a no."""
    return (
        len(scene) <= _LONGEST
        and bool(scene.search("{no}"))
        and bool(scene.whole("({no}|{no_extra}|{mark})*"))
        and not scene.whole("({no_extra}|{mark})*")
    )


def is_hold(scene: Scene) -> bool:
    """True when the whole message is neither a yes nor a no ("hmm", "not yet")."""
    return 0 < len(scene) <= _LONGEST and bool(scene.whole("({hold}|{no_extra}|{extra}|{mark}|?)*"))


def is_firm_hold(scene: Scene) -> bool:
    """True for what only sounds like a no: "don't cancel it"."""
    return len(scene) <= _LONGEST and bool(scene.whole("({no_extra}|{mark})* {keep_waiting} ({no_extra}|{mark}|yet)*"))


def leading(scene: Scene, what: str) -> int | None:
    """Return where the words after a leading yes (or no) begin, None where there is none."""
    hit = scene.at(f"{{mark*}} {{{what}}} ({{{what}}}|{{mark}})*")
    return hit.end if hit and hit.end < len(scene) else None


def approved_by_name(scene: Scene, start: int) -> tuple[str, ...] | None:
    """Return the one card that the words after a yes name or say again, None where they do not."""
    if scene.at("{mark*} {weak_yes}"):
        return None  # "go to Ana's" is no yes
    named_only = scene.whole(
        "({extra}|{mark}|to|for|on|the|with|{yes})* (@person ['s]|@company ['s]|"
        "{ordinal_word}|@time) ({card_word}|{extra}|{mark})*",
        start,
    )
    cards = named_cards(scene, start, len(scene)) if named_only else _said_again(scene, start)
    return cards if len(cards) == 1 else None


def refused_by_name(scene: Scene) -> tuple[str, ...] | None:
    """Return the card that "no to Ann's" or "cancel the first card" names."""
    hit = scene.whole(
        "({no}|{no_extra}|{mark}|cancel|drop|reject|discard|to|for|the)* (@person 's|"
        "@person 's {card_word}|the {ordinal_word} (card|one|change|proposal)|to @person|"
        "@person (card|proposal)) ({no_extra}|{mark})*"
    )
    if not hit or (len(scene.context.waiting) < 2 and not scene.search("(card|proposal)")):
        return None
    cards = named_cards(scene, 0, len(scene))
    return cards if len(cards) == 1 else None


def named_cards(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """Return the waiting cards that the words name, by a person or by their place."""
    waiting = scene.context.waiting
    people = named(scene, start, end)
    if people:
        ids = {key for who in people for key in who.ids}
        return tuple(card.id for card in waiting if _about(card, ids))
    place = _ordinal(scene, start, end)
    return (waiting[place].id,) if place is not None and -len(waiting) <= place < len(waiting) else ()


def _about(card: Card, ids: set[str]) -> bool:
    return any(one.target.id in ids or one.args.get("lead_id") in ids for one in card.actions)


def _ordinal(scene: Scene, start: int, end: int) -> int | None:
    places = scene.lex.data("edits")["places"]
    said = fold(scene.words(start, end)).split() if start < end else []  # "to the first" also reads as a day
    return next((places[word] for word in said if word in places), None)


def chosen_option(scene: Scene, question: Question) -> tuple[str, ...]:
    """Return the card chosen by number among the options of "which card?"."""
    digits = [token.norm for token in scene.tokens if token.norm.isdigit() or token.entity == "number"]
    if len(digits) == 1:
        place = (
            int(scene.words(0, len(scene)).strip(" .#)(")) - 1
            if scene.words(0, len(scene)).strip(" .#)(").isdigit()
            else -1
        )
        if 0 <= place < len(question.options):
            return (question.options[place].value,)
    return ()


def _said_again(scene: Scene, start: int) -> tuple[str, ...]:
    """The cards whose own content the words after the yes repeat, and add nothing to."""
    said = scene.text[scene.tokens[start].start :]
    command = read_command(read_scene(said, scene.context, scene.lex))
    if not command.steps or command.idle:
        return ()
    return tuple(
        card.id
        for card in scene.context.waiting
        if all(any(_repeats(step, one) for one in card.actions) for step in command.steps)
    )


def _repeats(step: Step, one: CardAction) -> bool:
    if step.tool != one.tool:
        return False
    for name, slot in step.slots.items():
        if name == "lead":
            if one.args.get("lead_id") not in {slot.value, *slot.alternatives} and one.target.id not in {
                slot.value,
                *slot.alternatives,
            }:
                return False
        elif name in {"title", "kind"} and step.tool == "schedule_follow_up":
            continue
        elif one.args.get(name) != slot.value:
            return False
    return True
