"""Reading case files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from store.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

_PROTOCOL = frozenset({"raw", "raw_text", "nested", "get", "token", "http", "times", "message_repeat"})


class _Loader(yaml.SafeLoader):
    """Leaves times as they are written: the speaker's zone decides what they mean."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation, and what must come of it."""

    id: str
    steps: tuple[dict[str, Any], ...]
    after: dict[str, Any]
    now: str
    user: str

    @property
    def needs_server(self) -> bool:
        """Whether a step is about the protocol, and so needs a server to speak to."""
        return any(_PROTOCOL & step.keys() for step in self.steps)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases with the world they take place in: CSV files by kind, in the order of import."""

    path: Path
    world: dict[str, str]
    cases: tuple[Case, ...]


def read_cases(path: Path) -> CaseFile:
    """Return a case file; raises Refused, naming what is wrong, for one that can't be used."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader, less one type
    except (OSError, yaml.YAMLError) as error:
        raise Refused(f"{path}: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("cases"), list):
        raise Refused(f"{path}: a case file is a mapping with a list of cases")
    cases = tuple(_case(entry, document, path) for entry in document["cases"])
    return CaseFile(path, document.get("world") or {}, cases)


def _case(entry: dict[str, Any], document: dict[str, Any], path: Path) -> Case:
    now, user = entry.get("now", document.get("now")), entry.get("user", document.get("user"))
    if not (entry.get("id") and entry.get("say") and now and user):
        raise Refused(f"{path}: a case needs an id, something to say, a user and a clock: {entry.get('id')}")
    return Case(str(entry["id"]), tuple(entry["say"]), entry.get("after") or {}, str(now), str(user))
