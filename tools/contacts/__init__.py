"""People at accounts who are no leads."""
