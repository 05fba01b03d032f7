"""What one can say."""
