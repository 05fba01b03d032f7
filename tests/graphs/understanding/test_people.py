"""Who a message names: full names, parts, spellings, hints, strangers, words that are names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphs.understanding.local.people import Entry, Mention, PeopleContext, PeopleIndex, find_people, look_up
from graphs.understanding.plan import RecordRef

_PEOPLE = [
    ("Helen Marsden", "Orchard Media", "new", "Leeds", "Owner"),
    ("Peter Lindqvist", "Orchard Media", "contacted", "Leeds", "Head of Sales"),
    ("Peter Vance", "Tallow Works", "qualified", "Cork", "Buyer"),
    ("Rosa Delgado", "Tallow Works", "new", "Cork", "Chief Engineer"),
    ("Rosa Delgado", "Quayside Foods", "contacted", "Porto", "Buyer"),
    ("Niamh O'Hara", "Quayside Foods", "new", "Porto", "Planner"),
    ("Jean-Paul Mercier", "Atelier Brume", "new", "Lyon", "Partner"),
    ("Anne-Sophie Girard", "Brume & Fils", "new", "Lyon", "Director"),
    ("Zoë Schröder", "Werkstatt Nord", "new", "Graz", "Buyer"),
    ("Inés Peña", "Casa Lumbre", "new", "Porto", "Buyer"),
    ("Robert Hartley", "Delmore", "new", "Leeds", "Bursar"),
    ("Frieda Delmore", "Kestrel Yard", "new", "Leeds", "Owner"),
    ("Will Stone", "Pier Nine", "new", "Cork", "Owner"),
    ("April Frost", "Pier Nine", "new", "Cork", "Manager"),
    ("Mark Cash", "Lantern Row", "new", "Cork", "Manager"),
    ("Grace Winter", "Lantern Row", "new", "Turin", "Manager"),
    ("Johan van der Meer", "Polder BV", "new", "Ghent", "Owner"),
    ("Alexander Petrov", "Sevan Trade", "new", "Turin", "Owner"),
    ("Li Wei", "Jade Harbour", "new", "Turin", "Owner"),
]


def _lead(number, name, company, status, city, title):
    address = f"{name.split()[0].lower()}.{number}@mail.test"
    phone = f"+44 113 555 {1000 + number}"
    return Entry(f"l{number}", "lead", name, company, address, phone, status=status, city=city, title=title)


@pytest.fixture(scope="module")
def index():
    accounts = [Entry("a1", "account", "Delmore", city="Leeds"), Entry("a2", "account", "Orchard Media")]
    return PeopleIndex([*(_lead(number, *one) for number, one in enumerate(_PEOPLE)), *accounts])


def _leads(text: str, index: PeopleIndex, context: PeopleContext | None = None) -> list[Mention]:
    return find_people(text, index, replace(context or PeopleContext(), types=("lead",)))


def _named(text: str, index: PeopleIndex) -> list[list[str]]:
    """Return the candidates' names of each mention but pronouns."""
    return [[one.name for one in mention.candidates] for mention in _leads(text, index) if mention.kind != "pronoun"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mark Helen Marsden as qualified", "Helen Marsden"),
        ("helen marsden good call", "Helen Marsden"),
        ("HELEN MARSDEN TO CONTACTED", "Helen Marsden"),
        ("marsden is ready to sign", "Helen Marsden"),
        ("spoke to helen, all fine", "Helen Marsden"),
        ("Marsden, Helen: contacted", "Helen Marsden"),
        ("marsden helen to qualified", "Helen Marsden"),
        ("Helen Marsden's status", "Helen Marsden"),
        ("helen marsdens phone number", "Helen Marsden"),
        ("H. Marsden wants a quote", "Helen Marsden"),
        ("Helen M. wants a quote", "Helen Marsden"),
        ("Mrs. Marsden rang", "Helen Marsden"),
        ("Dr Helen Marsden rang", "Helen Marsden"),
        ("update niamh ohara to lost", "Niamh O'Hara"),
        ("update Niamh O’Hara to lost", "Niamh O'Hara"),
        ("call o hara tomorrow", "Niamh O'Hara"),
        ("zoe schroeder to contacted", "Zoë Schröder"),
        ("schroder called", "Zoë Schröder"),
        ("note for ines pena: keen", "Inés Peña"),
        ("call Jean Paul Mercier", "Jean-Paul Mercier"),
        ("jeanpaul called", "Jean-Paul Mercier"),
        ("Anne Girard signed", "Anne-Sophie Girard"),
        ("call bob tomorrow", "Robert Hartley"),
        ("Bobby Hartley is won", "Robert Hartley"),
        ("Sasha Petrov is won", "Alexander Petrov"),
        ("johan vandermeer wants a demo", "Johan van der Meer"),
        ("call van der Meer on Monday", "Johan van der Meer"),
        ("Johan Meer called", "Johan van der Meer"),
        ("JP Mercier called", "Jean-Paul Mercier"),
    ],
)
def test_one_person_is_found_however_they_are_named(index, text, name):
    assert _named(text, index) == [[name]]


def test_the_span_covers_title_possessive_and_company(index):
    text = "please move Mrs Rosa Delgado from Quayside to won"
    (mention,) = _leads(text, index)
    assert mention.text == "Mrs Rosa Delgado from Quayside"
    assert text[slice(*mention.span)] == mention.text
    (mention,) = _leads("what is Helen Marsden's number?", index)
    assert mention.text == "Helen Marsden's"


def test_a_shared_first_name_offers_both_and_says_what_tells_them_apart(index):
    (mention,) = _leads("Update Peter to negotiating", index)
    assert [one.label for one in mention.candidates] == [
        "Peter Lindqvist · Orchard Media · contacted",
        "Peter Vance · Tallow Works · qualified",
    ]


def test_two_people_of_one_name_are_both_offered(index):
    (mention,) = _leads("remind me to email rosa delgado", index)
    assert {one.label for one in mention.candidates} == {
        "Rosa Delgado · Tallow Works · new",
        "Rosa Delgado · Quayside Foods · contacted",
    }


@pytest.mark.parametrize(
    "said",
    [
        "Rosa from Quayside",
        "rosa at quayside foods",
        "Rosa Delgado of Quayside Foods",
        "Rosa Delgado (Quayside)",
        "Rosa Delgado, Quayside Foods,",
        "Rosa over at Quayside",
        "Rosa @ Quayside",
        "Rosa at Quaysid",
        "Rosa from Porto",
        "Quayside's Rosa",
    ],
)
def test_company_or_city_narrows_a_name(index, said):
    mention = next(one for one in _leads(f"set {said} to won", index) if one.candidates)
    assert [one.label for one in mention.candidates] == ["Rosa Delgado · Quayside Foods · contacted"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("the Tallow guy", {"Peter Vance", "Rosa Delgado"}),
        ("the one from Orchard Media", {"Helen Marsden", "Peter Lindqvist"}),
        ("the chief engineer at Tallow Works", {"Rosa Delgado"}),
        ("our contact at Casa Lumbre", {"Inés Peña"}),
    ],
)
def test_people_are_found_by_what_they_are(index, said, names):
    (mention,) = _leads(f"log a call with {said}: wants samples", index)
    assert {one.name for one in mention.candidates} == names
    assert mention.text == said
    assert mention.kind == "name"


def test_a_company_alone_stands_for_its_people_and_its_account(index):
    (mention,) = find_people("move all my Orchard Media leads to contacted", index)
    assert mention.kind == "company"
    assert [(one.type, one.name) for one in mention.candidates] == [
        ("lead", "Helen Marsden"),
        ("lead", "Peter Lindqvist"),
        ("account", "Orchard Media"),
    ]


def test_a_surname_that_is_a_company_too_offers_both(index):
    (mention,) = _leads("Change the status of Delmore to won", index)
    assert {one.name for one in mention.candidates} == {"Frieda Delmore", "Robert Hartley"}
    assert _named("call Frieda Delmore", index) == [["Frieda Delmore"]]


def test_an_exact_full_name_beats_a_shared_part(index):
    index = PeopleIndex([*index.entries("lead"), Entry("x", "lead", "Peter Vance-Lindqvist")])
    assert _named("Peter Vance called", index) == [["Peter Vance"]]


@pytest.mark.parametrize(
    ("text", "said", "name"),
    [
        ("mark Helen Marsdn as won", "Marsdn", "Helen Marsden"),
        ("hleen marsden is qualified", "hleen", "Helen Marsden"),
        ("call frieda delmorr", "delmorr", "Frieda Delmore"),
        ("Robret Hartlei signed", "Robret Hartlei", "Robert Hartley"),
        ("ring Friedda tomorrow", "Friedda", "Frieda Delmore"),
    ],
)
def test_a_letter_off_is_read_with_a_warning(index, text, said, name):
    (mention,) = _leads(text, index)
    assert [one.name for one in mention.candidates] == [name]
    assert mention.warning == f"read '{said}' as {name}"


def test_a_letter_off_that_fits_two_offers_both_without_a_warning(index):
    (mention,) = _leads("Petr called", index)
    assert {one.name for one in mention.candidates} == {"Peter Lindqvist", "Peter Vance"}
    assert mention.warning == ""


def test_spellings_that_are_folded_carry_no_warning(index):
    for text in ("zoe schroeder called", "INES PENA called", "niamh ohara called"):
        assert [one.warning for one in _leads(text, index)] == [""]


def test_two_letters_off_is_offered_and_not_taken(index):
    (mention,) = _leads("update Helem Marsdon to won", index)
    assert [one.name for one in mention.candidates] == ["Helen Marsden"]
    (mention,) = _leads("update Helene Marzdon to won", index)
    assert mention.candidates == ()
    assert [one.name for one in mention.near] == ["Helen Marsden"]


@pytest.mark.parametrize(
    ("text", "said", "near"),
    [
        ("call Helen Quimper tomorrow", "Helen Quimper", {"Helen Marsden"}),
        ("call helen quimper tomorrow", "helen quimper", {"Helen Marsden"}),
        ("Tilda Marsden called", "Tilda Marsden", {"Helen Marsden"}),
        ("email tilda marsden the offer", "tilda marsden", {"Helen Marsden"}),
        ("call Helen Hartley", "Helen Hartley", {"Helen Marsden", "Robert Hartley"}),
        ("Helen-Rose Marsden called", "Helen-Rose Marsden", {"Helen Marsden"}),
        ("Grace Winterbottom called", "Grace Winterbottom", {"Grace Winter"}),
        ("call helen van Quimper", "helen van Quimper", {"Helen Marsden"}),
        ("Helen Marsden at Zorblax", "Helen Marsden at Zorblax", {"Helen Marsden"}),
        ("Helen of Tallow Works", "Helen of Tallow Works", {"Helen Marsden"}),
        ("mark helen park as won", "helen park", {"Helen Marsden"}),
    ],
)
def test_a_stranger_with_a_known_part_is_nobody_with_somebody_near(index, text, said, near):
    (mention,) = _leads(text, index)
    assert mention.text == said
    assert mention.candidates == ()
    assert {one.name for one in mention.near} == near


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("update Zebedee Quorn to won", "Zebedee Quorn"),
        ("email Tamsin Winters the offer", "Tamsin Winters"),
        ("just spoke to Xenia Hart-Quill, all fine", "Xenia Hart-Quill"),
        ("log a meeting with Ludolf van der Quoll", "Ludolf van der Quoll"),
        ("mark Mrs Quackenbush as qualified", "Mrs Quackenbush"),
        ("Hope Quinlivan called", "Hope Quinlivan"),
        ("note on Bodil Sales: prefers mornings", "Bodil Sales"),
        ("J. Quackenbush wants a quote", "J. Quackenbush"),
        ("update Zahra Al-Quoran to lost", "Zahra Al-Quoran"),
        ("Zebedee Quorn is qualified", "Zebedee Quorn"),
    ],
)
def test_a_name_that_nobody_has_is_spotted_whole_where_one_must_stand(index, text, said):
    assert [(one.text, one.candidates) for one in _leads(text, index)] == [(said, ())]


@pytest.mark.parametrize(
    "text",
    [
        "call zebedee quorn",
        "the price is too high",
        "hi",
        "Zebedee Quorn",
        "open the Zebedee Quorn file",
        "Send Ida The Quorn Deck",
        "Mark Fenugreek as lost",
    ],
)
def test_what_is_like_nobody_is_no_mention(index, text):
    assert _named(text, index) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mark Mark Cash as lost", [["Mark Cash"]]),
        ("mark cash qualified", [["Mark Cash"]]),
        ("Mark wants a quote", [["Mark Cash"]]),
        ("ask mark about it", [["Mark Cash"]]),
        ("mark as won", []),
        ("mark it done", []),
        ("Will Stone emailed: he will sign in may", [["Will Stone"]]),
        ("put will stone in contacted", [["Will Stone"]]),
        ("Will he sign?", []),
        ("he will call", []),
        ("Will called", [["Will Stone"]]),
        ("April is qualified", [["April Frost"]]),
        ("remind me to call April in April", [["April Frost"]]),
        ("start in april", []),
        ("call on April 4th", []),
        ("Grace hopes to start in June", [["Grace Winter"]]),
        ("a grace period of a week", []),
        ("they pay cash", []),
        ("Stone is negotiating", [["Will Stone"]]),
        ("set in stone", []),
        ("call Helen Friday", [["Helen Marsden"]]),
        ("call Helen ASAP", [["Helen Marsden"]]),
    ],
)
def test_names_that_are_words_are_told_by_their_place(index, text, names):
    assert _named(text, index) == names


def test_a_name_is_surer_than_a_word_that_may_be_one(index):
    sure = {mention.text: mention.score for mention in _leads("Helen Marsden and Mark called", index)}
    assert sure["Helen Marsden"] > sure["Mark"] >= 0.5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Helen, Rosa and Frieda are won", ["Helen", "Rosa", "Frieda"]),
        ("will stone, mark cash", ["will stone", "mark cash"]),
        ("move Helen Marsden and Frieda Delmore to won", ["Helen Marsden", "Frieda Delmore"]),
        ("helen marsden qualified, frieda delmore won", ["helen marsden", "frieda delmore"]),
        ("grace and will are won", ["grace", "will"]),
    ],
)
def test_lists_are_separate_mentions_in_text_order(index, text, names):
    assert [mention.text for mention in _leads(text, index)] == names


def test_both_of_a_name_means_all_of_them(index):
    (mention,) = _leads("both Peters are won", index)
    assert mention.every
    assert len(mention.candidates) == 2
    assert not _leads("Peter is won", index)[0].every


def test_email_and_phone_find_their_owner(index):
    (mention,) = _leads("note on frieda.11@mail.test: away", index)
    assert (mention.kind, mention.candidates[0].name) == ("email", "Frieda Delmore")
    for said in ("+44 (113) 555-1011", "0113 555 1011", "113 555 1011"):
        (mention,) = _leads(f"call {said}", index)
        assert (mention.kind, mention.candidates[0].name) == ("phone", "Frieda Delmore")
    assert _leads("new address helen.marsden@orchard.test", index) == []


def test_busy_words_are_no_names(index):
    text = "call me April 4th about Helen"
    busy = ((8, 17),)
    assert [one.text for one in _leads(text, index, PeopleContext(busy=busy))] == ["Helen"]


def test_pronouns_point_at_what_was_spoken_of_and_at_the_screen(index):
    helen, rosa = RecordRef("lead", "l0", "Helen Marsden"), RecordRef("lead", "l3", "Rosa Delgado")
    text = "call her, then mark this lead as won, and email both of them"
    mentions = _leads(text, index, PeopleContext(focus=(helen, rosa), screen=rosa))
    found = {mention.text: [one.id for one in mention.candidates] for mention in mentions}
    assert found == {"her": ["l0"], "this lead": ["l3"], "both of them": ["l0", "l3"]}
    assert [mention.every for mention in mentions] == [False, False, True]
    assert [one.id for one in _leads("call her", index, PeopleContext(screen=rosa))[0].candidates] == ["l3"]
    assert _leads("call her", index)[0].candidates == ()


def test_a_record_that_left_the_index_is_pointed_at_no_more(index):
    gone = RecordRef("lead", "gone", "Nobody")
    assert _leads("call her", index, PeopleContext(focus=(gone,)))[0].candidates == ()


def test_only_wanted_types_are_candidates(index):
    index = PeopleIndex(
        [*index.entries("lead"), Entry("c1", "contact", "Helen Boyle"), Entry("c2", "contact", "Rosa Delgado")]
    )
    (mention,) = find_people("Helen called", index)
    assert {one.type for one in mention.candidates} == {"lead", "contact"}
    (mention,) = find_people("Helen called", index, PeopleContext(types=("contact",)))
    assert [one.id for one in mention.candidates] == ["c1"]


def test_a_contact_who_is_a_lead_as_well_is_offered_once():
    index = PeopleIndex([Entry("l", "lead", "Ada Voss", "Brine"), Entry("c", "contact", "Ada Voss", "Brine")])
    assert [one.id for one in find_people("Ada called", index)[0].candidates] == ["l"]


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("marsden", ["Helen Marsden"]),
        ("stone", ["Will Stone"]),
        ("mark", ["Mark Cash"]),
        ("cash", ["Mark Cash"]),
        ("the one from Atelier Brume", ["Jean-Paul Mercier"]),
        ("helen obviously", ["Helen Marsden"]),
        ("lumbre", ["Inés Peña"]),
        ("wil stone", ["Will Stone"]),
        ("frieda.11@mail.test", ["Frieda Delmore"]),
    ],
)
def test_a_phrase_that_must_be_a_name_is_read_as_one(index, phrase, names):
    mention = look_up(phrase, index, PeopleContext(types=("lead",)))
    assert [one.name for one in mention.candidates] == names


@pytest.mark.parametrize(
    ("phrase", "near"),
    [
        ("Helen Hartley", {"Helen Marsden", "Robert Hartley"}),
        ("Zebedee Quorn", set()),
        ("Rosa Delgato-Silva", {"Rosa Delgado"}),
        ("", set()),
    ],
)
def test_a_phrase_that_fits_nobody_has_those_near(index, phrase, near):
    mention = look_up(phrase, index, PeopleContext(types=("lead",)))
    assert mention.candidates == ()
    assert {one.name for one in mention.near} == near


def test_labels_differ_even_where_names_companies_and_states_do_not():
    twins = [Entry(f"t{n}", "lead", "Ada Voss", "Brine", email=f"ada{n}@brine.test", status="new") for n in range(2)]
    labels = [one.label for one in find_people("Ada Voss called", PeopleIndex(twins))[0].candidates]
    assert labels == ["Ada Voss · Brine · new · ada0@brine.test", "Ada Voss · Brine · new · ada1@brine.test"]


def test_owners_tell_people_of_one_name_apart_for_a_manager():
    people = [Entry(f"t{n}", "lead", "Ada Voss", "Brine", owner_name=owner) for n, owner in enumerate(("Kit", "Lou"))]
    assert [one.label for one in find_people("Ada Voss", PeopleIndex(people))[0].candidates] == [
        "Ada Voss · Brine · Kit",
        "Ada Voss · Brine · Lou",
    ]
