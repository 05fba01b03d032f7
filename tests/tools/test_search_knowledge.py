"""Questions that documents would answer."""

from __future__ import annotations


async def test_it_says_that_nothing_answers_it(desk):
    answer = await desk.ask("search_knowledge", query="what does the warranty cover?")
    assert (answer.status, answer.citations, answer.data) == ("answered", (), {"kind": "answer"})
    assert "no documents" in answer.reply
