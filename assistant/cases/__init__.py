"""Conversations as data: case files, played in-process and scored.  See docs/cases.md."""
