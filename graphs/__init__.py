"""The talk: how a message becomes an answer, a card or a change."""
