"""Ticking off a follow-up."""

from __future__ import annotations

from tools.follow_ups.record import Ending


class CompleteFollowUp(Ending):
    """Mark a follow-up as completed."""

    name = "complete_follow_up"
    status = "completed"
