"""What holds for any text and any records: no exception, spans in the text, only records of the index, no memory."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.understanding.local.people import Entry, PeopleContext, PeopleIndex, find_people, look_up

_NAMES = [
    *(
        "Ada Voss",
        "Ada Thorn",
        "Mark Price",
        "Jean-Luc van der Berg",
        "Zoë Müller",
        "O'Hara",
        "X",
        "Will May",
        "April",
        "🦄",
        "",
    ),
    *(
        "Voss, Ada",
        "Dr. Ada Voss",
        "محمد علي",
        "王伟",
        "de la Cruz",
        "Anne-Marie",
        "Ada Voss Thorn",
        "Adam Voss",
        "(",
        "Monday",
    ),
]
_COMPANIES = ["", "Brine", "Brine Ltd", "Voss", "Page & Sons", "Price", "Thorn Foods", "🦄", "the"]
_WORDS = [
    *(
        "mark",
        "call",
        "Ada",
        "voss",
        "Vos",
        "vosss",
        "price",
        "will",
        "may",
        "from",
        "at",
        "the",
        "guy",
        "Brine",
        "both",
        "and",
    ),
    *(
        "her",
        "this lead",
        "O'",
        "'s",
        "-",
        "(",
        ")",
        "Dr.",
        "J.",
        "van",
        "der",
        "Quimper",
        "as",
        "won",
        "3pm",
        "my",
        "with",
        "deal",
    ),
    *(
        "calls",
        "monday's",
        "🦄",
        "ada@voss.test",
        "+1 555 010 0199",
        "\n",
        "\u202e",
        "محمد",
        "王伟",
        "Jean-Luc",
        "mueller",
        ",",
    ),
]
_TYPES = ["lead", "contact", "account", "deal", "follow_up", "task"]
_NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)

entries = st.builds(
    Entry,
    id=st.sampled_from("abcdef"),
    type=st.sampled_from(_TYPES),
    name=st.sampled_from(_NAMES),
    company=st.sampled_from(_COMPANIES),
    email=st.sampled_from(["", "ada@voss.test", "not an address"]),
    phone=st.sampled_from(["", "+1 555 010 0199", "12", "555-0100199"]),
    status=st.sampled_from(["", "new", "completed"]),
    city=st.sampled_from(["", "Lyon", "São Paulo"]),
    tags=st.sampled_from([(), ("vip",), ("VIP", "new")]),
    title=st.sampled_from(["", "Call Ada Voss", "Renew the insurance"]),
    kind=st.sampled_from(["", "call", "meeting"]),
    starts_at=st.sampled_from([None, _NOW, datetime(2031, 5, 7)]),  # noqa: DTZ001 - a due day has no zone
    lead_id=st.sampled_from(["", "a", "b"]),
)
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join))
wanted = st.sampled_from([(), ("lead",), ("deal", "follow_up", "task"), tuple(_TYPES)])


@given(st.lists(entries, max_size=12), texts, wanted)
@settings(deadline=None)
def test_any_text_gives_mentions_that_hold_together(people, text, types):
    index = PeopleIndex(people)
    context = PeopleContext(types=types, now=_NOW)
    mentions = find_people(text, index, context)
    held = {(one.type, one.id) for kind in _TYPES for one in index.entries(kind)}
    last = 0
    for mention in [*mentions, look_up(text, index, context)]:
        assert 0 <= mention.span[0] <= mention.span[1] <= len(text)
        assert mention.text == text[slice(*mention.span)]
        assert {(one.type, one.id) for one in (*mention.candidates, *mention.near)} <= held
        assert {one.type for one in mention.candidates} <= set(types or _TYPES[:3])
        assert 0 <= mention.score <= 1
    for mention in mentions:
        assert mention.span[0] >= last
        last = mention.span[1]


@given(st.lists(entries, max_size=12), texts)
@settings(deadline=None)
def test_labels_tell_all_candidates_of_a_mention_apart(people, text):
    for mention in find_people(text, PeopleIndex(people), PeopleContext(types=tuple(_TYPES), now=_NOW)):
        labels = [one.label for one in mention.candidates if one.type == mention.candidates[0].type]
        assert len(set(labels)) == len(labels)


@given(
    st.lists(st.one_of(entries, st.tuples(st.sampled_from(_TYPES), st.sampled_from("abcdef"))), max_size=25),
    st.lists(texts, max_size=4),
)
@settings(deadline=None)
def test_an_index_that_records_came_to_and_left_is_as_one_built_anew(changes, said):
    index = PeopleIndex()
    for change in changes:
        if isinstance(change, Entry):
            index.put(change)
        else:
            index.drop(*change)
    anew = PeopleIndex([one for kind in _TYPES for one in index.entries(kind)])
    for field in ("company", "city", "source", "tags"):
        assert index.known(field) == anew.known(field)
    for text in [*said, "Ada Voss and the Brine guy", "mark price from Voss", "Ade Vos"]:
        for types in ((), tuple(_TYPES)):
            context = PeopleContext(types=types, now=_NOW)
            assert find_people(text, index, context) == find_people(text, anew, context)
            assert look_up(text, index, context) == look_up(text, anew, context)
