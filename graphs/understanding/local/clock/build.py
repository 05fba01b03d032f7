"""Finds who makes something of a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.clock.make_days import DAY_MAKERS
from graphs.understanding.local.clock.make_periods import PERIOD_MAKERS
from graphs.understanding.local.clock.make_times import TIME_MAKERS, Args
from graphs.understanding.local.clock.values import Node

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_MAKERS = {**TIME_MAKERS, **PERIOD_MAKERS, **DAY_MAKERS}


def build(makes: str, rule: str, args: Args, items: list[Item]) -> object | None:
    """Return what a phrase makes by its rule: a node where no maker says otherwise, None where the words do not fit."""
    maker = _MAKERS.get(f"{makes}.{rule}")
    return maker(args, items) if maker else Node(rule, args)
