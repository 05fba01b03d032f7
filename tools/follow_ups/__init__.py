"""What is to happen, and when."""
