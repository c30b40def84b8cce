from datetime import UTC, datetime
from uuid import uuid4

from ledger.opened import Opened, Reader
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from tests.ledgers import in_each_connection
from tests.store.redefining import unguarded

ANN = Reader("ann", "Ann Ashe", "lead-officer")


def test_the_first_of_an_account_on_a_file_waits_for_the_disk_and_those_that_follow_do_not(database: Database) -> None:
    opened, file_id, other = Opened(LedgerStore(database)), uuid4(), uuid4()
    schema = database.schema
    made = (
        f"CREATE TABLE {schema}.waited (how text); GRANT ALL ON {schema}.waited TO PUBLIC",
        (
            f"CREATE FUNCTION {schema}.wait_seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" INSERT INTO {schema}.waited VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$"
        ),
        f"CREATE TRIGGER seen AFTER INSERT ON {schema}.opened EXECUTE FUNCTION {schema}.wait_seen()",
        f"ALTER TABLE {schema}.opened ENABLE ALWAYS TRIGGER seen",
    )
    gone = (f"TRIGGER seen ON {schema}.opened", f"FUNCTION {schema}.wait_seen", f"TABLE {schema}.waited")
    with unguarded(database), database.administer(autocommit=True) as owner:
        for statement in made:
            owner.execute(statement.encode())
        try:
            in_each_connection(database, "SET synchronous_commit = on")  # the tests' own server has it off
            given = [(file_id, [1, 2]), (file_id, [3]), (other, [1]), (file_id, [1, 2, 3]), (other, [2])]
            for file, positions in given:
                assert opened.note(ANN, [(file, position) for position in positions])
                seen = LedgerStore(database).opened(file, positions)
                assert [position for position, *_ in seen] == positions, "they are there for whoever asks next"
            with database.pool("app").connection() as connection:
                [(setting,)] = connection.execute("SHOW synchronous_commit").fetchall()
            waited = [how for (how,) in owner.execute(f"SELECT how FROM {schema}.waited".encode()).fetchall()]
        finally:
            for what in gone:
                owner.execute(f"DROP {what}".encode())

    assert waited == ["on", "off", "on", "off"], "what is known to be written is not written again"
    assert setting == "on"


def test_on_a_standby_reading_goes_on_and_what_was_given_is_written_afterwards(database: Database) -> None:
    opened, file_id = Opened(LedgerStore(database)), uuid4()
    before = datetime.now(UTC)
    for setting in ("on", "off"):
        in_each_connection(database, f"SET default_transaction_read_only = {setting}")
        assert opened.note(ANN, [(file_id, 1 if setting == "on" else 2)]) == (setting == "off")
        assert opened.unwritten == (1 if setting == "on" else 0)

    held = opened.by_entry(file_id, [1, 2])
    assert [[(by.account, by.name, by.office) for by in those] for those in held.values()] == [[ANN], [ANN]]
    assert all(by.first_at >= before for those in held.values() for by in those)
