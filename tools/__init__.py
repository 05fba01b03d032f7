"""The abilities: one file each."""
