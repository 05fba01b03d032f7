"""A CSV file as lines of cells, or one clear reason why it cannot be read."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from dataclasses import dataclass
from typing import NamedTuple

from assistant.escapes import unescaped
from store.errors import Refused

_DELIMITERS = ",;\t|"
# control characters, zero-width characters outside words, and marks that turn the direction of writing
_UNWANTED = dict.fromkeys(
    [
        *(*range(9), 11, 12, *range(14, 32), *range(127, 160)),
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF),
    ]
)


class Line(NamedTuple):
    """One row: the number of its first line in the file, and its cells, cleaned."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and rows.  A row has as many cells as the header, but for those in `ragged`."""

    header: tuple[str, ...]
    lines: list[Line]
    ragged: list[tuple[int, int]]


def read_table(content: bytes) -> Table:
    """Return the rows of a CSV file.

    Reads UTF-8, and UTF-16 with a byte order mark; the delimiter is the comma,
    or whichever of semicolon, tab and bar the header uses instead.  Empty
    lines are left out.  `ragged` lists the line number and the number of cells
    of rows that do not fit the header.  Raises Refused for a file that is
    empty, in another encoding, or no CSV.
    """
    text = _decoded(content)
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines, last = [], 0
    try:
        for cells in reader:
            number, last = last + 1, reader.line_num
            if any(cell and not cell.isspace() for cell in cells):
                lines.append(Line(number, [_clean(cell) for cell in cells]))
    except csv.Error as error:
        raise Refused(f"line {reader.line_num}: this is no CSV ({error})") from error
    if not lines:
        raise Refused("the file is empty: its first line must name the columns")
    header, rows = tuple(lines[0].cells), lines[1:]
    width = len(header)
    for line in rows:
        while len(line.cells) > width and not line.cells[-1]:  # spreadsheets add empty cells at the end
            line.cells.pop()
    fitting = [line for line in rows if len(line.cells) == width]
    return Table(header, fitting, [(line.number, len(line.cells)) for line in rows if len(line.cells) != width])


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding, name = "utf-16", "UTF-16"
    else:
        encoding, name = "utf-8-sig", "UTF-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise Refused(
            f"line {line} is not {name} (byte {error.start + 1} of the file is 0x{byte:02X}): "
            "save the file as UTF-8 and import it again"
        ) from error
    if "\0" in text:
        raise Refused("the file holds zero bytes, so it is no CSV in UTF-8: save it as UTF-8 and import it again")
    return text


def _delimiter(text: str) -> str:
    first = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    return max(_DELIMITERS, key=lambda sign: (first.count(sign), -_DELIMITERS.index(sign)))


def _clean(cell: str) -> str:
    if not cell.isprintable():
        cell = cell.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)
    return unescaped(cell.strip())
