"""What understanding may look at, gathered from the store's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

from graphs.state import actions_of
from graphs.understanding.plan import (
    Card,
    CardAction,
    Colleague,
    Context,
    CustomField,
    Question,
    RecordRef,
    Value,
    Vocabulary,
)
from prompts.load import language_of

if TYPE_CHECKING:
    from graphs.state import Turn
    from graphs.understanding.local.people import PeopleIndex
    from store.conversations import Talk
    from store.directory import Directory
    from store.models import ListValue, Proposal
    from tools.base import Moment


@dataclass(frozen=True, slots=True)
class Situation:
    """A message's surroundings as the store has them."""

    moment: Moment
    people: PeopleIndex
    talk: Talk
    cards: tuple[Proposal, ...]
    turn: Turn


def words_for(situation: Situation) -> Context:
    """Return the surroundings as understanding sees them."""
    moment, memory = situation.moment, situation.talk.memory
    waiting = tuple(card_of(card) for card in situation.cards)
    shown = memory.get("shown") or {}
    return Context(
        now=moment.now,
        timezone=moment.timezone,
        people=situation.people,
        vocabulary=vocabulary_of(moment),
        asker=RecordRef("user", moment.asker.user_id, moment.asker.name),
        role=moment.asker.role,
        locale=moment.locale,
        language=language_of(moment.locale),
        screen=_on_screen(situation),
        focus=_in_sight(memory.get("focus", []), situation.people),
        shown=next((c for c in waiting if c.id == shown.get("id") and c.version == shown.get("version")), None),
        waiting=waiting,
        question=msgspec.convert(memory["question"], Question) if memory.get("question") else None,
        last_done=msgspec.convert(memory["last_done"], Card) if memory.get("last_done") else None,
        dictated=situation.turn.dictated,
        hints={
            "just_done": bool(memory.get("done_last")),
            "together": _in_sight(
                [{"type": "lead", "id": one} for one in memory.get("together", [])], situation.people
            ),
        },
    )


def card_of(card: Proposal) -> Card:
    """Return a stored card as the talk names it."""
    actions = tuple(
        CardAction(
            index=action.index,
            tool=action.tool,
            args=action.args,
            target=RecordRef(action.target.type, action.target.id, action.target.name),
            summary=action.summary,
            changes=tuple(cast("list[dict[str, Any]]", msgspec.to_builtins(action.changes))),
        )
        for action in actions_of(card)
    )
    return Card(card.id, card.version, actions, "; ".join(action.summary for action in actions))


def _on_screen(situation: Situation) -> RecordRef | None:
    if situation.turn.screen is None:
        return None
    kind, record_id = situation.turn.screen
    entry = situation.people.get(kind, record_id)
    return RecordRef(kind, record_id, entry.name) if entry else None


def _in_sight(focus: list[dict[str, str]], people: PeopleIndex) -> tuple[RecordRef, ...]:
    """Return the records spoken of that the asker may still see, by the names they have now."""
    found = ((record["type"], record["id"], people.get(record["type"], record["id"])) for record in focus)
    return tuple(RecordRef(kind, record_id, entry.name) for kind, record_id, entry in found if entry)


def vocabulary_of(moment: Moment) -> Vocabulary:
    """Return the tenant's own words, and the colleagues whom the asker may name."""
    directory = moment.directory
    return Vocabulary(
        statuses=_values(directory.statuses),
        stages=_values(directory.stages),
        custom_fields=tuple(
            CustomField(f.record_type, f.key, f.label, cast("Any", f.type), tuple(f.words)) for f in directory.fields
        ),
        colleagues=_colleagues(moment, directory),
        currency=directory.currency,
    )


def _values(values: tuple[ListValue, ...]) -> tuple[Value, ...]:
    return tuple(
        Value(v.value, v.label, cast("Literal['open', 'won', 'lost']", v.outcome), tuple(v.words)) for v in values
    )


def _colleagues(moment: Moment, directory: Directory) -> tuple[Colleague, ...]:
    asker = moment.asker
    return tuple(
        Colleague(user.id, user.name, user.email, user.team)
        for user in directory.users
        if user.disabled_at is None
        and (asker.role == "admin" or user.id == asker.user_id or _same_team(user.team, asker.team))
    )


def _same_team(one: str, other: str) -> bool:
    return bool(one) and one == other
