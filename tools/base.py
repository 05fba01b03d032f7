"""What a tool is: the parts that each one must have, and the lock on those that write.

A read tool answers.  A write tool says what it would do (`preview`), does it
(`apply`), and can be taken back by `undo_change`, which reads the journal of
what it wrote, unless it says in `irreversible` why not.  A tool that lacks a
part fails at import.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec
from pydantic import BaseModel, ConfigDict

from store.errors import ParleyError
from store.scope import Asker, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.crm_session import CrmSession
    from store.directory import Directory
    from store.sessions import ReadSession


class ToolArgs(BaseModel):
    """The arguments of a tool: the words of its fields serve help, documentation and the schema alike."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


A = TypeVar("A", bound=ToolArgs)


@dataclass(frozen=True, slots=True)
class Moment:
    """Who asks, when, on whose clock and with which words: all that a tool knows besides its arguments.

    `coming` are the records that earlier actions of the card will make, by id:
    a preview may name one that is not there yet.
    """

    asker: Asker
    now: dt.datetime
    timezone: str
    locale: str
    directory: Directory
    channel: str = "http"
    engine: str = "local"
    coming: Mapping[str, Target] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times are said and shown."""
        return ZoneInfo(self.timezone)

    @property
    def local_now(self) -> dt.datetime:
        """Now, on the asker's wall clock."""
        return self.now.astimezone(self.zone)


class Target(msgspec.Struct, frozen=True):
    """The record that an action changes or hangs on."""

    type: str
    id: str
    name: str


class FieldChange(msgspec.Struct, frozen=True):
    """One field, before and after, as a client sees them."""

    field: str
    before: Any
    after: Any


class Preview(msgspec.Struct, frozen=True):
    """What an action would do.  `guard` is compared again before it is applied, and never shown."""

    target: Target
    summary: str
    changes: tuple[FieldChange, ...]
    warnings: tuple[str, ...] = ()
    guard: dict[str, Any] = {}


class Change(msgspec.Struct, frozen=True):
    """What an action did: entered in the ledger, and worded from there."""

    target: Target
    changes: tuple[FieldChange, ...]
    owner_id: str | None = None
    undoes: str | None = None


class Action(msgspec.Struct, frozen=True):
    """One action of a card, exactly as it was shown.  `record_id` is the id of the record it would make."""

    index: int
    tool: str
    args: dict[str, Any]
    target: Target
    summary: str
    changes: tuple[FieldChange, ...]
    warnings: tuple[str, ...]
    reversible: bool
    record_id: str
    guard: dict[str, Any] = {}
    notes: tuple[str, ...] = ()  # how words were read; they stand among the warnings, too

    def same_ground(self, fresh: Preview) -> bool:
        """Return whether everything that the card showed as "before" still holds."""
        now = {change.field: change.before for change in fresh.changes}
        shown = {change.field: change.before for change in self.changes}
        return shown == now and self.guard == fresh.guard and self.target.id == fresh.target.id

    def wire(self) -> dict[str, Any]:
        """Return the action as a client sees it."""
        whole = cast("dict[str, Any]", msgspec.to_builtins(self))
        return {key: value for key, value in whole.items() if key not in ("record_id", "guard", "notes")}


class Reference(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record that an answer was about: what "her" may mean next."""

    type: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a read tool found, in words and as data (see the API's `data`)."""

    reply: str
    data: dict[str, Any] | None = None
    citations: tuple[dict[str, Any], ...] = ()
    about: tuple[Reference, ...] = ()
    status: str = "answered"


class NotApprovedError(ParleyError):
    """A write was tried without the gate's approval of exactly that action: a bug, never a user's fault."""


_SEAL = object()
_seal_taken: list[bool] = []


def take_seal() -> object:
    """Hand out the seal that makes approvals, once: the gate takes it when it is imported.

    Raises NotApprovedError for whoever asks next.
    """
    if _seal_taken:
        message = "the seal belongs to the gate"
        raise NotApprovedError(message)
    _seal_taken.append(True)
    return _SEAL


def _digest(action: Action) -> bytes:
    return hashlib.sha256(msgspec.json.encode(action, order="deterministic")).digest()


class Approval:
    """A yes to one version of one card.  Only the holder of the seal can make one."""

    __slots__ = ("_digests", "proposal_id", "version")

    def __init__(self, seal: object, proposal_id: str, version: int, actions: Iterable[Action]) -> None:
        """Approve these actions; raises NotApprovedError without the seal."""
        if seal is not _SEAL:
            message = "only the gate approves"
            raise NotApprovedError(message)
        self.proposal_id = proposal_id
        self.version = version
        self._digests = frozenset(_digest(action) for action in actions)

    def covers(self, action: Action) -> bool:
        """Return whether exactly this action was approved."""
        return _digest(action) in self._digests


class Tool(ABC, Generic[A]):
    """What reads and writes share."""

    name: ClassVar[str]
    permission: ClassVar[Role] = "agent"
    Args: type[A]
    registry: ClassVar[dict[str, Tool[Any]]] = {}

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        """Register a tool that has all its parts; raise TypeError for one that lacks some."""
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        lacks = [part for part in ("name", "Args", *cls._parts()) if not hasattr(cls, part)]
        open_parts = sorted(getattr(cls, "__abstractmethods__", ())) or _unfinished(cls)
        if lacks or open_parts:
            message = f"the tool {cls.__name__} lacks {', '.join([*lacks, *open_parts])}"
            raise TypeError(message)
        if cls.name in Tool.registry:
            message = f"there is a tool called {cls.name} already"
            raise TypeError(message)
        Tool.registry[cls.name] = cls()

    @classmethod
    def _parts(cls) -> tuple[str, ...]:
        return ()

    @property
    def summary(self) -> str:
        """The first line of the tool's docstring: what it does."""
        return (type(self).__doc__ or self.name).strip().splitlines()[0]

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of the arguments."""
        return self.Args.model_json_schema()


def _unfinished(cls: type) -> list[str]:
    return sorted(
        name
        for base in cls.__mro__
        for name, part in vars(base).items()
        if getattr(part, "__isabstractmethod__", False) and getattr(getattr(cls, name), "__isabstractmethod__", False)
    )


class ReadTool(Tool[A], abstract=True):
    """A tool that answers.  It gets a session that can only read."""

    @abstractmethod
    async def answer(self, session: ReadSession, moment: Moment, args: A) -> Answer:
        """Return what the asker may know; raises UserError where the question can't be answered."""


class WriteTool(Tool[A], abstract=True):
    """A tool that changes something, through the gate only.

    `required` are the slots without which the gate asks, in the order of
    asking; `Args` names what the card holds.
    """

    required: ClassVar[tuple[str, ...]] = ()
    irreversible: ClassVar[str] = ""
    makes: ClassVar[str] = ""  # the record type it creates, if any
    ends: ClassVar[int] = (
        0  # above 0: nothing more can be done after it, to the record (1), to what hangs on it too (2)
    )

    @abstractmethod
    async def preview(self, session: ReadSession, moment: Moment, args: A, record_id: str) -> Preview:
        """Return what would change; raises NothingToDo when it is so already, Refused when it can't be."""

    @abstractmethod
    async def apply(self, session: CrmSession, moment: Moment, args: A, record_id: str) -> Change:
        """Do it within the open transaction; return what was done, read back from the record."""

    @abstractmethod
    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Return the sentence that says what was done, worded from a ledger entry for a reader of that locale."""

    def missing(self, slots: Mapping[str, Any]) -> str:
        """Return the name of the slot to ask for next, or an empty string."""
        return next((name for name in self.required if name not in slots), "")

    def defaults(self, slots: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        """Return the arguments that the words may leave out."""
        del slots, moment
        return {}

    async def run(self, session: CrmSession, moment: Moment, action: Action, approval: Approval) -> Change:
        """Apply an approved action; raises NotApprovedError unless exactly this action was approved."""
        if not isinstance(approval, Approval) or not approval.covers(action):
            message = f"{self.name} was called without an approval of this very action"
            raise NotApprovedError(message)
        return await self.apply(session, moment, self.Args.model_validate(action.args), action.record_id)


@dataclass(frozen=True, slots=True)
class Fields:
    """New column values of a record, with how they are shown: what a preview and an application have in common."""

    values: dict[str, Any] = field(default_factory=dict)
    changes: tuple[FieldChange, ...] = ()
