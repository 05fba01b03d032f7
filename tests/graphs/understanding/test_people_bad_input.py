"""Text that nobody means well with, and names that are hardly names."""

from __future__ import annotations

import pytest

from graphs.understanding.local.people import Entry, PeopleIndex, find_people, look_up

_ODD = [
    "X",
    "🦄",
    "🚀 Rockets",
    "محمد علي",
    "אברהם לוי",
    "王伟",
    "Иван Петров",
    "Won",
    "Qualified",
    "Monday",
    "김민준",
    "प्रिया शर्मा",
]
_LONG = [
    "a" * 200_000,
    "1" * 200_000,
    "Ada " * 50_000,
    "ada voss " * 22_000,
    "@" * 200_000,
    "a.b@c." * 33_000,
    "((((" * 50_000,
    "'" * 200_000,
    "🦄" * 100_000,
    "Ada from " * 20_000,
    "J. " * 60_000,
    "de la " * 30_000,
    "Adda Vosss " * 18_000,
    "\n" * 200_000,
    "+1 " * 60_000,
    "http://" * 30_000,
]


@pytest.fixture(scope="module")
def index():
    odd = (Entry(f"odd-{n}", "lead", name, company=name, city=name) for n, name in enumerate(_ODD))
    return PeopleIndex([Entry("ada", "lead", "Ada Voss"), *odd])


@pytest.mark.parametrize("text", _LONG, ids=lambda text: repr(text[:12]))
def test_very_long_text_is_read_as_far_as_a_message_goes(index, text):
    for mention in [*find_people(text, index), look_up(text, index)]:
        assert mention.span[1] <= 4_010
        assert mention.text == text[slice(*mention.span)]


def test_a_name_near_the_end_of_a_long_message_is_found(index):
    text = "the morning was long and the office cold and nothing worked " * 60 + "so mark Ada Voss as won"
    (mention,) = find_people(text, index)
    assert mention.text == "Ada Voss"


@pytest.mark.parametrize("name", _ODD)
def test_an_odd_name_is_found_where_a_name_must_stand(index, name):
    (first, *_) = look_up(name, index).candidates
    assert first.name == name


@pytest.mark.parametrize("name", ["محمد علي", "אברהם לוי", "王伟", "Иван Петров", "김민준", "प्रिया शर्मा"])
def test_names_in_any_script_are_found_in_a_message(index, name):
    (mention,) = find_people(f"call {name} tomorrow", index)
    assert [one.name for one in mention.candidates] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Won deals are good",
        "is it qualified?",
        "on monday",
        "x",
        "plan x",
        "closed won",
        "see you Monday",
        "ada\x00",
        "\ud800",
        "\u202eda",
    ],
)
def test_words_that_somebody_odd_is_called_stay_words(index, text):
    found = [one.name for mention in find_people(text, index) for one in mention.candidates]
    assert not set(found) & set(_ODD)


@pytest.mark.parametrize(
    "text", ["call \u017fir", "ﬁnn", "İpek", "Ⅷ", "a̐éö̲", "\u200bAda\u200b", "Ada\u00a0Voss", "ADA\tVOSS"]
)
def test_unusual_letters_do_no_harm(index, text):
    assert all(mention.text == text[slice(*mention.span)] for mention in find_people(text, index))


def test_a_non_breaking_space_parts_given_name_and_surname(index):
    assert [mention.text for mention in find_people("Ada\u00a0Voss", index)] == ["Ada\u00a0Voss"]


def test_an_entry_with_nothing_in_it_does_no_harm():
    index = PeopleIndex(
        [Entry("1", "lead"), Entry("2", "account"), Entry("3", "task"), Entry("4", "lead", "-", company="&")]
    )
    assert find_people("call -", index) == []
    assert look_up("-", index).candidates == ()
