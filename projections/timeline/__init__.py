"""Entries in words, in the world's order, and what came of them since."""
