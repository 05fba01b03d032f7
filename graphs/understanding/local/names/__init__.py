"""How a name is read: folding, the index, matching and place.  Its public face is `people.py` beside it."""
