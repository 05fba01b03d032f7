"""The conversation in a terminal: what is read, how answers are shown, which keys do what."""
