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
    _ids: dict[str, str] = field(default_factory=dict)

    def add(self, record_id: str, names: Iterable[str | None], source_key: str | None) -> None:
        """Make a record known by its id, its names, and its id in the source it was imported from."""
        foreign = (source_key or "").partition(":")[2]
        for name in {folded(name) for name in (record_id, foreign, *names) if name}:
            known = self._ids.get(name)
            self._ids[name] = record_id if known in (None, record_id) else _SEVERAL

    def find(self, text: str) -> str:
        """Return the id of the one record that is called so; raises Unfit where there is none, or several."""
        found = self._ids.get(folded(text))
        if found is None:
            raise Unfit(f'there is no {self.what} "{text}"; {self.advice}')
        if found == _SEVERAL:
            raise Unfit(f'several {self.what}s are called "{text}": write an e-mail address or an id')
        return found

    def get(self, text: str) -> str | None:
        """Return the id of the one record that is called so, or None."""
        return self._ids.get(folded(text)) or None


def folded(text: str) -> str:
    """Return a name as it is compared: without regard to case and to how many spaces there are."""
    return " ".join(text.casefold().split())
