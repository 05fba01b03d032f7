"""What can be done with leads."""
