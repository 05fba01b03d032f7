"""All tools: every module in the folders beside this file is loaded, and its tools are found by name."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

import tools
from tools.base import ReadTool, Tool, WriteTool


@cache
def load() -> dict[str, Tool[Any]]:
    """Import every tool module and return the tools by name."""
    for package in pkgutil.iter_modules(tools.__path__):
        if package.ispkg:
            folder = import_module(f"tools.{package.name}")
            for module in pkgutil.iter_modules(folder.__path__):
                import_module(f"tools.{package.name}.{module.name}")
    return Tool.registry


def write_tool(name: str) -> WriteTool[Any] | None:
    """Return the write tool of that name, or None."""
    tool = load().get(name)
    return tool if isinstance(tool, WriteTool) else None


def read_tool(name: str) -> ReadTool[Any] | None:
    """Return the read tool of that name, or None."""
    tool = load().get(name)
    return tool if isinstance(tool, ReadTool) else None
