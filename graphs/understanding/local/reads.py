"""Questions about records: which lead, which leads, what is ahead, what changed, how many."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.analysis import limit_of, read_analysis, read_deals
from graphs.understanding.local.events import noun_type
from graphs.understanding.local.filters import filter_of
from graphs.understanding.local.leftover import told_more, with_unread_words
from graphs.understanding.local.logged import read_logged, read_spoken_with
from graphs.understanding.local.negations import without_unwanted
from graphs.understanding.local.strangers import stranger
from graphs.understanding.local.subjects import named, pronoun
from graphs.understanding.local.tokens import fold
from graphs.understanding.local.who import focus
from graphs.understanding.plan import Plan, Slot, Step

_MOMENT = timedelta(minutes=30)
_WORD = re.compile(r"[\w'-]+")

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.local.who import Who


def read_question(scene: Scene, *, asked: bool = True) -> Plan | None:
    """Return the read that answers the message; `asked` tells a question from a bare phrase ("leads in Boston")."""
    data = scene.lex.data("reads")
    if scene.search(data["help"]):
        return Plan("help", (Step("help"),), topic="help")
    if _others(scene):
        return Plan("out_of_scope", topic="others")
    spoken = read_spoken_with(scene, data, window_slots(scene, past=True))
    step = spoken or _history(scene, data) or _of_one(scene, data, asked=asked) or _of_many(scene, data, asked=asked)
    if step and (asked or scene.at("{joins*} {polite*} @group") or not told_more(scene)):
        step = with_unread_words(scene, step)
        return Plan("question", (step,), confidence=step.confidence)
    if asked and scene.search(data["asks_knowledge"]):
        said = scene.text.strip()
        return Plan(
            "question",
            (Step("search_knowledge", {"query": Slot(said, said, (0, len(scene.text)))}, confidence=0.5),),
            confidence=0.5,
        )
    return None


def _others(scene: Scene) -> bool:
    """True for "Zoe's leads" where Zoe is no colleague whose records may be asked for."""
    hit = scene.search(
        "<who> 's [new|open|qualified|contacted|negotiating|lost|won]* (leads|deals|"
        "pipeline|clients|follow-ups|tasks|customers|numbers)"
    ) or scene.search("(leads|deals|follow-ups|tasks) (does|did|has) <who> [have|own|win|won|lose|get|close|closed]*")
    if not hit or scene.entities("person"):
        return False
    first, last = hit.groups["who"]
    word = scene.tokens[last - 1]
    known = {part for one in scene.lex.vocabulary.colleagues for part in fold(one.name).split()}
    if word.norm in scene.lex.data("groups")["first_person"]:
        return False
    return not word.entity and word.text[:1].isupper() and word.norm not in known and first < last


# One lead


def _who(scene: Scene, *, asked: bool) -> tuple[Who, ...]:
    people = tuple(who for _, who in scene.entities("person"))
    if people:
        return people
    if pronoun(scene, 0, len(scene)) and not scene.entities("group"):
        last = focus(scene.context)
        if last and scene.search("(she|he|her|him|his|hers|they|them|their|this lead|that lead|this client|this one)"):
            return (last,)
    lost = (
        stranger(scene, 0, len(scene))
        if asked
        and not named(scene, 0, len(scene))
        and not scene.search("(@group|leads|deals|clients|customers|contacts)")
        else None
    )
    return (lost,) if lost else ()


def _of_one(scene: Scene, data: dict[str, Any], *, asked: bool) -> Step | None:
    if scene.search("(first name|last name|surname)") or _is_of_many(scene):
        return None
    people = _who(scene, asked=asked)
    if not people:
        return None
    who = people[0]
    if len(who.ids) > 1 and scene.search("{joins*} {lead_in*} {polite*} (find|search|search for|look up|lookup|list)"):
        return Step("find_leads", {"ids": Slot(list(who.ids), who.text, who.span)}, why="find by name")
    slots = {"lead": who.slot()}
    event = read_logged(scene, data, slots["lead"], window_slots(scene, past=True)) or _appointment_with(scene, slots)
    if event:
        return event
    expected = _expected(scene)
    if expected:
        return Step("show_lead", {**slots, "aspect": Slot(expected["field"]), "expect": Slot(expected)}, why="expect")
    aspect = _aspect(scene, data)
    if aspect:
        told = not asked and not _names_a_side(scene, data)
        kind = noun_type(scene, 0, len(scene)) if aspect == "last_interaction" else ""
        typed = {"type": Slot(kind)} if kind and kind != "note" and scene.search(data["last_of_type"]) else {}
        return None if told else Step("show_lead", {**slots, "aspect": Slot(aspect), **typed}, why=aspect)
    if asked or scene.search(data["story"]) or scene.whole("{joins*} @person ['s] [?|.]*"):
        return Step("show_lead", slots, why="story")
    return None


def _names_a_side(scene: Scene, data: dict[str, Any]) -> bool:
    """True for "Ann's number": a side, and not "Ann prefers email over phone"."""
    hit = scene.whole(data["aspect_alone"])
    if not hit:
        return False
    start, end = hit.groups.get("side") or hit.groups.get("what") or (0, 0)
    words = {word for rule in data["aspects"] for word in _WORD.findall(rule["pattern"])}
    words |= {word for phrase in scene.lex.classes["custom"] for word in str(phrase).split()}
    return all(token.entity or token.norm in words for token in scene.tokens[start:end])


def _is_of_many(scene: Scene) -> bool:
    return bool(scene.entities("group")) or bool(
        scene.search("^{joins*} {lead_in*} {polite*} (how many|which of|number of|count)")
    )


def _appointment_with(scene: Scene, slots: dict[str, Slot]) -> Step | None:
    asks = scene.search(
        "(am i|are we|do i have|have i got|do we have|have i|is there|any) ... "
        "({event_noun}|meeting|seeing|calling|follow-up|follow up|scheduled|anything|"
        "something|appointment)"
    )
    if not asks or scene.search("(last|logged|log|did i|deal|deals)"):
        return None
    return Step("show_agenda", {**slots, **window_slots(scene)}, why="appointment with")


def _expected(scene: Scene) -> dict[str, str] | None:
    """What a yes-or-no question supposes: "is Ann qualified?"."""
    if not scene.at("{joins*} {lead_in*} (is|was|has|did|have|does|are|isn't|hasn't|wasn't|didn't|do|were)"):
        return None
    hits = [hit for hit in scene.all("<value:status>") if hit.start > 0]
    values = scene.lex.status_of(scene.shape(*hits[-1].groups["value"])) if hits else ()
    if len(values) == 1 and not scene.search("({event_past}|talk|log|follow-up with|follow up with|have a|deal|deals)"):
        return {"field": "status", "value": values[0]}
    return None


def _aspect(scene: Scene, data: dict[str, Any]) -> str:
    for rule in data["aspects"]:
        if scene.search(rule["pattern"]) and not ("unless" in rule and scene.search(rule["unless"])):
            return str(rule["aspect"])
    for one in scene.lex.custom_fields:
        if scene.search("{custom}"):
            return one.key
    return ""


# What changed


def _history(scene: Scene, data: dict[str, Any]) -> Step | None:
    if not any(scene.search(pattern) for pattern in data["history"]) or scene.entities("group"):
        return None
    people = _who(scene, asked=True)
    slots: dict[str, Slot] = {"lead": people[0].slot()} if people else _just_done(scene, data)
    return Step("show_history", {**slots, **window_slots(scene, past=True)}, why="history")


def _just_done(scene: Scene, data: dict[str, Any]) -> dict[str, Slot]:
    """What was done last, unless a time is said and nothing that points to it: "what changed today?"."""
    if scene.entities("time") and not scene.search(data["just_done"]):
        return {}
    done = scene.context.last_done
    leads = [one for one in done.actions if one.args.get("lead_id")] if done else []
    return {"lead": Slot(leads[0].args["lead_id"], leads[0].target.name, source="context")} if leads else {}


def window_slots(scene: Scene, *, past: bool = False) -> dict[str, Slot]:
    """Return `from` and `to` (ISO 8601) of the time that the words name, open at a side where they leave it so."""
    for at, when in _said_times(scene):
        reading = when.behind if past and when.behind else when.ahead
        begin, end = reading.window
        begin = begin or (reading.start if not end else None)
        slots = {"from": Slot(begin.isoformat(), scene.words(at, at + 1))} if begin else {}
        if begin and end == begin:
            end = begin + _MOMENT  # "am I free at 11?"
        return {**slots, "to": Slot(end.isoformat(), scene.words(at, at + 1))} if end else slots
    return {}


def _said_times(scene: Scene) -> list[tuple[int, Any]]:
    """Return the times but a greeting before them ("Morning! What's on today?")."""
    times = scene.entities("time")
    greets = times and times[0][0] == 0 and scene.words(0, 1).lower() in scene.lex.classes["hello"]
    return times[1:] if greets and len(scene) > 1 and not scene.tokens[1].norm.isalnum() else times


# Many


def _of_many(scene: Scene, data: dict[str, Any], *, asked: bool) -> Step | None:
    return (
        read_deals(scene, data)
        or read_analysis(scene, data)
        or _agenda(scene, data, asked=asked)
        or _leads(scene, data, asked=asked)
    )


def _agenda(scene: Scene, data: dict[str, Any], *, asked: bool) -> Step | None:
    if scene.entities("group") or not any(scene.search(pattern) for pattern in data["agenda"]):
        return None
    if scene.search(data["lacks"]) and scene.search(data["objects"]["leads"]):
        return None
    slots = window_slots(scene)
    if scene.search("(overdue|late|missed|past due|behind on|outstanding)"):
        slots = {"overdue": Slot(True)}  # noqa: FBT003 - the value of a slot
    kind = next(
        (
            one
            for one in ("call", "meeting", "viewing", "email")
            if scene.search(f"({one}s|{one})") and not scene.search("(phone|email) number")
        ),
        "",
    )
    if kind and scene.search("{contact_noun}"):
        slots["kind"] = Slot(kind)
    if scene.search("(task|tasks|to-do|to-dos|todo|todos|todo list|to-do list|task list)"):
        slots["kind"] = Slot("task")
    del asked
    return Step("show_agenda", {**slots, **_of_whom(scene)}, why="agenda")


def _of_whom(scene: Scene) -> dict[str, Slot]:
    """Whose agenda it is, if not one's own, and what is left out of it: others than a company's, or somebody's."""
    slots = {"team": Slot(value=True)} if filter_of(scene, 0, len(scene)).get("team") else {}
    planned = [one for kind in ("follow_up", "task") for one in scene.context.people.entries(kind)]
    only = {key for _, who in scene.entities("company") for key in who.ids}
    left = scene.search("{except} [for] @person")
    without = {key for _, who in scene.entities("person", left.start, left.end) for key in who.ids} if left else set()
    out = [one.id for one in planned if (only and one.lead_id not in only) or one.lead_id in without]
    return {**slots, "except": Slot(out)} if out else slots


def which_leads(scene: Scene) -> dict[str, Any]:
    """Return the filter of all that the message says of which leads are meant."""
    wanted: dict[str, Any] = {}
    for one in (*(group for _, group in scene.entities("group")), filter_of(scene, 0, len(scene))):
        for name, value in one.items():
            wanted[name] = (
                [*wanted[name], *(new for new in value if new not in wanted[name])]
                if isinstance(value, list) and name in wanted
                else wanted.get(name, value)
            )
    if "name" in wanted:
        wanted.update(_by_name(scene, str(wanted.pop("name"))))
        wanted.pop("company", None)
    return wanted


def lacking(scene: Scene) -> dict[str, Any]:
    """Return `ids` of those that lack what the words name: "with no follow-up", "without a phone number"."""
    hit = scene.search(scene.lex.data("reads")["lacks"])
    if not hit:
        return {}
    people = scene.context.people
    leads = people.entries("lead")
    said = scene.shape(*hit.groups["what"]).strip()
    classes = scene.lex.classes
    field = next((name for name in _CAN_LACK if said in classes[f"field_{name}"]), "")
    if field:
        return {"ids": [one.id for one in leads if not getattr(one, field)]}
    kind = "task" if "task" in said or "do" in said else "follow_up"
    busy = {one.lead_id for one in people.entries(kind) if one.status in {"", "scheduled", "open"}}
    return {"ids": [one.id for one in leads if one.id not in busy], "status": None}


_CAN_LACK = ("email", "phone", "company", "city", "source", "tags")


def _by_name(scene: Scene, said: str) -> dict[str, Any]:
    """Those whose first or last name it is, not all who have the letters somewhere."""
    name = fold(said)
    part = -1 if scene.search("(last name|surname)") else 0
    sharing = scene.context.people.named(name.split("-")[0])
    ids = [one.id for one in sharing if fold(one.name).split()[part] == name]
    return {"ids": ids} if ids else {"name": said}


def _leads(scene: Scene, data: dict[str, Any], *, asked: bool) -> Step | None:
    wanted = without_unwanted(scene, which_leads(scene), data)
    about_leads = scene.search(data["objects"]["leads"]) or scene.search(data["of_mine"])
    who = scene.search("(who|who's|whom|anyone|anybody|everyone)")
    order = _sorted(scene, data)
    of_company = bool(scene.entities("company")) and "company" in wanted
    if not about_leads and not of_company and not (who and (set(wanted) - {"mine", "team"} or order)):
        return None
    if not asked and not about_leads:
        return None
    wanted.update(order)
    wanted.update(lacking(scene))
    if scene.search(data["count"]):
        wanted["count"] = True
    return Step(
        "find_leads", {name: Slot(value) for name, value in wanted.items() if value is not None}, why="find leads"
    )


def _sorted(scene: Scene, data: dict[str, Any]) -> dict[str, Any]:
    """Return the order, and how many are wanted, where the words ask for the largest, the latest or the like."""
    order = next((name for name, pattern in data["orders"].items() if scene.search(pattern)), "")
    if not order:
        return {}
    one = scene.search(data["only_one"]) and not scene.search(data["sorted_by"])
    many = limit_of(scene) or (1 if one else 0)
    return {"order": order, **({"limit": many} if many else {})}
