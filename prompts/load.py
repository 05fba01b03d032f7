"""Reads the language data: vocabulary and patterns, and the words of replies.

A language is a folder of each kind.  English is whole; another language says
what it says differently, key by key, and is English in the rest.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).parent
_WHOLE = "en"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _read(folder: str, lang: str, name: str) -> dict[str, Any]:
    path = _ROOT / folder / lang / f"{name}.yaml"
    if lang != _WHOLE:
        return _over(_read(folder, _WHOLE, name), _load(path) if path.is_file() else {})
    return _load(path)


def _over(whole: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return `own` with what it leaves out from `whole`: key by key, lists as they are."""
    both = {key: _over(whole[key], own[key]) for key in own if isinstance(whole.get(key), dict) and own[key]}
    return {**whole, **own, **both}


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        data: Any = yaml.load(file, _Loader)  # noqa: S506 - a safe loader, the C one where it is built
    return data or {}


def language(name: str, lang: str = _WHOLE) -> dict[str, Any]:
    """Return `prompts/language/<lang>/<name>.yaml`, cached; treat it as read-only.

    Raises FileNotFoundError for a file that English does not have.
    """
    return _read("language", lang, name)


def replies(name: str, lang: str = _WHOLE) -> dict[str, Any]:
    """Return `prompts/replies/<lang>/<name>.yaml`, cached; treat it as read-only."""
    return _read("replies", lang, name)


@cache
def languages() -> frozenset[str]:
    """Return the languages that there are, by the first part of their locales: "en", "es"."""
    return frozenset(folder.name for folder in (_ROOT / "language").iterdir() if folder.is_dir())


def language_of(locale: str) -> str:
    """Return the language to speak with somebody of `locale` (like es-MX); English where theirs is not there."""
    spoken = locale.partition("-")[0].lower()
    return spoken if spoken in languages() else _WHOLE
