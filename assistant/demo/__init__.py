"""The demo tenant: an office fit-out brokerage of our own invention, as CSV files with relative dates."""
