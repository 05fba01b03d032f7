"""The edge: HTTP, the command line, settings, wiring."""
