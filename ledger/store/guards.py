"""What keeps the record from being changed, in the database itself: whether it is there as the migrations made it.

Whoever owns the server can switch a trigger off, put another function in the place of one of ours, give rights away, or
hide rows. What was done meanwhile shows in the hashes, where hashes reach; that something is otherwise shows here. What
was put back as it had been does not, and is for checkpoints kept elsewhere to show.
"""

from collections.abc import Iterator

from ledger.store.catalogue import Catalogue, as_made, described
from ledger.store.database import Connection, Database
from ledger.store.database_settings import ROLES
from ledger.store.ddl_guard import GUARDED, is_up

_ROWS = "SELECT 'sealing', count(*) FROM sealing UNION ALL SELECT 'generation', count(*) FROM generation"


def altered_guards(connection: Connection, database: Database) -> Iterator[str]:
    """Say of each thing in the ledger's schema, or hung on it, in what it is not as the migrations made it."""
    made, found = as_made(), described(connection, database)
    guarded = database.embedded or _said_to_be_guarded(connection, database.schema)
    if not guarded:
        made = {name: how for name, how in made.items() if not name.startswith("event trigger ")}
        found = {name: how for name, how in found.items() if not name.startswith("event trigger ")}
    for sentence in differences(made, found):
        yield _with_names(sentence, database)
    if guarded and not is_up(connection, database.schema):
        yield "the guard against redefinition was taken down for this ledger"
    if {"table sealing", "table generation", "table entries", "sequence arrival"} <= found.keys():
        yield from _rows_gone(connection)
        yield from _arrival_set_back(connection)


def differences(made: Catalogue, found: Catalogue) -> Iterator[str]:
    """A sentence for each difference between two catalogues; names in braces stand for this ledger's roles."""
    for name in sorted(made.keys() | found.keys()):
        if name not in found:
            yield f"the {name} is not there"
        elif name not in made:
            how = f": {found[name]}" if found[name] and "sha256" not in found[name] else ""
            yield f"the {name} is there, and no migration made it{how}"
        elif made[name] != found[name]:
            was, now = made[name].split("; "), found[name].split("; ")
            lost = "; ".join(part for part in was if part not in now) or "nothing of the kind"
            new = "; ".join(part for part in now if part not in was) or "nothing of the kind"
            yield f"the {name} is not the one that was made: it has {new}, and should have {lost}"


def _with_names(sentence: str, database: Database) -> str:
    for role in ROLES:
        sentence = sentence.replace(f"{{{role}}}", database.role_name(role))
    return sentence.replace("{schema}", database.schema)


def _said_to_be_guarded(connection: Connection, schema: str) -> bool:
    """A superuser who puts the guard up says so on the schema; where none did, there is none to miss."""
    row = connection.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", (schema,)
    ).fetchone()
    return row == (GUARDED,)


def _arrival_set_back(connection: Connection) -> Iterator[str]:
    """Numbers given twice stop appends; numbers that lay fallow, given late, are passed over by the sealer."""
    for highest, stands in connection.execute(
        "SELECT max(arrival), (SELECT last_value FROM arrival) FROM entries"
    ).fetchall():
        if highest is not None and stands < highest:
            yield f"the sequence arrival was set back: it stands at {stands}, and {highest} has been given"


def _rows_gone(connection: Connection) -> Iterator[str]:
    for table, rows in connection.execute(_ROWS).fetchall():
        if rows != 1:
            yield f"the row of {table} is gone"
