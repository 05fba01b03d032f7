"""Finds the words that mean many leads at once, and makes one token of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.filters import filter_of, known_at, unknown_place
from graphs.understanding.local.tokens import Token

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene


def group_tokens(scene: Scene) -> tuple[Token, ...] | None:
    """Return the tokens with "all my new leads" as one of kind "group"; None where there is no such thing."""
    data = scene.lex.data("groups")
    spans: list[tuple[int, int]] = []
    for place, token in enumerate(scene.tokens):
        if token.norm in data["heads"] or (token.norm in data["single_heads"] and _quantified(scene, place)):
            start, end = _left(scene, place), _right(scene, place + 1)
            if _is_group(scene, place, start, end) and not (spans and start < spans[-1][1]):
                spans.append((start, end))
    return _joined(scene, spans) if spans else None


def without_exception(scene: Scene) -> tuple[Token, ...] | None:
    """Return the tokens with "... as lost, except Ann" said of the one group before it; None where it is not said."""
    hit = scene.search("[,|-|–|—] {except} [for] @person ((,|and|or|&) [and] @person)* [please|.|!]* $")
    groups = [at for at, _ in scene.entities("group", 0, hit.start)] if hit else []
    if not hit or len(groups) != 1:
        return None
    out = {key for _, who in scene.entities("person", hit.start, hit.end) for key in who.ids}
    group = scene.tokens[groups[0]]
    wanted = {**group.value, "except": sorted(out | set(group.value.get("except", ())))}
    return (*scene.tokens[: groups[0]], replace(group, value=wanted), *scene.tokens[groups[0] + 1 : hit.start])


def _quantified(scene: Scene, place: int) -> bool:
    return any(
        token.norm in scene.lex.data("groups")["single_quantifiers"]
        for token in scene.tokens[max(0, place - 4) : place]
    )


def _is_group(scene: Scene, head: int, start: int, end: int) -> bool:
    """For "Leads" alone, or "both contacts" of a note, is no group: something must say which."""
    if scene.tokens[head].norm in {"everyone", "everybody"}:
        return True
    return start < head or end > head + 1


def _left(scene: Scene, head: int) -> int:
    data = scene.lex.data("groups")
    place = head
    while place > 0:
        begin = _known_before(scene, place)
        if begin is None and scene.tokens[place - 1].norm in data["determiners"]:
            begin = place - 1
        if (
            begin is None
            and scene.tokens[place - 1].norm in data["glue"]
            and _known_before(scene, place - 1) is not None
            and not _given_before(scene, place - 1)
        ):
            begin = place - 1
        if begin is None:
            return _without_loose(scene, place, head)
        place = begin
    return _without_loose(scene, place, head)


def _without_loose(scene: Scene, place: int, head: int) -> int:
    """A group does not begin with "of" or "and"."""
    while place < head and scene.tokens[place].norm in {
        "of",
        "'s",
        "still",
        "currently",
        *scene.lex.data("groups")["glue"],
    }:
        place += 1
    return place


def _given_before(scene: Scene, place: int) -> bool:
    """For "Ann to lost and everyone ...": the status before the "and" is what Ann becomes."""
    begin = _known_before(scene, place)
    return begin is not None and begin > 0 and scene.tokens[begin - 1].norm in scene.lex.data("groups")["gives"]


def _known_before(scene: Scene, place: int) -> int | None:
    for begin in range(max(0, place - 4), place):
        hit = known_at(scene, begin, place)
        if hit and hit[0] == place:
            return begin
    return None


def _right(scene: Scene, place: int) -> int:
    """Extend over "from Acme", "in Boston or Cambridge", "tagged hot", "worth more than 10k", "except Ann"."""
    if place < len(scene) and scene.tokens[place].norm in scene.lex.data("groups")["others"]:
        place += 1
    while place < len(scene):
        hit = scene.at(
            "[who|that|which|thats|whos] [are|is|'s|were|have been|have]* [from|at|in|of|with|for|by|via|"
            "through|out of|based in|located in|working at|working for|came from|come from|"
            "coming from|living in|tagged|labelled|flagged|owned by|assigned to|belonging to|"
            "who work at|under|still|currently|the|tag|status|as|and|or|,]* ",
            place,
        )
        begin = hit.end if hit else place
        known = known_at(scene, begin, len(scene)) if begin < len(scene) and begin > place else None
        if known and not _is_target(scene, place, begin):
            place = known[0]
            continue
        elsewhere = unknown_place(scene, place, len(scene))
        if elsewhere:
            place = elsewhere[0]
            continue
        more = scene.at(
            "[who|that|which] [are|is|have]* [worth|valued|with an amount|with expected "
            "amount]* ({more_than}|{less_than}) @money",
            place,
        )
        more = (
            more
            or scene.at("{except} [for] @person", place)
            or scene.at("(in|of|at|across) (the|my|our) (company|team|crm|system|pipeline|database|list)", place)
        )
        if not more:
            return place
        place = _people_end(scene, more.end)
    return place


def _people_end(scene: Scene, place: int) -> int:
    while True:
        hit = scene.at("(and|,|or|&) [and] @person", place)
        if not hit:
            return place
        place = hit.end


def _is_target(scene: Scene, place: int, begin: int) -> bool:
    """For "My leads as qualified": the status is what they become, not which they are."""
    between = {word for token in scene.tokens[place:begin] for word in token.norm.split()}
    known = known_at(scene, begin, len(scene))
    return bool(
        known
        and known[1] == "status"
        and (not between & {"in", "with", "status", "who", "that", "which", "thats", "whos"} or between & {"as", "to"})
    )


def _joined(scene: Scene, spans: list[tuple[int, int]]) -> tuple[Token, ...]:
    out: list[Token] = []
    place = 0
    for start, end in spans:
        out += scene.tokens[place:start]
        first, last = scene.tokens[start], scene.tokens[end - 1]
        wanted = _but_others(scene, start, end, filter_of(scene, start, end))
        out.append(Token(scene.words(start, end), "<group>", first.start, last.end, "group", wanted))
        place = end
    return (*out, *scene.tokens[place:])


def _but_others(scene: Scene, start: int, end: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """For "Ann to lost and everyone else ...": all but those named before."""
    if not any(token.norm in scene.lex.data("groups")["others"] for token in scene.tokens[start:end]):
        return wanted
    named = {key for _, who in scene.entities("person", 0, start) for key in who.ids}
    return {**wanted, "except": sorted(named | set(wanted.get("except", ())))} if named else wanted
