"""Possible sales."""
