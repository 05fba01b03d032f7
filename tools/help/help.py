"""What one can say, with examples from one's own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from store.models import Lead
from store.scope import at_least, visible
from tools.base import Answer, Moment, ReadTool, ToolArgs
from tools.leads.record import suggested_status
from tools.words import say, templates

if TYPE_CHECKING:
    from store.sessions import ReadSession


class HelpArgs(ToolArgs):
    """What help is wanted with."""

    topic: str | None = Field(None, description="a tool's name, or what the user asked about")


class Help(ReadTool[HelpArgs]):
    """Say what one can say, with examples."""

    name = "help"
    Args = HelpArgs

    async def answer(self, session: ReadSession, moment: Moment, args: HelpArgs) -> Answer:
        """Return the examples, of one topic where it is a known one."""
        lines = await examples(session, moment, args.topic or "")
        text = "\n".join(f"• {line}" for line in lines)
        return Answer(f"{say('help', 'intro')}\n{text}\n{say('help', 'outro')}", {"kind": "answer", "examples": lines})


async def examples(session: ReadSession, moment: Moment, topic: str = "", *, each: int = 2) -> list[str]:
    """Return sentences that the asker may say, with the names of leads in sight: all of a topic, or `each` of every."""
    newest = select(col(Lead.name), col(Lead.status)).where(visible(Lead, moment.asker.scope))
    leads = await session.rows(newest.order_by(col(Lead.updated_at).desc()).limit(3))
    names = [lead.name for lead in leads] or list(templates("help")["names"])
    status = suggested_status(leads[0].status if leads else "", moment)
    said = {"status": status, "one": names[0], "two": names[1 % len(names)], "three": names[2 % len(names)]}
    return [line.format(**said) for line in _wanted(topic, moment, each)]


def _wanted(topic: str, moment: Moment, each: int) -> list[str]:
    topics: dict[str, list[str]] = templates("help")["topics"]
    words = topic.casefold().replace("_", " ").replace("-", " ")
    named = [lines for name, lines in topics.items() if words and (name in words or words in name)]
    role = moment.asker.role
    chosen = named or [lines[:each] for name, lines in topics.items() if name != "team" or at_least(role, "manager")]
    return [line for lines in chosen for line in lines]
