"""Questions about records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.plan import Plan

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene


def read_question(scene: Scene) -> Plan | None:
    """Return the read that answers the message."""
    del scene
    return None
