"""What a step says must hold of its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.cases.values import close, contains, holds, number, numbers_in, tidy

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from assistant.cases.world import Snapshot

_KINDS = ("leads", "follow_ups", "deals", "tasks")


@dataclass(slots=True)
class Seen:
    """What a case has seen so far: answers in order, the last question, and the records as they are."""

    zone: ZoneInfo
    records: Snapshot
    answers: list[dict[str, Any]] = field(default_factory=list)
    options: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and its class."""

    kind: str
    text: str


def faults(want: dict[str, Any], answer: dict[str, Any], seen: Seen) -> list[Fault]:
    """Return everything that a step wants and its answer has not."""
    found = [*_status(want, answer), *_card(want, answer, seen), *_question(want, answer), *_words(want, answer)]
    found += [*_counts(want, answer), *_data(want, answer, seen.zone), *_compared(want, answer, seen)]
    if want.get("any"):
        tries = [faults(alternative, answer, seen) for alternative in want["any"]]
        fewest = min(len(one) for one in tries)
        found += next(one for one in tries if len(one) == fewest)
    return found


def listed(value: Any) -> list[Any]:
    """Return a value, or several, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _status(want: dict[str, Any], answer: dict[str, Any]) -> list[Fault]:
    wanted, got = listed(want.get("status")), answer["status"]
    if not wanted or got in wanted:
        return []
    kind = "other"
    if got == "not_understood":
        kind = "not understood"
    elif got == "awaiting_input":
        kind = "needless question"
    elif "awaiting_input" in wanted:
        kind = "missed question"
    elif got == "awaiting_confirmation":
        kind = "wrong card"
    return [Fault(kind, f"status {got}, wanted {' or '.join(wanted)}: {answer['reply'][:120]}")]


def _card(want: dict[str, Any], answer: dict[str, Any], seen: Seen) -> list[Fault]:
    card = answer["proposal"]
    found: list[Fault] = []
    if want.get("no_card") and card:
        found.append(Fault("wrong card", "a card is shown"))
    if "version" in want and (card or {}).get("version") != want["version"]:
        found.append(Fault("other", f"version {(card or {}).get('version')}, wanted {want['version']}"))
    shown = card["actions"] if card else []
    if "actions" in want and (card or answer["status"] == "awaiting_confirmation"):
        found += _actions(want["actions"], shown, seen)
    warned = " ".join(str(action["warnings"]) for action in shown)
    return found + [
        Fault("other", f"no warning {w!r}") for w in listed(want.get("warnings~")) if not contains(warned, w)
    ]


def _actions(wanted: list[dict[str, Any]], shown: list[dict[str, Any]], seen: Seen) -> list[Fault]:
    misses = [[_action(want, action, seen) for action in shown] for want in wanted]
    if len(wanted) == len(shown) and _pairs(misses, 0, frozenset()):
        return []
    said = " | ".join(f"{a['tool']} {a['target']['name']} {a['args']}" for a in shown)
    closest = "; ".join(min(row, key=len, default="nothing") for row in misses if "" not in row)
    return [Fault("wrong card", f"{len(shown)} actions, wanted {len(wanted)}: {closest} in {said}")]


def _pairs(misses: list[list[str]], place: int, used: frozenset[int]) -> bool:
    if place == len(misses):
        return True
    free = (other for other, miss in enumerate(misses[place]) if not miss and other not in used)
    return any(_pairs(misses, place + 1, used | {other}) for other in free)


def _action(want: dict[str, Any], action: dict[str, Any], seen: Seen) -> str:
    return ", ".join(f"{key} is not {value!r}" for key, value in want.items() if not _part(key, value, action, seen))


def _part(key: str, want: Any, action: dict[str, Any], seen: Seen) -> bool:
    ids = {str(value) for name, value in action["args"].items() if name.endswith("_id") and name != "change_id"}
    ids.add(action["target"]["id"])
    match key.rstrip("~"):
        case "tool":
            return action["tool"] in listed(want)
        case "target":
            name = action["target"]["name"]
            return contains(name, want) if key.endswith("~") else tidy(name).casefold() == tidy(want).casefold()
        case "record":
            return bool(ids & find(want, seen))
        case "option":
            return len(seen.options) >= want and seen.options[want - 1]["value"] in ids
        case "before":
            before = {change["field"]: change["before"] for change in action["changes"]}
            return all(holds(name, value, before.get(name.rstrip("~")), seen.zone) for name, value in want.items())
        case "lacks":
            return all(action["args"].get(name) in (None, "") for name in listed(want))
        case "summary":
            return holds(key, want, action["summary"], seen.zone)
        case name:
            after = {change["field"]: change["after"] for change in action["changes"]}
            return holds(key, want, action["args"].get(name, after.get(name)), seen.zone)


def find(want: Any, seen: Seen) -> set[str]:
    """Return the ids of the records that a name, or several fields, point to; the first kind that has any."""
    fields = want if isinstance(want, dict) else {"name": want}
    for kind in _KINDS:
        rows = {key: {"name": row.get("title"), **row} for key, row in seen.records[kind].items()}
        hits = {
            key
            for key, row in rows.items()
            if all(holds(k, v, row.get(k.rstrip("~")), seen.zone) for k, v in fields.items())
        }
        if hits:
            return hits
    return set()


def _question(want: dict[str, Any], answer: dict[str, Any]) -> list[Fault]:
    if "question" not in want:
        return []
    asked, wanted = answer["question"], want["question"]
    if not asked:
        return [Fault("missed question", "no question")]
    labels = [option["label"] for option in asked["options"]]
    found = [
        Fault("other", f"no option {w!r} in {labels}") for w in listed(wanted.get("options~")) if not _any(labels, w)
    ]
    found += [Fault("other", f"an option {w!r}") for w in listed(wanted.get("not_options~")) if _any(labels, w)]
    if wanted.get("slot") and asked["slot"] not in listed(wanted["slot"]):
        found.append(Fault("other", f"asks for {asked['slot']}, wanted {wanted['slot']}"))
    return found


def _any(texts: list[str], part: str) -> bool:
    return any(contains(text, part) for text in texts)


def _words(want: dict[str, Any], answer: dict[str, Any]) -> list[Fault]:
    reply = answer["reply"]
    found = [
        Fault("other", f"the reply lacks {w!r}: {reply[:160]}")
        for w in listed(want.get("reply~"))
        if not contains(reply, w)
    ]
    found += [Fault("other", f"the reply has {w!r}") for w in listed(want.get("not_reply~")) if contains(reply, w)]
    choices = want.get("reply_any~")
    if choices and not any(contains(reply, choice) for choice in choices):
        found.append(Fault("other", f"the reply has none of {choices}: {reply[:160]}"))
    return found


def _counts(want: dict[str, Any], answer: dict[str, Any]) -> list[Fault]:
    found = [
        Fault("other", f"{len(answer[key])} {key}, wanted {want[key]}")
        for key in ("receipts", "parked")
        if key in want and len(answer[key]) != want[key]
    ]
    summaries = [card["summary"] for card in answer["parked"]]
    found += [
        Fault("other", f"nothing parked with {w!r}") for w in listed(want.get("parked~")) if not _any(summaries, w)
    ]
    if "citations" in want and bool(answer["citations"]) != want["citations"]:
        found.append(Fault("other", f"{len(answer['citations'])} citations"))
    return found


def _data(want: dict[str, Any], answer: dict[str, Any], zone: ZoneInfo) -> list[Fault]:
    data = answer["data"] or {}
    rows = [list(row) for row in data.get("rows") or []]
    found: list[Fault] = []
    if "names" in want and not _exactly([[name] for name in want["names"]], rows, zone):
        found.append(Fault("other", f"names {[row[:1] for row in rows]}, wanted {want['names']}"))
    if "rows" in want and not _exactly(want["rows"], rows, zone):
        found.append(Fault("other", f"rows {rows[:6]}, wanted {want['rows']}"))
    if "value" in want and not _value(want["value"], data, rows, answer["reply"], zone):
        found.append(Fault("other", f"no {want['value']} in {data.get('value')} {rows[:2]} {answer['reply'][:120]}"))
    return found


def _exactly(wanted: list[list[Any]], rows: list[list[Any]], zone: ZoneInfo) -> bool:
    left = list(rows)
    for want in wanted:
        hit = next((row for row in left if all(any(_cell(w, cell, zone) for cell in row) for w in want)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def _cell(want: Any, cell: Any, zone: ZoneInfo) -> bool:
    return holds("", want, cell, zone) or (isinstance(want, str) and tidy(want).casefold() == tidy(cell).casefold())


def _value(want: Any, data: dict[str, Any], rows: list[list[Any]], reply: str, zone: ZoneInfo) -> bool:
    if "value" in data and _cell(want, data["value"], zone):
        return True
    if len(rows) == 1 and any(_cell(want, cell, zone) for cell in rows[0]):
        return True
    wanted = number(want)
    return any(close(wanted, got) for got in (number(data.get("total")), *numbers_in(reply)))


def _compared(want: dict[str, Any], answer: dict[str, Any], seen: Seen) -> list[Fault]:
    found: list[Fault] = []
    if "same_as" in want:
        first = seen.answers[want["same_as"] - 1]
        changed = sorted(key for key in answer if key != "timing_ms" and answer[key] != first.get(key))
        found += [Fault("other", f"not the answer of step {want['same_as']}: {changed}")] if changed else []
    if "same_reply" in want:
        first = seen.answers[want["same_reply"]["step"] - 1]
        one, other = first["reply"], answer["reply"]
        for before, after in want["same_reply"].get("swap") or []:
            one, other = one.replace(before, "*"), other.replace(after, "*")
        if tidy(one) != tidy(other) or first["status"] != answer["status"]:
            found.append(Fault("other", f"told apart from step {want['same_reply']['step']}: {other[:120]}"))
    return found
