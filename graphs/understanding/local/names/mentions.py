"""Puts together what the readers found: mentions with candidates, or with those near where none fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphs.understanding.local.names import addresses, labels
from graphs.understanding.local.names.hints import Hint, HintReader
from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.matching import Meaning, plausible, same_person
from graphs.understanding.local.names.model import PEOPLE, Candidate, Mention, PeopleContext, Span
from graphs.understanding.local.names.near import near_records
from graphs.understanding.local.names.pronouns import find_pointers
from graphs.understanding.local.names.spotting import Spot, Spotter
from graphs.understanding.local.names.tokens import tokenize

LONGEST_TEXT = 8_000  # characters read; twice what the chat takes


class MentionMaker:
    """One message against one index."""

    def __init__(self, text: str, index: PeopleIndex, context: PeopleContext, *, demanded: bool = False) -> None:
        self.text = text[:LONGEST_TEXT]
        self.index = index
        self.context = context
        self.known = index.words
        self.addressed = list(self._addressed())
        self.tokens = tokenize(self.text, LONGEST_TEXT)
        self._claim([*context.busy, *addresses.web_addresses(self.text), *addresses.emails(self.text)])
        self.spotter = Spotter(self.tokens, index, context.wanted, demanded=demanded)
        self.reader = self.spotter.reader
        self.hints = HintReader(self.text, self.reader, self.spotter.companies)
        self.demanded = demanded

    def _claim(self, spans: Iterable[Span]) -> None:
        claimed = sorted([*spans, *(one.span for one in self.addressed)])
        for token in self.tokens:
            token.busy = any(start < token.end and token.start < end for start, end in claimed)

    def _addressed(self) -> Iterable[Mention]:
        for span in addresses.emails(self.text):
            if found := self._of_types(addresses.by_email(self.index, self.text[slice(*span)])):
                yield self._mention(span, kind="email", candidates=self._plain(found, "e-mail address"))
        for span in addresses.phones(self.text):
            if found := self._of_types(addresses.by_phone(self.index, self.text[slice(*span)])):
                yield self._mention(span, kind="phone", candidates=self._plain(found, "phone number"))

    def _of_types(self, handles: list[int]) -> list[int]:
        return [handle for handle in handles if self.index.entry(handle).type in self.context.wanted]

    def _plain(self, handles: Iterable[int], reason: str, score: float = 1.0) -> tuple[Candidate, ...]:
        return labels.candidates([(self.index.entry(handle), score, reason) for handle in handles], self.context.timezone)

    def _mention(self, span: Span, **about: object) -> Mention:
        return Mention(span, self.text[slice(*span)], **about)  # type: ignore[arg-type]

    def all(self) -> list[Mention]:
        """Return all mentions in text order, none overlapping."""
        found = list(self.addressed)
        covered = -1
        spots = self.spotter.spots()
        for at, spot in enumerate(spots):
            if spot.start < covered:
                continue
            following = spots[at + 1] if at + 1 < len(spots) else None
            mention, covered = self._of_spot(spot, following)
            found.append(mention)
        found += self._pointers(found)
        return _apart(sorted(found, key=lambda one: (one.span, -len(one.candidates))))

    def _pointers(self, taken: list[Mention]) -> list[Mention]:
        made = []
        for pointer in find_pointers(self.tokens, self.known, self.context):
            span = self._span(pointer.start, pointer.end)
            if any(one.span[0] < span[1] and span[0] < one.span[1] for one in taken):
                continue
            found = []
            for ref in pointer.refs:
                entry = self.index.get(ref.type, ref.id)
                if entry is not None:
                    found.append((entry, 0.9, "pointed at"))
            made.append(self._mention(span, kind="pronoun", candidates=labels.candidates(found, self.context.timezone), every=pointer.every))
        return made

    def _span(self, start: int, end: int) -> Span:
        return (self.tokens[start].start, self.tokens[end - 1].end)

    def _of_spot(self, spot: Spot, following: Spot | None) -> tuple[Mention, int]:
        if spot.person is None:
            return self._of_company(spot)
        start = self._widened(spot.start, spot.person.pool)
        hint = self.hints.after(spot.end, frozenset(spot.person.pool))
        if hint is None and (stranger := self._stranger(spot, following)):
            first, last = min(start, stranger[0]), max(spot.end, stranger[1])
            near = near_records(self.reader, stranger[0], stranger[1])
            return self._mention(self._span(first, last), near=self._plain(near, "near", 0.5), score=spot.sure), last
        meanings = self._meanings(spot, hint)
        end = hint.end if hint and (meanings or not hint.members or not self._apart_from(spot, hint)) else spot.end
        return self._judged(spot, start, end, meanings, hint), end

    def _apart_from(self, spot: Spot, hint: Hint) -> bool:
        return False

    def _meanings(self, spot: Spot, hint: Hint | None) -> list[Meaning]:
        person = spot.person
        assert person is not None
        pool = person.pool if hint is None else person.pool & hint.members
        if hint is not None and not pool and hint.members:
            wide = [self.reader.records(at, far=True) for at in range(spot.start, spot.end)]
            pool = hint.members.intersection(*wide)
        found = plausible(self.reader.rank(spot.start, spot.end, pool))
        leads = [self.index.entry(m.handle) for m in found if self.index.entry(m.handle).type == "lead"]
        return [m for m in found if not self._is_double(m, leads)]

    def _is_double(self, meaning: Meaning, leads: list) -> bool:
        entry = self.index.entry(meaning.handle)
        return entry.type == "contact" and any(same_person(entry, lead) for lead in leads)

    def _judged(self, spot: Spot, start: int, end: int, meanings: list[Meaning], hint: Hint | None) -> Mention:
        span = self._span(start, end)
        every = self._means_every(start, spot, meanings)
        if not meanings:
            near = near_records(self.reader, spot.start, spot.end, hint.members if hint else ())
            return self._mention(span, near=self._plain(near, "near", 0.5), score=spot.sure)
        found = [(self.index.entry(m.handle), 1 - m.cost, self._reason(m, hint)) for m in meanings]
        if spot.company is not None and hint is None:
            found += self._company_entries(spot, {m.handle for m in meanings})
        made = labels.candidates(found, self.context.timezone)
        warning = self._warning(meanings[0]) if len(made) == 1 else ""
        return self._mention(span, candidates=made, warning=warning, score=round(spot.sure, 3), every=every)

    def _means_every(self, start: int, spot: Spot, meanings: list[Meaning]) -> bool:
        return len(meanings) == 2 and start > 0 and self.tokens[start - 1].key == "both" and not spot.person.full

    def _reason(self, meaning: Meaning, hint: Hint | None) -> str:
        words = {"short": "short form", "off": f"a letter off in {meaning.off}", "part": "name"}.get(meaning.how, meaning.how)
        return f"{words}, {hint.said}" if hint else words

    def _warning(self, meaning: Meaning) -> str:
        return f"read '{meaning.off}' as {self.index.entry(meaning.handle).name}" if meaning.off else ""

    def _company_entries(self, spot: Spot, taken: set[int]) -> list[tuple]:
        members = self.spotter.companies.members(spot.company, frozenset(self.context.wanted)) - taken
        entries = sorted((self.index.entry(handle) for handle in members), key=lambda e: (e.type == "account", e.name, e.id))
        return [(entry, 0.8, f"company {spot.company.said}") for entry in entries[:50]]

    def _of_company(self, spot: Spot) -> tuple[Mention, int]:
        found = self._company_entries(spot, set())
        start, end, persons = self._person_phrase(spot)
        if persons:
            found = [one for one in found if one[0].type in PEOPLE]
        made = labels.candidates(found, self.context.timezone)
        return self._mention(self._span(start, end), candidates=made, kind="name" if persons else "company", score=round(spot.sure, 3)), end

    def _person_phrase(self, spot: Spot) -> tuple[int, int, bool]:
        """"the Acme guy" and "the one from Acme" mean a person."""
        nouns = self.known.group("person_nouns")
        keys = [token.key for token in self.tokens]
        articles = {"the", "that", "our", "my", "this", "a", "an", "some"}
        start, end = spot.start, spot.end
        if end < len(keys) and self.tokens[end].glued and keys[end] in nouns and not self.tokens[end - 1].possessive:
            return (start - 1 if start and keys[start - 1] in articles else start), end + 1, True
        if start >= 2 and keys[start - 1] in self.known.group("company_links") and keys[start - 2] in nouns:
            first = start - 2
            return (first - 1 if first and keys[first - 1] in articles else first), end, True
        return start, end, False

    def _widened(self, start: int, pool: Iterable[int]) -> int:
        """Take title and particles before a name along."""
        particles = self.known.group("particles")
        while start and self.tokens[start].glued and self.tokens[start - 1].key in particles:
            word = self.tokens[start - 1].key
            if not any(word in self.index.name_of(handle).particles for handle in list(pool)[:20]):
                break
            start -= 1
        return start - 1 if self.spotter.place.titled(start) else start

    def _stranger(self, spot: Spot, following: Spot | None) -> Span | None:
        """Return the wider stretch where a word beside a part of a name is a name of nobody in sight."""
        if spot.person is None or spot.person.full and spot.end - spot.start > 1:
            return None
        best = self.reader.rank(spot.start, spot.end, spot.person.pool)
        roles = {meaning.how for meaning in best}
        start, end = spot.start, spot.end
        if following and following.start == end and self._is_surname_after(spot, following):
            return start, following.end
        if end < len(self.tokens) and self.reader.follows(end) and self._is_strange(end):
            return start, end + 1
        if start and self.tokens[start].glued and roles <= {"surname", "off"} and self._is_strange(start - 1):
            return start - 1, end
        return None

    def _is_surname_after(self, spot: Spot, following: Spot) -> bool:
        if following.person is None or following.person.full or not self.reader.follows(spot.end):
            return False
        roles = {m.how for m in self.reader.rank(following.start, following.end, following.person.pool)}
        return roles == {"surname"}

    def _is_strange(self, at: int) -> bool:
        token = self.tokens[at]
        if token.busy or token.upper or token.key[0].isdigit() or len(token.key) < 2:
            return False
        if token.key in self.known.group("titles") or token.key in self.known.group("suffixes"):
            return False
        if self.known.is_common(token.key):
            return False
        return token.capital or not self.known.is_misspelt_common(token.key)

    def one(self) -> Mention:
        """Return the one mention that the whole text is."""
        found = [one for one in self.all() if one.kind != "pronoun" or len(self.tokens) <= 3]
        if found:
            return max(found, key=lambda one: (bool(one.candidates), one.span[1] - one.span[0]))
        span = (0, len(self.text))
        near = near_records(self.reader, 0, len(self.tokens)) if self.tokens else []
        return self._mention(span, near=self._plain(near, "near", 0.5), score=0.5)


def _apart(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.span[0] >= kept[-1].span[1]:
            kept.append(mention)
    return kept
