"""What a ledger's tables, triggers, functions and rights are in the database, and what the migrations made them.

The database describes itself in its catalogue. `described` reads there, in the words of catalogue.sql, all that a
ledger's schema consists of. What it should be is kept beside this file in catalogue.txt, one thing a line, sorted: the
kind of thing and its name, a tab, how it was made. The lines are read from a freshly made schema by
`python -m ledger.store.catalogue` whenever a migration is added; a test makes one on each PostgreSQL and compares.
Why lines that are kept, and not a schema made for comparison: docs/adr/0092.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import cast

from ledger.store.database import Connection, Database
from ledger.store.database_settings import ROLES

_FOLDER = Path(__file__).parent
_QUERY = (_FOLDER / "catalogue.sql").read_bytes()
_KEPT = _FOLDER / "catalogue.txt"
_LONG = 300  # of what is longer, like a function's body, the SHA-256 is kept
Catalogue = Mapping[str, str]
"""By kind and name of a thing, e.g. `column entries.state`: how it was made."""


def described(connection: Connection, database: Database) -> Catalogue:
    """What the schema consists of now. The connection must look names up in it first, as all of a Database's do."""
    rows = connection.execute(
        _QUERY,
        {
            "schema": database.schema,
            "owner": database.role_name("owner"),
            "roles": [database.role_name(role) for role in ROLES],
        },
    ).fetchall()
    names = {database.role_name(role): f"{{{role}}}" for role in ROLES}
    return {
        " ".join(names.get(word, word) for word in f"{what} {name}".split()): "; ".join(
            _named(part, database, names) for part in made if part
        )
        for what, name, made in rows
    }


def _named(part: str, database: Database, names: Mapping[str, str]) -> str:
    """The part with this schema's own names put as the migrations have them, and on one line."""
    if part in names:
        return names[part]
    for name, placeholder in ((database.schema, "{schema}"), *names.items()):
        part = part.replace(f'"{name}"', placeholder)
    path, schema = "search_path=", database.schema
    if part.startswith(path):
        return path + ", ".join("{schema}" if name == schema else name for name in part[len(path) :].split(", "))
    return f"sha256 {sha256(part.encode()).hexdigest()}" if len(part) > _LONG or "\n" in part else part


def as_made() -> Catalogue:
    """What the schema consists of after the migrations this program knows."""
    kept = _KEPT.read_text(encoding="utf-8").splitlines()
    return dict(cast(tuple[str, str], tuple(line.split("\t"))) for line in kept)


def lines(catalogue: Catalogue) -> Iterator[str]:
    """The catalogue as it is kept."""
    for name, made in sorted(catalogue.items()):
        yield f"{name}\t{made}\n"


def _make() -> None:
    import secrets
    import tempfile

    from ledger.store.embedded import embedded_server
    from ledger.store.schema import migrate

    with (
        tempfile.TemporaryDirectory() as folder,
        embedded_server(Path(folder)) as server,
        Database(f"made_{secrets.token_hex(6)}", server) as database,
    ):
        migrate(database)
        with database.connect("app") as connection:
            _KEPT.write_text("".join(lines(described(connection, database))), encoding="utf-8")


if __name__ == "__main__":
    _make()
