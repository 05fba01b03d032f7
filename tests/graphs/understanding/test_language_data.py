"""The language data can be read: every class and every pattern compiles."""

from __future__ import annotations

import pytest

from graphs.understanding.local.lexicon import lexicon
from graphs.understanding.local.templates import PatternError, compile_pattern
from graphs.understanding.local.values import lengths, money
from graphs.understanding.plan import Vocabulary
from tests.graphs.understanding.orchard_world import STAGES, STATUSES

LEXICON = lexicon(Vocabulary(STATUSES, STAGES))


def test_every_pattern_of_the_language_compiles() -> None:
    LEXICON.compile_all()


@pytest.mark.parametrize("name", sorted(LEXICON.classes))
def test_every_class_has_words(name: str) -> None:
    assert LEXICON.class_regex(name)


@pytest.mark.parametrize("pattern", ["[a", "(a]", "a)", "{nothing-of-that-name}"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, LEXICON.class_regex)


@pytest.mark.parametrize(("word", "meant"), [("satus", "status"), ("qualifed", "qualified"), ("contract", "contract")])
def test_only_words_that_matter_are_put_right(word: str, meant: str) -> None:
    assert LEXICON.status_of(LEXICON.spell(word)) == LEXICON.status_of(meant)
    assert LEXICON.spell(word) in {word, meant}


@pytest.mark.parametrize(("text", "amount"), [("$31,500", "31500"), ("15k", "15000"), ("1.2 million euros", "1200000")])
def test_amounts_are_plain_decimals(text: str, amount: str) -> None:
    assert [one.value.amount for one in money(text)] == [amount]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("a 20 minute call", [20]), ("half an hour", [30]), ("in 45 minutes", []), ("an hour ago", [])],
)
def test_a_length_is_not_a_distance_in_time(text: str, minutes: list[int]) -> None:
    assert [one.value for one in lengths(text)] == minutes
