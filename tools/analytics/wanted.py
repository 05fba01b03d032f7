"""Which records a number is about: what words may say, and the query that it means."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field

from store.queries.analysis import Where
from store.queries.leads import LeadFilter
from store.queries.measures import times_of
from tools.arguments import Amount, Texts, Time
from tools.base import ToolArgs
from tools.owners import whose

if TYPE_CHECKING:
    from tools.base import Moment

_ENDED = frozenset({"won", "lost"})
_UNDONE = {"follow_ups": ("scheduled",), "tasks": ("open",)}


class RecordsWanted(ToolArgs):
    """Which records: what is left out asks for nothing.  What speaks of a lead holds for the lead they hang on."""

    model_config = ConfigDict(populate_by_name=True)

    status: Texts | None = Field(None, description="of leads; of follow-ups and tasks their own")
    stage: Texts | None = Field(None, description="of deals")
    outcome: Texts | None = Field(None, description="how a status or stage ends: open, won, lost")
    type: Texts | None = Field(None, description="of interactions: call, meeting, viewing, email, note")
    kind: Texts | None = Field(None, description="of follow-ups: follow_up, call, meeting, viewing, email")
    source: str | None = Field(None, description="where the lead came from")
    city: Texts | None = Field(None, description="any of these cities of the lead")
    company: str | None = Field(None, description="the lead's company; of deals the account, too")
    tag: str | None = Field(None, description="a tag of the lead")
    custom: dict[str, Any] | None = Field(None, description="fields that the tenant added to leads: key to value")
    name: str | None = Field(None, description="a part of the record's name or title")
    lead_id: str | None = Field(None, alias="lead", description="only with this lead")
    amount_min: Amount | None = Field(None, description="worth this much at least")
    amount_max: Amount | None = Field(None, description="worth this much at most")
    no_contact_days: int | None = Field(None, ge=0, description="leads with no contact for so many days, or never")
    overdue: bool = Field(default=False, description="follow-ups and tasks that should have been done by now")
    from_: Time | None = Field(None, alias="from", description="from this time on")
    to: Time | None = Field(None, description="until this time, which is not included")
    on: str | None = Field(None, description="the time that from and to bound, like closed_on or created")
    owner: str | None = Field(None, description="the id of the user they belong to")
    owners: list[str] | None = Field(None, description="the ids of several users, to compare them")
    mine: bool = Field(default=False, description="only the asker's own")
    team: bool = Field(default=False, description="only those of the asker's team")

    def and_also(self, **values: Any) -> RecordsWanted:
        """Return the filter with these fields said as well, or instead."""
        return self.model_copy(update=values)

    @property
    def scope_alone(self) -> RecordsWanted:
        """The filter without what it asks of the records themselves: only whose they are, with whom, and when."""
        kept = ("lead_id", "from_", "to", "on", "owner", "owners", "mine", "team")
        return RecordsWanted.model_construct(**{name: getattr(self, name) for name in kept})


class Window(ToolArgs):
    """From one time to another."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Time | None = Field(None, alias="from", description="from this time on")
    to: Time | None = Field(None, description="until this time, which is not included")


def where(records: str, wanted: RecordsWanted, moment: Moment, *, every_status: bool = False) -> Where:
    """Return the query for the wanted records; of follow-ups and tasks those still to be done, unless told else."""
    start, end = wanted.from_, wanted.to
    today = moment.local_now.date()
    end_day = _end_day(end, moment)
    if wanted.overdue:
        end, end_day = min(end or moment.now, moment.now), min(end_day or today, today)
    statuses = tuple(wanted.status or ()) or (() if every_status and not wanted.overdue else _UNDONE.get(records, ()))
    owners = whose(moment, owner=wanted.owner, mine=wanted.mine, team=wanted.team)
    return Where(
        lead=_lead(records, wanted, moment),
        owners=frozenset(wanted.owners) if wanted.owners else owners,
        lead_id=wanted.lead_id or "",
        stages=_stages(wanted, moment) if records == "deals" else None,
        types=tuple(wanted.type or ()),
        kinds=tuple(wanted.kind or ()),
        statuses=statuses,
        account=(wanted.company or "") if records == "deals" else "",
        name=wanted.name or "",
        amount_min=_decimal(wanted.amount_min),
        amount_max=_decimal(wanted.amount_max),
        on=time_of(records, wanted, moment),
        start=start,
        end=end,
        first_day=start.astimezone(moment.zone).date() if start else None,
        end_day=end_day,
    )


def time_of(records: str, wanted: RecordsWanted, moment: Moment) -> str:
    """Return the time that bounds speak of: the one said; of deals that ended, or of the past, their end; the usual."""
    known = times_of(records)
    if wanted.on in known:
        return wanted.on
    ended = set(wanted.outcome) <= _ENDED if wanted.outcome else _is_over(wanted, moment)
    return "closed_on" if records == "deals" and ended else known[0]


def _is_over(wanted: RecordsWanted, moment: Moment) -> bool:
    return wanted.to is not None and wanted.to <= moment.now


def _lead(records: str, wanted: RecordsWanted, moment: Moment) -> LeadFilter:
    of_leads = records == "leads"
    status = tuple(wanted.status or ()) if records not in _UNDONE else ()
    if of_leads and wanted.outcome and not status:
        known = moment.directory.statuses
        status = tuple(value.value for value in known if value.outcome in wanted.outcome) or ("",)  # none has it
    return LeadFilter(
        status=status,
        company=(wanted.company or "") if records != "deals" else "",
        city=tuple(wanted.city or ()),
        source=wanted.source or "",
        tag=wanted.tag or "",
        name=(wanted.name or "") if of_leads else "",
        amount_min=_decimal(wanted.amount_min) if of_leads else None,
        amount_max=_decimal(wanted.amount_max) if of_leads else None,
        no_contact_days=wanted.no_contact_days,
        custom=wanted.custom or {},
    )


def _stages(wanted: RecordsWanted, moment: Moment) -> tuple[str, ...] | None:
    if wanted.stage or not wanted.outcome:
        return tuple(wanted.stage) if wanted.stage else None
    return tuple(stage.value for stage in moment.directory.stages if stage.outcome in wanted.outcome)


def _end_day(end: dt.datetime | None, moment: Moment) -> dt.date | None:
    """Return the first day that is wholly outside."""
    if end is None:
        return None
    return (end - dt.timedelta(microseconds=1)).astimezone(moment.zone).date() + dt.timedelta(days=1)


def _decimal(amount: str | None) -> Decimal | None:
    return Decimal(amount) if amount is not None else None
