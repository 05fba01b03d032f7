"""Which actions of a card the words name: by their place, their sort, their person, or what is known of the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.tokens import fold, tokenize

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene, When
    from graphs.understanding.local.tokens import Token
    from graphs.understanding.plan import Card, CardAction

_KNOWN = ("company", "city", "title", "status", "source")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The indexes of the actions meant; `leads` where one name fits several people on the card."""

    indexes: frozenset[int] = frozenset()
    leads: tuple[str, ...] = ()
    said: str = ""


def chosen_actions(scene: Scene, card: Card, start: int, end: int) -> set[int]:
    """Return the indexes of the actions that tokens [start, end) name, none where a part of the words names nothing."""
    return set(choose(scene, card, start, end).indexes)


def choose(scene: Scene, card: Card, start: int, end: int) -> Chosen:
    """Return what tokens [start, end) choose: every part of "Ann, Bob and the reminder" has to name something."""
    count = _so_many(scene, card, start, end)
    if count:
        return Chosen(frozenset(count))
    found: set[int] = set()
    for first, last in _conjuncts(scene, start, end):
        part = _Part(scene, card, first, last).chosen()
        if part.leads or not part.indexes:
            return part
        found |= part.indexes
    return Chosen(frozenset(found))


def of_sort(scene: Scene, card: Card, start: int, end: int) -> set[int]:
    """Return the actions whose sort is spoken of in tokens [start, end): "the reminder", "the status change"."""
    return _sorts(scene, card, start, end)[0]


def owned_by(card: Card, ids: set[str]) -> set[int]:
    """Return the actions on these leads."""
    return {one.index for one in card.actions if one.args.get("lead_id") in ids or one.target.id in ids}


def _so_many(scene: Scene, card: Card, start: int, end: int) -> set[int]:
    hit = scene.whole(
        "({choose_extra}|{mark})* <side:many_side> <count:number_word> ({choose_extra}|{mark})*", start, end
    )
    if not hit:
        return set()
    data = scene.lex.data("edits")
    said = scene.words(*hit.groups["count"]).strip()
    count = int(said) if said.isdigit() else data["numbers"].get(fold(said), 0)
    last = scene.shape(*hit.groups["side"]).strip() in data["from_the_end"]
    chosen = card.actions[-count:] if last else card.actions[:count]
    return {one.index for one in chosen} if 0 < count <= len(card.actions) else set()


def _conjuncts(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    joins = {*scene.lex.data("edits")["list_joins"]}
    cuts = [at for at in range(start, end) if not scene.tokens[at].entity and scene.tokens[at].norm in joins]
    return [(a + 1, b) for a, b in pairwise([start - 1, *cuts, end]) if _says_something(scene, a + 1, b)]


def _says_something(scene: Scene, start: int, end: int) -> bool:
    return end > start and not scene.whole("({choose_extra}|{mark})*", start, end)


def _sorts(scene: Scene, card: Card, start: int, end: int) -> tuple[set[int], set[int]]:
    """Return the actions of the sorts named in tokens [start, end), and the tokens that name them."""
    sorts = scene.lex.data("edits")["actions"]
    found: set[int] = set()
    places: set[int] = set()
    for words in sorted(sorts, key=len, reverse=True):
        hit = scene.search(f"({words}|{words}s)", start, end)
        if hit and not places & set(range(hit.start, hit.end)):
            places |= set(range(hit.start, hit.end))
            found |= {one.index for one in card.actions if _is_sort(one, sorts[words])}
    return found, places


def _is_sort(one: CardAction, sort: dict[str, Any]) -> bool:
    tools = sort["tool"] if isinstance(sort["tool"], list) else [sort["tool"]]
    kind = one.args.get("kind") or one.args.get("type")
    return one.tool in tools and ("kind" not in sort or kind == sort["kind"])


class _Part:
    """One name, place or sort of a list."""

    def __init__(self, scene: Scene, card: Card, start: int, end: int) -> None:
        self.scene, self.card, self.start, self.end = scene, card, start, end
        self.said = scene.words(start, end)

    def chosen(self) -> Chosen:
        """Return the actions that every word of this part fits."""
        fits, taken = _sorts(self.scene, self.card, self.start, self.end)
        if (taken and not fits) or (self._by_time() and not taken and not self._is_thing()):
            return Chosen()
        actions = [one for one in self.card.actions if not taken or one.index in fits]
        rest = [token for at, token in enumerate(self.scene.tokens) if self._counts(at, taken)]
        places = [token for token in rest if _place(self.scene, token) is not None]
        for token in rest:
            if token not in places:
                actions = [one for one in actions if _fits(self.scene, one, token)]
        actions = self._at(actions, places)
        leads = self._shared(actions, rest)
        return Chosen(frozenset(), leads, self.said) if leads else Chosen(frozenset(one.index for one in actions))

    def _by_time(self) -> bool:
        return bool(self.scene.entities("time", self.start, self.end))

    def _is_thing(self) -> bool:
        """True for "the Friday one": "Friday" alone is a time to be set."""
        return bool(self.scene.search("{thing_word}", max(0, self.start - 1), self.end))

    def _counts(self, at: int, taken: set[int]) -> bool:
        return (
            self.start <= at < self.end
            and at not in taken
            and not self.scene.whole("({choose_extra}|{mark})", at, at + 1)
            and self.scene.shape(at, at + 1) != ""
        )

    def _at(self, actions: list[CardAction], places: list[Token]) -> list[CardAction]:
        wanted = [_place(self.scene, token) or 0 for token in places]
        return [actions[at] for at in wanted if -len(actions) <= at < len(actions)] if places else actions

    def _shared(self, actions: list[CardAction], said: list[Token]) -> tuple[str, ...]:
        """The people that one bare name fits, where it fits several on the card: "without Bell" is no list."""
        people = [token for token in said if token.entity == "person"]
        if len(said) != 1 or not people or getattr(people[0].value, "every", False):
            return ()
        leads = dict.fromkeys(str(one.args.get("lead_id")) for one in actions if one.args.get("lead_id"))
        return tuple(leads) if len(leads) > 1 and self.scene.tokens[self.end - 1] == people[0] else ()


def _place(scene: Scene, token: Token) -> int | None:
    """The place in the list that a word gives, counted from 0; the last is -1."""
    places: dict[str, int] = scene.lex.data("edits")["places"]
    said = str(token.value) if token.entity == "number" else token.norm
    if said in places:
        return places[said]
    digits = said if said.isdigit() else str(scene.lex.data("edits")["numbers"].get(said, ""))
    return int(digits) - 1 if digits.isdigit() and int(digits) > 0 else None


def _fits(scene: Scene, one: CardAction, token: Token) -> bool:
    ids = {str(one.args.get("lead_id", "")), one.target.id}
    if token.entity in {"person", "company"} and ids & set(token.value.ids):
        return True
    if token.entity == "time":
        return _takes_place(one, token.value)
    return _words(token.text) <= _described(scene, one)


def _takes_place(one: CardAction, when: When) -> bool:
    said = one.args.get("starts_at") or one.args.get("occurred_at")
    reading = when.ahead
    if not said or reading.start is None:
        return False
    moment = datetime.fromisoformat(said).astimezone(reading.start.tzinfo)
    day = moment.date() == reading.start.date() if reading.has_date else True
    return day and (moment.timetz() == reading.start.timetz() if reading.has_time else True)


def _words(text: str) -> set[str]:
    return {token.norm for token in tokenize(text) if token.norm[:1].isalnum()}


def _described(scene: Scene, one: CardAction) -> set[str]:
    """Every word that tells this action's record from others."""
    entry = scene.context.people.get("lead", str(one.args.get("lead_id") or one.target.id))
    known = [one.target.name, *(getattr(entry, field) for field in _KNOWN if entry)]
    known += [entry.name, *entry.tags] if entry else [str(one.args.get(field) or "") for field in _KNOWN]
    status = scene.lex.statuses
    said = [words for words, value in status.items() if entry and value == entry.status]
    return {word for text in [*known, *said] for word in _words(text.replace("_", " "))}
