"""The index: what it holds, what it knows, and that it stays right as records change."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graphs.understanding.local.people import Entry, PeopleContext, PeopleIndex, find_people, look_up

_ADA = Entry("1", "lead", "Ada Voss", "Brine Works", "ada@brine.test", "+44 20 5550 1111", city="Leeds", tags=("vip",))
_LEADS = PeopleContext(types=("lead",))


def _found(text, index):
    return [[one.id for one in mention.candidates] for mention in find_people(text, index, _LEADS)]


def test_what_was_put_is_found_and_given_back():
    index = PeopleIndex()
    index.put(_ADA)
    assert index.get("lead", "1") == _ADA
    assert list(index.entries("lead")) == [_ADA]
    assert _found("call ada voss", index) == [["1"]]
    assert len(index) == 1


def test_what_was_dropped_is_gone_by_every_way_to_name_it():
    index = PeopleIndex([_ADA])
    index.drop("lead", "1")
    for text in (
        "call Ada Voss",
        "ada@brine.test",
        "+44 20 5550 1111",
        "my Brine Works leads",
        "Ada Vos",
        "Ada Quimper",
    ):
        assert [one for one in find_people(text, index) if one.candidates or one.near] == []
        assert look_up(text, index).near == ()
    assert index.get("lead", "1") is None
    assert list(index.entries("lead")) == []
    assert not index.known("company")


def test_dropping_what_is_not_there_changes_nothing():
    index = PeopleIndex([_ADA])
    index.drop("lead", "2")
    index.drop("contact", "1")
    assert _found("call ada", index) == [["1"]]


def test_a_record_put_again_is_found_by_its_new_name_alone():
    index = PeopleIndex([_ADA])
    index.put(replace(_ADA, name="Ada Thorn", company="Salt Yard"))
    assert _found("call ada thorn", index) == [["1"]]
    assert _found("call thorn from salt yard", index) == [["1"]]
    assert _found("call voss", index) == []
    assert dict(index.known("company")) == {"salt yard": "Salt Yard"}


def test_records_of_one_id_and_different_types_are_different():
    index = PeopleIndex([_ADA, Entry("1", "account", "Thornfield")])
    index.drop("account", "1")
    assert index.get("lead", "1") == _ADA


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("company", {"brine works": "Brine Works"}),
        ("city", {"lyon": "Lyon", "malmo": "Malmö"}),
        ("source", {"website": "website"}),
        ("tags", {"new": "new", "vip": "VIP"}),
    ],
)
def test_known_values_are_spelled_as_most_records_spell_them(field, values):
    people = [
        Entry("1", "lead", "A", "Brine Works", city="Malmö", source="website", tags=("VIP", "new")),
        Entry("2", "lead", "B", "Brine Works", city="Lyon", source="website", tags=("VIP",)),
        Entry("3", "lead", "C", "BRINE WORKS", city="Malmö", source="Website", tags=("vip",)),
    ]
    assert dict(PeopleIndex(people).known(field)) == values
    assert dict(PeopleIndex(reversed(people)).known(field)) == values


def test_known_values_cannot_be_changed_from_outside():
    with pytest.raises(TypeError):
        PeopleIndex([_ADA]).known("city")["x"] = "y"  # type: ignore[index]


def test_an_index_finds_nobody_of_another():
    mine, theirs = PeopleIndex([_ADA]), PeopleIndex([replace(_ADA, id="2", company="Salt Yard")])
    for text in ("ada voss", "Ada from Salt Yard", "the Salt Yard guy", "ada@brine.test"):
        found = [*find_people(text, mine), look_up(text, mine)]
        assert {one.id for mention in found for one in (*mention.candidates, *mention.near)} <= {"1"}
    assert find_people("ada voss", theirs)[0].candidates[0].id == "2"


def test_the_order_records_came_in_says_nothing():
    people = [Entry(str(n), "lead", "Ada Voss", f"Works {n}") for n in range(9)]
    one, other = PeopleIndex(people), PeopleIndex(reversed(people))
    assert find_people("call ada", one) == find_people("call ada", other)


def test_a_name_that_very_many_have_offers_the_first_of_them_by_name():
    people = [Entry(str(n), "lead", f"Ada {chr(97 + n // 26)}{chr(97 + n % 26)}rough") for n in range(400)]
    (mention,) = find_people("call Ada", PeopleIndex(people))
    assert [one.name for one in mention.candidates] == sorted(one.name for one in people)[:50]
    index = PeopleIndex(people)
    index.drop("lead", mention.candidates[0].id)
    assert find_people("call Ada", index)[0].candidates[0].id == mention.candidates[1].id
