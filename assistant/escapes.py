"""Cells that a spreadsheet would run.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is taken
for a formula when a CSV file is opened (OWASP, "CSV Injection").  Written out,
such a cell gets a leading `'`; read in, it loses it again.  Both keep every
text as it was: one that already begins with `'` and then such a character gets
one more.  A phone number's `+` and a plain number's `-` run nothing and are left alone.
"""

from __future__ import annotations

import re

_RUNS = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # noqa: RUF001 - spreadsheets take the full-width signs too
_HARMLESS = re.compile(r"\+[\d .()/-]*\d|-[\d.,]*\d")


def escaped(cell: str) -> str:
    """Return the cell as it can be opened in a spreadsheet."""
    return f"'{cell}" if _RUNS.match(cell) and not _HARMLESS.fullmatch(cell) else cell


def unescaped(cell: str) -> str:
    """Return what was escaped."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell
