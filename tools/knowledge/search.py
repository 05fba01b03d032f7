"""Questions that documents would answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from tools.base import Answer, Moment, ReadTool, ToolArgs
from tools.words import say

if TYPE_CHECKING:
    from store.sessions import ReadSession


class SearchKnowledgeArgs(ToolArgs):
    """What is asked."""

    query: str = Field("", max_length=4000, description="the question, in the user's words")


class SearchKnowledge(ReadTool[SearchKnowledgeArgs]):
    """Answer from the tenant's documents, or say that nothing there answers it."""

    name = "search_knowledge"
    Args = SearchKnowledgeArgs

    async def answer(self, session: ReadSession, moment: Moment, args: SearchKnowledgeArgs) -> Answer:
        """Say that nothing answers it: a tenant has no documents yet."""
        del session, moment, args
        return Answer(say("search_knowledge", "nothing"), {"kind": "answer"})
