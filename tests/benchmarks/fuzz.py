"""Whatever is typed is understood or not, without an error and without delay.

    .venv/bin/python -m tests.benchmarks.fuzz [N] [--seed 1] [--limit 250]

Random and mutated messages: those of the project's own conversations cut up,
joined, repeated and misspelt, noise of all scripts, JSON, code, pasted mails, 4,000
characters, a hundred commands in one.  Prints the slowest, and what failed; the exit code
is 1 where a message raised, or took longer than the limit (milliseconds).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import traceback
from collections.abc import Callable

from graphs.understanding.local import engine
from tests.benchmarks.understanding import context, messages, understand

MOST = 4_000  # characters of a message
_MARKS = " \t\n.,;:-–—!?\"'()[]{}<>@#$%^&*/\\|+=~`0123456789"
Make = Callable[[random.Random], str]


def made(dice: random.Random) -> str:
    """Return a message to try."""
    return dice.choice(_KINDS)(dice)[:MOST]


def _mutated(dice: random.Random) -> str:
    chars = list(dice.choice(messages()))
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(chars) + 1)
        chars[at : at + dice.randint(0, 3)] = dice.choice(["", dice.choice(_MARKS), dice.choice("aeinrst"), " "])
    return "".join(chars)


def _shuffled(dice: random.Random) -> str:
    words = " ".join(dice.sample(messages(), 3)).split()
    dice.shuffle(words)
    return " ".join(words[: dice.randint(1, 60)])


def _repeated(dice: random.Random) -> str:
    words = dice.choice(messages()).split()
    start = dice.randrange(len(words))
    return " ".join(words[start : start + dice.randint(1, 3)] * dice.randint(2, 400))


def _many(dice: random.Random) -> str:
    joint = dice.choice([". ", ", ", " and ", "\n", "; ", " then ", " ", ", and "])
    return joint.join(dice.choice(messages()) for _ in range(dice.choice([5, 20, 100])))


def _marks(dice: random.Random) -> str:
    return "".join(dice.choice(_MARKS) for _ in range(dice.choice([3, 50, 1_000, MOST])))


def _noise(dice: random.Random) -> str:
    return "".join(
        chr(dice.choice([*range(32, 0xD800), *range(0x1F300, 0x1FAFF)])) for _ in range(dice.choice([5, 60, 600]))
    )


def _json(dice: random.Random) -> str:
    value = {message: list(dice.sample(messages(), 2)) for message in dice.sample(messages(), dice.randint(1, 12))}
    return json.dumps(value)


def _code(dice: random.Random) -> str:
    lines = [f"def f{at}(x):\n    return {dice.choice(messages())!r}  # {dice.choice(messages())}" for at in range(8)]
    return "\n".join(lines)


def _mail(dice: random.Random) -> str:
    head = "Fwd: hello\nFrom: a@b.test\nTo: c@d.test\nSubject: " + dice.choice(messages())
    return f"{dice.choice(messages())}\n{head}\n\n> " + "\n> ".join(dice.sample(messages(), 10))


_KINDS: tuple[Make, ...] = (
    _mutated, _mutated, _mutated, _shuffled, _repeated, _many, _marks, _noise, _json, _code, _mail
)  # fmt: skip


def main() -> int:
    """Try N messages and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=250.0)
    asked = parser.parse_args()
    around, dice = context(1_000), random.Random(asked.seed)  # noqa: S311 - dice that fall the same way each time
    engine.warm(around.vocabulary)
    for text in messages():
        understand(text, around)  # patterns are compiled when first used
    slowest: list[tuple[float, str]] = []
    failed = 0
    for _ in range(asked.count):
        text = made(dice)
        try:
            slowest.append((understand(text, around), text))
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            failed += 1
            print(f"raised on {text[:300]!r}\n{traceback.format_exc(limit=-3)}")
        slowest = sorted(slowest, reverse=True)[:10]
    for milliseconds, text in slowest:
        print(f"{milliseconds:8.1f} ms  {len(text)} characters  {text[:90]!r}")
    print(f"{asked.count} messages, {failed} raised, slowest {slowest[0][0]:.1f} ms")
    return int(bool(failed) or slowest[0][0] > asked.limit)


if __name__ == "__main__":
    sys.exit(main())
