"""To-dos."""
