"""Comparisons: two or more values of one field, told apart ("website vs referral")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graphs.understanding.local.filters import known_at

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene

_FIELDS = frozenset({"source", "city", "status", "owner", "company"})


class Compared(NamedTuple):
    """What records are told apart by, and the labels that are asked about."""

    field: str
    labels: list[str]


def read_compared(scene: Scene, data: dict[str, Any]) -> Compared | None:
    """Return what a comparison is of, None where the words compare nothing, or what no record has."""
    scene = scene.ungrouped
    if not any(scene.search(pattern) for pattern in data["compares"]):
        return None
    found: dict[str, list[str]] = {}
    place = 0
    while place < len(scene):
        hit = known_at(scene, place, len(scene))
        if hit and hit[1] in _FIELDS:
            said = _labels(scene, hit[1], hit[2])
            found[hit[1]] = [*found.get(hit[1], []), *(one for one in said if one not in found.get(hit[1], []))]
        place = hit[0] if hit else place + 1
    return next((Compared(field, labels) for field, labels in found.items() if len(labels) > 1), None) or next(
        (Compared(*one) for one in found.items()), None
    )


def _labels(scene: Scene, field: str, value: Any) -> list[str]:
    if field == "owner":
        return [one.name for one in scene.context.vocabulary.colleagues if one.id == value]
    return value if isinstance(value, list) else [value]
