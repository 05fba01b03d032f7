"""Who a clause is about: the people it names, or those spoken of before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.who import focus, together

if TYPE_CHECKING:
    from graphs.understanding.local.frames import Frame
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.local.who import Who

_ONE = (
    "she|he|her|him|his|hers|this lead|that lead|this one|that one|this client|this "
    "contact|this customer|this guy|this person|it|the lead|the client"
)
_MANY = "they|them|their|both|each|both of them|all of them|all three|each of them|the two of them|everyone|these|those"


def named(scene: Scene, start: int, end: int) -> tuple[Who, ...]:
    """Return the people named in tokens [start, end); a company only where no person is named."""
    people = [who for _, who in scene.entities("person", start, end)] or [
        who for _, who in scene.entities("company", start, end)
    ]
    return tuple(one for who in people for one in _single(who))


def _single(who: Who) -> tuple[Who, ...]:
    return tuple(replace(who, ids=(key,), every=False) for key in who.ids) if who.every else (who,)


def pronoun(scene: Scene, start: int, end: int) -> str:
    """Return "one" or "many" where the clause points at people it does not name, else ""."""
    if scene.search(f"({_MANY})", start, end):
        return "many"
    return "one" if scene.search(f"({_ONE})", start, end) else ""


def group_in(scene: Scene, start: int, end: int) -> dict[str, Any] | None:
    """Return the filter of the many leads meant in tokens [start, end), if many are."""
    groups: list[dict[str, Any]] = [wanted for _, wanted in scene.entities("group", start, end)]
    return groups[0] if groups else None


class Spoken:
    """The people spoken of so far in a message, and before it."""

    def __init__(self, scene: Scene) -> None:
        self._last: tuple[Who, ...] = ()
        self._many: tuple[Who, ...] = ()
        self._all: tuple[Who, ...] = ()
        self._focus = focus(scene.context)
        self._together = together(scene.context)

    def note(self, people: tuple[Who, ...]) -> None:
        """Remember who was just spoken of."""
        if people:
            self._last = people
            self._all = (*(who for who in self._all if who.ids not in {one.ids for one in people}), *people)
        if len(people) > 1:
            self._many = people

    def meant(self, frame: Frame) -> tuple[Who, ...]:
        """Return whom the frame is about: named, pointed at, carried over, or in focus."""
        if frame.people:
            return frame.people
        if frame.pronoun == "many" and (self._many or self._last):
            return tuple(who.carried() for who in self._many or self._all)
        if frame.pronoun == "many" and len(self._together) > 1:
            return self._together
        if self._last:
            chosen = self._last[-1:] if frame.pronoun == "one" else self._last
            return tuple(who.carried() for who in chosen)
        return (self._focus,) if self._focus else ()
