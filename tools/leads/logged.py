"""Whether something was logged with a lead: by type, time and what its note is about."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field

from tools.arguments import Time
from tools.base import ToolArgs
from tools.leads.story import FILE, interaction_line
from tools.words import say

if TYPE_CHECKING:
    from store.models import Interaction
    from store.queries.lead_whole import LeadWhole
    from tools.base import Moment

_SHOWN = 3
_WORD = re.compile(r"\w+")
_STEM = 5  # letters by which a word is known again: "deductible", "deductibles"


class Logged(ToolArgs):
    """What may have been logged."""

    model_config = ConfigDict(populate_by_name=True)

    type: Literal["call", "meeting", "viewing", "email", "note"] | None = Field(None, description="of this type")
    about: list[str] = Field(default_factory=list, description="words that its note has, all of them")
    from_: Time | None = Field(None, alias="from", description="from this time on")
    to: Time | None = Field(None, description="until this time, which is not included")


def was_logged(found: LeadWhole, asked: Logged, moment: Moment) -> str:
    """Return yes with what is there, or no with the last that is."""
    name = found.lead.name
    fits = [one for one in found.interactions if _fits(one, asked)]
    if fits:
        return "\n".join([say(FILE, "logged_yes"), *_lines(fits, name, moment)])
    what = [say(FILE, f"no_{asked.type or 'event'}"), say(FILE, "logged_with", name=name)]
    what += [say(FILE, "logged_about", words=" ".join(asked.about))] if asked.about else []
    what += [say(FILE, "logged_then")] if asked.from_ or asked.to else []
    no = say(FILE, "logged_no", what=" ".join(what))
    last = [say(FILE, "logged_instead"), *_lines(list(found.interactions), name, moment)] if found.interactions else []
    return "\n".join([no, *last])


def _fits(one: Interaction, asked: Logged) -> bool:
    if asked.type and one.type != asked.type:
        return False
    if (asked.from_ and one.occurred_at < asked.from_) or (asked.to and one.occurred_at >= asked.to):
        return False
    note = _WORD.findall(_plain(one.note))
    return all(any(word.startswith(_plain(said)[:_STEM]) for word in note) for said in asked.about)


def _plain(text: str) -> str:
    """Fold case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _lines(events: list[Interaction], name: str, moment: Moment) -> list[str]:
    return [f"• {interaction_line(one, name, moment)}" for one in events[:_SHOWN]]
