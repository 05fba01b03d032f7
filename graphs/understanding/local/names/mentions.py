"""Puts together what the readers found: mentions with candidates, or with those near where none fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from graphs.understanding.local.names import addresses
from graphs.understanding.local.names.candidates import CandidateMaker
from graphs.understanding.local.names.companies import CompanyReader
from graphs.understanding.local.names.descriptions import Description, DescriptionReader
from graphs.understanding.local.names.hints import Hint, HintReader
from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.matching import MOST, NameReader, Stretch
from graphs.understanding.local.names.meanings import Meaning, plausible, surnames_first, without_doubles
from graphs.understanding.local.names.model import NAMED, TITLED, Mention, MentionKind, PeopleContext, Span
from graphs.understanding.local.names.near import OFFERED, near_records
from graphs.understanding.local.names.place import Place
from graphs.understanding.local.names.pronouns import find_pointers
from graphs.understanding.local.names.readings import POSSESSIVE
from graphs.understanding.local.names.spotting import Spot, Spotter
from graphs.understanding.local.names.strange_names import strange_names
from graphs.understanding.local.names.strangers import StrangerReader
from graphs.understanding.local.names.titled import Titled, TitledReader
from graphs.understanding.local.names.tokens import Token, claim, joined_prefixes, tokenize

LONGEST_TEXT = 4_000  # characters read: what the chat takes
_MOST_WORDS = 900  # words read
_MOST_MENTIONS = 200  # names read
_NEAR, _BY_COMPANY, _POINTED, _DESCRIBED = 0.5, 0.8, 0.9, 0.9
_STRANGE = 0.6


class MentionMaker:
    """One message against one index.  With `demanded`, every word that can be a name is taken for one."""

    def __init__(self, text: str, index: PeopleIndex, context: PeopleContext, *, demanded: bool = False) -> None:
        self.text = text[:LONGEST_TEXT]
        self.index = index
        self.context = context
        self.known = index.words
        self._reads_titles = bool(set(TITLED) & set(context.wanted))
        self._emails = addresses.emails(self.text)
        self.tokens = self._tokens()
        self.reader = NameReader(self.tokens, index, self._types(), strict=not demanded)
        self.place = Place(self.tokens, index.words)
        self.companies = CompanyReader(self.tokens, index)
        self.hints = HintReader(self.text, self.reader, self.companies)
        self.strangers = StrangerReader(self.reader, self.place)
        self.spotter = Spotter(self.reader, self.companies, self.place, demanded=demanded)
        self.candidates = CandidateMaker(index, self.reader.types, context.timezone)
        self._taken = bytearray(len(self.text))

    def _types(self) -> set[str]:
        """People and companies are looked for beside deals and follow-ups: they are told by them."""
        return {*self.context.wanted, *(NAMED if self._reads_titles else ())}

    def _tokens(self) -> list[Token]:
        said = tokenize(self.text, self.known)[:_MOST_WORDS]
        tokens = joined_prefixes(said, self.known.group("prefixes"), self.index.parts)
        claim(tokens, [*self.context.busy, *self._emails, *addresses.web_addresses(self.text)])
        return tokens

    def all(self) -> list[Mention]:
        """Return all mentions in text order, none overlapping."""
        named = self._named()
        if not self._reads_titles:
            return named
        self._taken = bytearray(len(self.text))
        titled = TitledReader(self.text, self.strangers, self.context, named).all()
        found = self._kept(self._of_title(one) for one in titled)
        found += self._kept(self._of_wanted(mention) for mention in named)
        return sorted(found, key=lambda one: one.span)

    def unknown(self) -> Mention:
        """Return the whole text as a name that fits nobody, with those near it."""
        told = [at for at, token in enumerate(self.tokens) if token.key not in self.known.group("function")]
        if not told:
            return Mention((0, len(self.text)), self.text, score=0.0)
        return self._nobody(told[0], told[-1] + 1, near_records(self.reader, told[0], told[-1] + 1), 0.5)

    def _kept(self, mentions: Iterable[Mention], *, strange: bool = False) -> list[Mention]:
        """Return the mentions that say something (`strange`: or that nobody is near), and overlap none kept before."""
        kept: list[Mention] = []
        for mention in mentions:
            start, end = mention.span
            says = strange or mention.candidates or mention.near or mention.kind == "pronoun"
            if says and not any(self._taken[start:end]):
                self._taken[start:end] = b"\1" * (end - start)
                kept.append(mention)
        return kept

    def _named(self) -> list[Mention]:
        spots = self.spotter.spots()[:_MOST_MENTIONS]
        after: list[Spot | None] = [*spots[1:], None]
        found = self._kept(self._by_address())
        found += self._kept(self._described(one) for one in DescriptionReader(self.hints).all(spots))
        found += self._kept(self._of_spot(spot, following) for spot, following in zip(spots, after, strict=False))
        found += self._kept(self._strange_names(), strange=True)
        found += self._kept(self._pointers())
        return sorted(found, key=lambda one: one.span)

    # --- addresses, descriptions, pointing words, titles

    def _by_address(self) -> Iterable[Mention]:
        asked: tuple[tuple[MentionKind, list[Span], Callable[[PeopleIndex, str], list[int]]], ...] = (
            ("email", self._emails, addresses.with_email),
            ("phone", addresses.phones(self.text), addresses.with_phone),
        )
        for kind, spans, having in asked:
            for span in spans:
                said = self.text[slice(*span)]
                yield Mention(span, said, self.candidates.of(having(self.index, said), kind, 1.0), kind=kind)

    def _described(self, one: Description) -> Mention:
        made = self.candidates.of(self.candidates.in_order(one.members), "company", _BY_COMPANY, one.said)
        return Mention(self._span(one.start, one.end), self._said(one.start, one.end), made, score=_DESCRIBED)

    def _pointers(self) -> Iterable[Mention]:
        for one in find_pointers(self.tokens, self.known, self.context):
            handles = [handle for ref in one.refs if (handle := self.index.handle(ref.type, ref.id)) is not None]
            made = self.candidates.of(handles, "pointer", _POINTED)
            span = self._span(one.start, one.end)
            yield Mention(span, self.text[slice(*span)], made, kind="pronoun", every=one.every)

    def _of_title(self, one: Titled) -> Mention:
        fitting = one.outcome.fitting[:MOST]
        made = self.candidates.of(fitting, "title", 1.0 if len(fitting) == 1 else 0.8)
        near = self.candidates.of(one.outcome.near[:OFFERED], "near", _NEAR)
        span = self._span(one.start, one.end)
        return Mention(span, self.text[slice(*span)], made, near, kind="title", score=0.9, every=one.every)

    def _of_wanted(self, mention: Mention) -> Mention:
        """Return a mention with the records of the wanted types alone."""
        wanted = self.context.wanted
        fitting = tuple(one for one in mention.candidates if one.type in wanted)
        return replace(mention, candidates=fitting, near=tuple(one for one in mention.near if one.type in wanted))

    # --- names and companies

    def _of_spot(self, spot: Spot, following: Spot | None) -> Mention:
        if spot.person is None:
            return self._person_of_company(spot, following) or self._like_company(spot) or self._company(spot)
        hint = self.hints.after(spot.end, spot.person.pool)
        start = self._with_particles(spot.start, spot.person)
        stranger = None if hint else self.strangers.around(spot, start, following)
        if stranger is not None:
            near = near_records(self.reader, *stranger)
            return self._nobody(self._with_title(stranger[0]), stranger[1], near, spot.sure)
        return self._person(spot, spot.person, hint, self._with_title(start))

    def _person_of_company(self, spot: Spot, following: Spot | None) -> Mention | None:
        """Read "Acme's John Doe", None where no person follows the company."""
        if spot.company is None or following is None or following.person is None or following.start != spot.end:
            return None
        members = frozenset(self.companies.members(spot.company, self.reader.types))
        owns = self.tokens[spot.end - 1].possessive
        if not self.tokens[spot.end].glued or not (owns or members & following.person.pool):
            return None
        hint = Hint(following.end, members, self._said(spot.start, spot.end))
        return self._person(following, following.person, hint, spot.start)

    def _like_company(self, spot: Spot) -> Mention | None:
        """Read "Petra Long" as nobody's name where Petra is but the first word of a company's, None otherwise."""
        stranger = self.strangers.like_company(spot)
        return None if stranger is None else self._nobody(*stranger, near_records(self.reader, *stranger), spot.sure)

    def _person(self, spot: Spot, person: Stretch, hint: Hint | None, start: int) -> Mention:
        everyone = self._meanings(spot, person.ranked)
        meanings = self._meanings(spot, self._narrowed(spot, person, hint)) if hint else everyone
        end = hint.end if hint else spot.end
        if not meanings:
            return self._nobody(start, end, [one.handle for one in everyone][:OFFERED], spot.sure)
        made = self.candidates.of_meanings(meanings, hint.said if hint else "", self._also(spot, meanings, hint))
        every = self._means_every(start, meanings)
        span = self._span(start - every, end)
        warning = self.candidates.warning(meanings[0]) if len(made) == 1 else ""
        return Mention(span, self.text[slice(*span)], made, (), warning, "name", round(spot.sure, 3), every)

    def _narrowed(self, spot: Spot, person: Stretch, hint: Hint) -> list[Meaning]:
        return self.reader.rank(spot.start, spot.end, person.pool & hint.members)

    def _meanings(self, spot: Spot, ranked: Sequence[Meaning]) -> list[Meaning]:
        either = self.tokens[spot.start].key in self.known.group("surnames_said_first")
        told = surnames_first(ranked) if self.place.titled(spot.start) and not either else ranked
        return without_doubles(plausible(told), self.index)

    def _also(self, spot: Spot, meanings: Sequence[Meaning], hint: Hint | None) -> list[int]:
        """Return the people of a company that is called as a surname is."""
        if spot.company is None or hint is not None:
            return []
        return self._members(spot, {one.handle for one in meanings})

    def _company(self, spot: Spot) -> Mention:
        made = self.candidates.of(self._members(spot, frozenset()), "company", _BY_COMPANY)
        span = self._span(spot.start, spot.end)
        return Mention(span, self.text[slice(*span)], made, kind="company", score=round(spot.sure, 3))

    def _members(self, spot: Spot, but: AbstractSet[int]) -> list[int]:
        if spot.company is None:
            return []
        return self.candidates.in_order(self.companies.members(spot.company, self.reader.types) - but)[:MOST]

    def _nobody(self, start: int, end: int, near: Iterable[int], sure: float) -> Mention:
        span = self._span(start, end)
        return Mention(span, self.text[slice(*span)], (), self.candidates.of(near, "near", _NEAR), score=round(sure, 3))

    def _strange_names(self) -> Iterable[Mention]:
        for start, end, near in strange_names(self.strangers, self.candidates.in_order, self._is_free):
            yield self._nobody(self._with_title(start), end, near, _STRANGE)

    def _is_free(self, start: int, end: int) -> bool:
        return not any(self._taken[slice(*self._span(start, end))])

    def _with_particles(self, start: int, person: Stretch) -> int:
        own = self.index.name_of(person.best.handle).particles
        while start and self.tokens[start].glued and self.tokens[start - 1].key in own:
            start -= 1
        return start

    def _with_title(self, start: int) -> int:
        return start - self.place.titled(start)

    def _means_every(self, start: int, meanings: Sequence[Meaning]) -> bool:
        """Say whether "both Marias" means all of them."""
        if len(meanings) != 2 or not start or self.tokens[start - 1].key not in self.known.group("both"):
            return False
        return all(POSSESSIVE <= one.cost < 2 * POSSESSIVE for one in meanings)

    # --- places in the text

    def _span(self, start: int, end: int) -> Span:
        """Return the characters of words [start, end), with the closing bracket of "Maria (Fernway)"."""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        said = self.text[first:last]
        return first, last + (self.text[last : last + 1] == ")" and "(" in said and ")" not in said)

    def _said(self, start: int, end: int) -> str:
        return self.text[slice(*self._span(start, end))]
