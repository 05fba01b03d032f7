"""A lead in words: each of its sides as a line, or as a sentence that answers a question about it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from store.money import decimal_text
from tools.words import day, listing, moment_text, money, say, shown

if TYPE_CHECKING:
    from store.models import Deal, FollowUp, Interaction, Task
    from store.queries.lead_whole import LeadWhole
    from tools.base import Moment

FILE = "show_lead"
_PLAIN = ("email", "phone", "company", "title", "city", "source")
_NEWEST = 5


def whole(found: LeadWhole, moment: Moment) -> str:
    """Return everything that is known, a line a side."""
    lead = found.lead
    head = say(FILE, "head", name=lead.name, status=lead.status)
    work = listing([part for part in (lead.title, lead.company) if part], say(FILE, "at"))
    first = f"{head}, {work}" if work else head
    lines = [say(FILE, "line", label=label, value=text) for label, text in _facts(found, moment) if text]
    return "\n".join([first, *lines, *_lists(found, moment)])


def side(found: LeadWhole, aspect: str, moment: Moment) -> str:
    """Return one sentence about one side of the lead, "" for a side that leads have not."""
    value = value_of(found, aspect, moment)
    if value is None:
        return ""
    kind = aspect if aspect in _SPOKEN else "field" if aspect in _OWN else "custom"
    field = label_of(aspect, moment)
    if not value:
        return say(
            FILE, f"{aspect}_none" if kind == aspect else "field_none", name=found.lead.name, field=field.lower()
        )
    return say(
        FILE, f"{kind}_is", name=found.lead.name, field=field if kind == "custom" else field.lower(), value=value
    )


def value_of(found: LeadWhole, aspect: str, moment: Moment) -> str | None:
    """Return a side in words, "" where there is nothing, None where leads have no such side."""
    if aspect in _PLAIN:
        return str(getattr(found.lead, aspect))
    if aspect in _VALUES:
        return str(_VALUES[aspect](found, moment))
    if any(field.key == aspect for field in moment.directory.custom_fields("lead")):
        value = found.lead.custom.get(aspect)
        return "" if value in (None, "") else shown(value)
    return None


def label_of(aspect: str, moment: Moment) -> str:
    """Return what a side is called."""
    labels = {field.key: field.label for field in moment.directory.custom_fields("lead")}
    return labels.get(aspect) or say(FILE, f"label_{aspect}")


def scheduled(found: LeadWhole) -> list[FollowUp]:
    """Return the follow-ups that are still to be done."""
    return [one for one in found.follow_ups if one.status == "scheduled"]


def open_deals(found: LeadWhole, moment: Moment) -> list[Deal]:
    """Return the deals that are neither won nor lost."""
    ended = {stage.value for stage in moment.directory.stages if stage.outcome != "open"}
    return [one for one in found.deals if one.stage not in ended]


def interaction_line(one: Interaction, name: str, moment: Moment) -> str:
    """Return an interaction as it is shown: what, with whom and when before the user's own words."""
    what = say(FILE, f"event_{one.type}", name=name)
    when = day(one.occurred_at.astimezone(moment.zone).date(), moment.locale)
    return say(FILE, "event" if one.note else "event_bare", what=what, when=when, note=one.note)


def follow_up_line(one: FollowUp, moment: Moment) -> str:
    """Return a follow-up with its time."""
    when = moment_text(one.starts_at.astimezone(moment.zone), moment.locale)
    late = one.status == "scheduled" and one.starts_at <= moment.now
    return say(FILE, "follow_up_late" if late else "follow_up", title=one.title, when=when)


def deal_line(one: Deal) -> str:
    """Return a deal with its stage and amount."""
    return " · ".join(part for part in (one.name, one.stage, money(one.amount, one.currency)) if part != "–")


def task_line(one: Task, moment: Moment) -> str:
    """Return a task with its day."""
    return say(FILE, "task_due", title=one.title, day=day(one.due_on, moment.locale)) if one.due_on else one.title


def _facts(found: LeadWhole, moment: Moment) -> list[tuple[str, str]]:
    fields = [field.key for field in moment.directory.custom_fields("lead")]
    sides = ["email", "phone", "city", "source", "amount", "tags", "owner", *fields, "last_contact"]
    return [(label_of(side, moment), value_of(found, side, moment) or "") for side in sides]


def _lists(found: LeadWhole, moment: Moment) -> list[str]:
    lines: list[str] = []
    for name in ("interactions", "follow_ups", "deals", "tasks"):
        items = _items(found, name, moment)
        if items:
            lines += [say(FILE, f"list_{name}"), *(f"• {item}" for item in items)]
    return lines


def _items(found: LeadWhole, name: str, moment: Moment) -> list[str]:
    if name == "interactions":
        return [interaction_line(one, found.lead.name, moment) for one in found.interactions[:_NEWEST]]
    if name == "follow_ups":
        return [follow_up_line(one, moment) for one in scheduled(found)]
    if name == "deals":
        return [deal_line(one) for one in open_deals(found, moment)]
    return [task_line(one, moment) for one in found.tasks if one.status == "open"]


def _moment(when: dt.datetime | None, moment: Moment) -> str:
    return moment_text(when.astimezone(moment.zone), moment.locale) if when else ""


def _next(found: LeadWhole, moment: Moment) -> str:
    ahead = found.ahead(moment.now)
    return follow_up_line(ahead[0], moment) if ahead else ""


def _owner(found: LeadWhole, moment: Moment) -> str:
    owner = moment.directory.users_by_id.get(found.lead.owner_id)
    return owner.name if owner else ""


def _amount(found: LeadWhole, _moment: Moment) -> str:
    lead = found.lead
    return money(lead.expected_amount, lead.currency) if decimal_text(lead.expected_amount, lead.currency) else ""


_VALUES: dict[str, Any] = {
    "status": lambda found, _: found.lead.status,
    "amount": _amount,
    "owner": _owner,
    "tags": lambda found, _: ", ".join(found.lead.tags),
    "last_contact": lambda found, moment: _moment(found.lead.last_contacted, moment),
    "next_follow_up": _next,
    "follow_ups": lambda found, moment: "; ".join(_items(found, "follow_ups", moment)),
    "deals": lambda found, moment: "; ".join(_items(found, "deals", moment)),
    "tasks": lambda found, moment: "; ".join(_items(found, "tasks", moment)),
    "interactions": lambda found, moment: "; ".join(_items(found, "interactions", moment)),
    "last_interaction": lambda found, moment: "".join(_items(found, "interactions", moment)[:1]),
    "name": lambda found, _: found.lead.name,
}
_SPOKEN = frozenset(_VALUES) - {"name"}
_OWN = frozenset({*_PLAIN, *_VALUES})
