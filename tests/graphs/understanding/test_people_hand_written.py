"""Mentions written by hand, before they were first read: how many are read right."""

from __future__ import annotations

import pytest

from graphs.understanding.local.people import PeopleContext, PeopleIndex, find_people
from tests.graphs.understanding.hand_written_mentions import Written, directory, written

_LEADS = PeopleContext(types=("lead",))


@pytest.fixture(scope="module")
def index():
    return PeopleIndex(directory())


def _found(one: Written, index: PeopleIndex) -> list[str]:
    """Return whom the words of a mention are read as, best first; all who are found where there are no words."""
    mentions = [each for each in find_people(one.text, index, _LEADS) if each.kind != "pronoun"]
    there = [each for each in mentions if not one.words or (each.span[0] < one.span[1] and one.span[0] < each.span[1])]
    return [candidate.id for each in there for candidate in each.candidates]


def _some(count: int) -> list[Written]:
    return [one for one in written() if one.words and len(one.right) == count]


def test_where_one_is_right_that_one_comes_first(index):
    alone = _some(1)
    wrong = [one.text for one in alone if _found(one, index)[:1] != list(one.right)]
    assert len(alone) > 200
    assert len(wrong) <= 0.01 * len(alone), wrong


def test_where_several_are_right_all_are_offered(index):
    several = [one for one in written() if len(one.right) > 1]
    assert [one.text for one in several if not one.right <= set(_found(one, index))] == []


def test_a_name_that_nobody_has_is_nobody(index):
    assert [one.text for one in written() if one.is_unknown and _found(one, index)] == []


def test_messages_without_a_name_name_hardly_anybody(index):
    empty = [one for one in written() if not one.words]
    alarms = [one.text for one in empty if _found(one, index)]
    assert len(alarms) <= 0.03 * len(empty), alarms


def test_who_is_out_of_scope_is_never_found():
    half = directory()[::2]
    index, ids = PeopleIndex(half), {one.id for one in half}
    for one in written():
        for mention in find_people(one.text, index, _LEADS):
            assert {each.id for each in (*mention.candidates, *mention.near)} <= ids
