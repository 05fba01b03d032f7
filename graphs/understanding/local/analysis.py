"""Counts, sums, averages, rates and rankings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.comparing import read_compared
from graphs.understanding.local.filters import filter_of
from graphs.understanding.local.negations import other_stages
from graphs.understanding.plan import Slot, Step

if TYPE_CHECKING:
    from graphs.understanding.local.comparing import Compared
    from graphs.understanding.local.scene import Scene

_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10
}  # fmt: skip
_MEASURES = ("rate", "avg", "sum", "count")
_AMOUNTS = {"leads": "expected_amount", "deals": "amount"}


def read_analysis(scene: Scene, data: dict[str, Any]) -> Step | None:
    """Return a step of `analyse` for a question about numbers; None where a list or a count of leads answers it."""
    measure = next((one for one in _MEASURES if scene.search(data[one])), "")
    measure = "count" if measure == "sum" and scene.search(data["number_in_total"]) else measure
    compared = read_compared(scene, data)
    field = compared.field if compared else _group_field(scene, data)
    ranks = scene.search(data["ranking"]) or scene.search(data["most"]) or scene.search(data["least"])
    if not measure and not compared and not _ranked(scene, data, field, ranks=bool(ranks)):
        return None
    of = next((one for one in data["objects"] if scene.search(data["objects"][one])), "")
    converts = measure == "rate" and scene.search(data["conversion"])
    of = of or ("deals" if measure == "rate" and scene.search(data["of_deals"]) else "")
    of = of or ("leads" if compared or converts or scene.search("{field_expected_amount}") else "")
    if not of or (measure == "count" and of == "leads" and not field and not ranks and not _period(scene)):
        return None
    slots: dict[str, Any] = {"measure": measure or "count", "of": of}
    if measure in {"sum", "avg"} and of in _AMOUNTS:
        slots["field"] = _AMOUNTS[of]
    slots["filters"] = _filters(scene, data, of)
    if converts and of == "leads":
        won = [one.value for one in scene.lex.vocabulary.statuses if one.outcome == "won"]
        slots["filters"].setdefault("status", won)
    slots |= _only(compared, slots["filters"])
    if field:
        slots["group_by"] = field
    if ranks or field:
        slots["order"] = "asc" if scene.search(data["least"]) or scene.search("(lowest first|ascending)") else "desc"
    limit = limit_of(scene)
    if limit:
        slots["limit"] = limit
    elif (
        field
        and scene.search(data["group_most"])
        and scene.search("(most|best|biggest|highest|top|worst|least|fewest|lowest)")
    ):
        slots["limit"] = 1
    period = _period(scene)
    if period:
        slots["period"] = period
    return Step("analyse", {name: Slot(value) for name, value in slots.items()}, why=f"{measure} of {of}")


def _only(compared: Compared | None, filters: dict[str, Any]) -> dict[str, Any]:
    """Return the labels that are compared, which are then no filter."""
    if not compared:
        return {}
    filters.pop(compared.field, None)
    return {"only": compared.labels}


def _ranked(scene: Scene, data: dict[str, Any], field: str, *, ranks: bool) -> bool:
    """True where no word says what is measured, but records are told apart or ranked all the same."""
    if field:
        return ranks or bool(scene.search(data["grouped_alone"]))
    return ranks and bool(scene.search("(number of|most|fewest) (leads|deals|calls|meetings|wins)"))


def read_deals(scene: Scene, data: dict[str, Any]) -> Step | None:
    """Return a step that lists deals ("my biggest open deal", "deals closing this month")."""
    for _, name in scene.entities("deal"):
        return Step("find_deals", {"name": Slot(name)}, why="deal by name")
    about_deals = scene.search("(deal|deals|opportunity|opportunities)") or scene.search(data["closing"])
    if not about_deals or scene.search(f"({_alternatives(data)})"):
        return None
    if scene.search(data["who_most"]):
        return None
    if scene.search("(by number of|per|by owner|by stage|by month)") or scene.search(data["grouped_alone"]):
        return None
    slots: dict[str, Any] = dict(_filters(scene, data, "deals"))
    if scene.search(data["most"]):
        slots["order"] = "-amount"
    elif scene.search(data["least"]):
        slots["order"] = "amount"
    limit = limit_of(scene) or (1 if "order" in slots and not scene.search("(deals|opportunities)") else 0)
    if limit:
        slots["limit"] = limit
    period = _period(scene)
    if period:
        slots["closing"] = period
    return Step("find_deals", {name: Slot(value) for name, value in slots.items()}, why="list deals")


def _alternatives(data: dict[str, Any]) -> str:
    return "|".join(str(data[one]).strip("()") for one in ("count", "avg", "rate", "sum"))


def limit_of(scene: Scene) -> int:
    """Return how many are asked for ("the five biggest", "top 3"), 0 where no number says it."""
    hit = scene.search(
        "(top|first|biggest|largest|best|bottom|last|smallest|highest|lowest|newest|latest) <count:number_word>"
    )
    hit = hit or scene.search(
        "<count:number_word> [of] [my|our|the]* [{status}|open|active|new]* "
        "(@group|leads|deals|top|biggest|largest|best|bottom|last|smallest|highest|lowest|newest|latest|oldest|most|least)"
    )
    if not hit:
        return 0
    said = scene.words(*hit.groups["count"]).strip().lower()
    return int(said) if said.isdigit() else _COUNTS.get(said, 0)


def _group_field(scene: Scene, data: dict[str, Any]) -> str:
    for pattern in ("grouped", "group_most"):
        hit = scene.search(data[pattern])
        if hit:
            said = scene.shape(*hit.groups["field"]).strip()
            return str(next(name for name, words in data["fields"].items() if said in words))
    if scene.search(
        "(rank|compare|ranking of|leaderboard of|leaderboard) [my|the|our|all]* (team|"
        "reps|agents|colleagues|sales team|people)"
    ):
        return "owner"
    return "owner" if scene.search(data["who_most"]) else ""


def _said(scene: Scene) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in (*(group for _, group in scene.entities("group")), filter_of(scene, 0, len(scene))):
        for name, value in one.items():
            found.setdefault(name, value)
    return found


def _filters(scene: Scene, data: dict[str, Any], of: str) -> dict[str, Any]:
    found = _said(scene)
    if of == "leads":
        return found
    kept = {
        name: value
        for name, value in found.items()
        if name in {"owner", "mine", "team", "company", "amount_min", "amount_max"}
    }
    if of == "deals":
        outcome = next((one for one in ("won", "lost", "open") if scene.search(data["outcomes"][one])), "")
        stage = scene.search("(in|at|stage|to) [the] <value:stage>") or scene.search("<value:stage> (stage|deals)")
        values = scene.lex.stage_of(scene.shape(*stage.groups["value"])) if stage else ()
        others = other_stages(scene, data)
        if others:
            kept["stage"] = others
        elif values and values[0] not in {"won", "lost"}:
            kept["stage"] = [values[0]]
        elif outcome:
            kept["outcome"] = outcome
    if of == "interactions":
        kind = next(
            (one for one in ("call", "meeting", "viewing", "email", "note") if scene.search(f"({one}|{one}s)")), ""
        )
        kept.update({"type": kind} if kind else {})
    if of == "follow_ups":
        kept["status"] = "scheduled" if not scene.search("(completed|done|cancelled|canceled)") else "completed"
    people = [who.ids[0] for _, who in scene.people if len(who.ids) == 1 and who.kind != "company"]
    if people:
        kept["lead"] = people[0]
    return kept


def _period(scene: Scene) -> dict[str, str]:
    for _, when in scene.entities("time"):
        back = scene.search("(did|had|logged|log|made|won|lost|last|past|since|so far|have i)") and not scene.search(
            "(should|will|expected|next|due|scheduled|ahead)"
        )
        reading = when.behind if back and when.behind else when.ahead
        begin, end = reading.window
        found = {"from": begin.isoformat()} if begin else {}
        return {**found, "to": end.isoformat()} if end else found
    return {}
