"""A message with everything found in it: the one thing the other modules look at.

A `Scene` is the message as tokens, in which people, times, amounts and the like
are single tokens with a tag.  Patterns are matched against its shape (see
`templates`), and what they match is given back as places in the text, so that
notes and titles stay the user's own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graphs.understanding.local import values
from graphs.understanding.local.corrections import without_corrected
from graphs.understanding.local.deal_names import deal_names
from graphs.understanding.local.groups import group_tokens, without_exception
from graphs.understanding.local.moves import split_moves
from graphs.understanding.local.pasted import pasted
from graphs.understanding.local.people import PeopleContext, find_people
from graphs.understanding.local.quiet_names import quiet_names, without_names
from graphs.understanding.local.times import read_times
from graphs.understanding.local.tokens import Token, fold, tokenize
from graphs.understanding.local.unseen import with_unseen
from graphs.understanding.local.values import Found
from graphs.understanding.local.who import Who, read_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from graphs.understanding.local.lexicon import Lexicon
    from graphs.understanding.local.people import PeopleIndex
    from graphs.understanding.local.times import Reading
    from graphs.understanding.plan import Context


_PLACE = re.compile(r"(?:the )?(?:first|second|third|fourth|fifth)(?: one)?", re.IGNORECASE)


_PARTICLE = re.compile(
    r"(?:-?up\b\s*|(?:start|begin)\s+(?=in\b|on\b|at\b|for\b)|to\s+)?", re.IGNORECASE
)  # "follow up tomorrow": the "up" is no part of the time


@dataclass(frozen=True, slots=True)
class When:
    """A time in the words: read forwards and backwards."""

    ahead: Reading
    behind: Reading | None
    clock: datetime | None = None

    @property
    def now(self) -> bool:
        """True for "now", "just now"."""
        return (
            self.ahead.start is not None
            and self.behind is not None
            and self.ahead.start == self.behind.start
            and self.ahead.grain == "minute"
            and self.ahead.start == self.clock
        )

    @property
    def over(self) -> bool:
        """True where the words can only mean what is past ("yesterday", "an hour ago")."""
        return self.ahead.trouble == "past"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched: tokens [start, end), and its captures likewise."""

    start: int
    end: int
    groups: dict[str, tuple[int, int]]


class Scene:
    """A message as tagged tokens; `start` and `end` arguments are places in `tokens`."""

    def __init__(self, text: str, tokens: tuple[Token, ...], lex: Lexicon, context: Context) -> None:
        self.text = text
        self.tokens = tokens
        self.lex = lex
        self.context = context
        self.ungrouped: Scene = self  # the same words without groups ("everyone but Ann"), where there are any
        pieces = [_piece(token, lex.fillers) for token in tokens]
        self._shape = "".join(pieces)
        self._said = [tuple(piece.split()) for piece in pieces]
        self._after: dict[tuple[tuple[str, ...], int], tuple[int, ...]] = {}
        self.openings: dict[tuple[int, int], int] = {}
        self._offsets = [0]
        for piece in pieces:
            self._offsets.append(self._offsets[-1] + len(piece))

    def __len__(self) -> int:
        return len(self.tokens)

    def with_tokens(self, tokens: tuple[Token, ...]) -> Scene:
        """Return the same message with other tokens."""
        return Scene(self.text, tokens, self.lex, self.context)

    def shape(self, start: int = 0, end: int | None = None) -> str:
        """Return the part of the shape that patterns see for tokens [start, end)."""
        return self._shape[self._offsets[start] : self._offsets[len(self) if end is None else end]]

    def search(self, pattern: str, start: int = 0, end: int | None = None) -> Hit | None:
        """Find `pattern` anywhere in the part."""
        compiled = self.lex.pattern(pattern)
        if compiled.anchored:
            return self.at(pattern, start, end)
        return self._hit(compiled.regex.search(self.shape(start, end)), start)

    def at(self, pattern: str, start: int = 0, end: int | None = None) -> Hit | None:
        """Find `pattern` at the beginning of the part."""
        compiled = self.lex.pattern(pattern)
        for place in self._beginnings(compiled.prefix, start, end):
            match = compiled.regex.match(self.shape(place, end))
            if match:
                return self._hit(match, place)
        return None

    def whole(self, pattern: str, start: int = 0, end: int | None = None) -> Hit | None:
        """Find `pattern` as the whole part."""
        compiled = self.lex.pattern(pattern)
        for place in self._beginnings(compiled.prefix, start, end):
            match = compiled.regex.fullmatch(self.shape(place, end))
            if match:
                return self._hit(match, place)
        return None

    def all(self, pattern: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """Find every place of `pattern`."""
        hits = (self._hit(m, start) for m in self.lex.pattern(pattern).regex.finditer(self.shape(start, end)))
        return [hit for hit in hits if hit]

    def _beginnings(self, prefix: tuple[str, ...], start: int, end: int | None) -> tuple[int, ...]:
        """Where the pattern itself may begin: after any of the phrases of its prefix, furthest first."""
        if not prefix:
            return (start,)
        stop = len(self) if end is None else end
        if (prefix, start) not in self._after:
            self._after[prefix, start] = self._reachable(prefix, start)
        return tuple(place for place in self._after[prefix, start] if place <= stop)

    def _reachable(self, prefix: tuple[str, ...], start: int) -> tuple[int, ...]:
        phrases = self.lex.phrases(prefix)
        found, edge = {start}, [start]
        while edge and len(found) < _MOST_BEGINNINGS:
            place = edge.pop()
            for stop in _stops(self._said, place, phrases):
                if stop not in found:
                    found.add(stop)
                    edge.append(stop)
        return tuple(sorted(found, reverse=True))

    def _hit(self, match: re.Match[str] | None, start: int) -> Hit | None:
        if not match:
            return None
        base = self._offsets[start]
        groups = {name: self._place(match.span(name), base) for name, said in match.groupdict().items() if said}
        first, last = self._place(match.span(), base)
        return Hit(first, last, groups)

    def _place(self, span: tuple[int, int], base: int) -> tuple[int, int]:
        first = bisect_right(self._offsets, base + span[0]) - 1
        return first, max(first, bisect_left(self._offsets, base + span[1]))

    def words(self, start: int, end: int) -> str:
        """Return the user's own words of the tokens [start, end)."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if end > start else ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the tokens [start, end)."""
        return (self.tokens[start].start, self.tokens[max(start, end - 1)].end) if self.tokens else (0, 0)

    def entities(self, kind: str, start: int = 0, end: int | None = None) -> list[tuple[int, Any]]:
        """Return (place, value) of every entity of `kind` in the part."""
        stop = len(self) if end is None else end
        return [(at, self.tokens[at].value) for at in range(start, stop) if self.tokens[at].entity == kind]

    @cached_property
    def people(self) -> list[tuple[int, Who]]:
        """Return everyone named in the message, in order."""
        return [(at, t.value) for at, t in enumerate(self.tokens) if isinstance(t.value, Who)]


_MOST_BEGINNINGS = 16  # a message may be all courtesies; it need not all be looked through


def _stops(said: list[tuple[str, ...]], place: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> Iterator[int]:
    """Yield where the phrases that stand at `place` end; `said` is what each token comes to in the shape."""
    first = next((at for at in range(place, len(said)) if said[at]), len(said))
    beginning = phrases.get(said[first][0], ()) if first < len(said) else ()
    if not beginning:
        return
    words = [(word, at + 1) for at in range(first, min(len(said), first + _LONGEST_PHRASE)) for word in said[at]]
    for phrase in beginning:
        if tuple(word for word, _ in words[: len(phrase)]) == phrase:
            yield words[len(phrase) - 1][1]


_LONGEST_PHRASE = 10  # words


def _piece(token: Token, fillers: frozenset[str]) -> str:
    if token.entity:
        return f"<{token.entity}> "
    if token.norm == "<nl>":
        return "<nl> "
    return "" if token.norm in fillers else token.norm + " "


_RECENT: list[tuple[Context, Scene]] = []  # a message is received and then understood: it is read once
_RECENT_MOST = 4


def read_scene(text: str, context: Context, lex: Lexicon) -> Scene:
    """Find everything in `text`: quotations, addresses, times, amounts, people."""
    for known, scene in _RECENT:
        if known is context and scene.text == text:
            return scene
    scene = _read(text, context, lex)
    _RECENT.append((context, scene))
    del _RECENT[:-_RECENT_MOST]
    return scene


def _read(text: str, context: Context, lex: Lexicon) -> Scene:
    found = _claims(pasted(text, context.language), values.addresses(text), _quotes(text, lex, context))
    masked = _masked(text, lex, [one for one in found if one.kind in {"quote", "url"}])
    found = _claims(found, values.lengths(masked))
    single = re.sub(lex.data("clauses")["each_of_them"], lambda hit: " " * len(hit[0]), _masked(masked, lex, found))
    whens = _times(single, context)
    deals = deal_names(masked, context.people)
    names = _names(masked, context, [*[one for one in found if one.kind != "email"], *whens])
    names = [one for one in names if not _is_new_address(one, names)]
    names += quiet_names(masked, context, [*found, *whens, *names])
    found = _claims(_without_known_addresses(found, names), deals, _settle(whens, names), names)
    found = _claims(
        found, values.spoken_money(masked), values.money(masked), values.percentages(masked), values.numbers(masked)
    )
    scene = Scene(text, without_corrected(_tagged(_unquoted(text, found), found, lex, context), lex), lex, context)
    moved = split_moves(scene, lambda one: When(one, None, context.now.replace(second=0, microsecond=0)))
    scene = Scene(text, moved, lex, context) if moved else scene
    scene = with_unseen(scene)
    grouped = group_tokens(scene)
    if not grouped:
        return scene
    whole = Scene(text, grouped, lex, context)
    narrowed = without_exception(whole)
    whole = Scene(text, narrowed, lex, context) if narrowed else whole
    whole.ungrouped = scene
    return whole


def _claims(taken: list[Found], *more: list[Found]) -> list[Found]:
    """Add what does not overlap with what is taken."""
    result = list(taken)
    for new in [one for group in more for one in group]:
        if not any(new.start < old.end and old.start < new.end for old in result):
            result.append(new)
    return result


def _masked(text: str, lex: Lexicon, hidden: list[Found]) -> str:
    """Blank fillers and hidden stretches, keeping every place where it is."""
    chars = list(text)
    spans = [(one.start, one.end) for one in hidden]
    spans += [(token.start, token.end) for token in tokenize(text) if token.norm in lex.fillers]
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def _quotes(text: str, lex: Lexicon, context: Context) -> list[Found]:
    """Quotations, but for single values in quotes ("to 'Negotiating'"), which are read as if bare."""
    return [one for one in values.quotations(text) if not _is_value(str(one.value), lex, context)]


def _unquoted(text: str, found: list[Found]) -> str:
    """Blank the marks of quotations that are read as if bare."""
    chars = list(text)
    for one in values.quotations(text):
        if not any(old.start <= one.start and one.end <= old.end for old in found if old.kind == "quote"):
            chars[one.start] = chars[one.end - 1] = " "
    return "".join(chars)


def _is_value(quoted: str, lex: Lexicon, context: Context) -> bool:
    said = " ".join(token.norm for token in tokenize(quoted))
    if lex.status_of(said) or lex.stage_of(said):
        return True
    name = fold(quoted.strip())
    first = name.replace("-", " ").split()[:1]
    return any(fold(entry.name) == name for word in first for entry in context.people.named(word))


def _times(masked: str, context: Context) -> list[Found]:
    ahead = read_times(masked, context.now, context.timezone, context.locale, "future")
    ahead = without_names(ahead, masked, context)
    if not ahead:
        return []
    behind: dict[int, Reading] = {}
    for one in read_times(masked, context.now, context.timezone, context.locale, "past"):
        behind.setdefault(one.span[0], one)
    found = [
        Found(
            "time",
            one.span[0],
            one.span[1],
            When(one, behind.get(one.span[0]), context.now.replace(second=0, microsecond=0)),
        )
        for one in ahead
    ]
    found = [replace(one, start=one.start + _particle(masked[one.start : one.end])) for one in found]
    return _claims([], [one for one in found if not _PLACE.fullmatch(masked[one.start : one.end].strip())])


def _names(masked: str, context: Context, busy: list[Found]) -> list[Found]:
    spans = tuple(
        (one.start, one.end) for one in busy if one.kind != "time" or len(masked[one.start : one.end].split()) > 1
    )
    spans += _colleagues(masked, context)
    asked = PeopleContext(
        focus=context.focus,
        screen=context.screen,
        busy=spans,
        types=("lead",),
        now=context.now,
        timezone=context.timezone,
    )
    return read_names(masked, find_people(masked, context.people, asked), context)


_GIVING = re.compile(r"\b(?:re-?assign|assign|transfer|give|hand|pass|owner|belongs?)", re.IGNORECASE)


def _colleagues(masked: str, context: Context) -> tuple[tuple[int, int], ...]:
    """Where a lead is given away, a colleague's name after "from" or "to" is no lead."""
    if not _GIVING.search(masked):
        return ()
    names = {word for one in context.vocabulary.colleagues for word in (one.name, one.name.split()[0])}
    if not names:
        return ()
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return tuple(match.span() for match in re.finditer(rf"\b(?:from|to|by)\s+(?:{said})\b", masked, re.IGNORECASE))


def _is_new_address(one: Found, names: list[Found]) -> bool:
    """True for an address beside a name: the address is then what the name gets."""
    return isinstance(one.value, Who) and one.value.kind == "email" and len(names) > 1


def _without_known_addresses(found: list[Found], names: list[Found]) -> list[Found]:
    """An address alone names who has it."""
    return [one for one in found if not any(one.start < name.end and name.start < one.end for name in names)]


def _particle(said: str) -> int:
    """Return how many characters at the beginning are no part of a time."""
    match = _PARTICLE.match(said)
    return match.end() if match else 0


def _settle(whens: list[Found], names: list[Found]) -> list[Found]:
    """Return the times that are no name."""
    return [one for one in whens if not any(name.start < one.end and one.start < name.end for name in names)]


def _tagged(text: str, found: list[Found], lex: Lexicon, context: Context) -> tuple[Token, ...]:
    """Put what was found in the place of its words."""
    marks = sorted(found, key=lambda one: one.start)
    out: list[Token] = []
    upcoming = 0
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        while upcoming < len(marks) and marks[upcoming].end <= token.start:
            upcoming += 1
        one = marks[upcoming] if upcoming < len(marks) else None
        if one is None or token.end <= one.start:
            out.append(token if _in_name(tokens, place, lex) else _normal(token, lex, context))
        elif not out or out[-1].start != one.start:
            end = max(one.end, token.end if token.text[-1:].isalnum() else one.end)
            out.append(Token(text[one.start : end], f"<{one.kind}>", one.start, end, one.kind, one.value))
        elif token.end > out[-1].end:
            out[-1] = replace(out[-1], text=text[one.start : token.end], end=token.end)
    return tuple(out)


def _in_name(tokens: tuple[Token, ...], place: int, lex: Lexicon) -> bool:
    """True for a word in capitals before another that no pattern knows: "Emil Larkin" is no misspelt e-mail."""
    if place == 0 or place + 1 == len(tokens) or tokens[place - 1].text[-1:] in ".!?:\n":
        return False
    this, following = tokens[place].text, tokens[place + 1]
    return this.istitle() and following.text.istitle() and lex.spell(following.norm) not in lex.known_words


def _normal(token: Token, lex: Lexicon, context: Context) -> Token:
    norm = lex.short.get(token.norm, token.norm)
    return replace(token, norm=norm if _of_a_record(norm, context.people) else lex.spell(norm))


def _of_a_record(word: str, people: PeopleIndex) -> bool:
    """True for a city, company, source, tag or name in sight: it is right as it stands."""
    if any(word in people.known(field) for field in ("city", "company", "source", "tags")):
        return True
    return people.known_beginning("company", word) is not None or people.known_beginning("city", word) is not None
