"""What a cell may name: users, accounts and leads, by e-mail, name or id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.imports.cells import Unfit

_SEVERAL = ""


@dataclass(slots=True)
class References:
    """Records of one type by what people call them; `advice` is what to do where a name is nobody's."""

    what: str
    advice: str
    _now: dict[str, str] = field(default_factory=dict)
    _once: dict[str, str] = field(default_factory=dict)

    def add(self, record_id: str, names: Iterable[str | None], source_key: str | None) -> None:
        """Make a record known by its id and names, and by what its source knew it by, unless another is called so."""
        for name in {folded(name) for name in (record_id, *names) if name}:
            _enter(self._now, name, record_id)
        foreign = folded((source_key or "").partition(":")[2])
        if foreign:
            _enter(self._once, foreign, record_id)

    def find(self, text: str) -> str:
        """Return the id of the one record that is called so; raises Unfit where there is none, or several."""
        found = self._look_up(text)
        if found is None:
            raise Unfit(f'there is no {self.what} "{text}"; {self.advice}')
        if found == _SEVERAL:
            raise Unfit(f'several {self.what}s are called "{text}": write an e-mail address or an id')
        return found

    def get(self, text: str) -> str | None:
        """Return the id of the one record that is called so, or None."""
        return self._look_up(text) or None

    def _look_up(self, text: str) -> str | None:
        name = folded(text)
        return self._now.get(name, self._once.get(name))


def _enter(names: dict[str, str], name: str, record_id: str) -> None:
    names[name] = record_id if names.get(name) in (None, record_id) else _SEVERAL


def folded(text: str) -> str:
    """Return a name as it is compared: without regard to case and to how many spaces there are."""
    return " ".join(text.casefold().split())
