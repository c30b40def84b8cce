"""Whether the audit holds a schema against what the migrations make, on whichever PostgreSQL this is."""

from ledger.store.catalogue import as_made, described
from ledger.store.database import Database
from ledger.store.guards import altered_guards, differences


def test_what_the_migrations_make_is_what_is_kept_of_it(database: Database) -> None:
    """Where this fails after a migration was added: `python -m ledger.store.catalogue` makes the lines anew."""
    with database.connect("app") as connection:
        assert list(differences(as_made(), described(connection, database))) == []
        assert list(altered_guards(connection, database)) == []
