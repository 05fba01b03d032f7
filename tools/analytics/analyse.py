"""Counts, sums, averages, rates, trends, rankings and comparisons over records."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from store.errors import Refused
from store.queries.analysis import Figures, Question, Where, extremes, figures
from store.queries.measures import AMOUNTS, is_day, labels_of
from tools.analytics import results
from tools.analytics.periods import KINDS, Periods, periods
from tools.analytics.results import Line
from tools.analytics.top import top
from tools.analytics.wanted import RecordsWanted, where
from tools.base import Answer, Moment, ReadTool
from tools.words import counted, listing, say

if TYPE_CHECKING:
    from store.sessions import ReadSession

_AHEAD = frozenset({"starts_at", "due_on", "expected_close_on"})


class AnalyseArgs(RecordsWanted):
    """A number of which records, and what it is told apart by."""

    records: Literal["leads", "deals", "interactions", "follow_ups", "tasks"] = Field(description="what is counted")
    measure: Literal["count", "sum", "average", "rate", "largest", "smallest"] = Field(
        "count",
        description="sum, average, largest and smallest are of amounts; rate is the percentage that `share` is",
    )
    share: RecordsWanted | None = Field(None, description="for a rate: which of the records are the share")
    by: str | None = Field(
        None,
        description="told apart by status, stage, type, kind, source, city, company, account, lead, owner, tag, day, "
        "week, month, quarter, year, or a field that the tenant added",
    )
    order: Literal["value", "-value", "label"] | None = Field(
        None, description="of what is told apart; - for the largest first, which is usual; periods are in their order"
    )
    limit: int | None = Field(None, ge=1, le=200, description="how many rows at most")


class Analyse(ReadTool[AnalyseArgs]):
    """Count, sum up, average, compare and rank leads, deals, interactions, follow-ups and tasks."""

    name = "analyse"
    Args = AnalyseArgs

    async def answer(self, session: ReadSession, moment: Moment, args: AnalyseArgs) -> Answer:
        """Return a number, or a number for each label."""
        if args.measure not in ("count", "rate") and args.records not in AMOUNTS:
            raise Refused(say("analyse", "have_no_amount", records=_noun(args, 2)))
        found = where(args.records, args, moment, every_status=args.by == "status" or args.measure == "rate")
        if args.measure in ("largest", "smallest"):
            asked = Question(args.records, found)
            limit = args.limit or 1
            least = args.measure == "smallest"
            return top(await extremes(session, moment.asker.scope, asked, moment.now, limit, least=least), args.records)
        spans = _periods(args, found, moment)
        lines = await _lines(session, moment, args, found, spans)
        return _told(lines, args, spans) if args.by else _number(lines, args)


def _periods(args: AnalyseArgs, found: Where, moment: Moment) -> Periods | None:
    custom = [field.key for field in moment.directory.custom_fields("lead")]
    if args.by is None or args.by in labels_of(args.records) or args.by in custom:
        return None
    if args.by not in KINDS:
        known = [*labels_of(args.records), *KINDS, *custom]
        raise Refused(say("analyse", "no_such_label", by=args.by, known=listing(known, "or")))
    today = moment.local_now.date()
    return periods(args.by, found.first_day, found.end_day, today, ahead=found.on in _AHEAD)


async def _lines(
    session: ReadSession, moment: Moment, args: AnalyseArgs, found: Where, spans: Periods | None
) -> list[Line]:
    scope, now = moment.asker.scope, moment.now
    edges = spans.edges(None if is_day(found.on) else moment.zone) if spans else ()
    money = args.measure in ("sum", "average")
    asked = Question(args.records, found, args.by or "", edges, money)
    whole = await figures(session, scope, asked, now)
    if args.measure == "rate":
        narrowed = where(args.records, args.and_also(args.share or RecordsWanted()), moment, every_status=True)
        share = await figures(session, scope, Question(args.records, narrowed, args.by or "", edges), now)
        lines = _shares(whole, share, args, moment, spans)
    else:
        lines = [_line(one, args, moment, spans) for one in whole]
    if spans:
        every = [(spans.label(place), spans.spoken(place)) for place in range(len(spans.starts))]
        nothing = None if args.measure in ("average", "rate") else Decimal(0)
        return results.in_time(lines, every, lambda label, said, currency: Line(label, said, nothing, currency))
    return results.ranked(lines, args.order or "-value")


def _line(one: Figures, args: AnalyseArgs, moment: Moment, spans: Periods | None) -> Line:
    label, said = _label(one.label, args, moment, spans)
    return Line(label, said, results.value_of(one, args.measure), one.currency)


def _shares(
    whole: list[Figures], share: list[Figures], args: AnalyseArgs, moment: Moment, spans: Periods | None
) -> list[Line]:
    parts = {one.label: one.count for one in share}
    lines = []
    for one in whole:
        label, said = _label(one.label, args, moment, spans)
        part = parts.get(one.label, 0)
        lines.append(Line(label, said, results.share_of(part, one.count), part=part, of=one.count))
    return lines


def _label(value: Any, args: AnalyseArgs, moment: Moment, spans: Periods | None) -> tuple[str, str]:
    if spans:
        return spans.label(value), spans.spoken(value)
    if args.by == "owner":
        user = moment.directory.users_by_id.get(value)
        return (user.name, user.name) if user else (say("analyse", "nobody"),) * 2
    label = say("analyse", "nothing_said") if value in (None, "") else str(value)
    return label, label


def _noun(args: AnalyseArgs, count: int) -> str:
    """Return what is counted: "calls" where only calls are."""
    only = (args.type if args.records == "interactions" else args.kind) or []
    one = only[0] if len(only) == 1 and only[0] != "follow_up" else args.records
    return say("analyse", f"{'one' if count == 1 else 'many'}_{one}")


def _number(lines: list[Line], args: AnalyseArgs) -> Answer:
    """Return one number, or one for each currency."""
    if args.measure == "rate":
        [line] = lines or [Line("", "", None)]
        words = say("analyse", "rate" if line.of else "rate_of_nothing", share=line.text, records=_noun(args, line.of))
        return Answer(words, {"kind": "answer", "value": results.plain(line.value)})
    if args.measure == "count":
        count = int(lines[0].value or 0) if lines else 0
        words = say("analyse", "count", things=counted(count, _noun(args, 1), _noun(args, 2)))
        return Answer(words, {"kind": "answer", "value": count})
    words = results.in_a_sentence(lines, args.measure)
    if len(lines) == 1:
        return Answer(words, {"kind": "answer", "value": results.plain(lines[0].value), "currency": lines[0].currency})
    rows = [[line.currency, results.plain(line.value)] for line in lines]
    columns = [{"name": name, "label": say("analyse", f"column_{name}")} for name in ("currency", args.measure)]
    return Answer(words, {"kind": "table", "columns": columns, "rows": rows, "total": len(rows), "truncated": False})


def _told(lines: list[Line], args: AnalyseArgs, spans: Periods | None) -> Answer:
    by = args.by or ""
    head = say("analyse", f"head_{args.measure}", records=_noun(args, 2), by=by.replace("_", " "))
    if not lines:
        return Answer(
            say("analyse", "none", records=_noun(args, 2)), results.table([], by=by, measure=args.measure, total=0)
        )
    shown = lines[: args.limit] if args.limit and not spans else lines
    data = results.table(shown, by=by, measure=args.measure, total=len(lines))
    if len(shown) > 1 and "currency" not in {column["name"] for column in data["columns"]}:
        data |= {"kind": "chart", "chart": results.chart(shown, by=by, along_time=spans is not None)}
    return Answer(results.in_lines(shown, head, len(shown)), data)
