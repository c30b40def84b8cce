"""Mutants that do what the verifier does, and why: by their name, as the run prints it."""

EQUIVALENT: dict[str, str] = {}
