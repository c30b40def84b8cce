from ledger.store.database import Database


def test_each_connection_acts_as_its_role(database: Database) -> None:
    for role in ("owner", "app", "sealer", "projector"):
        with database.connect(role) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (database.role_name(role),)
