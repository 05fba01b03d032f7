"""`explain`: how a message is read, and what would be answered.  Nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.installation import TenantOption, load_settings, run, table
from assistant.cli.talking import tenant_id_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.settings import Settings
    from graphs.state import TurnContext
    from graphs.understanding.local.explain import Explanation

_SHOWN = 60  # characters of a pattern; --json has them all

Rows = list[tuple[str, ...]]


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What somebody might say.")],
    *,
    email: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who would say it.")] = "",
    session: Annotated[str, typer.Option(metavar="ID", help="The conversation in which it would be said.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    tenant: TenantOption = "",
) -> None:
    """Show how a message is read (clauses, steps, people, times, what is left over), and what would come of it."""
    settings, tenant_id = load_settings(), run(tenant_id_of(tenant))
    found = run(_explain(settings, tenant_id, email, session, text))
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n\n".join(_sections(found)))


async def _explain(settings: Settings, tenant_id: str, email: str, session: str, text: str) -> dict[str, Any]:
    from assistant.bootstrap import open_parley
    from assistant.cli.talk import find_caller
    from assistant.messages import ChatRequest, turn_of
    from graphs.understanding.local.explain import explain as explained
    from store.models import new_id

    async with open_parley(settings) as parley:
        caller = await find_caller(parley, tenant_id, email)
        turn = turn_of(ChatRequest(message=text, session_id=session or new_id()), "terminal")
        context, response = await parley.conversation.rehearse(caller, turn)
        return _data(explained(turn.message, context.words), context, response)


def _data(explanation: Explanation, context: TurnContext, response: dict[str, Any] | None) -> dict[str, Any]:
    data = explanation.as_data()
    for part in (*data["plan"].get("steps", ()), *data["plan"].get("edits", ())):
        for slot in part.get("slots", {}).values():
            slot["shown"] = _shown(slot.get("value"), context)
            slot["named"] = [_shown(one, context) for one in (*slot.get("alternatives", ()), *slot.get("near", ()))]
    return {**data, "outcome": _outcome(response)}


def _shown(value: Any, context: TurnContext) -> str:
    """Return a slot's value for reading: an id is shown by the name of its record."""
    if not isinstance(value, str):
        return "–" if value is None else json.dumps(value, ensure_ascii=False)
    for kind in ("lead", "deal", "follow_up", "task", "account", "contact"):
        entry = context.words.people.get(kind, value)
        if entry:
            return entry.name or entry.title
    return next((one.name for one in context.words.vocabulary.colleagues if one.id == value), value)


def _outcome(response: dict[str, Any] | None) -> dict[str, Any]:
    if response is None:
        return {
            "status": "decision",
            "reply": "it would decide the card that waits",
            "question": None,
            "proposal": None,
        }
    return {key: response[key] for key in ("status", "reply", "question", "proposal")}


def _sections(found: dict[str, Any]) -> Iterator[str]:
    plan, reception = found["plan"], found["reception"]
    yield f"read as {plan['kind']}{_topic(plan)}, confidence {plan.get('confidence', 1.0):.2f}{_received(reception)}"
    for title, rows, header in (
        ("clauses", _clauses(found["clauses"]), ("", "words", "asks for", "weight", "why")),
        ("steps", _steps(plan), ("", "value", "words", "at", "how", "confidence", "")),
        ("people", _people(found["people"]), ("", "words", "candidate", "score", "why")),
        ("times", _times(found["times"]), ("", "words", "", "start", "end", "grain", "why")),
        ("left over", [(_at(one), one["text"]) for one in found["leftover"]], ("", "words")),
    ):
        if rows:
            yield f"{title}\n{_indented(table(rows, header))}"
    outcome = found["outcome"]
    yield f"would be {outcome['status']}{_because(found)}\n{_indented(outcome['reply'])}"


def _topic(plan: dict[str, Any]) -> str:
    return f" ({plan['topic']})" if plan.get("topic") else ""


def _received(reception: dict[str, Any]) -> str:
    kind = reception.get("kind", "new")
    return "" if kind == "new" else f"; with regard to what waits: {kind}"


def _at(found: dict[str, Any]) -> str:
    span = found.get("span")
    return f"{span[0]}–{span[1]}" if span else ""


def _clauses(clauses: list[dict[str, Any]]) -> Rows:
    return [
        (_at(one), one["text"], one["tool"] or "nothing", f"{one['weight']:g}", _short(one["why"])) for one in clauses
    ]


def _steps(plan: dict[str, Any]) -> Rows:
    rows: Rows = []
    for number, step in enumerate(plan.get("steps", ()), 1):
        rows.append((f"{number}. {step['tool']}", "", "", _at(step), "", _sure(step), ""))
        rows += [_slot(name, slot) for name, slot in step.get("slots", {}).items()]
    for edit in plan.get("edits", ()):
        rows.append((f"edit of action {edit['index']}", "dropped" if edit.get("drop") else "", "", "", "", "", ""))
        rows += [_slot(name, slot) for name, slot in edit.get("slots", {}).items()]
    return rows


def _slot(name: str, slot: dict[str, Any]) -> tuple[str, ...]:
    said = f"“{slot['text']}”" if slot.get("text") else ""
    notes = [slot.get("trouble", ""), slot.get("why", ""), slot.get("warning", "")]
    notes += [f"or: {', '.join(slot['named'])}"] if slot["named"] else []
    why = "; ".join(note for note in notes if note)
    return f"   {name}", slot["shown"], said, _at(slot), slot.get("source", "typed"), _sure(slot), why


def _sure(part: dict[str, Any]) -> str:
    return f"{part.get('confidence', 1.0):.2f}"


def _people(people: list[dict[str, Any]]) -> Rows:
    rows: Rows = []
    for one in people:
        rows.append((_at(one), one["text"], one["kind"], f"{one['score']:.2f}", one["warning"]))
        rows += [("", "", one["label"], f"{one['score']:.2f}", one["reason"]) for one in one["candidates"]]
        rows += [("", "", f"near: {one['label']}", f"{one['score']:.2f}", one["reason"]) for one in one["near"]]
    return rows


def _times(times: list[dict[str, Any]]) -> Rows:
    rows: Rows = []
    for one in times:
        for place, way in enumerate(("ahead", "behind")):
            reading = one[way]
            if reading:
                said = (_at(one), one["text"]) if place == 0 else ("", "")
                rows.append(
                    (*said, way, reading.get("start", "–"), reading.get("end", ""), reading["grain"], _why(reading))
                )
    return rows


def _why(reading: dict[str, Any]) -> str:
    unread = [f"unread: {' '.join(reading['unread'])}"] if reading.get("unread") else []
    notes = [reading.get("trouble", ""), reading.get("why", ""), *unread, *reading.get("warnings", ())]
    return "; ".join(note for note in notes if note)


def _because(found: dict[str, Any]) -> str:
    """Return which slots keep a step from being done, and why."""
    parts = (*found["plan"].get("steps", ()), *found["plan"].get("edits", ()))
    slots = [(name, slot) for part in parts for name, slot in part.get("slots", {}).items()]
    stuck = [f"{name} {slot['trouble']}" for name, slot in slots if slot.get("trouble")]
    asked = found["outcome"]["question"]
    if asked and not stuck:
        stuck = [f"{asked['slot']} missing"]
    return f" because: {', '.join(stuck)}" if stuck else ""


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= _SHOWN else f"{pattern[: _SHOWN - 1]}…"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
