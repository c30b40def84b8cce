"""Ledgers for the tests: made by the migrations once, lent to a test, emptied after it, and lent to the next.

A ledger that a test gets is as `migrate` leaves it: the rows the migrations write and no others, every sequence at its
start, no read models (or, where it asks for them, those of an empty ledger), and keys of its own. Making one takes
0.2 s, emptying one a hundredth of that. One in which a test has redefined more than it can switch on again
(tests/store/redefining.py) is removed and not lent again, and when a worker is done every ledger it lent is held
against the catalogue of what the migrations make.
"""

from __future__ import annotations

import fcntl
import pickle
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from api.example.load import load
from ledger.log.sealer import Sealer
from ledger.store.database import Connection, Database, Pool
from ledger.store.database_settings import ROLES, Role
from ledger.store.ddl_guard import declare_migration, take_down
from ledger.store.embedded import EmbeddedServer
from ledger.store.guards import altered_guards
from ledger.store.home import holding, replace_file
from ledger.store.keyring import KeysPlace
from ledger.store.roles import ROLES_LOCK
from ledger.store.schema import migrate
from projections.read_models.engine import Projector
from tests.filled import Filled, empty, lock, put, put_keys, taken
from tests.store.redefining import REDEFINED

_SWITCHED = (
    "SELECT relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
    " WHERE relnamespace = %s::regnamespace AND NOT tgisinternal AND tgenabled <> 'A'"
)
_READ_MODELS = r"SELECT nspname FROM pg_namespace WHERE nspname ~ ('^' || %s || '_projection_\d+$')"


_FEW = 4  # connections of one pool that stay open


@dataclass(frozen=True)
class _Kept:
    """A ledger that is lent again and again, and how it is when it is lent."""

    schemas: tuple[str, ...]
    """Its own, and those of its read models where it has any."""
    empty: Filled
    administrator: Connection
    """Stays open: what a new one would read of the catalogue first is half of the work."""
    pools: dict[Role, Pool] = field(default_factory=dict)
    """Those of whoever had it before, for the same reason."""

    def end(self) -> None:
        """Close every connection."""
        self.administrator.close()
        for pool in self.pools.values():
            pool.close()


class _Lent(Database):
    """A ledger while it is lent: its pools are those of whoever had it before, and go to whoever has it next."""

    def go_on_with(self, pools: dict[Role, Pool]) -> None:
        self._pools.update(pools)
        pools.clear()

    def leave(self, pools: dict[Role, Pool]) -> None:
        """Leave the pools that are quiet and small: PostgreSQL has two hundred connections for all of us."""
        for role in [role for role, pool in self._pools.items() if _is_quiet(pool) and self.schema not in REDEFINED]:
            pools[role] = self._pools.pop(role)
        self.close()


def _is_quiet(pool: Pool) -> bool:
    has = pool.get_stats()
    return has["pool_size"] == has["pool_available"] <= _FEW


class Ledgers:
    """The ledgers of one worker. Lent to one at a time each; there are as many as were ever needed at once."""

    def __init__(self, server: EmbeddedServer | str, folder: Path) -> None:
        """`folder` is common to all workers of the run."""
        self._server = server
        self._folder = folder
        self._free: dict[bool, list[_Kept]] = {False: [], True: []}
        self._away: dict[str, _Kept] = {}

    @contextmanager
    def lent(self, keys: Path, *, read_models: bool = False) -> Iterator[Database]:
        """An empty ledger; its keys come into that folder. Read models are there if asked for."""
        kept = self._free[read_models].pop() if self._free[read_models] else self._made(read_models)
        schema = kept.schemas[0]
        with _Lent(schema, self._server, keys=KeysPlace(keys / schema)) as database:
            database.go_on_with(kept.pools)
            self._away[schema] = kept
            try:
                yield database
            finally:
                database.leave(kept.pools)
                del self._away[schema]
                if _emptied(kept, database):
                    self._free[read_models].append(kept)
                else:
                    kept.end()
                    remove(database)

    def fill(self, database: Database, name: str, record: Callable[[], object]) -> None:
        """Have a ledger that was lent, and not used yet, hold what `record` records in it.

        That is done once in a run for each name; from then on everything is put in as it stood then, keys and all.
        """
        kept, keys = self._away[database.schema], database.keys_place
        assert keys is not None
        self._folder.mkdir(exist_ok=True)
        place = self._folder / name
        with holding(place.with_suffix(".lock"), fcntl.LOCK_EX, 300, "another worker has been recording for too long"):
            if not place.exists():
                record()
                assert set(_read_models(kept)) == set(kept.schemas[1:]), "lend it with read models: it makes some"
                replace_file(place, pickle.dumps(taken(kept.administrator, kept.schemas, keys.folder)))
                return
        filled: Filled = pickle.loads(place.read_bytes())
        put_keys(keys.folder, filled)
        assert _became(kept, filled)

    @contextmanager
    def example(self, keys: Path) -> Iterator[Database]:
        """The example's ledger, whole, sealed and with its read models: one's own, to read and to record in."""

        def record() -> None:
            load(database)
            with closing(Sealer(database)) as sealer:
                while sealer.seal_once():
                    pass
            Projector(database).catch_up()

        with self.lent(keys, read_models=True) as database:
            self.fill(database, "example", record)
            yield database

    def close(self) -> None:
        """Remove them all. Fails if any is not as the migrations make one."""
        altered: list[str] = []
        for kept in (*self._free[False], *self._free[True]):
            with Database(kept.schemas[0], self._server) as database:
                altered += altered_guards(kept.administrator, database)
                kept.end()
                remove(database)
        assert altered == [], "a test has redefined what it should have done within `unguarded`"

    def _made(self, read_models: bool) -> _Kept:
        with Database(f"test_{secrets.token_hex(8)}", self._server) as database:
            migrate(database)
            if read_models:
                Projector(database).catch_up()
            connection = database.administer(autocommit=True)
            built = connection.execute(_READ_MODELS, (database.schema,)).fetchall()
            schemas = (database.schema, *(name for (name,) in built))
            return _Kept(schemas, taken(connection, schemas), connection)


def _emptied(kept: _Kept, database: Database) -> bool:
    """Put a ledger back to how it is lent. Returns False where more was redefined in it than a trigger switched off."""
    redefined = database.schema in REDEFINED
    REDEFINED.discard(database.schema)
    try:
        if redefined:
            _switch_on(kept.administrator, database.schema)
        made = _became(kept, kept.empty)
    except psycopg.Error:
        if not redefined:
            raise
        return False
    return made and not (redefined and any(altered_guards(kept.administrator, database)))


def _switch_on(connection: Connection, schema: str) -> None:
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '10s'")
        declare_migration(connection, schema)
        for table, trigger in connection.execute(_SWITCHED, (schema,)).fetchall():
            names = (sql.Identifier(table), sql.Identifier(trigger))
            connection.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(*names))


def _became(kept: _Kept, wanted: Filled) -> bool:
    """Have a ledger hold that and nothing else. Returns False where its read models are not those it was lent with."""
    connection, (schema, *read_models) = kept.administrator, kept.schemas
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '10s'")  # a connection left open in the midst of something
        found = _read_models(kept)
        if not found.issuperset(read_models):
            return False
        for name in found.difference(read_models):
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        lock(connection, kept.schemas)
        with no_triggers(connection, schema):
            empty(connection, kept.schemas)
            put(connection, kept.schemas, wanted)
    return True


def _read_models(kept: _Kept) -> set[str]:
    return {name for (name,) in kept.administrator.execute(_READ_MODELS, (kept.schemas[0],)).fetchall()}


def in_each_connection(database: Database, statement: str) -> None:
    """Run a statement in every connection the application's pool has: which of them is lent next is the pool's."""
    pool = database.pool("app")
    with ExitStack() as held:
        lent = [held.enter_context(pool.connection())]
        lent += [held.enter_context(pool.connection()) for _ in range(1, pool.get_stats()["pool_size"])]
        for connection in lent:
            connection.execute(statement.encode())


@contextmanager
def no_triggers(connection: Connection, schema: str) -> Iterator[None]:
    """Within the block no trigger of the ledger's tables fires, for whoever can write to PostgreSQL's own tables.

    To alter each trigger takes a hundred times as long: it is looked at by the guard against redefinition.
    """
    having = " WHERE relnamespace = %s::regnamespace AND oid IN (SELECT tgrelid FROM pg_trigger)"

    def set_all(have: str) -> None:
        connection.execute("SET LOCAL allow_system_table_mods = on")
        connection.execute(f"UPDATE pg_class SET relhastriggers = {have}{having}".encode(), (schema,))
        connection.execute("SET LOCAL allow_system_table_mods = off")

    set_all("false")
    yield
    set_all("true")


def remove(database: Database) -> None:
    """Drop the schema, its read models and its roles, with everything recorded in them."""
    with database.administer() as administrator:
        administrator.execute("SELECT pg_advisory_xact_lock(%s)", (ROLES_LOCK,))
        schemas = administrator.execute(
            r"SELECT nspname FROM pg_namespace WHERE nspname = %s OR nspname ~ ('^' || %s || '_projection_\d+$')",
            (database.schema, database.schema),
        ).fetchall()
        take_down(administrator, database.schema)
        for (name,) in schemas:
            administrator.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        roles = administrator.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", ([database.role_name(role) for role in ROLES],)
        ).fetchall()
        for (name,) in roles:
            administrator.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            administrator.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
