"""What can go wrong, sorted by who must act.

    ParleyError
    ├── UserError           worded for the person, with what to try
    │   ├── Refused         understood, and not allowed or not possible now
    │   └── NothingToDo     it is so already
    ├── OperatorError       something to configure
    └── Conflict            somebody else was faster; the caller starts again
        └── TurnTaken

`assistant/errors.py` turns them into HTTP problems, exit codes and replies.
"""

# ruff: noqa: N818 - named for what happened, as the rest of the code speaks of it

from __future__ import annotations


class ParleyError(Exception):
    """The root of the tree."""


class UserError(ParleyError):
    """Its text is shown to the person who asked."""


class Refused(UserError):
    """Understood, but not allowed or not possible; the text says what can be done instead."""


class NothingToDo(UserError):
    """What was asked for is so already; the text says how it stands."""


class OperatorError(ParleyError):
    """The installation lacks something; the text says what to set or run."""


class Conflict(ParleyError):
    """A race was lost: nothing was written, and the caller should look again."""


class TurnTaken(Conflict):
    """Another message of the same conversation was taken first."""
