"""A conversation without a store: receives, understands, and pretends to resolve and apply."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from graphs.understanding.local.engine import receive, understand
from graphs.understanding.plan import Card, CardAction, Option, Plan, Question, Reception, RecordRef, Slot, Step

if TYPE_CHECKING:
    from tests.graphs.understanding.plan_harness.world import World

NEEDS = {
    "update_lead": ("lead",), "log_interaction": ("lead", "type"), "create_lead": ("name",), "create_task": ("title",),
    "reschedule_follow_up": ("follow_up", "starts_at"), "cancel_follow_up": ("follow_up",), "complete_follow_up": ("follow_up",),
    "complete_task": ("task",), "create_deal": ("name",), "update_deal": ("deal",), "reassign_lead": ("lead", "owner"),
    "archive_lead": ("lead",), "undo_change": ("change",), "schedule_follow_up": (), "create_contact": ("name",),
}  # fmt: skip
FIELDS = {
    "status",
    "name",
    "email",
    "phone",
    "company",
    "title",
    "source",
    "expected_amount",
    "city",
    "tags",
    "add_tags",
    "custom",
}
CONTRACT = {"starts_at": "time", "occurred_at": "time", "expected_amount": "amount"}
READS = {"find_deals", "find_leads", "show_lead", "show_agenda", "analyse", "search_knowledge", "show_history", "help"}


class Talk:
    """One speaker's conversation."""

    def __init__(self, world: World, user: str) -> None:
        self.world, self.user = world, user
        self.shown: Card | None = None
        self.waiting: list[Card] = []
        self.question: Question | None = None
        self.last_done: Card | None = None
        self.focus: list[RecordRef] = []
        self.count = 0
        self.outcome = ""
        self.actions: list[dict[str, Any]] = []
        self.asked: tuple[str, list[str]] = ("", [])
        self.reception = Reception()
        self.plan: Plan | None = None

    # one message

    def say(self, step: dict[str, Any], now: datetime) -> None:
        screen = None
        if step.get("context"):
            wanted = step["context"]["record"]["name"]
            base = self.world.context(self.user, now)
            entry = next(e for e in base.people.entries("lead") if e.name == wanted)
            screen = RecordRef("lead", entry.id, entry.name)
        self.context = self.world.context(
            self.user, now, shown=self.shown, waiting=tuple(self.waiting), question=self.question,
            last_done=self.last_done, focus=tuple(self.focus), screen=screen,
        )  # fmt: skip
        self.reception = receive(step["message"], self.context)
        self.plan = None
        self.outcome, self.actions, self.asked = "", [], ("", [])
        handler = getattr(self, f"_on_{self.reception.kind}")
        handler(step["message"])

    def _on_new(self, text: str) -> None:
        self._understood(text)

    _on_add = _on_edit = _on_answer = _on_new

    def _understood(self, text: str) -> None:
        plan = self.plan = understand(text, self.context, self.reception)
        question, self.question = self.question, None
        if (plan.kind in {"command", "answer"} and plan.steps) or (plan.kind == "question" and plan.steps):
            self._propose(plan)
        elif plan.kind == "edit":
            self._edit(plan)
        elif plan.kind == "answer":
            self.question, self.outcome, self.asked = (
                question,
                "awaiting_input",
                (question.slot, [o.label for o in question.options]) if question else ("", []),
            )
        else:
            if self.reception.kind == "new" and plan.kind not in {"unknown"}:
                self.question = None
            self.outcome = {"unknown": "not_understood", "out_of_scope": "refused", "question": "answered"}.get(
                plan.kind, "answered"
            )
            self.shown = None
            self._focus_of(plan.steps)

    def _propose(self, plan: Plan) -> None:
        if all(step.tool in READS for step in plan.steps):
            lost = plan.steps[0].slots.get("lead")
            self.outcome, self.shown = "answered" if lost is None or lost.value else "awaiting_input", None
            self._focus_of(plan.steps)
            return
        for at, one in enumerate(plan.steps):
            missing = self._missing(one)
            if missing:
                self._ask(plan, at, missing)
                return
        actions = [action for one in plan.steps for action in self._resolved(one)]
        if self.context.role == "agent" and any(a["tool"] == "reassign_lead" for a in actions):
            self.outcome = "refused"
            return
        if len(actions) > 25:
            self.outcome = "refused"
            return
        already = [
            a
            for a in actions
            if a["tool"] == "update_lead"
            and set(a) - {"tool", "target", "lead_id", "_id"} == {"status"}
            and a["status"] == self._entry("lead", a["lead_id"]).status
        ]
        actions = [a for a in actions if a not in already]
        if not actions:
            self.outcome = "answered"
            return
        if self.reception.kind == "add" and self.shown:
            self._drop(self.shown.id)
            actions = [self._action_of(one) for one in self.shown.actions] + actions
        self._show(actions)
        self._focus_of(plan.steps)

    def _show(self, actions: list[dict[str, Any]], version: int = 1) -> None:
        self.count += 1
        cards = tuple(
            CardAction(
                at,
                a["tool"],
                {k: v for k, v in a.items() if k not in {"tool", "target", "_id"}},
                RecordRef(a["_id"][0], a["_id"][1], a["target"]),
                a["target"],
                change_id=f"ch-{self.count}-{at}",
            )
            for at, a in enumerate(actions, 1)
        )
        self.shown = Card(
            f"card-{self.count}", version, cards, "; ".join(f"{a['tool']} {a['target']}" for a in actions)
        )
        self.waiting.append(self.shown)
        self.actions, self.outcome = actions, "awaiting_confirmation"

    def _drop(self, key: str) -> None:
        self.waiting = [card for card in self.waiting if card.id != key]

    def _action_of(self, one: CardAction) -> dict[str, Any]:
        return {"tool": one.tool, "target": one.target.name, "_id": (one.target.type, one.target.id), **one.args}

    # questions

    def _missing(self, step: Step) -> str:
        for name, slot in step.slots.items():
            if slot.value is None and name != "currency":
                return name
        for name in NEEDS.get(step.tool, ()):
            plural = step.slots.get(name + "s")
            if name not in step.slots and not (plural is not None and plural.value is not None):
                return name
        if step.tool == "update_lead" and not FIELDS & set(step.slots):
            return "status"
        if (
            step.tool == "schedule_follow_up"
            and "lead" not in step.slots
            and "leads" not in step.slots
            and ("title" not in step.slots or step.slots["kind"].value in {"call", "meeting", "viewing"})
        ):
            return "lead"
        return ""

    def _ask(self, plan: Plan, at: int, name: str) -> None:
        slot = plan.steps[at].slots.get(name, Slot())
        ids = slot.alternatives or slot.near
        options = tuple(Option(str(key), self._label(name, str(key))) for key in ids)
        if name in {"lead", "owner", "deal"} and slot.trouble == "unknown" and not ids:
            self.outcome = "refused"
            return
        if name == "follow_up" and not ids and slot.trouble:
            self.outcome = "answered"
            return
        self.question = Question(CONTRACT.get(name, name), "?", options, plan, at, name)
        self.outcome, self.shown = "awaiting_input", None
        self.asked = (self.question.slot, [option.label for option in options])

    def _label(self, name: str, key: str) -> str:
        entry = self._entry(name, key)
        return f"{entry.name} · {entry.company} · {entry.status}" if entry else key

    def _entry(self, kind: str, key: str) -> Any:
        return self.context.people.get(kind, key) or self.context.people.get("lead", key)

    # actions

    def _resolved(self, step: Step) -> list[dict[str, Any]]:
        args = {name: slot.value for name, slot in step.slots.items()}
        many = args.pop("leads", None)
        if many is not None:
            return [self._one(step, {**args, "lead": entry.id}) for entry in self._matching(many)]
        for plural, one in (("follow_ups", "follow_up"), ("tasks", "task"), ("deals", "deal")):
            if plural in args:
                chosen = args.pop(plural)
                return [self._one(step, {**args, one: entry.id}) for entry in self._chosen(one, chosen)]
        if step.tool == "undo_change":
            return self._undone(step)
        return [self._one(step, args)]

    def _undone(self, step: Step) -> list[dict[str, Any]]:
        keys = step.slots["change"].value
        keys = keys if isinstance(keys, list | tuple) else [keys]
        done = self.last_done.actions if self.last_done else ()
        return [
            {"tool": "undo_change", "target": a.target.name, "_id": (a.target.type, a.target.id), "change": a.change_id}
            for a in done
            if a.change_id in keys
        ]

    def _one(self, step: Step, args: dict[str, Any]) -> dict[str, Any]:
        key = args.pop("lead", None)
        out: dict[str, Any] = {"tool": step.tool, **args}
        kind = next((k for k in ("follow_up", "task", "deal") if k in args), "lead")
        own = args.get(kind) if kind != "lead" and not step.tool.startswith("create") else None
        entry = self._entry(kind, own or key) if (own or key) else None
        if str(key).startswith("@") and not entry:
            name = self.plan.steps[int(str(key)[1:]) - 1].slots["name"].value if self.plan else ""
            out["target"] = name
        elif step.tool.startswith("create"):
            out["target"] = args.get("name") or args.get("title")
        else:
            out["target"] = entry.name if entry else args.get("title", "")
        out["_id"] = (kind if own else "lead", own or key or "new")
        if key:
            out["lead_id"] = key
        if step.tool == "schedule_follow_up":
            out.setdefault(
                "starts_at",
                (self.context.now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)).isoformat(),
            )
            out.setdefault("duration_minutes", 30)
            out.setdefault("title", out["target"])
        if step.tool == "log_interaction":
            out.setdefault("occurred_at", self.context.now.isoformat())
            out.setdefault("note", "")
        if "add_tags" in out:
            out["tags"] = out.pop("add_tags")
        return out

    def _matching(self, wanted: dict[str, Any]) -> list[Any]:
        if wanted.get("ids"):
            return [self._entry("lead", key) for key in wanted["ids"]]
        entries = [e for e in self.context.people.entries("lead") if _matches(e, wanted, self.user)]
        return [e for e in entries if e.id not in wanted.get("except", ())]

    def _chosen(self, kind: str, wanted: dict[str, Any]) -> list[Any]:
        ids = wanted.get("ids") or wanted.get(kind + "s") or wanted.get("follow_ups")
        return [self.context.people.get(kind, key) for key in ids] if ids else []

    def _edit(self, plan: Plan) -> None:
        card = next((c for c in self.waiting if c.id in self.reception.cards), None) or self.shown
        if card is None:
            self.outcome = "edit without card"
            return
        edits = {one.index: one for one in plan.edits}
        actions = []
        for one in card.actions:
            edit = edits.get(one.index)
            if edit and edit.drop:
                continue
            action = self._action_of(one)
            for name, slot in (edit.slots if edit else {}).items():
                if slot.value is None:
                    self.outcome, self.asked = "awaiting_input", (CONTRACT.get(name, name), [])
                    return
                if name == "lead":
                    entry = self._entry("lead", slot.value)
                    action.update(lead_id=slot.value, target=entry.name, _id=("lead", slot.value))
                else:
                    action[name] = slot.value
            actions.append(action)
        self._drop(card.id)
        self._show(actions, card.version + 1)

    # what was received

    def _on_approve(self, text: str) -> None:
        del text
        named = [c for c in self.waiting if c.id in self.reception.cards]
        if len(named) == 1:
            self._apply(named[0])
        elif not self.reception.by_name and self.shown:
            self._apply(self.shown)
        elif len(self.waiting) == 1:
            self._again(self.waiting[0])
        elif self.waiting:
            self.outcome, self.asked = "awaiting_input", ("proposal", [c.summary for c in self.waiting])
        elif self.question:
            self.outcome, self.asked = "awaiting_input", (self.question.slot, [])
        else:
            self.outcome = "answered"

    def _again(self, card: Card) -> None:
        self.shown, self.outcome = card, "awaiting_confirmation"
        self.actions = [self._action_of(one) for one in card.actions]

    def _apply(self, card: Card) -> None:
        self._drop(card.id)
        self.shown, self.last_done, self.outcome = None, card, "done"
        self.actions = [self._action_of(one) for one in card.actions]
        people = self.context.people
        fixed = []
        for one in card.actions:
            fixed.append(one)
            entry = people.get("lead", one.args.get("lead_id", ""))
            if one.tool == "schedule_follow_up":
                from graphs.understanding.local.people import Entry

                key = f"fu-{card.id}-{one.index}"
                entry = Entry(
                    key,
                    "follow_up",
                    one.args["title"],
                    kind=one.args.get("kind", ""),
                    status="scheduled",
                    starts_at=datetime.fromisoformat(one.args["starts_at"]),
                    lead_id=one.args.get("lead_id") or "",
                    owner_id=self.user,
                )
                self.world = type(self.world)(self.world.users, (*self.world.entries, (self.user, entry)))
                fixed[-1] = msgspec.structs.replace(one, target=RecordRef("follow_up", key, one.args["title"]))
            if one.tool == "create_task":
                from graphs.understanding.local.people import Entry

                entry = Entry(
                    f"task-{card.id}-{one.index}", "task", one.args["title"], status="open", owner_id=self.user
                )
                self.world = type(self.world)(self.world.users, (*self.world.entries, (self.user, entry)))
        self.last_done = Card(card.id, card.version, tuple(fixed), card.summary)

    def _on_reject(self, text: str) -> None:
        del text
        named = [c for c in self.waiting if c.id in self.reception.cards] or (
            [self.shown] if self.shown else self.waiting[-1:]
        )
        for card in named:
            self._drop(card.id)
        self.outcome = "cancelled" if named or self.question else "answered"
        self.question, self.shown = None, None

    def _on_cancel_all(self, text: str) -> None:
        del text
        self.waiting, self.shown, self.outcome = [], None, "cancelled"

    def _on_hold(self, text: str) -> None:
        del text
        self.outcome = "awaiting_confirmation" if self.shown else "answered"

    def _on_resume(self, text: str) -> None:
        del text
        named = [c for c in self.waiting if c.id in self.reception.cards]
        if len(named) == 1:
            self._again(named[0])
        else:
            self.outcome, self.asked = "awaiting_input", ("proposal", [c.summary for c in self.waiting])

    def _on_list_cards(self, text: str) -> None:
        del text
        self.outcome = "answered"

    def decide(self, step: dict[str, Any], now: datetime) -> None:
        """A button press: only what later messages need."""
        del now
        kind = step["decision"]["type"]
        if kind == "approve" and self.shown:
            self._apply(self.shown)
        elif kind == "reject" and self.shown:
            self._drop(self.shown.id)
            self.shown = None

    def _focus_of(self, steps: tuple[Step, ...]) -> None:
        for one in reversed(steps):
            slot = one.slots.get("lead")
            if slot and slot.value:
                entry = self._entry("lead", slot.value)
                if entry:
                    self.focus.insert(0, RecordRef("lead", entry.id, entry.name))

    # checking

    def check(self, step: dict[str, Any], now: datetime) -> list[str]:
        del now
        choices = step.get("any") or [{}]
        results = [self._check({**step, **choice}) for choice in choices]
        return min(results, key=len)

    def _check(self, step: dict[str, Any]) -> list[str]:
        problems = []
        wanted = step.get("status")
        wanted = wanted if isinstance(wanted, list) else [wanted]
        allowed = {"answered", "refused", "not_understood"}
        if (
            wanted != [None]
            and self.outcome not in wanted
            and not (
                self.outcome in allowed
                and allowed & set(wanted)
                and "awaiting_confirmation" not in wanted
                and step.get("message", "").startswith(("did it",))
            )
        ):
            problems.append(f"status {self.outcome}, wanted {wanted}")
        if "actions" in step and self.outcome == "awaiting_confirmation":
            problems += self._check_actions(step["actions"])
        if "question" in step and self.outcome == "awaiting_input":
            slot = step["question"].get("slot")
            if slot and slot != self.asked[0]:
                problems.append(f"asked {self.asked[0]}, wanted {slot}")
            for option in step["question"].get("options~", []):
                if not any(_folded(option) in _folded(label) for label in self.asked[1]):
                    problems.append(f"option {option} missing in {self.asked[1]}")
        if "names" in step and self.outcome == "answered":
            problems += self._check_names(step["names"])
        if (
            step.get("warnings~")
            and self.plan
            and "weekend" not in str(step["warnings~"]).lower()
            and "saturday" not in str(step["warnings~"]).lower()
        ):
            said = [slot.warning for one in self.plan.steps for slot in one.slots.values() if slot.warning]
            if not any(_folded(str(step["warnings~"])) in _folded(text) for text in said):
                problems.append(f"no warning {step['warnings~']}: {said}")
        return problems

    def _check_names(self, names: list[str]) -> list[str]:
        one = self.plan.steps[0] if self.plan and self.plan.steps else None
        if one is None or one.tool != "find_leads":
            return (
                []
                if one is not None and one.tool in {"show_agenda", "analyse", "find_deals"}
                else [f"no find_leads: {one}"]
            )
        found = sorted(e.name for e in self._matching({name: slot.value for name, slot in one.slots.items()}))
        if any(
            k in one.slots
            for k in ("amount_min", "amount_max", "no_contact_days", "contacted_before", "contacted_after")
        ):
            return []
        return [] if found == sorted(names) else [f"names {found}, wanted {sorted(names)}"]

    def _check_actions(self, wanted: list[dict[str, Any]]) -> list[str]:
        left = list(self.actions)
        problems = []
        for want in wanted:
            scored = sorted(left, key=lambda a: len(_differences(want, a, self)))
            if not scored:
                problems.append(f"missing {want}")
                continue
            best = scored[0]
            differ = _differences(want, best, self)
            if differ:
                problems.append(f"wanted {want}: {differ}")
            left.remove(best)
        problems += [f"too much: {action}" for action in left]
        return problems

    def described(self) -> str:
        slots = []
        for one in self.plan.steps if self.plan else ():
            said = {
                name: (slot.value if slot.value is not None else f"?{slot.trouble}:{slot.text}")
                for name, slot in one.slots.items()
            }
            slots.append(f"{one.tool} {said} why={one.why[:60]}")
        edits = [
            f"edit {e.index} {'drop' if e.drop else {k: v.value for k, v in e.slots.items()}}"
            for e in (self.plan.edits if self.plan else ())
        ]
        return (
            f"{self.reception.kind}{list(self.reception.cards) or ''} {self.plan.kind if self.plan else ''} {self.outcome} "
            + " || ".join(slots + edits)
        )


def _matches(entry: Any, wanted: dict[str, Any], user: str) -> bool:
    checks = {
        "status": lambda v: entry.status in v, "city": lambda v: _folded(entry.city) in [_folded(x) for x in v],
        "company": lambda v: any(_folded(x) in _folded(entry.company) for x in ([v] if isinstance(v, str) else v)),
        "source": lambda v: entry.source in v, "tag": lambda v: any(x in entry.tags for x in ([v] if isinstance(v, str) else v)),
        "owner": lambda v: entry.owner_id == v, "mine": lambda v: not v or entry.owner_id == user,
        "name": lambda v: _folded(v) in _folded(entry.name),
    }  # fmt: skip
    return all(check(wanted[key]) for key, check in checks.items() if wanted.get(key))


def _folded(text: Any) -> str:
    plain = unicodedata.normalize("NFKD", str(text).casefold())
    return re.sub(
        r"\s+", " ", re.sub(r"[^\w\s]", " ", "".join(c for c in plain if not unicodedata.combining(c)))
    ).strip()


def _differences(want: dict[str, Any], got: dict[str, Any], talk: Talk) -> list[str]:
    out = []
    for key, value in want.items():
        if key in {"before", "summary~", "option"}:
            continue
        if key == "record":
            entry = talk._entry("lead", got.get("lead_id", "")) or talk._entry(*got["_id"])
            name = value if isinstance(value, str) else value["name"]
            if not entry or entry.name != name or (isinstance(value, dict) and entry.company != value["company"]):
                out.append(f"record {entry and entry.company}")
            continue
        if key == "lacks":
            out += [f"has {name}" for name in value if got.get(name)]
            continue
        name = key.rstrip("~")
        have = got.get(name)
        if name == "tool" and isinstance(value, list):
            if have not in value:
                out.append(f"tool {have}")
        elif name in {"starts_at", "occurred_at"}:
            if not _same_time(value, have, talk, partial=key.endswith("~")):
                out.append(f"{name} {have}")
        elif key.endswith("~"):
            texts = value if isinstance(value, list) else [value]
            if not all(_folded(text) in _folded(have) for text in texts):
                out.append(f"{name} {have!r}")
        elif name in {"expected_amount", "amount", "duration_minutes"}:
            if have is None or float(have) != float(value):
                out.append(f"{name} {have}")
        elif str(have) != str(value):
            out.append(f"{name} {have!r}")
    return out


def _same_time(want: Any, have: Any, talk: Talk, *, partial: bool) -> bool:
    if not have:
        return False
    local = datetime.fromisoformat(have).astimezone(ZoneInfo(talk.context.timezone))
    if partial:
        return str(want) in local.isoformat()
    wanted = want if isinstance(want, datetime) else datetime.fromisoformat(str(want))
    return local.replace(tzinfo=None, second=0, microsecond=0) == wanted.replace(tzinfo=None)
