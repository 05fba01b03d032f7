"""Taking a follow-up off the agenda."""

from __future__ import annotations

from tools.follow_ups.record import Ending


class CancelFollowUp(Ending):
    """Cancel a follow-up."""

    name = "cancel_follow_up"
    status = "cancelled"
