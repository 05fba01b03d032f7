"""Tells a name from a word by its place: 'Mark wants' from 'mark as won', 'Will emailed' from 'he will sign'."""

from __future__ import annotations

from graphs.understanding.local.names.known_words import KnownWords
from graphs.understanding.local.names.tokens import Token

SURE = 0.5  # from here on a stretch of words is taken for a name
_BASE = {"mostly_names": 0.4, "modal": 0.2, "verb": 0.2, "month": 0.25, "day": 0.1, "adjective": 0.2, "noun": 0.15, "other": 0.1}


class Place:
    """Judges the surroundings of words in one message."""

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
        """Return how sure it is that a whole name, given name and surname, is one."""
        if any(not self.known.is_common(self.key(at)) or self.tokens[at].capital for at in range(start, end)):
            return 0.97
        doubt = 0.0
        if self.before(start) in self.known.group("subjects"):
            doubt += 0.3
        if self._is_modal_use(start, end):
            doubt += 0.3
        return 0.85 - doubt

    def part(self, start: int, end: int, *, off: bool) -> float:
        """Return how sure it is that one part of a name is one."""
        if self.titled(start):
            return 0.95
        token = self.tokens[start]
        if not self.known.is_common(token.key):
            return self._uncommon(start, end, off=off)
        kind = self.known.kind_of(token.key)
        return max(0.0, min(0.95, _BASE[kind] + self._evidence(start, end, kind)))

    def _uncommon(self, start: int, end: int, *, off: bool) -> float:
        token = self.tokens[start]
        if not off:
            return 0.95 if token.capital else 0.85 if len(token.key) > 2 else 0.4 + self._cue(start, end)
        sure = 0.45 + 0.25 * token.capital + self._cue(start, end)
        if len(token.key) < 4:
            sure -= 0.3
        return sure - 0.3 * self.known.is_misspelt_common(token.key)

    def _cue(self, start: int, end: int) -> float:
        """What the neighbours say for a person: "call ...", "... emailed"."""
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
        if end < len(self.tokens) and any(c in self.tokens[end].gap for c in ":→=>") and self.tokens[start].starts:
            cue += 0.25
        return cue

    def _evidence(self, start: int, end: int, kind: str) -> float:
        token = self.tokens[start]
        sure = self._cue(start, end)
        if kind in {"noun", "other"} and not token.capital and self.after(end) in self.known.group("copulas"):
            sure -= 0.2
        if token.capital:
            sure += 0.3 if kind in {"month", "day"} else 0.5
        elif token.starts and token.raw[0].isupper():
            sure += 0.1
        if token.possessive:
            sure += {"month": 0.05, "day": 0.0, "noun": 0.1}.get(kind, 0.25)
        return sure - self._word_use(start, end, kind)

    def _word_use(self, start: int, end: int, kind: str) -> float:
        """What speaks for the ordinary word."""
        group = self.known.group
        before, after = self.before(start), self.after(end)
        against = 0.0
        if before in group("determiners") and not self.tokens[start].capital:
            against += 0.6
        if kind == "modal" or self.key(start) in self.known.word_names["modal"]:
            against += 0.7 * self._is_modal_use(start, end) + 0.5 * (before in group("subjects"))
        if kind == "verb" or self.key(start) in self.known.word_names["verb"]:
            against += 0.6 * self._is_verb_use(start, end)
        if self.key(start) in group("months"):
            against += 0.8 * self._is_month_use(start, end)
        return against

    def _is_modal_use(self, start: int, end: int) -> bool:
        return self.after(end) in self.known.group("after_modal") and not self.tokens[start].capital

    def _is_verb_use(self, start: int, end: int) -> bool:
        following = self.after(end)
        if following in self.known.group("after_verb"):
            return True
        return end < len(self.tokens) and self.tokens[end].capital and following not in self.known.group("person_verbs")

    def _is_month_use(self, start: int, end: int) -> bool:
        if self.before(start) in self.known.group("before_month"):
            return True
        return any(self.key(at)[:1].isdigit() for at in (start - 1, end))
