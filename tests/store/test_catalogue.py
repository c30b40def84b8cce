"""Whether the audit holds a schema against what the migrations make, on whichever PostgreSQL this is."""

from ledger.store.catalogue import as_made, described
from ledger.store.database import Database
from ledger.store.guards import altered_guards, differences
from tests.store.redefining import unguarded


def test_what_the_migrations_make_is_what_is_kept_of_it(database: Database) -> None:
    """Where this fails after a migration was added: `python -m ledger.store.catalogue` makes the lines anew."""
    with database.connect("app") as connection:
        assert list(differences(as_made(), described(connection, database))) == []
        assert list(altered_guards(connection, database)) == []


def test_a_function_is_held_against_what_was_made_to_its_last_letter(database: Database) -> None:
    """A name in PostgreSQL ends after 63 bytes; what is compared as one ends there too."""
    with unguarded(database), database.administer() as administrator:
        defined = administrator.execute(
            "SELECT proname, pg_get_functiondef(oid) FROM pg_proc"
            " WHERE pronamespace = %s::regnamespace AND prosqlbody IS NULL",
            (database.schema,),
        ).fetchall()
        for _, definition in defined:
            body, quote, _ = definition.rpartition("$function$")
            administrator.execute((body + "-- otherwise\n" + quote).encode())
        told = " ".join(differences(as_made(), described(administrator, database)))
        administrator.rollback()

    assert len(defined) > 30
    assert [name for name, _ in defined if f"function {name}(" not in told] == []
