"""`python -m assistant`, installed as `parley`."""

from __future__ import annotations

import os
import sys

from store.errors import ParleyError

REFUSED = 1


def main() -> None:
    """Run a command; what is refused ends with exit code 1 and one line on standard error."""
    from assistant.cli import app

    try:
        app(prog_name="parley")
    except ParleyError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:  # the edge of the program: a bug is named, and its traceback is for who asks for it
        if os.environ.get("ASSISTANT_LOG_LEVEL", "").lower() == "debug":
            raise
        _refuse(_said(error))


def _said(error: Exception) -> str:
    if type(error).__module__.startswith("sqlalchemy"):
        said = f"the database cannot be used ({type(error).__name__}); parley doctor says more"
    else:
        said = f"something went wrong here ({type(error).__name__})"
    return f"{said}; with ASSISTANT_LOG_LEVEL=debug you see where"


def _refuse(reason: str) -> None:
    sys.stderr.write(f"parley: {' '.join(reason.split())}\n")
    raise SystemExit(REFUSED)


if __name__ == "__main__":
    main()
