"""Deals, follow-ups and tasks in a message: by title, person, company, owner, kind and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphs.understanding.local.names import moments
from graphs.understanding.local.names.fold import words
from graphs.understanding.local.names.model import TITLED, Mention, PeopleContext, Span
from graphs.understanding.local.names.nouns import Noun, find_nouns
from graphs.understanding.local.names.record_search import Outcome, RecordSearch, outcome, title_of
from graphs.understanding.local.names.strangers import StrangerReader

_MOST = 20  # found in one message
_LONGEST = 12  # words of a title
_BEFORE, _BEHIND = 6, 10  # words looked at on either side of a noun


@dataclass(frozen=True, slots=True)
class Titled:
    """Words [start, end) that stand for one of the records of `outcome`, or (`every`) all of them."""

    start: int
    end: int
    outcome: Outcome
    every: bool = False


class TitledReader:
    """Reads one message, in which people and companies are found already (`named`, in text order)."""

    def __init__(self, text: str, strangers: StrangerReader, context: PeopleContext, named: Sequence[Mention]) -> None:
        self._text = text
        self._strangers = strangers
        self._context = context
        self.tokens = strangers.tokens
        self.index = strangers.reader.index
        self.known = strangers.known
        self._wanted = frozenset(TITLED) & frozenset(context.wanted)
        self._mention_at = self._mentions_by_word(named)

    def _mentions_by_word(self, named: Sequence[Mention]) -> dict[int, Mention]:
        found: dict[int, Mention] = {}
        at = 0
        for mention in named:
            while at < len(self.tokens) and self.tokens[at].start < mention.span[1]:
                if mention.span[0] < self.tokens[at].end:
                    found[at] = mention
                at += 1
        return found

    def all(self) -> list[Titled]:
        """Return what stands for records, in text order."""
        found: list[Titled] = []
        for noun in find_nouns(self.tokens, self.known, self._wanted):
            free = len(found) < _MOST and (not found or noun.start >= found[-1].end)
            if free and (one := self._of_noun(noun)):
                found.append(one)
        for at in range(len(self.tokens)):
            free = len(found) < _MOST and all(not one.start <= at < one.end for one in found)
            if free and (one := self._of_title(at) or self._of_clock(at)):
                found = [other for other in found if other.end <= one.start or one.end <= other.start]
                found.append(one)
        return sorted(found, key=lambda one: one.start)

    def _found(self, start: int, end: int, search: RecordSearch, *, every: bool = False) -> Titled:
        said = {token.key for token in self.tokens[start:end]}
        return Titled(start, end, outcome(search, said, self._context.now), every)

    # --- by a noun: "my call with Nadia", "the insurance task"

    def _of_noun(self, noun: Noun) -> Titled | None:
        said = frozenset(token.key for token in self.tokens[noun.start : noun.end])
        search = RecordSearch(self.index, noun.types, noun.kinds, said)
        start = self._before(noun, search)
        end = self._behind(noun.end, search)
        if search.pool is None and start == noun.start and not noun.plural:
            return None  # "call" alone is a verb
        return self._found(start, end, search, every=noun.plural)

    def _before(self, noun: Noun, search: RecordSearch) -> int:
        """Take along what stands between an article and the noun; all of it has to fit."""
        start = timed = noun.start
        while start > 0 and noun.start - start < _BEFORE and self._adjoins(start):
            mention, key = self._mention_at.get(start - 1), self.tokens[start - 1].key
            if mention is not None:
                start, _ = self._hold_mention(mention, search)
            elif self._is_time(start - 1):
                start = timed = start - 1
            elif self._holds_word(start - 1, search):
                start -= 1
            else:
                break
            if mention.kind == "pronoun" if mention else key in self.known.group("openers"):
                break
        if timed < noun.start:
            self._hold_times(timed, noun.start, search, hard=True)
        return start

    def _adjoins(self, at: int) -> bool:
        return self.tokens[at].glued or self.tokens[at - 1].possessive

    def _holds_word(self, at: int, search: RecordSearch) -> bool:
        """Hold a word before a noun against the records; say whether it belongs to what stands for them."""
        key, group = self.tokens[at].key, self.known.group
        if any(key in group(name) for name in ("filler", "overdue", "soonest")):
            return True
        if self.tokens[at].starts and (key in group("record_verbs") or key in group("before_person")):
            return False
        if fitting := search.of_types(self.index.title_words.get(key)):
            search.hold(fitting, hard=not self.known.is_common(key))
            return True
        if self._strangers.is_strange(at) or self.tokens[at].possessive:
            return search.hold(search.owned_by(key))
        return False

    def _behind(self, end: int, search: RecordSearch) -> int:
        """Take along "with Sarah", "about the budget", "on Friday": as far as it fits."""
        at = end
        while at < min(len(self.tokens), end + _BEHIND) and self.tokens[at].glued:
            first = at
            at += self.tokens[at].key in self.known.group("links")
            while first < at < len(self.tokens) and self.tokens[at].key in self.known.group("filler"):
                at += 1
            after = self._held(first, at, search) if at < len(self.tokens) else at
            if after == at:
                return first
            at = end = after
        return end

    def _held(self, first: int, at: int, search: RecordSearch) -> int:
        """Hold what begins at word `at`, behind a link at `first`; return where it ends, `at` where it does not fit."""
        mention = self._mention_at.get(at)
        if mention is not None and first < at:
            return self._hold_mention(mention, search)[1]
        if self._is_time(at):
            stop = next(
                (one for one in range(at, len(self.tokens)) if not self._goes_on_in_time(one, at)), len(self.tokens)
            )
            moves = self.tokens[first].key in self.known.group("moved_by")  # "to Friday" is when it shall be
            return stop if not moves and self._hold_times(at, stop, search, hard=False) else at
        fitting = search.of_types(self.index.title_words.get(self.tokens[at].key))
        return at + (bool(fitting) and search.hold(fitting, hard=False))

    def _goes_on_in_time(self, at: int, start: int) -> bool:
        return self._is_time(at) and (at == start or self.tokens[at].glued)

    def _hold_mention(self, mention: Mention, search: RecordSearch) -> Span:
        """Hold a person or company against the records; return its words [start, end)."""
        places = [place for place, one in self._mention_at.items() if one is mention]
        start, end = min(places), max(places) + 1
        if mention.candidates or mention.kind != "pronoun":
            search.hold(self._hanging_on(mention) | self._titled_so(start, end))
        return start, end

    def _hanging_on(self, mention: Mention) -> set[int]:
        """Return the records of the people and companies of a mention, and those it points at."""
        found: set[int] = set()
        for one in mention.candidates:
            found |= self.index.hanging_on.get(one.id)
            handle = self.index.handle(one.type, one.id)
            found |= {handle} if one.type in TITLED and handle is not None else set()
        return found

    def _titled_so(self, start: int, end: int) -> frozenset[int]:
        """Return the records with the very words [start, end) in their title."""
        having = [frozenset(self.index.title_words.get(token.key)) for token in self.tokens[start:end]]
        return frozenset.intersection(*having)

    # --- by the words of a title, by the clock: "Castellan renewal", "my 3pm with Sarah"

    def _of_title(self, at: int) -> Titled | None:
        """Return what words of one title, side by side, stand for: all of it, or two telling words."""
        search = RecordSearch(self.index, self._wanted)
        end = at
        while end < min(len(self.tokens), at + _LONGEST) and (end == at or self._follows(end)):
            fitting = search.of_types(self.index.title_words.get(self.tokens[end].key))
            if not fitting or not search.hold(fitting, hard=False):
                break
            end += 1
        function = self.known.group("function")
        telling = [token for token in self.tokens[at:end] if token.key not in function]
        if len(telling) < 2 or self.tokens[at].key in function:
            return None
        whole = any(len(words(title_of(self.index.entry(one)))) == end - at for one in search.left())
        if self._is_otherwise(at, end) and not whole:
            return None
        articled = at > 0 and self._adjoins(at) and self.tokens[at - 1].key in self.known.group("articles")
        return self._found(at - articled, end, search)

    def _follows(self, at: int) -> bool:
        return self.tokens[at].glued or self.tokens[at].gap.strip() in {"&", "/", "'", "’"}

    def _is_otherwise(self, start: int, end: int) -> bool:
        """Say so of "call Sarah Smith", a command before it is a title, and of a name alone."""
        if any(self.tokens[start].key in self.known.group(name) for name in ("before_person", "record_verbs")):
            return True
        return all(place in self._mention_at for place in range(start, end))

    def _of_clock(self, at: int) -> Titled | None:
        if self.tokens[at].key not in self.known.group("articles"):
            return None
        end = next((one for one in range(at + 1, len(self.tokens)) if not self._is_clock(one)), len(self.tokens))
        search = RecordSearch(self.index, self._wanted - {"deal"})
        if end == at + 1 or not self._hold_times(at + 1, end, search, hard=True):
            return None
        return self._found(at, self._behind(end, search), search)

    def _is_clock(self, at: int) -> bool:
        token = self.tokens[at]
        near = token.glued or token.gap in {":", "."}
        return near and (token.key[0].isdigit() or token.key in self.known.group("clock_words"))

    def _is_time(self, at: int) -> bool:
        token = self.tokens[at]
        return token.key in self.known.group("time_words") or token.key[0].isdigit()

    def _hold_times(self, start: int, end: int, search: RecordSearch, *, hard: bool) -> bool:
        """Hold the times that words [start, end) name against the records; say whether they counted."""
        said = self._text[self.tokens[start].start : self.tokens[end - 1].end]
        found = moments.moments_in(said, self._context)
        return bool(found) and search.hold(moments.at_these_times(self.index, found, self._context), hard=hard)
