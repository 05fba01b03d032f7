"""Numbers over records."""
