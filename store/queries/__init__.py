"""Queries for records: each takes a scope and sees nothing beyond it."""
