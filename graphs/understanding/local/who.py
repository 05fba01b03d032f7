"""Who is meant: mentions of people as the engine carries them from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphs.understanding.local.values import Found
from graphs.understanding.plan import Slot, Source, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphs.understanding.local.people import Mention
    from graphs.understanding.plan import Context, RecordRef


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody the words name: the records that fit (best first), and those to offer where none does."""

    text: str
    span: tuple[int, int]
    ids: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    warning: str = ""
    kind: str = "name"
    source: Source = "typed"
    why: str = ""
    every: bool = False  # all of `ids` are meant ("both Marias")

    def slot(self) -> Slot:
        """Return the slot `lead` for this mention."""
        if len(self.ids) == 1:
            return Slot(self.ids[0], self.text, self.span, self.source, warning=self.warning, why=self.why)
        trouble: Trouble = "ambiguous" if self.ids else "unknown"
        return Slot(
            None,
            self.text,
            self.span,
            self.source,
            0.5,
            alternatives=self.ids,
            near=self.near,
            trouble=trouble,
            why=self.why,
        )

    def carried(self, source: Source = "carried") -> Who:
        """Return the same person, not named again."""
        return replace(self, source=source, warning="")


def read_names(text: str, mentions: Iterable[Mention], context: Context) -> list[Found]:
    """Turn mentions into what the scene claims; pronouns stay words."""
    found = []
    for one in mentions:
        if one.kind == "pronoun":
            continue
        who = of_mention(one, context)
        start, end = one.span
        said = text[start:end]
        if said.endswith(("'s", "\u2019s")) and not _owns(one):
            end -= 2
        kind = "company" if one.kind == "company" else "person"
        found.append(Found(kind, start, end, who))
    return found


def _owns(one: Mention) -> bool:
    return any(candidate.name.endswith(("'s", "\u2019s")) for candidate in one.candidates)


def of_mention(one: Mention, context: Context, offset: int = 0) -> Who:
    """Return the person of a mention whose span begins `offset` characters into the message."""
    del context
    span = (one.span[0] + offset, one.span[1] + offset)
    ids = tuple(dict.fromkeys(candidate.id for candidate in one.candidates))
    near = tuple(dict.fromkeys(candidate.id for candidate in one.near))
    return Who(one.text, span, ids, near, one.warning, one.kind, every=one.every)


def focus(context: Context) -> Who | None:
    """Return the lead that "her" means when the message names nobody: on the screen, or spoken of last."""
    records = [context.screen] if context.screen else []
    for record in [*records, *context.focus]:
        if record.type == "lead":
            return Who(record.name, (0, 0), (record.id,), source="context", why="spoken of last")
    return None


def together(context: Context) -> tuple[Who, ...]:
    """Return the leads that "both" and "them" mean when the message names nobody: shown together last."""
    records: tuple[RecordRef, ...] = context.hints.get("together", ())
    return tuple(Who(one.name, (0, 0), (one.id,), source="context", why="shown together last") for one in records)
