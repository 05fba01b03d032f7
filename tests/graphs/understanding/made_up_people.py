"""Made-up leads of many cultures, and made-up ways to mention them with the answer that is right.

Who is meant is worked out here by plain comparison of names, without the index.
Everything follows from the seed.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from graphs.understanding.local.people import Entry
from prompts.load import language

_DATA = Path(__file__).parent / "data" / "made_up_names.yaml"


Answer = tuple[str, frozenset[str]]  # what is said, and the ids of all who may be meant


@dataclass(frozen=True)
class Said:
    """A message, where in it somebody is mentioned, and the ids of all who may be meant."""

    variation: str
    text: str
    span: tuple[int, int]
    right: frozenset[str]


@cache
def _lists() -> dict[str, list[str]]:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return {key: said if isinstance(said, list) else said.split() for key, said in data.items()}


def leads(count: int, seed: int = 7) -> list[Entry]:
    """Return `count` leads; some given names are common, most are not, a few full names occur twice."""
    dice = random.Random(seed)  # noqa: S311 - dice that fall the same way each time
    lists = _lists()
    given, surnames = lists["given"], lists["surname"]
    return [
        _lead(number, dice.choices(given, _weights(given))[0], dice.choices(surnames, _weights(surnames))[0], dice)
        for number in range(count)
    ]


def _weights(names: list[str]) -> list[float]:
    return [1 / (1 + place % 40) for place in range(len(names))]


def _lead(number: int, given: str, surname: str, dice: random.Random) -> Entry:
    lists = _lists()
    name = f"{given} {surname.replace('_', ' ')}"
    company = f"{dice.choice(lists['company_first'])} {dice.choice(lists['company_last'])}"
    return Entry(
        id=f"lead-{number}",
        type="lead",
        name=name,
        company=company,
        email=f"{plain(name).replace(' ', '.')}.{number}@mail.test",
        phone=f"+1 555 {number // 10000:03d} {number % 10000:04d}",
        status=dice.choice(lists["statuses"]),
        city=dice.choice(lists["cities"]),
        owner_id=f"user-{number % 5}",
    )


@cache
def plain(text: str) -> str:
    """Return `text` in small letters without accents, apostrophes and hyphens, as one types it in haste."""
    special = str.maketrans(
        {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "\u0131": "i", "'": "", "’": "", "-": " ", "Ø": "o", "Ł": "l"}
    )
    parted = unicodedata.normalize("NFKD", text.translate(special).casefold())
    return "".join(c for c in parted if not unicodedata.combining(c)).translate(special)


def given_of(lead: Entry) -> str:
    """Return the given name as it is stored."""
    return lead.name.split(" ", 1)[0]


def surname_of(lead: Entry) -> str:
    """Return the surname as it is stored, with what stands before it ("van Dijk")."""
    return lead.name.split(" ", 1)[1]


class Crowd:
    """Leads, and who among them may be meant by a name: the answers to compare with."""

    def __init__(self, people: Iterable[Entry]) -> None:
        self.people = list(people)
        self.short_of = _short_forms()
        self._named: dict[str, set[str]] = defaultdict(set)
        self._called: dict[str, set[str]] = defaultdict(set)
        self._parts = [(one.id, plain(given_of(one)), plain(surname_of(one))) for one in self.people]
        for one, (_, given, surname) in zip(self.people, self._parts, strict=True):
            self._named[f"{given} {surname}"].add(one.id)
            short = (form for word in given.split() for form in self.short_of.get(word, ()))
            own = (*given.split(), *surname.split(), surname.replace(" ", ""))
            for word in (*own, *short, plain(one.company).split()[0]):
                self._called[word].add(one.id)

    def called(self, word: str) -> frozenset[str]:
        """Return everyone with `word` as given name, surname, part of one, short form, or company's first word."""
        return frozenset(self._called[plain(word)])

    def full(self, given: str, surname: str) -> frozenset[str]:
        """Return everyone of this very name, accents aside."""
        return frozenset(self._named.get(plain(f"{given} {surname}"), ()))

    def of_surname(self, surname: str) -> list[tuple[str, str]]:
        """Return (id, given name in small letters) of everyone of this surname."""
        wanted = plain(surname)
        return [(id, given) for id, given, own in self._parts if own == wanted]

    def a_letter_off(self, given: str, surname: str) -> frozenset[str]:
        """Return everyone each part of whose name is at most a letter off."""
        first, last = plain(given), plain(surname)
        return frozenset(
            id
            for id, own, family in self._parts
            if abs(len(family) - len(last)) <= 1 and OSA.distance(family, last) <= 1 and OSA.distance(own, first) <= 1
        )


@cache
def _short_forms() -> dict[str, list[str]]:
    """Return given name to its short forms and other spellings, as the language data has them."""
    data = language("people")
    together = [same.split() for same in data["same_name"]]
    names = {*data["nicknames"], *(name for same in together for name in same)}
    forms: dict[str, set[str]] = {}
    for name in names:
        kin = {name}.union(*(same for same in together if name in same))
        forms[name] = kin.union(*(data["nicknames"].get(one, "").split() for one in kin)) - {name}
    return {name: sorted(said) for name, said in forms.items()}


def _misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    change = dice.choice(("drop", "double", "swap", "other"))
    if change == "swap" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if change == "drop":
        return word[:at] + word[at + 1 :]
    if change == "other":
        return word[:at] + dice.choice("aeiorst") + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def _umlauts(name: str) -> str:
    for letter, two in {"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "ø": "oe", "Ø": "Oe"}.items():
        name = name.replace(letter, two)
    return name


def _full(lead: Entry, crowd: Crowd, _: random.Random) -> Answer:
    return lead.name, crowd.full(given_of(lead), surname_of(lead))


def _hasty(lead: Entry, crowd: Crowd, _: random.Random) -> Answer:
    return plain(lead.name), crowd.full(given_of(lead), surname_of(lead))


def _shouted(lead: Entry, crowd: Crowd, _: random.Random) -> Answer:
    return lead.name.upper(), crowd.full(given_of(lead), surname_of(lead))


def _spelled_out(lead: Entry, crowd: Crowd, _: random.Random) -> Answer:
    if _umlauts(lead.name) == lead.name:
        return "", frozenset()
    return _umlauts(lead.name), crowd.full(given_of(lead), surname_of(lead))


def _typo(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    given, surname = given_of(lead), surname_of(lead)
    if min(len(given), len(surname)) < 5 or " " in surname:
        return "", frozenset()
    if dice.random() < 0.5:
        given = _misspelt(given, dice)
    else:
        surname = _misspelt(surname, dice)
    exact = crowd.full(given, surname)
    return f"{given} {surname}", exact or crowd.a_letter_off(given, surname)


def _given(lead: Entry, crowd: Crowd, _: random.Random) -> Answer:
    return given_of(lead), crowd.called(given_of(lead))


def _surname(lead: Entry, crowd: Crowd, _: random.Random) -> Answer:
    surname = surname_of(lead)
    return surname, crowd.called(surname if " " not in surname else surname.rsplit(" ", 1)[1])


def _titled(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    title = dice.choice(("Mr.", "Mrs", "Ms.", "Dr", "Prof."))
    surname = surname_of(lead)
    return f"{title} {surname}", frozenset(id for id, _ in crowd.of_surname(surname))


def _short(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    forms = crowd.short_of.get(plain(given_of(lead)), [])
    if not forms:
        return "", frozenset()
    form = dice.choice(forms).title()
    surname = surname_of(lead)
    called = crowd.called(form)
    right = crowd.full(form, surname) or frozenset(id for id, _ in crowd.of_surname(surname) if id in called)
    return f"{form} {surname}", right


def _initial(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    surname, letter = surname_of(lead), plain(given_of(lead))[0]
    alike = frozenset(id for id, given in crowd.of_surname(surname) if given.startswith(letter))
    return f"{letter.upper()}{dice.choice(('.', ''))} {surname}", alike


def _turned(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    if " " in surname_of(lead):
        return "", frozenset()
    comma = dice.choice((", ", " "))
    return f"{surname_of(lead)}{comma}{given_of(lead)}", crowd.full(given_of(lead), surname_of(lead))


def _of_company(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    said = dice.choice((lead.company, lead.company.split()[0]))
    link = dice.choice(("from", "at", "of"))
    called = crowd.called(given_of(lead))
    first = said.split()[0]
    same = frozenset(
        other.id
        for other in crowd.people
        if other.id in called and (other.company == said or (said == first and other.company.split()[0] == first))
    )
    return f"{given_of(lead)} {link} {said}", same


def _described(lead: Entry, crowd: Crowd, dice: random.Random) -> Answer:
    said = dice.choice((f"the {lead.company} guy", f"the one from {lead.company}", f"our contact at {lead.company}"))
    return said, frozenset(other.id for other in crowd.people if other.company == lead.company)


def _email(lead: Entry, _: Crowd, __: random.Random) -> Answer:
    return lead.email, frozenset({lead.id})


def _phone(lead: Entry, _: Crowd, dice: random.Random) -> Answer:
    return dice.choice((lead.phone, lead.phone.removeprefix("+1 "), lead.phone.replace(" ", "-"))), frozenset({lead.id})


Variation = Callable[[Entry, Crowd, random.Random], Answer]
VARIATIONS: dict[str, Variation] = {
    "full name": _full,
    "in small letters, no accents": _hasty,
    "in capitals": _shouted,
    "umlauts spelled out": _spelled_out,
    "a letter off": _typo,
    "first name": _given,
    "surname": _surname,
    "title and surname": _titled,
    "short form": _short,
    "initial": _initial,
    "surname first": _turned,
    "with the company": _of_company,
    "what they are": _described,
    "e-mail": _email,
    "phone": _phone,
}
NUMBERS = ("e-mail", "phone")


def mentions(people: list[Entry], count: int, most: int = 2, seed: int = 11) -> list[Said]:
    """Return `count` messages that mention one of `people` in some way that fits at most `most` of them."""
    dice = random.Random(seed)  # noqa: S311 - dice that fall the same way each time
    crowd = Crowd(people)
    names = list(VARIATIONS)
    made: list[Said] = []
    while len(made) < count:
        variation = names[len(made) % len(names)]
        said, right = VARIATIONS[variation](dice.choice(people), crowd, dice)
        if said and 1 <= len(right) <= most:
            made.append(_in_sentence(variation, said, right, dice))
    return made


def _in_sentence(variation: str, said: str, right: frozenset[str], dice: random.Random) -> Said:
    sentence = dice.choice(_lists()["sentences"])
    ending = "" if variation in NUMBERS else dice.choice(("'s", "\u2019s", "s" if said[-1].islower() else "'s"))
    before, _, after = sentence.replace("{whose}", "{who}" + ending).partition("{who}")
    return Said(variation, before + said + after, (len(before), len(before) + len(said)), right)


def strangers(people: list[Entry], count: int, seed: int = 13) -> list[Said]:
    """Return `count` messages about somebody none of `people` is, not even with a letter off in each part."""
    dice = random.Random(seed)  # noqa: S311 - dice that fall the same way each time
    crowd = Crowd(people)
    made: list[Said] = []
    number = 0
    while len(made) < count:
        number += 1
        one = _lead(number, dice.choice(_lists()["given"]), dice.choice(_lists()["surname"]), dice)
        given, surname = given_of(one), surname_of(one)
        if not crowd.full(given, surname) and not crowd.a_letter_off(given, surname):
            said = dice.choice((one.name, plain(one.name)))
            made.append(_in_sentence("stranger", said, frozenset(), dice))
    return made
