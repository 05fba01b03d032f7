"""The language's own words about names: nicknames, titles, ordinary words, place cues (`people.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import Any

from rapidfuzz.distance import OSA

from prompts.load import language

_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
_LONG_ENDINGS = (("ly", ""), ("ness", ""), ("ment", ""), ("able", ""), ("ability", "able"))


class KnownWords:
    """What one language says about names, read from its data once."""

    def __init__(self, lang: str) -> None:
        self._data: dict[str, Any] = language("people", lang)
        self._plain = frozenset(
            word for group in language("common_words", lang).values() for word in str(group).split()
        )
        self._memo: dict[str, bool] = {}
        self.word_names = {kind: frozenset(said.split()) for kind, said in self._data["word_names"].items()}
        self._all_word_names = frozenset().union(*self.word_names.values())

    def group(self, name: str) -> frozenset[str]:
        """Return the words of one group of `people.yaml`."""
        return self._groups[name]

    def mapping(self, name: str) -> dict[str, Any]:
        """Return one mapping of `people.yaml` as it is written."""
        found: dict[str, Any] = self._data[name]
        return found

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(said.split()) for name, said in self._data.items() if isinstance(said, str)}

    @cached_property
    def phrases(self) -> tuple[dict[str, str], ...]:
        """The phrases that point at what was spoken of, as they are written."""
        return tuple(self._data["phrases"])

    @cached_property
    def short_forms(self) -> dict[str, frozenset[str]]:
        """Long given name to its short forms, and to its other spellings."""
        short: dict[str, set[str]] = defaultdict(set)
        for name, forms in self._data["nicknames"].items():
            short[name].update(forms.split())
        for same in self._data["same_name"]:
            together = same.split()
            nicknames = set().union(*(short.get(name, set()) for name in together))
            for name in together:
                short[name] |= nicknames | {other for other in together if other != name}
        return {name: frozenset(forms - {name}) for name, forms in short.items()}

    @cached_property
    def long_forms(self) -> dict[str, frozenset[str]]:
        """Short form to the given names it may stand for."""
        long: dict[str, set[str]] = defaultdict(set)
        for name, forms in self.short_forms.items():
            for form in forms:
                long[form].add(name)
        return {form: frozenset(names) for form, names in long.items()}

    def is_common(self, word: str) -> bool:
        """Say whether a folded word is an ordinary word of the language, or a form or compound of such words."""
        known = self._memo.get(word)
        if known is None:
            known = self._memo[word] = self._look(word)
            if len(self._memo) > 50_000:
                self._memo.clear()
        return known

    def _look(self, word: str) -> bool:
        if len(word) < 2 or word in self._plain or word in self._all_word_names or any(c.isdigit() for c in word):
            return True
        return self._is_inflected(word) or self._is_compound(word)

    def _is_inflected(self, word: str) -> bool:
        rules = (*((ending, put, 3) for ending, put in _ENDINGS), *((ending, put, 4) for ending, put in _LONG_ENDINGS))
        for ending, put, least in rules:
            if not word.endswith(ending):
                continue
            stem = word[: len(word) - len(ending)]
            if len(stem) >= least and (stem + put in self._plain or (stem[-1] == stem[-2] and stem[:-1] in self._plain)):
                return True
        return False

    def _is_compound(self, word: str) -> bool:
        """Two ordinary words of four letters and more make one ("datasheet")."""
        return any(word[:cut] in self._plain and word[cut:] in self._plain for cut in range(4, len(word) - 3))

    def is_misspelt_common(self, word: str) -> bool:
        """Say whether a word of five letters and more is an ordinary one with a letter off ("statsu")."""
        if len(word) < 5 or len(word) > 20:
            return False
        return any(OSA.distance(word, known, score_cutoff=1) <= 1 for known in self._by_length(word))

    def _by_length(self, word: str) -> list[str]:
        return [known for size in (-1, 0, 1) for known in self._sized.get((len(word) + size, word[0]), ())]

    @cached_property
    def _sized(self) -> dict[tuple[int, str], list[str]]:
        sized: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(self._plain):
            sized[len(word), word[0]].append(word)
        return sized

    def kind_of(self, word: str) -> str:
        """Return the kind of a name that is a word ("verb", "month", ...), "other" for any common word, else ""."""
        for kind, group in self.word_names.items():
            if word in group:
                return kind
        return "other" if self.is_common(word) else ""


@cache
def known_words(lang: str = "en") -> KnownWords:
    """Return what the language `lang` knows of names.  Raises FileNotFoundError when it has no data."""
    return KnownWords(lang)
