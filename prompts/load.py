"""Reads the language data: vocabulary and patterns, and the words of replies."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _read(folder: str, lang: str, name: str) -> dict[str, Any]:
    path = _ROOT / folder / lang / f"{name}.yaml"
    with path.open(encoding="utf-8") as file:
        data: Any = yaml.load(file, _Loader)  # noqa: S506 - a safe loader, the C one where it is built
    return data or {}


def language(name: str, lang: str = "en") -> dict[str, Any]:
    """Return `prompts/language/<lang>/<name>.yaml`, cached; treat it as read-only.

    Raises FileNotFoundError when the language has no such file.
    """
    return _read("language", lang, name)


def replies(name: str, lang: str = "en") -> dict[str, Any]:
    """Return `prompts/replies/<lang>/<name>.yaml`, cached; treat it as read-only."""
    return _read("replies", lang, name)
