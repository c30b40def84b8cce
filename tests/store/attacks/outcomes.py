"""What somebody might try to change, remove, slip in or hide what is recorded, and what must come of it: a table.

Each row is tried by tests/store/test_attacks.py on every PostgreSQL the tests run on. What is in which file:

    writing.py      every way of changing or removing what a table holds; tried on every table, by everybody
    slipping_in.py  for each table, rows that were not there, by its owner, with every trigger in place
    behind.py       for each table, what a superuser does with every trigger off, and no trace of that left
    redefining.py   every way of making a table otherwise; tried on every table
    definitions.py  the same of functions, rights, roles, the guard, PostgreSQL's own catalogue
    reaching.py     what reaches past the tables, and what may be done and does no harm

A table of the ledger's schema without rows in slipping_in.py and behind.py fails a test: whoever adds a table says there
what becomes of attacks on it. In the statements {schema}, {app} and so on are filled in, quoted; {name} is bare.

What must come of it is one of four:

    refused   by PostgreSQL, with one of these SQLSTATEs
    found     it can be done, and `cleartrail audit` (or `verify`, or whoever checks a proof) says so in these words
    harmless  it can be done, and nothing recorded is any different afterwards
    elsewhere it can be done, and the audit says nothing: what shows it instead is named
"""

from dataclasses import dataclass
from typing import Literal

Who = Literal["app", "sealer", "projector", "stranger", "owner", "superuser", "superuser as replica"]
SERVING: tuple[Who, ...] = ("app", "sealer", "projector")
WEAK: tuple[Who, ...] = (*SERVING, "stranger")
STRONG: tuple[Who, ...] = ("owner", "superuser", "superuser as replica")
NOT_SUPERUSER: tuple[Who, ...] = (*WEAK, "owner")
EVERYBODY: tuple[Who, ...] = (*WEAK, *STRONG)

NO_RIGHT = "42501"  # insufficient_privilege: what our triggers raise too
THERE_ALREADY = "23505"  # unique_violation
OF_ANOTHER = "0A000"  # feature_not_supported: a table that another one refers to is not truncated alone
UNDEFINED = "42P01"  # undefined_table: what somebody may not even look for
NOT_IN_STATE = "55000"  # object_not_in_prerequisite_state: a table with an identity is no partition
PASSWORD_REQUIRED = "2F003"  # dblink: nobody but a superuser connects without one
NOT_INSTALLED = "0A000"  # an extension that is not on this server
GENERATED = "428C9"  # generated_always: a column whose values are the database's to give
NO_ERASURE = "CT031"  # migration 0008
REFUSED = (NO_RIGHT, THERE_ALREADY, OF_ANOTHER, GENERATED, NO_ERASURE)


@dataclass(frozen=True)
class Refused:
    """PostgreSQL refuses it, with one of these SQLSTATEs."""

    sqlstates: tuple[str, ...] = REFUSED


@dataclass(frozen=True)
class Found:
    """It can be done, and is named in these words."""

    words: str
    by: Literal["audit", "verify", "start"] = "audit"


@dataclass(frozen=True)
class Harmless:
    """It can be done, and the record is as it was."""

    why: str


@dataclass(frozen=True)
class Elsewhere:
    """It can be done, and neither the audit nor `verify` says so."""

    shown_by: str


Outcome = Refused | Found | Harmless | Elsewhere
