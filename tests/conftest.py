"""What tests that talk to Parley share: the small world, made once, opened once, and as new for each test."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.small_world import World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the tests that share the installation share its event loop, too."""
    for item in items:
        if "open_house" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the small world in it, to be copied and never opened."""
    from tests.small_world import make_world  # here, so that tests which talk to nobody don't load it

    return make_world(tmp_path_factory.mktemp("world"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def open_house(tmp_path_factory: pytest.TempPathFactory, world_folder: Path) -> AsyncIterator[World]:
    """One installation for all tests of this process, for opening one takes longer than most tests do."""
    from tests.small_world import open_world

    async with open_world(shutil.copytree(world_folder, tmp_path_factory.mktemp("house") / "data")) as world:
        yield world


@pytest.fixture
def world(open_house: World, world_folder: Path) -> World:
    """The small world as it was made, at `NOW`."""
    pristine, live = (folder / "parley.sqlite" for folder in (world_folder, open_house.parley.settings.data_dir))
    with closing(sqlite3.connect(pristine)) as source, closing(sqlite3.connect(live)) as target:
        source.backup(target)
    return open_house.afresh()
