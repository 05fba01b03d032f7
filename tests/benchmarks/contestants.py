"""What the turn is measured against: the same two writes behind a bare graph, behind an agent, behind a pending row.

Each contestant has its own files, all with `synchronous=FULL`, and takes a
turn in two halves: a message that ends in a card, and a yes that ends in a
receipt.
"""

from __future__ import annotations

import uuid
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict

import aiosqlite
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from langchain_core.runnables import RunnableConfig

Durability = Literal["async", "exit"]


class Contestant(Protocol):
    """Something that takes turns."""

    async def propose(self, name: str, status: str) -> None:
        """Take the message "mark NAME as STATUS", up to the card."""

    async def approve(self) -> None:
        """Take the yes, up to the receipt."""


class Desk:
    """Two tables, and the two writes that a turn comes to."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection

    async def write(self, name: str, status: str) -> str:
        """One UPDATE, one INSERT, one commit."""
        await self.connection.execute("UPDATE leads SET status = ? WHERE name = ?", (status, name))
        entry = (uuid.uuid4().hex, name, status)
        await self.connection.execute("INSERT INTO ledger (id, name, status) VALUES (?, ?, ?)", entry)
        await self.connection.commit()
        return f"{name} is now {status}."


@asynccontextmanager
async def open_desk(path: Path, names: list[str]) -> AsyncIterator[Desk]:
    """Yield a desk with these leads."""
    async with aiosqlite.connect(path) as connection:
        await _durably(connection)
        await connection.execute("CREATE TABLE leads (name TEXT PRIMARY KEY, status TEXT NOT NULL)")
        await connection.execute("CREATE TABLE ledger (id TEXT PRIMARY KEY, name TEXT, status TEXT)")
        await connection.execute("CREATE TABLE pending (id TEXT PRIMARY KEY, name TEXT, status TEXT, state TEXT)")
        await connection.executemany("INSERT INTO leads VALUES (?, 'new')", [(name,) for name in names])
        await connection.commit()
        yield Desk(connection)


@asynccontextmanager
async def _checkpoints(path: Path) -> AsyncIterator[AsyncSqliteSaver]:
    async with aiosqlite.connect(path) as connection:
        await _durably(connection)
        saver = AsyncSqliteSaver(connection)
        await saver.setup()
        yield saver


async def _durably(connection: aiosqlite.Connection) -> None:
    await connection.execute("PRAGMA journal_mode = WAL")
    await connection.execute("PRAGMA synchronous = FULL")


class Thread:
    """A graph that waits for a yes; each card has a thread of its own."""

    def __init__(self, graph: Any, durability: Durability, resume: object) -> None:
        self._graph = graph
        self._durability = durability
        self._resume = resume
        self._config: RunnableConfig = {}

    async def propose(self, name: str, status: str) -> None:
        """Run up to the interrupt."""
        self._config = {"configurable": {"thread_id": uuid.uuid4().hex}}
        text = f"mark {name} as {status}"
        given = {"message": text, "messages": [{"role": "user", "content": text}]}
        found = await self._graph.ainvoke(given, self._config, durability=self._durability)
        if not found["__interrupt__"]:
            raise AssertionError(found)

    async def approve(self) -> None:
        """Resume, up to the end."""
        given: Command[Any] = Command(resume=self._resume)
        found = await self._graph.ainvoke(given, self._config, durability=self._durability)
        if "is now" not in (found.get("receipt") or found["messages"][-2].content):
            raise AssertionError(found)


class _State(TypedDict, total=False):
    message: str
    name: str
    status: str
    approved: bool
    receipt: str


def _bare_graph(desk: Desk, saver: AsyncSqliteSaver) -> Any:
    async def classify(state: _State) -> _State:
        _, rest = state["message"].split(" ", 1)
        name, status = rest.split(" as ")
        return {"name": name, "status": status}

    async def confirm(state: _State) -> _State:
        return {"approved": interrupt({"name": state["name"], "status": state["status"]}) == "yes"}

    async def execute(state: _State) -> _State:
        return {"receipt": await desk.write(state["name"], state["status"])}

    graph = StateGraph(_State)
    for node in (classify, confirm, execute):
        graph.add_node(node.__name__, node)
    for one, other in ((START, "classify"), ("classify", "confirm"), ("confirm", "execute"), ("execute", END)):
        graph.add_edge(one, other)
    return graph.compile(checkpointer=saver)


class _InstantModel(BaseChatModel):
    """Answers in no time: first with the call of the tool, then with a last word."""

    @property
    def _llm_type(self) -> str:
        return "instant"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        """Need no telling which tools there are."""
        del tools, kwargs
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        del args, kwargs
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages[-1]))])

    def _answer(self, last: BaseMessage) -> AIMessage:
        if last.type == "tool":
            return AIMessage("Done.")
        name, status = str(last.content).removeprefix("mark ").split(" as ")
        args = {"name": name, "status": status}
        return AIMessage("", tool_calls=[{"name": "update_lead", "args": args, "id": uuid.uuid4().hex}])


def _agent(desk: Desk, saver: AsyncSqliteSaver) -> Any:
    @tool
    async def update_lead(name: str, status: str) -> str:
        """Set a lead's status."""
        return await desk.write(name, status)

    asks = HumanInTheLoopMiddleware(interrupt_on={"update_lead": True})
    return create_agent(_InstantModel(), [update_lead], middleware=[asks], checkpointer=saver)


class PendingRow:
    """No graph: a row that waits, and the two writes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._id = ""

    async def propose(self, name: str, status: str) -> None:
        """Store what waits."""
        self._id = uuid.uuid4().hex
        row = (self._id, name, status, "pending")
        await self._desk.connection.execute("INSERT INTO pending VALUES (?, ?, ?, ?)", row)
        await self._desk.connection.commit()

    async def approve(self) -> None:
        """Claim what waits, and write."""
        taken = "UPDATE pending SET state = 'applied' WHERE id = ? AND state = 'pending' RETURNING name, status"
        (row,) = await self._desk.connection.execute_fetchall(taken, (self._id,))
        await self._desk.write(*row)


@asynccontextmanager
async def open_contestants(folder: Path, names: list[str]) -> AsyncIterator[dict[str, Contestant]]:
    """Yield the contestants by name."""
    builders = {"bare graph": (_bare_graph, "yes"), "agent": (_agent, {"decisions": [{"type": "approve"}]})}
    durabilities: dict[str, Durability] = {"default durability": "async", "exit durability": "exit"}
    found: dict[str, Contestant] = {}
    async with AsyncExitStack() as stack:
        for called, (build, resume) in builders.items():
            for how, durability in durabilities.items():
                stem = f"{called} {how}".replace(" ", "-")
                desk = await stack.enter_async_context(open_desk(folder / f"{stem}.sqlite", names))
                saver = await stack.enter_async_context(_checkpoints(folder / f"{stem}-checkpoints.sqlite"))
                found[f"{called} ({how})"] = Thread(build(desk, saver), durability, resume)
        found["pending row"] = PendingRow(await stack.enter_async_context(open_desk(folder / "rows.sqlite", names)))
        yield found
