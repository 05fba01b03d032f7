"""docs/people.md says what is so."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "people.md"


def test_the_examples_on_the_page_come_out_as_they_stand_there():
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert outcome.attempted > 5
    assert not outcome.failed
