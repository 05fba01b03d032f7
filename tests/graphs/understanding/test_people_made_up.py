"""A thousand made-up mentions over two thousand made-up leads: how many are read right."""

from __future__ import annotations

from collections import Counter

import pytest

from graphs.understanding.local.people import Mention, PeopleContext, PeopleIndex, find_people
from tests.graphs.understanding.made_up_people import VARIATIONS, Said, leads, mentions, strangers

_LEADS = PeopleContext(types=("lead",))


@pytest.fixture(scope="module")
def people():
    return leads(2_000)


@pytest.fixture(scope="module")
def index(people):
    return PeopleIndex(people)


@pytest.fixture(scope="module")
def said(people):
    return mentions(people, 1_000)


def _there(one: Said, index: PeopleIndex) -> list[Mention]:
    """Return the mentions found where somebody is named."""
    found = find_people(one.text, index, _LEADS)
    return [
        each for each in found if each.span[0] < one.span[1] and one.span[0] < each.span[1] and each.kind != "pronoun"
    ]


def _ids(found: list[Mention]) -> list[str]:
    return [candidate.id for mention in found for candidate in mention.candidates]


def test_every_variation_is_among_them(said):
    assert set(VARIATIONS) == {one.variation for one in said}


def test_where_one_is_right_that_one_comes_first(index, said):
    alone = [one for one in said if len(one.right) == 1]
    first = sum(_ids(_there(one, index))[:1] == list(one.right) for one in alone)
    assert len(alone) > 500
    assert first >= 0.97 * len(alone)


def test_where_two_are_right_both_are_offered(index, said):
    pairs = [one for one in said if len(one.right) == 2]
    both = sum(one.right <= set(_ids(_there(one, index))) for one in pairs)
    assert len(pairs) > 100
    assert both >= 0.99 * len(pairs)


def test_every_variation_is_read_right_nearly_always(index, said):
    wrong = Counter(one.variation for one in said if not one.right <= set(_ids(_there(one, index))))
    assert all(wrong[name] <= 0.05 * len(said) / len(VARIATIONS) for name in VARIATIONS)


def test_nothing_else_in_the_sentences_is_taken_for_a_name(index, said):
    for one in said:
        elsewhere = [each for each in find_people(one.text, index, _LEADS) if each not in _there(one, index)]
        assert [each.text for each in elsewhere if each.kind != "pronoun"] == []


def test_nobody_out_of_scope_is_ever_found(people):
    mine = [one for one in people if one.owner_id == "user-0"]
    index = PeopleIndex(mine)
    ids = {one.id for one in mine}
    for one in mentions([one for one in people if one.owner_id != "user-0"], 500):
        for mention in find_people(one.text, index, _LEADS):
            assert {each.id for each in (*mention.candidates, *mention.near)} <= ids


def test_strangers_are_hardly_ever_taken_for_somebody_in_sight(people, index):
    some = strangers(people, 500)
    taken = [one.text for one in some if _ids(_there(one, index))]
    assert len(taken) <= 0.02 * len(some)
