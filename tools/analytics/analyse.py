"""Counts, sums, averages, rates, trends, rankings and comparisons over records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from store.errors import Refused
from store.queries.analysis import Figures, Question, figures
from store.queries.measures import AMOUNTS, is_day, labels_of
from tools.analytics import results
from tools.analytics.periods import KINDS, Periods, periods
from tools.analytics.results import Line
from tools.analytics.wanted import RecordsWanted, Window, where
from tools.arguments import Texts
from tools.base import Answer, Moment, ReadTool, ToolArgs
from tools.words import counted, listing, say

if TYPE_CHECKING:
    from store.sessions import ReadSession

_AHEAD = frozenset({"starts_at", "due_on", "expected_close_on"})
_SAME = {("deals", "status"): "stage", ("follow_ups", "type"): "kind", ("interactions", "kind"): "type"}


class AnalyseArgs(ToolArgs):
    """A number of which records, and what it is told apart by."""

    of: Literal["leads", "deals", "interactions", "follow_ups", "tasks"] = Field(description="what it is a number of")
    measure: Literal["count", "sum", "avg", "rate"] = Field(
        "count", description="sum and avg are of amounts; rate is the percentage that fits, see `filters`"
    )
    field: Literal["amount", "expected_amount"] | None = Field(None, description="the amount: there is but one")
    filters: RecordsWanted = Field(
        RecordsWanted(),
        description="which records; for a rate those that are the share, of all that are as much theirs",
    )
    base: RecordsWanted | None = Field(None, description="for a rate: of which records it is the share, if not of all")
    period: Window | None = Field(None, description="when they were made, held, due, closed or are to close")
    group_by: str | None = Field(
        None,
        description="told apart by status, stage, type, kind, source, city, company, account, industry, lead, owner, "
        "team, tag, day, week, month, quarter, year, or a field that the tenant added",
    )
    only: Texts | None = Field(None, description="of what is told apart only these labels, to compare them")
    order: Literal["asc", "desc", "label"] = Field("desc", description="of what is told apart; periods go by time")
    limit: int | None = Field(None, ge=1, le=200, description="how many rows at most")

    @property
    def by(self) -> str:
        """What the records are told apart by, under the name that they have for it."""
        return _SAME.get((self.of, self.group_by or ""), self.group_by or "")

    @property
    def wanted(self) -> RecordsWanted:
        """The filters with the period among them."""
        window = self.period.model_dump(exclude_none=True) if self.period else {}
        return self.filters.and_also(**window)


class Analyse(ReadTool[AnalyseArgs]):
    """Count, sum up, average, compare and rank leads, deals, interactions, follow-ups and tasks."""

    name = "analyse"
    Args = AnalyseArgs

    async def answer(self, session: ReadSession, moment: Moment, args: AnalyseArgs) -> Answer:
        """Return a number, or a number for each label."""
        if args.measure in ("sum", "avg") and args.of not in AMOUNTS:
            raise Refused(say("analyse", "have_no_amount", records=_noun(args, 2)))
        spans = _periods(args, moment)
        lines = await _lines(session, moment, args, spans)
        return _told(lines, args, spans) if args.by else _number(lines, args)


def _periods(args: AnalyseArgs, moment: Moment) -> Periods | None:
    custom = [field.key for field in moment.directory.custom_fields("lead")]
    if not args.by or args.by in (*labels_of(args.of), "team", *custom):
        return None
    if args.by not in KINDS:
        known = [*labels_of(args.of), "team", *custom, *KINDS]
        raise Refused(say("analyse", "no_such_label", by=args.by, known=listing(known, "or")))
    found, today = where(args.of, args.wanted, moment), moment.local_now.date()
    return periods(args.by, found.first_day, found.end_day, today, ahead=found.on in _AHEAD)


async def _lines(session: ReadSession, moment: Moment, args: AnalyseArgs, spans: Periods | None) -> list[Line]:
    if args.measure == "rate":
        part = await _figures(session, moment, args, _share(args), spans)
        whole = await _figures(session, moment, args, _base(args), spans)
        lines = results.shares(part, whole, lambda value: _label(value, args, moment, spans))
    else:
        found = await _figures(session, moment, args, args.wanted, spans)
        lines = results.lines(found, args.measure, lambda value: _label(value, args, moment, spans))
    lines = results.compared(lines, args.only, args.measure) if args.only else lines
    return results.in_time(lines, spans, args.measure) if spans else results.ranked(lines, args.order)


async def _figures(
    session: ReadSession, moment: Moment, args: AnalyseArgs, wanted: RecordsWanted, spans: Periods | None
) -> list[Figures]:
    found = where(args.of, wanted, moment, every_status=args.by == "status" or args.measure == "rate")
    edges = spans.edges(None if is_day(found.on) else moment.zone) if spans else ()
    by = "owner" if args.by == "team" else args.by
    asked = Question(args.of, found, by, edges, money=args.measure in ("sum", "avg"))
    return await figures(session, moment.asker.scope, asked, moment.now)


def _share(args: AnalyseArgs) -> RecordsWanted:
    """Return what is the share of a rate: what the filters ask, or what was won where they ask nothing."""
    wanted = args.wanted
    asks_nothing = wanted.scope_alone.model_dump() == wanted.model_dump()
    return wanted.and_also(outcome=["won"]) if asks_nothing and args.of in AMOUNTS else wanted


def _base(args: AnalyseArgs) -> RecordsWanted:
    """Return of which records a rate is the share: all of theirs, and of deals won or lost those that ended."""
    if args.base is not None:
        window = args.period.model_dump(exclude_none=True) if args.period else {}
        return args.base.and_also(**window)
    ended = args.of == "deals" and set(_share(args).outcome or ["open"]) <= {"won", "lost"}
    alone = args.wanted.scope_alone
    return alone.and_also(outcome=["won", "lost"]) if ended else alone


def _label(value: Any, args: AnalyseArgs, moment: Moment, spans: Periods | None) -> tuple[str, str]:
    if spans:
        return spans.label(value), spans.spoken(value)
    if args.by in ("owner", "team"):
        user = moment.directory.users_by_id.get(value)
        value = (user.name if args.by == "owner" else user.team) if user else None
    label = say("analyse", "nothing_said") if value in (None, "") else str(value)
    return label, label


def _noun(args: AnalyseArgs, count: int) -> str:
    """Return what is counted: "calls" where only calls are."""
    only = (args.filters.type if args.of == "interactions" else args.filters.kind) or []
    one = only[0] if len(only) == 1 and only[0] != "follow_up" else args.of
    return say("analyse", f"{'one' if count == 1 else 'many'}_{one}")


def _number(lines: list[Line], args: AnalyseArgs) -> Answer:
    """Return one number, or one for each currency."""
    if args.measure == "rate":
        line = lines[0] if lines else Line("", "", None)
        words = say("analyse", "rate" if line.of else "rate_of_nothing", share=line.text, records=_noun(args, line.of))
        return Answer(words, {"kind": "answer", "value": results.plain(line.value)})
    if args.measure == "count":
        count = int(lines[0].value or 0) if lines else 0
        words = say("analyse", "count", things=counted(count, _noun(args, 1), _noun(args, 2)))
        return Answer(words, {"kind": "answer", "value": count})
    return Answer(results.in_a_sentence(lines, args.measure), results.amounts(lines, args.measure))


def _told(lines: list[Line], args: AnalyseArgs, spans: Periods | None) -> Answer:
    shown = lines[: args.limit] if args.limit and not spans else lines
    data = results.table(shown, by=args.by, measure=args.measure, total=len(lines))
    if not lines:
        return Answer(say("analyse", "none", records=_noun(args, 2)), data)
    if len(shown) > 1 and len(data["columns"]) == 2:
        data |= {"kind": "chart", "chart": results.chart(shown, by=args.by, along_time=spans is not None)}
    head = say("analyse", f"head_{args.measure}", records=_noun(args, 2), by=args.by.replace("_", " "))
    return Answer(results.in_lines(shown, head), data)
