"""The database's own `append`, for tests that go round LedgerStore: held open, or called with nonsense."""

import threading
from collections.abc import Callable
from uuid import UUID

from psycopg import sql

from ledger.store.database import Database
from ledger.store.writes import Command

PARAMETERS = {
    "p_files": "uuid[]",
    "p_expected": "bigint[]",
    "p_sizes": "int[]",
    "p_kinds": "text[]",
    "p_states": "bytea[]",
    "p_opened": "int[]",
    "p_digests": "bytea[]",
    "p_ciphertexts": "bytea[]",
    "p_persons": "text[]",
    "p_citing": "int[]",
    "p_documents": "bytea[]",
    "p_command": "uuid",
    "p_request": "bytea",
    "p_recorded_at": "timestamptz",
}
RAW_APPEND = sql.SQL("SELECT * FROM append({})").format(
    sql.SQL(", ").join(
        sql.SQL("{} => {}::{}").format(sql.SQL(name), sql.Placeholder(name), sql.SQL(kind))
        for name, kind in PARAMETERS.items()
    )
)

RAW_APPEND_ONE = sql.SQL(
    "SELECT append_one(%(file)s, %(expected)s::bigint, 'note-made/1', 'raw', '{}', '{}', '{}',"
    " %(command)s, %(request)s)"
)


def raw_one(file_id: UUID, expected: int, command: Command | None = None) -> dict[str, object]:
    """The arguments of the database's own `append_one`."""
    asked = (command.command_id, command.request) if command else (None, None)
    return {"file": file_id, "expected": expected, "command": asked[0], "request": asked[1]}


def raw(file_id: UUID, expected: int, command: Command | None) -> dict[str, object]:
    """The arguments of the database's own `append` for one entry on one file."""
    empty: dict[str, object] = {name: [] for name, kind in PARAMETERS.items() if kind.endswith("[]")}
    return empty | {
        "p_files": [file_id],
        "p_expected": [expected],
        "p_sizes": [1],
        "p_kinds": ["note-made/1"],
        "p_states": [b"raw"],
        "p_command": command.command_id if command else None,
        "p_request": command.request if command else None,
        "p_recorded_at": None,
    }


def someone_waits(database: Database) -> bool:
    with database.administer() as administrator:
        row = administrator.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " JOIN pg_roles r ON r.rolname = %s WHERE NOT l.granted AND a.query LIKE '%%append%%'",
            (database.role_name("app"),),
        ).fetchone()
    return row is not None and row[0] > 0


def until(happened: Callable[[], bool]) -> None:
    for _ in range(500):
        if happened():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen within five seconds")
