"""The engine that needs no model: deterministic, offline, in milliseconds."""
