"""Clauses that change a lead: its status, or another field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.custom import custom_value
from graphs.understanding.local.frames import Frame
from graphs.understanding.local.lexicon import custom_words, of_field
from graphs.understanding.local.subjects import group_in, named, pronoun
from graphs.understanding.local.tokens import fold
from graphs.understanding.local.values import Money
from graphs.understanding.plan import Slot

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.scene import Hit, Scene

_FIELDS = ("email", "phone", "company", "title", "city", "source", "expected_amount", "tags", "name")
_WON_LOST = {"won", "lost"}


def read_update(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a change of a lead, if it can be read so."""
    found = [one for one in (_status(scene, clause), _field(scene, clause), _vague(scene, clause)) if one]
    return max(found, key=lambda one: one.weight) if found else None


def _frame(
    scene: Scene, clause: Clause, slots: dict[str, Slot], weight: float, why: str, value: tuple[int, int] | None = None
) -> Frame:
    """Return the frame; nobody named within the value (a new company, a new name) is whom it is about."""
    first, last = value or (clause.end, clause.end)
    group = group_in(scene, clause.start, first)
    group = group_in(scene, last, clause.end) if group is None else group
    if group is not None:
        return Frame("update_lead", clause, weight, slots, group=group, why=why)
    people = named(scene, clause.start, first) or named(scene, last, clause.end)
    pointer = "" if people else pronoun(scene, clause.start, first)
    return Frame("update_lead", clause, weight, slots, people, pointer, why=why)


# Status


def _status(scene: Scene, clause: Clause) -> Frame | None:
    for rule in scene.lex.data("update_lead")["status"]:
        hit = _rule(scene, clause, rule)
        if hit and not _not_said(scene, rule, hit, clause.start):
            first, last = hit.groups["value"]
            slot = _two_statuses(scene, clause) or status_slot(scene, first, last)
            if slot and _fits(scene, rule, slot, (clause.start, clause.end)):
                frame = _frame(scene, clause, {"status": slot}, rule["weight"], rule["pattern"])
                return _narrowed(scene, frame, hit)
    return None


def _two_statuses(scene: Scene, clause: Clause) -> Slot | None:
    """For "as qualified and as lost": it cannot be both, so neither is taken."""
    both = "<one:status> [,|and|or|/|&|also|maybe|then]* (and|or|/|&|also) [also|maybe|then|as|to]* <other:status>"
    hit = scene.search(both, clause.start, clause.end)
    if not hit:
        return None
    values = [value for name in ("one", "other") for value in scene.lex.status_of(scene.shape(*hit.groups[name]))]
    different = tuple(dict.fromkeys(values))
    if len(different) < len(values) or len(different) < 2:
        return None
    return ambiguous_status(scene.words(hit.start, hit.end), scene.span(hit.start, hit.end), different)


def ambiguous_status(said: str, span: tuple[int, int] | None, values: tuple[str, ...]) -> Slot:
    """Return the slot of words that fit several statuses."""
    return Slot(None, said, span, confidence=0.5, alternatives=values, trouble="ambiguous")


def _narrowed(scene: Scene, frame: Frame, hit: Hit) -> Frame:
    """For "Contacted -> qualified for leads from Acme": only those that are contacted."""
    if "was" not in hit.groups or frame.group is None:
        return frame
    return replace(frame, group={**frame.group, "status": list(scene.lex.status_of(scene.shape(*hit.groups["was"])))})


def _rule(scene: Scene, clause: Clause, rule: dict[str, Any]) -> Hit | None:
    return scene.search(rule["pattern"], clause.start, clause.end)


def _not_said(scene: Scene, rule: dict[str, Any], hit: Hit, start: int) -> bool:
    """True for "lost Ann's number", "ask whether Ann is lost": the words say it of something else, or of nothing."""
    if scene.search(scene.lex.data("update_lead")["only_asked"], start, hit.groups["value"][0]):
        return True
    if "only" not in rule and "never" not in rule:
        return False
    last = max((at for at, _ in scene.entities("person", hit.start, hit.end)), default=len(scene))
    return bool(scene.at("'s", last + 1)) and not scene.at(scene.lex.data("update_lead")["theirs"], last + 1)


def _fits(scene: Scene, rule: dict[str, Any], slot: Slot, place: tuple[int, int]) -> bool:
    value = slot.value or (slot.alternatives[0] if slot.alternatives else "")
    if value == "follow_up" and not rule.get("ordered") and scene.entities("time", *place):
        return False
    if rule.get("plain") and value == "follow_up":
        return "follow" in fold(slot.text) and rule["weight"] > 5 and _in_follow_up(scene, slot)
    if value in rule.get("never", ()):
        return False
    only = rule.get("only")
    return only is None or any(one.value == value and one.outcome in only for one in scene.lex.vocabulary.statuses)


def _in_follow_up(scene: Scene, slot: Slot) -> bool:
    """For "Ann is in follow up" is a status, "Ann needs a follow up" something to do."""
    before = fold(scene.text[: slot.span[0] if slot.span else 0]).split()[-2:]
    return bool({"in", "on", "to", "now", "is", "as"} & set(before))


def status_slot(scene: Scene, first: int, last: int) -> Slot | None:
    """Return the slot `status` for the words of tokens [first, last)."""
    said = scene.words(first, last)
    values = scene.lex.status_of(scene.shape(first, last))
    if len(values) == 1:
        return Slot(values[0], said, scene.span(first, last))
    if values:
        return ambiguous_status(said, scene.span(first, last), values)
    return None


# Other fields


def _field(scene: Scene, clause: Clause) -> Frame | None:
    for rule in scene.lex.data("update_lead")["fields"]:
        for name in _FIELDS if "{field_X}" in rule["pattern"] else (rule["field"],):
            frame = _field_rule(scene, clause, rule, name)
            if frame:
                return frame
    return _custom(scene, clause)


def _field_rule(scene: Scene, clause: Clause, rule: dict[str, Any], name: str) -> Frame | None:
    pattern = of_field(rule["pattern"], name)
    hit = scene.search(pattern, clause.start, clause.end)
    if not hit:
        return None
    first, last = hit.groups["value"]
    cut, more = _more_fields(scene, first, last)
    slots = field_slots(scene, name, first, cut, adds=bool(rule.get("adds")), strict=bool(rule.get("strict")))
    slots = {**more, **slots} if slots else {}
    return _frame(scene, clause, slots, rule["weight"], pattern, hit.groups["value"]) if slots else None


def _more_fields(scene: Scene, first: int, last: int) -> tuple[int, dict[str, Slot]]:
    """Return where the value that begins at `first` ends, and the fields listed after it: "Kiel, title to Owner"."""
    for at in range(first + 1, last):
        if scene.tokens[at].norm not in {",", ";", "and", "&", "<nl>"}:
            continue
        for name in _FIELDS:
            hit = scene.at(
                f"[,|;|and|&|@nl] [and|also|his|her|their|the]* {{field_{name}}} ({{to}}|:|=|is|as)* <value> $",
                at,
                last,
            )
            if hit:
                cut, more = _more_fields(scene, *hit.groups["value"])
                slots = field_slots(scene, name, hit.groups["value"][0], cut)
                return (at, {**slots, **more}) if slots else (last, {})
    return last, {}


def field_slots(
    scene: Scene, name: str, first: int, last: int, *, adds: bool = False, strict: bool = False
) -> dict[str, Slot]:
    """Return the slots that the words of tokens [first, last) give field `name`; none where they can't be its value."""
    last = _undenied(scene, first, _trimmed(scene, first, last))
    if first >= last:
        return {}
    said, span = scene.words(first, last), scene.span(first, last)
    if name in {"email", "phone"}:
        return _address(scene, name, first, last)
    if name == "expected_amount":
        return amount_slots(scene, "expected_amount", first, last)
    if name == "source":
        return {"source": Slot(_known(scene, "source", said), said, span)}
    if name == "tags":
        return {"add_tags" if adds else "tags": Slot(_tag_list(said), said, span)}
    if strict and not _can_be_value(scene, first, last):
        return {}
    return {name: Slot(_bare(said), said, span)}


def _undenied(scene: Scene, first: int, last: int) -> int:
    """For "referral, not website": where the value ends."""
    hit = scene.search(scene.lex.data("update_lead")["denies"], first + 1, last) if last > first + 1 else None
    return hit.start if hit else last


def _address(scene: Scene, name: str, first: int, last: int) -> dict[str, Slot]:
    for at, value in scene.entities(name, first, last):
        return {name: Slot(value, value, scene.span(at, at + 1))}
    if name == "phone":
        said = scene.words(first, last)
        if sum(c.isdigit() for c in said) >= 5:
            return {name: Slot(said, said, scene.span(first, last))}
    for at, who in scene.entities("person", first, last):
        if who.kind == name:
            return {name: Slot(who.text, who.text, scene.span(at, at + 1))}
    return {}


def amount_slots(scene: Scene, name: str, first: int, last: int) -> dict[str, Slot]:
    """Return the slots for an amount among the tokens [first, last): its decimal string, and a currency if said."""
    for at, value in scene.entities("money", first, last):
        slots = {name: Slot(value.amount, scene.words(at, at + 1), scene.span(at, at + 1))}
        if value.currency and value.currency != scene.lex.vocabulary.currency and not _plain_dollar(scene, at, value):
            slots["currency"] = Slot(value.currency, scene.words(at, at + 1), scene.span(at, at + 1))
        return slots
    for at, value in scene.entities("number", first, last):
        return {name: Slot(value, scene.words(at, at + 1), scene.span(at, at + 1))}
    return {}


def _plain_dollar(scene: Scene, at: int, value: Money) -> bool:
    return "$" in scene.words(at, at + 1) and value.currency == "USD" and scene.lex.vocabulary.currency.endswith("D")


def _tag_list(said: str) -> list[str]:
    words = said.replace(" and ", ",").replace(" & ", ",").replace(";", ",").replace("#", "").split(",")
    return [_bare(word) for word in words if word.strip()]


def _known(scene: Scene, field: str, said: str) -> str:
    """Return the spelling already in use for a value of `field`, else the words as they are."""
    known = scene.context.people.known(field)
    key = fold(_bare(said))
    forms = (
        key,
        key.replace(" ", "_"),
        key.replace("-", "_").replace(" ", "_"),
        key.rstrip("s"),
        key.rstrip("s").replace(" ", "_"),
    )
    return next((known[form] for form in forms if form in known), _bare(said))


def _bare(said: str) -> str:
    return said.strip().strip("\"'\u201c\u201d\u2018\u2019.,;!").strip()


def _trimmed(scene: Scene, first: int, last: int) -> int:
    while True:
        hit = next((at for at in range(first, last) if scene.whole("{after}", at, last)), None)
        if hit is None or hit == first:
            return last if hit is None else first
        last = hit


def _can_be_value(scene: Scene, first: int, last: int) -> bool:
    """False for how somebody feels or what is going on: "is now happy", "is in a meeting"."""
    blocked = scene.lex.data("update_lead")["not_values"]
    said = " ".join(token.norm for token in scene.tokens[first:last])
    head = scene.tokens[first]
    if any(said == word or said.startswith(word + " ") for word in blocked) or last - first > 6:
        return False
    if scene.lex.status_of(said) or head.entity not in {"", "company", "quote"}:
        return False
    return not (head.norm.endswith("ing") and head.text.islower())


def _custom(scene: Scene, clause: Clause) -> Frame | None:
    for one in scene.lex.custom_fields:
        for words in custom_words(one):
            for pattern in scene.lex.data("update_lead")["custom"]:
                hit = scene.search(pattern.replace("{custom_X}", words), clause.start, clause.end)
                if hit:
                    first, last = hit.groups["value"]
                    trimmed = _trimmed(scene, first, last)
                    last = trimmed if trimmed > first else last
                    said = scene.words(first, last)
                    value = custom_value(scene, one, first, last)
                    slot = Slot({one.key: value}, said, scene.span(first, last))
                    return _frame(scene, clause, {"custom": slot}, 9, pattern)
    return None


# A change without a value that is known


def _vague(scene: Scene, clause: Clause) -> Frame | None:
    for rule in scene.lex.data("update_lead")["vague"]:
        hit = scene.search(rule["pattern"], clause.start, clause.end)
        if not hit:
            continue
        if "value" not in hit.groups:
            return _frame(scene, clause, {}, rule["weight"], rule["pattern"])
        first, last = hit.groups["value"]
        last = _trimmed(scene, first, last)
        if last <= first or not _can_be_status(scene, first, last):
            continue
        slot = Slot(None, scene.words(first, last), scene.span(first, last), confidence=0.5, trouble="unknown")
        return _frame(scene, clause, {"status": slot}, rule["weight"], rule["pattern"], (first, last))
    return None


def _can_be_status(scene: Scene, first: int, last: int) -> bool:
    return last - first <= 4 and all(not token.entity for token in scene.tokens[first:last])
