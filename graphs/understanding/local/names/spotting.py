"""Finds the names in a message: every stretch that could be one is judged, and the best that do not overlap are kept."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.understanding.local.names.companies import CompanyReader, CompanyRun
from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.matching import NameReader, Stretch
from graphs.understanding.local.names.place import SURE, Place
from graphs.understanding.local.names.tokens import Token


@dataclass(frozen=True, slots=True)
class Spot:
    """Tokens [start, end) taken for a name, a company or (a surname that is also a company) either."""

    start: int
    end: int
    sure: float
    person: Stretch | None = None
    company: CompanyRun | None = None

    @property
    def weight(self) -> float:
        """What the spot is worth against others that overlap it: surer and longer wins."""
        length = self.end - self.start
        turned = 0.3 * bool(self.person and self.person.turned)
        off = 0.2 * bool(self.person and self.person.cost >= 0.4)
        return self.sure * length + 0.2 * (length - 1) - turned - off


class Spotter:
    """Judges every stretch of one message."""

    def __init__(self, tokens: list[Token], index: PeopleIndex, types: tuple[str, ...], *, demanded: bool = False) -> None:
        self.tokens = tokens
        self.known = index.words
        self.reader = NameReader(tokens, index, types, demanded=demanded)
        self.companies = CompanyReader(tokens, index)
        self.place = Place(tokens, index.words)
        self._demanded = demanded

    def spots(self) -> list[Spot]:
        """Return the best spots that do not overlap, in text order."""
        return _best([spot for at in range(len(self.tokens)) for spot in self._at(at) if spot.sure >= SURE])

    def _at(self, at: int) -> list[Spot]:
        found = {stretch.end: Spot(at, stretch.end, self._sure(stretch), person=stretch) for stretch in self.reader.stretches(at)}
        run = None if self.tokens[at].busy else self.companies.run(at)
        if run is not None:
            sure = self.companies.sureness(run, linked=self.place.key(at - 1) in self.known.group("company_links"))
            sure = max(sure, SURE if self._demanded else 0)
            same = found.get(run.end)
            if same is None or not same.person:
                found[run.end] = Spot(at, run.end, sure, company=run)
            elif self._may_be_both(same.person, run):
                found[run.end] = Spot(at, run.end, max(same.sure, sure), same.person, run)
        return list(found.values())

    def _may_be_both(self, stretch: Stretch, run: CompanyRun) -> bool:
        """A surname may be a company's name too; a given name only where it is all of the company's name."""
        if stretch.full and stretch.end - stretch.start > 1 and not run.complete:
            return False
        best = self.reader.rank(stretch.start, stretch.end, stretch.pool)[0]
        return run.complete or best.how in {"surname", "part"} and not run.off

    def _sure(self, stretch: Stretch) -> float:
        start, end = stretch.start, stretch.end
        named = [at for at in range(start, end) if len(self.tokens[at].key) > 1]
        if any(self.tokens[at].busy for at in range(start, end)) and not (stretch.full and len(named) > 1):
            return 0.0
        if self._demanded:
            return 0.97 if stretch.full else 0.8
        if stretch.full and len(named) > 1:
            return self.place.whole_name(start, end) - self._plural_doubt(stretch)
        return max((self.place.part(at, end, off=stretch.cost >= 0.4) for at in named), default=0.0)

    def _plural_doubt(self, stretch: Stretch) -> float:
        """"Grace hopes to" is no "Grace Hope's": an ordinary word with an s needs something that one can own behind it."""
        last = self.tokens[stretch.end - 1]
        if last.possessive or not last.key.endswith("s") or not self.known.is_common(last.key):
            return 0.0
        exact = any(reading.form == last.key for reading in self.reader.readings(stretch.end - 1))
        return 0.0 if exact or self.place.after(stretch.end) in self.known.group("possessed") else 0.6


def _best(spots: list[Spot]) -> list[Spot]:
    """Return the spots of the greatest total weight among those that do not overlap."""
    ordered = sorted(spots, key=lambda spot: (spot.end, spot.start))
    totals: list[float] = [0.0]
    ends: list[int] = []
    chosen: list[tuple[int, Spot] | None] = [None]
    for spot in ordered:
        before = _last_before(ends, spot.start)
        total = totals[before] + spot.weight
        better = total > totals[-1]
        totals.append(total if better else totals[-1])
        chosen.append((before, spot) if better else None)
        ends.append(spot.end)
    kept: list[Spot] = []
    at = len(ordered)
    while at > 0:
        choice = chosen[at]
        if choice is None:
            at -= 1
        else:
            kept.append(choice[1])
            at = choice[0]
    return kept[::-1]


def _last_before(ends: list[int], start: int) -> int:
    """Return how many of the (sorted) spots end at or before `start`."""
    from bisect import bisect_right

    return bisect_right(ends, start)
