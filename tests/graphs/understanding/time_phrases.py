"""The phrases of `data/time_phrases*.yaml`, and how a list of readings is held against what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphs.understanding.local.times import Direction, Reading

_FOLDER = Path(__file__).parent / "data"
_DATA = yaml.safe_load((_FOLDER / "time_phrases.yaml").read_text(encoding="utf-8"))

# Texts made to be slow: 200,000 characters of what a pattern may begin with again and again.
HOSTILE = tuple(
    (text * 200_000)[:200_000]
    for text in (
        "1", "1.", "1:", "1-", "+1 ", "a.", "a", "'", "(", "aa-1", "\n", "ü", "3--", "9/9/9/9.", "😀 at 3 ",
        "st.", "w/c ", "monday ", "tomorrow ", "tomorrow, ", "tomorrow or ", "next ", "next next Tuesday ",
        "at 3 ", "3pm ", "3 or ", "3pm est / ", "from 3 to 4 ", "3-4-", "5 to 6 to ", "1:30 ",
        "the 15th of the ", "first monday of the ", "in a couple of ", "two and a half ", "in 3 days ",
        "the day after ", "week of ", "half past ", "twenty ", "two thousand ", "the 80s ", "may june july ",
        "christmas eve ", "tomorrow and friday, ", "every ",
        f"{'a' * 64}@b.",
    )
)  # fmt: skip

Verdict = Literal["right", "asked", "wrong"]


@dataclass(frozen=True)
class Clock:
    """From where a group of phrases is read."""

    now: datetime
    timezone: str
    locale: str
    direction: Direction = "future"


@dataclass(frozen=True)
class Expected:
    """What a phrase means; None where the set does not say."""

    start: str | None = None
    end: str | None = None
    minutes: int | None = None
    grain: str | None = None
    trouble: str = ""
    warn: str = ""
    mentions: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    said: frozenset[str] = field(default_factory=frozenset)  # which of these the set tells


@dataclass(frozen=True)
class Phrase:
    """A phrase of the set, with the clock of its group; `expected` is None where it names no time."""

    say: str
    clock: Clock
    expected: Expected | None
    alone: bool = False  # it names a time only where nothing else is said


@dataclass(frozen=True)
class Edit:
    """An edit of a moment, and what the moment becomes; "nothing" where the words name no time."""

    say: str
    clock: Clock
    existing: datetime
    becomes: str


def phrases(name: str = "time_phrases*") -> list[Phrase]:
    """Return every phrase of the sets whose files are so named."""
    return [
        Phrase(str(say), _clock(group), _expected(meaning), group.get("alone", False))
        for file in sorted(_FOLDER.glob(f"{name}.yaml"))
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]
        for say, meaning in group["phrases"].items()
    ]


def edits() -> list[Edit]:
    """Return the edits of the set."""
    return [
        Edit(say, clock, datetime.fromisoformat(group["existing"]).replace(tzinfo=ZoneInfo(clock.timezone)), becomes)
        for group in _DATA["edits"]
        for clock in [_clock(group)]
        for say, becomes in group["say"].items()
    ]


def lengths() -> dict[str, list[int]]:
    """Return the phrases that say a length, and the minutes that they say."""
    found: dict[str, list[int]] = _DATA["lengths"]
    return found


def shown(moment: datetime | None) -> str | None:
    """Return a moment as the set writes it."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None


def verdict(expected: Expected | None, readings: Sequence[Reading]) -> Verdict:
    """Tell whether readings are what was meant; "asked" where nothing wrong would be acted upon."""
    if expected is None:
        return "right" if not readings else "wrong"
    if _is_right(expected, readings):
        return "right"
    sure = len(readings) == 1 and not readings[0].trouble and not readings[0].unread
    return "wrong" if sure else "asked"


def _is_right(expected: Expected, readings: Sequence[Reading]) -> bool:
    several = expected.mentions or expected.rivals
    if several:
        return len(readings) == len(several) and all(
            _fits(reading.start, meant) for reading, meant in zip(readings, several, strict=True)
        )
    if not readings or (len(readings) > 1 and expected.trouble != "repeated"):
        return False
    reading = readings[0]
    found = {"minutes": reading.duration_minutes, "grain": reading.grain}
    moments = {"start": reading.start, "end": reading.end}
    warned = any(expected.warn.lower() in warning.lower() for warning in reading.warnings)
    return (
        all(found[name] == getattr(expected, name) for name in expected.said & found.keys())
        and all(_fits(moments[name], getattr(expected, name)) for name in expected.said & moments.keys())
        and reading.trouble == expected.trouble
        and (warned or not expected.warn)
    )


def _fits(moment: datetime | None, meant: str | None) -> bool:
    """Whether a moment is the one meant, of which a set may say the day alone."""
    return moment is None if meant is None else (shown(moment) or "").startswith(meant)


def _clock(group: dict[str, Any]) -> Clock:
    return Clock(group["now"], group["timezone"], group["locale"], group.get("direction", "future"))


def _expected(meaning: Any) -> Expected | None:
    if meaning == "nothing":
        return None
    said: dict[str, Any] = dict(meaning) if isinstance(meaning, dict) else {"start": meaning}
    for name in {"start", "end"} & said.keys():  # a day alone is a date to YAML
        said[name] = said[name] and str(said[name])
    for name in ("mentions", "rivals"):
        said[name] = tuple(str(moment) for moment in said.get(name, ()))
    return Expected(**said, said=frozenset(said))
