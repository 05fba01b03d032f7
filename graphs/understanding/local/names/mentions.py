"""Puts together what the readers found: mentions with candidates, or with those near where none fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from graphs.understanding.local.names import addresses
from graphs.understanding.local.names.companies import CompanyReader
from graphs.understanding.local.names.descriptions import Description, DescriptionReader
from graphs.understanding.local.names.hints import Hint, HintReader
from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.labels import Found, candidates
from graphs.understanding.local.names.matching import (
    MOST,
    Meaning,
    NameReader,
    Stretch,
    plausible,
    surnames_first,
    without_doubles,
)
from graphs.understanding.local.names.model import Candidate, Entry, Mention, MentionKind, PeopleContext, Span
from graphs.understanding.local.names.near import OFFERED, near_records, two_off
from graphs.understanding.local.names.place import Place
from graphs.understanding.local.names.pronouns import find_pointers
from graphs.understanding.local.names.readings import POSSESSIVE
from graphs.understanding.local.names.spotting import Spot, Spotter
from graphs.understanding.local.names.strangers import StrangerReader
from graphs.understanding.local.names.tokens import claim, joined_prefixes, tokenize

LONGEST_TEXT = 8_000  # characters read; twice what the chat takes
_NEAR_SCORE, _BY_COMPANY, _POINTED = 0.5, 0.8, 0.9
_STRANGE_NAMES = 3  # unknown names of a message that are compared with every name in sight


class MentionMaker:
    """One message against one index.  With `demanded`, every word that can be a name is taken for one."""

    def __init__(self, text: str, index: PeopleIndex, context: PeopleContext, *, demanded: bool = False) -> None:
        self.text = text[:LONGEST_TEXT]
        self.index = index
        self.context = context
        self.known = index.words
        self.tokens = joined_prefixes(
            tokenize(self.text, self.known.group("titles")), self.known.group("prefixes"), index.parts
        )
        claim(self.tokens, [*context.busy, *addresses.emails(self.text), *addresses.web_addresses(self.text)])
        self.reader = NameReader(self.tokens, index, context.wanted, strict=not demanded)
        self.place = Place(self.tokens, index.words)
        self.companies = CompanyReader(self.tokens, index)
        self.hints = HintReader(self.text, self.reader, self.companies)
        self.strangers = StrangerReader(self.reader, self.place)
        self.spotter = Spotter(self.reader, self.companies, self.place, demanded=demanded)

    def all(self) -> list[Mention]:
        """Return all mentions in text order, none overlapping."""
        spots = self.spotter.spots()
        found = [*self._by_address(), *(self._described(one) for one in DescriptionReader(self.hints).all(spots))]
        for at, spot in enumerate(spots):
            following = spots[at + 1] if at + 1 < len(spots) else None
            mention = self._of_spot(spot, following)
            if mention.candidates or mention.near:
                _add(found, mention)
        for mention in [*self._strange_names(found), *self._pointers()]:
            _add(found, mention)
        return sorted(found, key=lambda one: one.span)

    def unknown(self) -> Mention:
        """Return the whole text as a name that fits nobody, with those near it."""
        named = [at for at, token in enumerate(self.tokens) if token.key not in self.known.group("function")]
        if not named:
            return Mention((0, len(self.text)), self.text, score=0.0)
        return self._nobody(named[0], named[-1] + 1, near_records(self.reader, named[0], named[-1] + 1), 0.5)

    # --- addresses, descriptions, pointing words

    def _by_address(self) -> list[Mention]:
        kinds: tuple[tuple[MentionKind, list[Span], list[list[int]]], ...] = (
            ("email", *addresses.known_emails(self.index, self.text)),
            ("phone", *addresses.known_phones(self.index, self.text)),
        )
        found: list[Mention] = []
        for kind, spans, owners in kinds:
            for span, handles in zip(spans, owners, strict=True):
                if made := self._plain(self._of_types(handles), kind, 1.0):
                    _add(found, Mention(span, self.text[slice(*span)], made, kind=kind))
        return found

    def _described(self, one: Description) -> Mention:
        made = self._plain(self._sorted(self._of_types(one.members)), "company", _BY_COMPANY, one.said)
        return Mention(self._span(one.start, one.end), self._said(one.start, one.end), made, score=0.9)

    def _pointers(self) -> list[Mention]:
        return [
            Mention(
                self._span(one.start, one.end),
                self._said(one.start, one.end),
                self._plain([h for ref in one.refs if (h := self.index.handle(ref.type, ref.id)) is not None], "pointer", _POINTED),
                kind="pronoun",
                every=one.every,
            )
            for one in find_pointers(self.tokens, self.known, self.context)
        ]

    # --- names and companies

    def _of_spot(self, spot: Spot, following: Spot | None) -> Mention:
        if spot.person is None:
            return self._person_of_company(spot, following) or self._company(spot)
        hint = self.hints.after(spot.end, spot.person.pool)
        stranger = None if hint else self.strangers.around(spot, following)
        if stranger is not None:
            near = near_records(self.reader, *stranger)
            start = min(self._widened(spot.start, spot.person), stranger[0])
            return self._nobody(start, stranger[1], near, spot.sure)
        return self._person(spot, spot.person, hint)

    def _person_of_company(self, spot: Spot, following: Spot | None) -> Mention | None:
        """"Acme's John Doe"."""
        if spot.company is None or following is None or following.person is None or following.start != spot.end:
            return None
        members = frozenset(self.companies.members(spot.company, self.reader.types))
        own = self.tokens[spot.end - 1].possessive
        if not self.tokens[spot.end].glued or not (own or members & following.person.pool):
            return None
        hint = Hint(following.end, members, self._said(spot.start, spot.end))
        return self._person(following, following.person, hint, start=spot.start)

    def _person(self, spot: Spot, person: Stretch, hint: Hint | None, start: int | None = None) -> Mention:
        start = self._widened(spot.start, person) if start is None else start
        everyone = self._meanings(spot, person.ranked)
        meanings = everyone
        if hint:
            meanings = self._meanings(spot, self.reader.rank(spot.start, spot.end, person.pool & hint.members))
        if not meanings:
            end = hint.end if hint else spot.end
            return self._nobody(start, end, [one.handle for one in everyone][:OFFERED], spot.sure)
        found = [Found(self.index.entry(one.handle), 1 - one.cost, self._why(one, hint)) for one in meanings]
        if spot.company is not None and hint is None:
            found += self._members(spot, {one.handle for one in meanings})
        made = self._candidates(found)
        every = self._means_every(spot, start, meanings)
        warning = self._warning(meanings[0]) if len(made) == 1 else ""
        span = self._closed(self._span(start - (every and start > 0), hint.end if hint else spot.end))
        return Mention(span, self.text[slice(*span)], made, (), warning, "name", round(spot.sure, 3), every)

    def _meanings(self, spot: Spot, ranked: Sequence[Meaning]) -> list[Meaning]:
        if self.place.titled(spot.start):
            ranked = surnames_first(ranked)
        return without_doubles(plausible(ranked), self.index)

    def _company(self, spot: Spot) -> Mention:
        made = self._candidates(self._members(spot, frozenset()))
        return Mention(
            self._span(spot.start, spot.end), self._said(spot.start, spot.end), made, kind="company", score=round(spot.sure, 3)
        )

    def _members(self, spot: Spot, taken: AbstractSet[int]) -> list[Found]:
        if spot.company is None:
            return []
        members = self.companies.members(spot.company, self.reader.types) - taken
        return [self._found(handle, "company", _BY_COMPANY, spot.company.said) for handle in self._sorted(members)[:MOST]]

    def _nobody(self, start: int, end: int, near: Iterable[int], sure: float) -> Mention:
        span = self._closed(self._span(start, end))
        return Mention(span, self.text[slice(*span)], (), self._plain(near, "near", _NEAR_SCORE), score=round(sure, 3))

    def _strange_names(self, found: list[Mention]) -> list[Mention]:
        """Two strange words side by side may be a name with two letters off."""
        made: list[Mention] = []
        for at in range(len(self.tokens) - 1):
            if len(made) >= _STRANGE_NAMES:
                break
            start, end = self._span(at, at + 2)
            free = all(end <= one.span[0] or one.span[1] <= start for one in [*found, *made])
            if free and self.reader.follows(at + 1) and self.strangers.is_strange(at) and self.strangers.is_strange(at + 1):
                if near := self._sorted(self._of_types(two_off(self.reader, at, at + 2)))[:OFFERED]:
                    made.append(self._nobody(at, at + 2, near, 0.6))
        return made

    def _widened(self, start: int, person: Stretch) -> int:
        """Return where a name begins, with the particles and the title before it."""
        own = self.index.name_of(person.best.handle).particles
        while start and self.tokens[start].glued and self.tokens[start - 1].key in own:
            start -= 1
        return start - self.place.titled(start)

    def _means_every(self, spot: Spot, start: int, meanings: list[Meaning]) -> bool:
        """"both Marias" are all of them."""
        if len(meanings) != 2 or not start or self.tokens[start - 1].key not in self.known.group("both"):
            return False
        return all(POSSESSIVE <= one.cost < 2 * POSSESSIVE for one in meanings)

    # --- words

    def _why(self, one: Meaning, hint: Hint | None) -> str:
        why = self.known.wording[one.how]
        return f"{why}, {hint.said}" if hint else why

    def _warning(self, one: Meaning) -> str:
        if not one.off:
            return ""
        return self.known.wording["warning"].format(said=one.off, name=self.index.entry(one.handle).name)

    def _found(self, handle: int, reason: str, score: float, said: str = "") -> Found:
        why = self.known.wording[reason]
        return Found(self.index.entry(handle), score, f"{why} {said}".strip())

    def _plain(self, handles: Iterable[int], reason: str, score: float, said: str = "") -> tuple[Candidate, ...]:
        return self._candidates([self._found(handle, reason, score, said) for handle in handles])

    def _candidates(self, found: list[Found]) -> tuple[Candidate, ...]:
        return candidates(found, self.context.timezone, self.known.wording["account"])

    def _of_types(self, handles: Iterable[int]) -> list[int]:
        return [handle for handle in handles if self.index.entry(handle).type in self.reader.types]

    def _sorted(self, handles: Iterable[int]) -> list[int]:
        def order(handle: int) -> tuple[bool, str, str]:
            entry: Entry = self.index.entry(handle)
            return (entry.type == "account", entry.name, entry.id)

        return sorted(handles, key=order)

    def _span(self, start: int, end: int) -> Span:
        return (self.tokens[start].start, self.tokens[end - 1].end)

    def _said(self, start: int, end: int) -> str:
        return self.text[slice(*self._span(start, end))]

    def _closed(self, span: Span) -> Span:
        """Take the closing bracket of "Maria (Fernway)" along."""
        said = self.text[slice(*span)]
        closes = self.text[span[1] : span[1] + 1] == ")" and "(" in said and ")" not in said
        return (span[0], span[1] + closes)


def _add(found: list[Mention], mention: Mention) -> None:
    """Add a mention that overlaps none of those found."""
    start, end = mention.span
    if all(end <= one.span[0] or one.span[1] <= start for one in found):
        found.append(mention)
