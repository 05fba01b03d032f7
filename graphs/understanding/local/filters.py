"""Which leads: the filter that words give, in the arguments of `find_leads`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.custom import custom_filter
from graphs.understanding.local.tokens import fold

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Context

_WINDOW = 4  # words: the longest known value that is looked for
_LISTS = {"status", "city"}


def filter_of(scene: Scene, start: int, end: int) -> dict[str, Any]:
    """Return what tokens [start, end) say of which leads are meant."""
    found: dict[str, Any] = {}
    place = start
    quiet = scene.search("{no_contact} ", start, end)  # "not contacted for 30 days" is no status
    while place < end:
        if quiet and quiet.start <= place < quiet.end:
            place = quiet.end
            continue
        hit = known_at(scene, place, end)
        if hit:
            place, field, value = hit
            _add(found, field, value)
            continue
        elsewhere = unknown_place(scene, place, end)
        if elsewhere:
            place, field, value = elsewhere
            _add(found, field, value)
        else:
            place += 1
    _owned(scene, start, end, found)
    _amounts(scene, start, end, found)
    _contact(scene, start, end, found)
    _named(scene, start, end, found)
    custom = custom_filter(scene, start, end)
    if custom:
        found["custom"] = custom
    _left_out(scene, start, end, found)
    return found


def _add(found: dict[str, Any], field: str, value: Any) -> None:
    if field in _LISTS:
        values = value if isinstance(value, list) else [value]
        found[field] = [*found.get(field, []), *(one for one in values if one not in found.get(field, []))]
    else:
        found.setdefault(field, value)


def known_at(scene: Scene, place: int, end: int) -> tuple[int, str, Any] | None:
    """Return (end, field, value) of a known value at `place`: a status, company, city, source, tag, colleague."""
    if place < end and scene.tokens[place].entity == "company":
        name = _company_name(scene, place)
        return (place + 1, "company", name) if name else None
    if place < end and not scene.tokens[place].entity and not scene.tokens[place].norm[:1].isalnum():
        return None  # no value begins with a mark, and a message may be all marks
    for stop in range(min(end, place + _WINDOW), place, -1):
        words = " ".join(fold(token.text) if token.entity else token.norm for token in scene.tokens[place:stop])
        hit = _known(scene, words, scene.context)
        if hit:
            return (stop, *hit)
    return None


def _company_name(scene: Scene, place: int) -> str:
    """Return the one company that a mention means, "" where it may be several."""
    people = scene.context.people
    leads = [people.get("lead", key) for key in scene.tokens[place].value.ids]
    names = {one.company for one in leads if one and one.company}
    return names.pop() if len(names) == 1 else ""


def unknown_place(scene: Scene, place: int, end: int) -> tuple[int, str, Any] | None:
    """Return (end, field, value) of a city or company nobody in sight has: no reason to take all leads."""
    field = {"in": "city", "from": "company", "at": "company"}.get(scene.tokens[place].norm)
    stop = place + 1
    while field and stop < end and _strange_name(scene, stop, end):
        stop += 1
    return (stop, field, scene.words(place + 1, stop)) if field and stop > place + 1 else None


def _strange_name(scene: Scene, at: int, end: int) -> bool:
    token = scene.tokens[at]
    known = token.norm in scene.lex.known_words or scene.lex.stage_of(token.norm) or known_at(scene, at, end)
    return not token.entity and token.text[:1].isupper() and token.text[1:2].islower() and not known


def _known(scene: Scene, words: str, context: Context) -> tuple[str, Any] | None:
    statuses = scene.lex.status_of(words)
    if statuses:
        return "status", list(statuses)
    if found := _of_records(words, context):
        return found
    for outcome, said in scene.lex.outcomes.items():
        if words in said:
            values = [
                one.value
                for one in scene.lex.vocabulary.statuses
                if one.outcome == outcome or (outcome == "closed" and one.outcome != "open")
            ]
            return "status", values
    return None


def _of_records(words: str, context: Context) -> tuple[str, Any] | None:
    """Return (field, value) of what some record in sight has, or a colleague is called."""
    people = context.people
    if city := people.known("city").get(words):
        return "city", city
    if company := people.known("company").get(words):
        return "company", company
    if company := people.known_beginning("company", words):
        return "company", company.split()[0]
    colleagues = tuple((one.id, one.name) for one in context.vocabulary.colleagues)
    return _table_of(tuple(people.known("source").items()), tuple(people.known("tags").items()), colleagues).get(words)


_Known = tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _table_of(sources: _Known, tags: _Known, colleagues: _Known) -> dict[str, tuple[str, Any]]:
    table: dict[str, tuple[str, Any]] = {}
    for key, name in sorted(sources):
        plain = fold(key).replace("_", " ").replace("-", " ")
        for words in (plain, plain + "s", key, plain.replace(" ", "-"), plain.replace(" ", "-") + "s"):
            table.setdefault(words, ("source", name))
    for key, name in sorted(tags):
        table.setdefault(fold(key), ("tag", name))
    for key, name in colleagues:
        for words in (fold(name), fold(name).split()[0]):
            table.setdefault(words, ("owner", key))
    return table


def _owned(scene: Scene, start: int, end: int, found: dict[str, Any]) -> None:
    if "owner" in found:
        return
    if scene.search(
        "(my|our|the) (whole|entire)? team|team 's|team's|my team|of my team|our team", start, end
    ) or scene.search("(the|my) team", start, end):
        found["team"] = True
    elif scene.search("my|mine|i|i 've|have i|do i|did i|am i", start, end):
        found["mine"] = True


def _amounts(scene: Scene, start: int, end: int, found: dict[str, Any]) -> None:
    between = scene.search("between <low:money_tag> (and|to|-|–) <high:money_tag>", start, end)
    if between:
        found["amount_min"], found["amount_max"] = (_amount(scene, between.groups[name][0]) for name in ("low", "high"))
        return
    for name, words in (("amount_min", "{more_than}"), ("amount_max", "{less_than}")):
        hit = scene.search(f"{words} <value:money_tag>", start, end) or (
            scene.search("<value:money_tag> (or more|or above|and up|and above|plus|\\+)", start, end)
            if name == "amount_min"
            else scene.search("<value:money_tag> (or less|or below|or under)", start, end)
        )
        if hit:
            found[name] = _amount(scene, hit.groups["value"][0])


def _amount(scene: Scene, place: int) -> str:
    value = scene.tokens[place].value
    return value if isinstance(value, str) else value.amount


def _contact(scene: Scene, start: int, end: int, found: dict[str, Any]) -> None:
    hit = scene.search("{no_contact} ", start, end)
    if not hit:
        return
    days = _days(scene, hit.start, end)
    if days is not None:
        found["no_contact_days"] = days
        if not scene.search("@group|{status} leads|leads ... {status}", start, hit.start):
            found.pop("status", None) if found.get("status") == ["contacted"] and not scene.search(
                "contacted", start, hit.start
            ) else None
        return
    whens = scene.entities("time", hit.start, end)
    if whens:
        begin = whens[0][1].behind or whens[0][1].ahead
        if begin.start:
            found["no_contact_since"] = begin.start.isoformat()


def _days(scene: Scene, start: int, end: int) -> int | None:
    import re

    said = fold(scene.text[scene.tokens[start].start : scene.tokens[end - 1].end]) if end > start else ""
    match = re.search(
        r"(\d+|an?|one|two|three|four|five|six|a couple of|a few)\s+(day|week|month|year|fortnight)s?", said
    )
    if not match:
        return None
    words = {
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "a couple of": 2,
        "a few": 3,
    }
    count = int(match[1]) if match[1].isdigit() else words[match[1]]
    return count * {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}[match[2]]


def _named(scene: Scene, start: int, end: int, found: dict[str, Any]) -> None:
    if "no_contact_days" in found or "no_contact_since" in found:
        return  # "called" is no name there
    hit = scene.search("(first name|last name|surname|named|called|name) [is|of|=|:]* <value> [?|.|$]", start, end)
    if hit:
        found["name"] = scene.words(*hit.groups["value"]).strip()


def _left_out(scene: Scene, start: int, end: int, found: dict[str, Any]) -> None:
    hit = scene.search("{except} [for] @person", start, end)
    if hit:
        found["except"] = [key for _, who in scene.entities("person", hit.start, end) for key in who.ids]
