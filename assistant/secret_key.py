"""The key that signs tokens, made once and kept in the data directory."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from store.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 48


def kept_key(data_dir: Path) -> str:
    """Return the key in `data_dir/secret.key`, made now (mode 0600) where there is none.

    Processes that start at once agree on one key.  Raises OperatorError where
    the directory cannot be made or written, or the file is empty.
    """
    path = data_dir / "secret.key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path} cannot be made or read ({error}); see ASSISTANT_DATA_DIR") from error
    if not key:
        raise OperatorError(f"{path} is empty; delete it, or set ASSISTANT_SECRET_KEY")
    return key


def _make(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)  # whole or not at all, and only one of several makers succeeds
    except FileExistsError:
        pass
    finally:
        draft.unlink()
