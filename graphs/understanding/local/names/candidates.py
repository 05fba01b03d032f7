"""Makes candidates of records: a label that tells each from the others, a reason, a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.meanings import Meaning
from graphs.understanding.local.names.model import PEOPLE, Candidate, Entry

_BY_COMPANY = 0.8


class Found(NamedTuple):
    """A record found, how well it fits (0..1), and why."""

    handle: int
    score: float
    reason: str


# What is added to labels that are the same, in this order, until they differ.
_MORE: tuple[Callable[[Entry], str], ...] = (
    lambda entry: entry.owner_name,
    lambda entry: entry.title if entry.type in PEOPLE else "",
    lambda entry: entry.city,
    lambda entry: entry.email,
    lambda entry: entry.phone,
    lambda entry: entry.id,
)


class CandidateMaker:
    """Makes the candidates of one message: records of `types` alone, times told in `timezone` (IANA)."""

    def __init__(self, index: PeopleIndex, types: AbstractSet[str], timezone: str) -> None:
        self._index = index
        self._types = types
        self._zone = ZoneInfo(timezone)
        self._wording = index.words.wording
        self._made: dict[tuple[Found, ...], tuple[Candidate, ...]] = {}

    def of(self, handles: Iterable[int], reason: str, score: float, said: str = "") -> tuple[Candidate, ...]:
        """Return candidates for records that all fit for one reason (a key of the wording)."""
        why = f"{self._wording[reason]} {said}".strip()
        return self._candidates([Found(handle, score, why) for handle in handles])

    def of_meanings(self, meanings: Iterable[Meaning], hint: str, also: Iterable[int]) -> tuple[Candidate, ...]:
        """Return candidates for whom a name fits, `also` those of a company of that name."""
        found = [Found(one.handle, 1 - one.cost, self._why(one.how, hint)) for one in meanings]
        found += [Found(handle, _BY_COMPANY, self._wording["company"]) for handle in also]
        return self._candidates(found)

    def _why(self, how: str, hint: str) -> str:
        return f"{self._wording[how]}, {hint}" if hint else self._wording[how]

    def warning(self, meaning: Meaning) -> str:
        """Return how a name with a letter off was read, "" where every letter fits."""
        if not meaning.off:
            return ""
        return self._wording["warning"].format(said=meaning.off, name=self._index.entry(meaning.handle).name)

    def in_order(self, handles: Iterable[int]) -> list[int]:
        """Sort people by name, accounts behind them."""

        def order(handle: int) -> tuple[bool, str, str, str]:
            entry = self._index.entry(handle)
            return (entry.type == "account", entry.name, entry.id, entry.type)

        return sorted(handles, key=order)

    def _candidates(self, found: Iterable[Found]) -> tuple[Candidate, ...]:
        kept = tuple(one for one in found if self._index.entry(one.handle).type in self._types)
        if kept not in self._made:
            self._made[kept] = self._labelled(kept)
        return self._made[kept]

    def _labelled(self, found: Sequence[Found]) -> tuple[Candidate, ...]:
        entries = [self._index.entry(one.handle) for one in found]
        labels = [self._label(entry) for entry in entries]
        for more in _MORE:
            times = Counter(labels)
            if len(times) == len(labels):
                break
            pairs = zip(labels, entries, strict=True)
            labels = [_joined(label, more(entry)) if times[label] > 1 else label for label, entry in pairs]
        return tuple(
            Candidate(entry.id, entry.type, entry.name or entry.title, label, round(max(0.0, one.score), 3), one.reason)
            for one, entry, label in zip(found, entries, labels, strict=True)
        )

    def _label(self, entry: Entry) -> str:
        if entry.type == "account":
            return _joined(entry.name, self._wording["account"], entry.city)
        if entry.type in {"follow_up", "task"}:
            return _joined(entry.title or entry.name, self._moment(entry.starts_at, clock=entry.type == "follow_up"))
        return _joined(entry.name or entry.title, entry.company, entry.status.replace("_", " "))

    def _moment(self, at: datetime | None, *, clock: bool) -> str:
        if at is None:
            return ""
        local = at.astimezone(self._zone) if at.tzinfo and clock else at
        return f"{local:%a} {local.day} {local:%b}" + (f" {local:%H:%M}" if clock else "")


def _joined(*pieces: str) -> str:
    return " · ".join(piece for piece in pieces if piece)
