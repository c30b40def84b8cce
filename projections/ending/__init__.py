"""The case for ending a contract early: its conditions, what weakens it, what would follow."""
