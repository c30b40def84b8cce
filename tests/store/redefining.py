"""Redefining a ledger past its guard: what a superuser can who takes the guard down, and nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.store.database import Database
from ledger.store.ddl_guard import put_up, take_down

REDEFINED: set[str] = set()
"""The schemas for which the guard was down at any time: nobody knows what became of them (tests/ledgers.py)."""


@contextmanager
def unguarded(database: Database) -> Iterator[None]:
    """Within the block the guard against redefinition is down for this ledger, in every session."""
    REDEFINED.add(database.schema)
    with database.administer(autocommit=True) as administrator:
        take_down(administrator, database.schema)
    try:
        yield
    finally:
        with database.administer(autocommit=True) as administrator:
            put_up(administrator, database.schema)
