"""Reads times out of sentences: words, phrases, the calendar, and what they mean at a moment.

A text goes through `scan` (words and numbers), `phrases` (stages of patterns that
stand in the language data), `mentions` (phrases that speak of one time) and
`readings` (the moment meant, for an asker's clock).  `docs/times.md` tells the rules.
"""
