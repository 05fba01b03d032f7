"""Tells a name from a word by its place: 'Mark wants' from 'mark as won', 'Will emailed' from 'he will sign'."""

from __future__ import annotations

from graphs.understanding.local.names.known_words import KnownWords
from graphs.understanding.local.names.tokens import Token

SURE = 0.5  # from here on a stretch of words is taken for a name
_WHOLE, _WHOLE_OF_WORDS = 0.97, 0.85
# How likely a word is a name before its place is looked at, by the kind of word it is.
_BASE = {
    "mostly_names": 0.5,
    "either": 0.3,
    "month": 0.25,
    "modal": 0.2,
    "verb": 0.2,
    "adjective": 0.2,
    "noun": 0.15,
    "day": 0.1,
    "other": 0.1,
}
_CAPITAL = {"month": 0.3, "day": 0.2}
_POSSESSIVE = {"month": 0.05, "day": 0.0, "noun": 0.1, "other": 0.1}


class Place:
    """Judges the surroundings of words in one message; sureness is 0..1."""

    def __init__(self, tokens: list[Token], known: KnownWords) -> None:
        self.tokens = tokens
        self.known = known

    def key(self, at: int) -> str:
        """Return the folded word at a place, "" outside the message."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def before(self, at: int) -> str:
        """Return the word before, "" where a sentence begins."""
        return "" if self.tokens[at].starts else self.key(at - 1)

    def after(self, end: int) -> str:
        """Return the word after the stretch that ends before `end`, "" where the sentence is over."""
        return self.key(end) if end < len(self.tokens) and not self.tokens[end].starts else ""

    def titled(self, start: int) -> bool:
        """Say whether a title ("Mrs.") stands before."""
        if start == 0 or self.tokens[start].gap.strip(".").strip():
            return False
        title = self.tokens[start - 1]
        if title.key not in self.known.group("titles"):
            return False
        return title.key not in self.known.group("titles_with_capital") or title.raw[0].isupper()

    def whole_name(self, start: int, end: int) -> float:
        """Return how sure it is that given name and surname side by side are a name."""
        if self._is_verb_before(start, end):
            return 0.0
        if any(not self.known.is_common(self.key(at)) or self.tokens[at].capital for at in range(start, end)):
            return _WHOLE
        doubt = 0.3 * (self.before(start) in self.known.group("subjects")) + 0.3 * self._is_modal_use(start, end)
        return _WHOLE_OF_WORDS - doubt

    def _is_verb_before(self, start: int, end: int) -> bool:
        """Say so of "mark Blackwood ..." and "Mark Price as won": a verb before a surname, whoever is called Mark."""
        first = self.tokens[start]
        if not self.known.is_common(first.key) or first.capital:
            return False
        if first.raw[0].islower() and any(self.tokens[at].capital for at in range(start + 1, end)):
            return True
        return (
            first.starts and first.key in self.known.group("record_verbs") and self.after(end) in self.known.group("as")
        )

    def part(self, start: int, end: int, *, off: bool) -> float:
        """Return how sure it is that one part of a name (with a letter `off`) is one."""
        if self.titled(start):
            return 0.95
        token = self.tokens[start]
        if end - start == 1 and token.key in (self.before(start), self.after(end)):
            return 0.85 if self._is_name_of_two(start) else 0.0
        if not self.known.is_common(token.key):
            return self._letter_off(start, end) if off else self._uncommon(start, end)
        if off:
            return 0.0
        kind = self.known.kind_of(token.key)
        return max(0.0, min(0.95, _BASE[kind] + self._for_name(start, end, kind) - self._for_word(start, end)))

    def _is_name_of_two(self, at: int) -> bool:
        """Tell "mark Mark", where the verb comes first, from "Will will sign"."""
        commands = any(self.key(at) in self.known.group(name) for name in ("record_verbs", "before_person"))
        return (self.before(at) == self.key(at)) == commands

    def _uncommon(self, start: int, end: int) -> float:
        token = self.tokens[start]
        if token.capital:
            return 0.95
        return 0.85 if len(token.key) > 2 else min(0.95, 0.4 + self._neighbours(start, end))

    def _letter_off(self, start: int, end: int) -> float:
        token = self.tokens[start]
        sure = 0.45 + 0.25 * token.capital + self._neighbours(start, end)
        return max(0.0, min(0.9, sure - 0.35 * self.known.is_misspelt_common(token.key)))

    def _neighbours(self, start: int, end: int) -> float:
        """What the words around say for a person: "call ...", "... emailed"."""
        group = self.known.group
        before, after = self.before(start), self.after(end)
        cue = 0.0
        if before in group("before_person"):
            cue += 0.2 if before in group("before_anything") else 0.45
        elif before in group("record_verbs"):
            cue += 0.25 + 0.2 * (after in group("record_links"))
        if after in group("person_verbs"):
            cue += 0.45
        elif after in group("copulas"):
            cue += 0.3
        elif self.tokens[start].starts and (after in group("outcomes") or self._is_label(end)):
            cue += 0.25
        return cue

    def calls_for_name(self, start: int, end: int) -> bool:
        """Say whether the words around leave room for nothing but a name: "email ...", "spoke to ...", "... is won"."""
        group = self.known.group
        before = self.before(start)
        if before in group("spoken_links") and self.before(start - 1) in group("speaking"):
            return True
        if before in group("before_person") and before not in group("before_anything"):
            return True
        if before in group("record_verbs"):
            return self.after(end) in group("record_links")
        return self.tokens[start].starts and self._is_told_of_person(end)

    def _is_told_of_person(self, end: int) -> bool:
        """Say whether a sentence goes on as it does about people: "... emailed", "... is qualified", "... to won"."""
        after, next_one = self.after(end), self.key(end + 1)
        if after in self.known.group("copulas"):
            return next_one in self.known.group("outcomes") or next_one in self.known.group("people_outcomes")
        if after in self.known.group("record_links") or not after:
            return self.key(end + bool(after)) in self.known.group("outcomes")
        return after in self.known.group("person_verbs") or after in self.known.group("outcomes")

    def _is_label(self, end: int) -> bool:
        """Say whether a colon, an arrow or the like follows: "Grace: qualified"."""
        return end < len(self.tokens) and any(mark in self.tokens[end].gap for mark in ":→=>")

    def _for_name(self, start: int, end: int, kind: str) -> float:
        token = self.tokens[start]
        sure = self._neighbours(start, end)
        if self.after(end) in self.known.group("copulas"):
            sure += self._of_copula(end, kind)
        if token.capital:
            sure += _CAPITAL.get(kind, 0.5)
        elif token.starts and token.raw[0].isupper():
            sure += 0.1
        return sure + token.possessive * _POSSESSIVE.get(kind, 0.25)

    def _of_copula(self, end: int, kind: str) -> float:
        """A thing "is" as well as a person, but only a person "is qualified"."""
        if self.key(end + 1) in self.known.group("people_outcomes"):
            return 0.25
        return -0.2 if kind in {"noun", "other"} and not self.tokens[end - 1].capital else 0.0

    def _for_word(self, start: int, end: int) -> float:
        """What speaks for the ordinary word."""
        key, before = self.key(start), self.before(start)
        against = 0.6 * (before in self.known.group("determiners") and not self.tokens[start].capital)
        against += 0.5 * self._is_told_of_things(start)
        if key in self.known.word_names["modal"]:
            against += 0.7 * self._is_modal_use(start, end) + 0.5 * (before in self.known.group("subjects"))
        if key in self.known.word_names["verb"]:
            against += 0.6 * self._is_verb_use(start, end)
        if key in self.known.group("months"):
            against += 0.8 * self.is_month_use(start, end)
        return against

    def _is_told_of_things(self, start: int) -> bool:
        """Say so of a word in small letters in "the sales call", "a rich and frank talk": an article begins it."""
        at = start - 1 - (self.before(start) in self.known.group("list_links"))
        if at < 1 or self.tokens[start].raw[0].isupper() or not self.tokens[start].glued or not self.tokens[at].glued:
            return False
        told = self.known.is_common(self.key(at)) and self.key(at) not in self.known.group("person_nouns")
        return told and self.before(at) in self.known.group("determiners")

    def _is_modal_use(self, start: int, end: int) -> bool:
        after, group = self.after(end), self.known.group
        if self.tokens[start].capital or any(
            after in group(name) for name in ("person_verbs", "outcomes", "possessed")
        ):
            return False
        return after in group("after_modal") or self.known.may_be_verb(after)

    def _is_verb_use(self, start: int, end: int) -> bool:
        if self.tokens[start].capital:
            return False
        following = self.after(end)
        if following in self.known.group("after_verb"):
            return True
        return end < len(self.tokens) and self.tokens[end].capital and following not in self.known.group("person_verbs")

    def is_month_use(self, start: int, end: int) -> bool:
        """Say whether the words around make a month of a name: "in May", "May 4th"."""
        if self.before(start) in self.known.group("before_month"):
            return True
        return any(self.key(at)[:1].isdigit() for at in (start - 1, end))
