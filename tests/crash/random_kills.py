"""Kills a running service at random moments while it applies a card, over and over on one database.

    python -m tests.crash.random_kills [KILLS]

After each kill the database is read, and the yes sent again, with its `message_id`, to a new process: the card
must be applied once and wholly, and the answer must be its receipts.  The service lingers at every boundary of the
transaction, so that most kills land inside; where they did is printed.  Takes about four seconds a kill.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.crash.faults import AFTER_COMMIT, BEFORE_COMMIT
from tests.crash.service import NOTES, Service, headers, serving
from tests.small_world import make_world

KILLS = 50
LINGER = 0.015  # seconds at each boundary
LONGEST = 0.6  # seconds from the yes to the kill: a little more than a turn takes when it lingers
ACTIONS = 3
STATUSES = ("qualified", "contacted")


@dataclass
class Tally:
    """Where the kills landed, and what was wrong afterwards."""

    places: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def expect(self, right: object, what: str) -> None:
        if not right:
            self.wrong.append(what)


def post(folder: Path, service: Service, **body: Any) -> dict[str, Any]:
    """Send one message and return its answer."""
    answer = httpx.post(f"{service.address}/chat", json=body, headers=headers(folder), timeout=30)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def rows(folder: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    """What the database says, read by nobody's rules but its own."""
    with closing(sqlite3.connect(folder / "parley.sqlite")) as connection:
        return connection.execute(query, values).fetchall()


def landed(folder: Path, answers: list[dict[str, Any]]) -> str:
    """Where the last kill landed, from the boundaries that the service noted."""
    noted = (folder / NOTES).read_text(encoding="utf-8").splitlines()
    if answers:
        return "after the answer"
    if AFTER_COMMIT in noted:
        return "after the commit"
    if BEFORE_COMMIT in noted:
        return "inside: at the commit"
    return "inside: before the commit" if noted else "before the transaction"


def kill_while_approving(folder: Path, number: int, tally: Tally) -> str:
    """Show a card, say yes to it, and kill the service; return the card's id."""
    session, message = f"kill-{number}", f"Called Tess Marlow, mark her as {STATUSES[number % 2]} and call her tomorrow"
    answers: list[dict[str, Any]] = []
    with serving(folder, pause=LINGER) as service:
        card = post(folder, service, session_id=session, message=message)["proposal"]
        (folder / NOTES).write_text("", encoding="utf-8")

        def approve() -> None:
            with suppress(httpx.HTTPError):  # it is killed under our hands
                answers.append(post(folder, service, session_id=session, message="yes", message_id="yes"))

        asking = threading.Thread(target=approve)
        asking.start()
        time.sleep(random.uniform(0, LONGEST))  # noqa: S311 - no secret
        service.kill()
        asking.join()
    place = landed(folder, answers)
    tally.places[place] += 1
    check_database(folder, card["id"], place, tally)
    return str(card["id"])


def check_database(folder: Path, card_id: str, place: str, tally: Tally) -> None:
    """All of the card is there, or nothing; and which of the two, where that is certain."""
    ((state,),) = rows(folder, "SELECT state FROM proposals WHERE id = ?", card_id)
    ((entries,),) = rows(folder, "SELECT count(*) FROM ledger WHERE proposal_id = ?", card_id)
    what = f"killed {place}: the card is {state} with {entries} entries"
    tally.expect((state, entries) in {("pending", 0), ("applied", ACTIONS)}, what)
    if place.startswith("after"):
        tally.expect(state == "applied", what)
    elif place != "inside: at the commit":
        tally.expect(state == "pending", what)


def check_retry(folder: Path, number: int, card_id: str, tally: Tally) -> None:
    """The yes sent again is answered with the receipts of the one application, and the talk goes on."""
    with serving(folder) as service:
        session = f"kill-{number}"
        answer = post(folder, service, session_id=session, message="yes", message_id="yes")
        after = post(folder, service, session_id=session, message="yes")
    changes = rows(folder, "SELECT change_id FROM ledger WHERE proposal_id = ? ORDER BY action_index", card_id)
    given = [(receipt["change_id"],) for receipt in answer["receipts"]]
    tally.expect(answer["status"] == "done", f"the retry was {answer['status']}: {answer['reply']}")
    tally.expect(len(changes) == ACTIONS and given == changes, f"receipts {given}, ledger {changes}")
    tally.expect(after["status"] == "answered", f"the next yes was {after['status']}")


def check_whole(folder: Path, kills: int, tally: Tally) -> None:
    """Every card was applied once, whatever came between."""
    for table in ("interactions", "follow_ups"):
        ((count,),) = rows(folder, f"SELECT count(*) FROM {table}")  # noqa: S608 - our own two names
        tally.expect(count == kills, f"{count} {table} for {kills} cards")
    ((check,),) = rows(folder, "PRAGMA integrity_check")
    tally.expect(check == "ok", f"integrity check: {check}")


def main(kills: int) -> int:
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        folder = make_world(Path(scratch))
        for number in range(kills):
            card_id = kill_while_approving(folder, number, tally)
            check_retry(folder, number, card_id, tally)
        check_whole(folder, kills, tally)
    lines = [f"{count:4} {place}" for place, count in sorted(tally.places.items())]
    sys.stdout.write("\n".join([f"{kills} kills:", *lines, *(tally.wrong or ["Nothing was wrong."]), ""]))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
