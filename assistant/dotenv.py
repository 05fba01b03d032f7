"""Reads a `.env` file: lines of NAME=value, comments, and values in quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path

_LINE = re.compile(
    r"""\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>.*?))\s*(?:(?:^|\s)\#.*)?"""
)


def read_dotenv(path: Path) -> dict[str, str]:
    """Return what the file sets, or nothing where there is no such file.

    A bare value ends before ` #`; between quotes everything counts.  Raises
    OperatorError, with the line's number, for a line that is none of these.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path.name} cannot be read: {error}") from error
    return dict(_pair(line, number) for number, line in enumerate(lines, 1) if line.strip() and not _comment(line))


def _comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _pair(line: str, number: int) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise OperatorError(f".env, line {number}: write NAME=value")
    value = next((match[kind] for kind in ("double", "single", "bare") if match[kind] is not None), "")
    return match["name"], value
