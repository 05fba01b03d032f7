"""What happened with leads."""
