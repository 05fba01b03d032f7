"""Finds the names in a message: judges every stretch that could be one, and keeps the best that do not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphs.understanding.local.names.companies import CompanyReader, CompanyRun
from graphs.understanding.local.names.matching import NameReader, Stretch
from graphs.understanding.local.names.person_name import ONLY, SURNAME
from graphs.understanding.local.names.place import SURE, Place
from graphs.understanding.local.names.readings import BY_INITIAL, LETTER_OFF, OFF

_DOUBTFUL = 0.2  # from here on a spot may be lifted by a sure one that it is listed with
_LISTED = 0.3
_BEYOND_DOUBT = 0.9
_COMPANY_BEHIND = 0.35
_NEAR_WORDS = 0.25
_DEMANDED = 0.8


@dataclass(frozen=True, slots=True)
class Spot:
    """Words [start, end) taken for a name, a company or (a surname that is also a company) either."""

    start: int
    end: int
    sure: float
    person: Stretch | None = None
    company: CompanyRun | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is a given name and surname beyond doubt: nothing within it is looked at."""
        if self.person is None or self.sure < _BEYOND_DOUBT:
            return False
        return self.person.best.full and self.person.best.cost < OFF and not self.person.best.turned

    @property
    def weight(self) -> float:
        """What the spot is worth against others that overlap it: surer and longer wins."""
        length = self.end - self.start
        worth = self.sure * length + 0.2 * (length - 1)
        if self.person is None:
            return worth
        return worth - 0.1 * self.person.best.turned - 0.2 * (self.person.best.cost >= OFF)


class Spotter:
    """Judges every stretch of one message; `demanded` takes every word that can be a name for one."""

    def __init__(self, reader: NameReader, companies: CompanyReader, place: Place, *, demanded: bool = False) -> None:
        self.reader = reader
        self.companies = companies
        self.place = place
        self.tokens = reader.tokens
        self.known = reader.known
        self._demanded = demanded

    def spots(self) -> list[Spot]:
        """Return the best spots that do not overlap, in text order."""
        found: list[Spot] = []
        at = 0
        while at < len(self.tokens):
            claimed = all(token.busy for token in self.tokens[at : at + 2])
            here = [] if claimed else [spot for spot in self._at(at) if spot.sure >= _DOUBTFUL]
            found += here
            at = max((spot.end for spot in here if spot.is_whole), default=at + 1)
        sure = [spot for spot in found if spot.sure >= SURE]
        lifted = [better for spot in found if spot.sure < SURE and (better := self._lifted(spot, sure))]
        return _best([*sure, *lifted])

    def _at(self, at: int) -> list[Spot]:
        stretches = [] if self._is_particle(at) else self.reader.stretches(at)
        found = {one.end: Spot(at, one.end, self._sure(one), one) for one in stretches}
        run = None if self.tokens[at].busy else self.companies.run(at)
        if run is None:
            return list(found.values())
        linked = self.place.key(at - 1) in self.known.group("company_links")
        sure = _DEMANDED if self._demanded else self.companies.sureness(run, linked=linked)
        same = found.get(run.end)
        if same is None or same.person is None or (same.person.best.cost >= OFF and not run.off):
            found[run.end] = Spot(at, run.end, sure, company=run)
        elif _may_be_both(same.person, run) and not self.place.titled(at):
            found[run.end] = Spot(at, run.end, max(same.sure, sure), same.person, run)
        return list(found.values())

    def _is_particle(self, at: int) -> bool:
        """Say so of "Al" before "Haddad", whoever is called Al for short."""
        if self.tokens[at].key not in self.known.group("particles") or at + 1 >= len(self.tokens):
            return False
        if self.tokens[at + 1].hyphened:
            return True
        index = self.reader.index
        return self.reader.follows(at + 1) and any(
            self.tokens[at].key in index.name_of(handle).particles
            for reading in self.reader.readings(at + 1)
            for handle in index.leading(reading.form, self.reader.types, given=False)
        )

    def _sure(self, stretch: Stretch) -> float:
        start, end, best = stretch.start, stretch.end, stretch.best
        named = [at for at in range(start, end) if len(self.tokens[at].key) > 1]
        if any(token.busy for token in self.tokens[start:end]) and not (best.full and len(named) > 1):
            return 0.0
        if self._demanded:
            return _DEMANDED + 0.1 * best.full
        if best.full and len(named) > 1:
            return self.place.whole_name(start, end) - self._plural_doubt(stretch)
        if not named or (best.how == BY_INITIAL and not any(self.reader.readings(at) for at in named)):
            return self._initials_alone(start)
        sure = max(self.place.part(at, at + 1 if len(named) > 1 else end, off=best.cost >= OFF) for at in named)
        if best.cost >= OFF and len(named) == 1 and self._is_near_words(start):
            sure -= _NEAR_WORDS
        return min(0.95, sure + _COMPANY_BEHIND * self._has_company_behind(start, end))

    def _is_near_words(self, at: int) -> bool:
        """Say whether what a word is a letter off are ordinary words: "perk" is hardly a Mr. Park."""
        forms = [reading.form for reading in self.reader.readings(at, off=True) if reading.how == LETTER_OFF]
        return all(self.known.is_common(form) for form in forms)

    def _has_company_behind(self, start: int, end: int) -> bool:
        """Say whether "from Acme" follows: then "April" is no month, but a price may still be one."""
        if end + 1 >= len(self.tokens) or self.tokens[end].key not in self.known.group("company_links"):
            return False
        is_thing = self.known.kind_of(self.tokens[start].key) in {"noun", "other"}
        if is_thing and not self.tokens[start].raw[0].isupper():
            return False
        return self.companies.run(end + 1) is not None

    def _initials_alone(self, start: int) -> float:
        """Judge "J.D." and "JD": names only where a person must stand."""
        return 0.6 if self.place.before(start) in self.known.group("before_person") else 0.0

    def _plural_doubt(self, stretch: Stretch) -> float:
        """Tell "Grace hopes to" from "Grace Hope's": an ordinary word with an s needs something to own behind it."""
        last = self.tokens[stretch.end - 1]
        if last.possessive or not last.key.endswith("s") or not self.known.is_common(last.key):
            return 0.0
        forms = {reading.form for reading in self.reader.readings(stretch.end - 1)}
        owns = last.key[:-1] in forms and last.key not in forms
        return 0.6 if owns and self.place.after(stretch.end) not in self.known.group("possessed") else 0.0

    def _lifted(self, spot: Spot, sure: Sequence[Spot]) -> Spot | None:
        """In "will and Sarah" and "Hope, Sarah" the sure name says that the other is one."""
        listed = any(self._listed(spot, other) or self._listed(other, spot) for other in sure)
        if not listed or spot.sure + _LISTED < SURE:
            return None
        return replace(spot, sure=spot.sure + _LISTED)

    def _listed(self, one: Spot, other: Spot) -> bool:
        """Say whether `other` follows `one` after "and" or a comma."""
        if other.start == one.end:
            return self.tokens[other.start].gap.strip() in {",", "&", "+", "/"}
        return other.start == one.end + 1 and self.tokens[one.end].key in self.known.group("list_links")


def _may_be_both(stretch: Stretch, run: CompanyRun) -> bool:
    """A surname may be a company's name too; a given name only where it is all of the company's name."""
    if stretch.best.full:
        return run.complete
    return run.complete or (stretch.best.how in {SURNAME, ONLY} and not run.off)


def _best(spots: list[Spot]) -> list[Spot]:
    """Return the spots of the greatest total weight among those that do not overlap."""
    ordered = sorted(spots, key=lambda spot: (spot.end, spot.start))
    ends = [spot.end for spot in ordered]
    totals = [0.0]
    choices: list[tuple[int, Spot] | None] = [None]
    for at, spot in enumerate(ordered):
        before = bisect_right(ends, spot.start, hi=at)
        total = totals[before] + spot.weight
        better = total > totals[-1]
        totals.append(total if better else totals[-1])
        choices.append((before, spot) if better else None)
    kept: list[Spot] = []
    at = len(ordered)
    while at:
        choice = choices[at]
        if choice is not None:
            kept.append(choice[1])
        at = at - 1 if choice is None else choice[0]
    return kept[::-1]
