"""Why the engine reads a message as it does: everything found on the way to the plan.  It only looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from graphs.understanding.local import engine
from graphs.understanding.local.clauses import split
from graphs.understanding.local.commands import read_frame
from graphs.understanding.local.lexicon import lexicon
from graphs.understanding.local.people import PeopleContext, find_people
from graphs.understanding.local.scene import When, read_scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphs.understanding.local.people import Mention
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.local.times import Reading
    from graphs.understanding.plan import Context, Plan, Reception

Found = dict[str, Any]


class Explanation(NamedTuple):
    """How a message was read; spans are characters of `text`, [start, end).

    `clauses` say what each part of the message asks for by itself (an empty
    tool: nothing), `people` and `times` what was found in it whether or not a
    step uses it, and `leftover` the words that nothing claimed.
    """

    text: str
    reception: Reception
    plan: Plan
    clauses: list[Found]
    people: list[Found]
    times: list[Found]
    leftover: list[Found]

    def as_data(self) -> Found:
        """Return it as plain JSON."""
        return {
            name: msgspec.to_builtins(value) if isinstance(value, msgspec.Struct) else value
            for name, value in self._asdict().items()
        }


def explain(text: str, context: Context) -> Explanation:
    """Return how `text` is read against `context`, by the very functions that a turn uses."""
    reception = engine.receive(text, context)
    said = reception.text or text
    plan = engine.understand(text, context, reception)
    scene = read_scene(said, context, lexicon(context.vocabulary, context.language))
    times = list(_times(scene))
    busy = tuple((time["span"][0], time["span"][1]) for time in times)
    return Explanation(
        text=said,
        reception=reception,
        plan=plan,
        clauses=list(_clauses(scene)),
        people=[_person(mention) for mention in _mentions(said, context, busy)],
        times=times,
        leftover=[_place(scene.text, span) for span in plan.leftover],
    )


def _place(text: str, span: tuple[int, int]) -> Found:
    return {"text": text[slice(*span)], "span": list(span)}


def _clauses(scene: Scene) -> Iterator[Found]:
    for clause in split(scene):
        frame = read_frame(scene, clause)
        place = _place(scene.text, scene.span(clause.start, clause.end))
        yield {**place, "tool": frame.tool, "weight": frame.weight, "why": frame.why}


def _mentions(text: str, context: Context, busy: tuple[tuple[int, int], ...]) -> list[Mention]:
    around = PeopleContext(
        focus=context.focus,
        screen=context.screen,
        busy=busy,
        now=context.now,
        timezone=context.timezone,
        locale=context.locale,
    )
    return find_people(text, context.people, around)


def _person(mention: Mention) -> Found:
    return {
        "text": mention.text,
        "span": list(mention.span),
        "kind": mention.kind,
        "score": round(mention.score, 3),
        "warning": mention.warning,
        "candidates": [_candidate(one) for one in mention.candidates],
        "near": [_candidate(one) for one in mention.near],
    }


def _candidate(candidate: Any) -> Found:
    whole: Found = msgspec.to_builtins(candidate)
    return {**whole, "score": round(candidate.score, 3)}


def _times(scene: Scene) -> Iterator[Found]:
    for at, when in scene.entities("time"):
        if isinstance(when, When):
            place = _place(scene.text, scene.span(at, at + 1))
            yield {**place, "ahead": _reading(when.ahead), "behind": _reading(when.behind) if when.behind else None}


def _reading(reading: Reading) -> Found:
    whole: Found = msgspec.to_builtins(reading)
    return {key: value for key, value in whole.items() if value not in (None, "", [], (), False)}
