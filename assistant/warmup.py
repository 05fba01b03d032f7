"""Loading what the first message would otherwise wait for: language data, compiled patterns, holidays."""

from __future__ import annotations

import datetime as dt
import gc

from graphs.understanding.local import engine
from graphs.understanding.local.people import Entry, PeopleIndex
from graphs.understanding.plan import Context, RecordRef, Vocabulary
from prompts.load import language

_TOOLS = ("update_lead", "log_interaction", "schedule_follow_up", "reads")


def warm_up(now: dt.datetime) -> None:
    """Understand one example of each common kind, and forget it; takes about a second the first time."""
    asker = RecordRef("user", "nobody", "Nobody")
    engine.warm(Vocabulary())
    people = PeopleIndex([Entry(id="nobody", type="lead", name="Ana Ruiz", company="Orchard")])
    context = Context(now=now, timezone="UTC", people=people, vocabulary=Vocabulary(), asker=asker)
    for tool in _TOOLS:
        for text in language(tool).get("examples", [])[:1]:
            engine.understand(text, context, engine.receive(text, context))
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through it again and again would stop every turn
