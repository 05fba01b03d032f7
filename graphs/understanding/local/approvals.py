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


_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
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
    if scene.whole(scene.lex.data("replies")["only_hello"]):
        return False
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


def names_no_card(scene: Scene) -> bool:
    """True for a yes to somebody's card where nothing of theirs waits."""
    start = leading(scene, "yes")
    return (
        start is not None
        and bool(scene.whole(scene.lex.data("replies")["yes_to_somebody"], start))
        and not named_cards(scene, start, len(scene))
    )


def refused_by_name(scene: Scene) -> tuple[str, ...] | None:
    """Return the card that "no to Ann's" or "cancel the first card" names."""
    hit = scene.whole(
        "({no}|{no_extra}|{mark}|cancel|drop|reject|discard|to|for|the)* (@person 's|"
        "@person 's {card_word}|the {ordinal_word} (card|one|change|proposal)|to @person|"
        "@person (card|proposal)) ({no_extra}|{mark})*"
    )
    refuses = scene.search("({no}|cancel|drop|reject|discard)")
    if not hit or not refuses or not (len(scene.context.waiting) > 1 or scene.search("(card|proposal|'s|other)")):
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
    places: dict[str, int] = scene.lex.data("edits")["places"]
    for token in scene.tokens[start:end]:
        words = fold(token.text).split()
        if token.entity and set(words) - {"the", "one", *places}:
            continue  # "to the first" also reads as a day; "the second of June" is one
        found = next((places[word] for word in words if word in places), None)
        if found is not None:
            return found
    return None


def picked_card(scene: Scene, question: Question) -> tuple[str, ...]:
    """Return the one card that the whole message chooses among the options of "which card?", by number, place or name.

    A word more than that and courtesy, and nothing is chosen; nor by a yes where the question is which to cancel.
    """
    verb = {"approve": "{pick_yes}", "cancel": "{pick_no}"}.get(question.purpose, "{pick_show}")
    chooses = scene.whole(
        f"({{pick_word}}|{verb}|{{extra}}|{{mark}}|#)* (@person ['s]|@company ['s]|{{ordinal_word}}|{{number_word}}|"
        "@time) ({card_word}|{pick_after}|{extra}|{mark})*"
    )
    if not chooses or scene.search("other"):
        return ()
    offered = [option.value for option in question.options]
    people = named(scene, 0, len(scene))
    if people:
        named_ones = named_cards(scene, 0, len(scene))
        fits = tuple(card for card in named_ones if card in offered)
        return fits if len(fits) == 1 else ()
    place = _number(scene) if not scene.entities("time") else None
    place = _ordinal(scene, 0, len(scene)) if place is None else place
    return (offered[place],) if place is not None and -len(offered) <= place < len(offered) else ()


def _number(scene: Scene) -> int | None:
    """The place that a number gives ("2", "number two", "#2"); "the second one" has none."""
    said = [(token, token.norm) for token in scene.tokens if token.norm in _NUMBERS or token.norm.isdigit()]
    said += [(token, str(token.value)) for token in scene.tokens if token.entity == "number"]
    digits = [word for _, word in said if word != "one"] or [word for _, word in said]
    if len(digits) != 1 or scene.search("{ordinal_word}"):
        return None
    return (_NUMBERS.get(digits[0]) or (int(digits[0]) if digits[0].isdigit() else 0)) - 1


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
