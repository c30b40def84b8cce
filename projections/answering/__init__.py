"""Answers to whoever asks: of one contract, across contracts, then and now, and what is withheld."""
