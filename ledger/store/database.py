"""How a process reaches the database that holds the ledger, and as whom.

One authority's ledger is one schema. Every connection acts as one of four roles made for that schema, each of which
may do its own work and nothing else (ledger/store/roles.py):

    owner       owns the schema, its tables and functions; acts only while a migration runs
    app         reads, and calls the functions that append entries and file documents
    sealer      gives entries their place in the log
    projector   makes and fills the schemas of read models

Settings, all from the environment:

    CLEARTRAIL_DATABASE_URL         the server that holds the ledger; without it an embedded one is used
    CLEARTRAIL_ADMIN_DATABASE_URL   the same database for an administrator, who makes roles and schemas
                                    (`cleartrail migrate`); without it the first URL serves for both
    CLEARTRAIL_SEALER_DATABASE_URL, CLEARTRAIL_PROJECTOR_DATABASE_URL
                                    the same database for the login that seals and signs, and for the one that
                                    works out the read models; without them the first URL serves for these too
    CLEARTRAIL_DATA_DIR             where the embedded server keeps its files; without it `cleartrail` in the
                                    user's data folder (XDG_DATA_HOME, by default ~/.local/share)
    CLEARTRAIL_SCHEMA               the authority's schema; without it `cleartrail`
    CLEARTRAIL_KEYS_FOLDER          where the keys of its words and documents lie, each ledger's in a folder called as
                                    its schema; without it `keys` in CLEARTRAIL_DATA_DIR. Never in the database's backup
    CLEARTRAIL_WRAPPING_KEY_FILE    the key those are wrapped by, where it is given apart (docs/operating.md)
"""

from __future__ import annotations

import select
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, LiteralString, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from ledger.errors import DatabaseAway
from ledger.privacy.keys import Keys
from ledger.store.binaries import NoServerPrograms
from ledger.store.database_settings import DatabaseSettings, Role
from ledger.store.embedded import EmbeddedServer, EmbeddedServerFailed, embedded_server
from ledger.store.keyring import KeysPlace, keys_of

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]
Pool = ConnectionPool[Connection]

CONNECT_SECONDS = 3  # how long a connection may take, from a pool or new, before the server counts as away
POOL_SIZE = 10
_OF_DOCUMENTS = "((('documents'::regclass)::oid::bigint << 32) + 1)"
FILING: LiteralString = f"SELECT pg_advisory_xact_lock_shared({_OF_DOCUMENTS})"
"""Held to the end of a transaction that files a document, while no document's key is destroyed."""
NO_FILING: LiteralString = f"SELECT pg_advisory_xact_lock({_OF_DOCUMENTS})"
"""Held while documents' keys are destroyed, so that none is filed under a key that is about to go."""
OPENING: LiteralString = "SELECT pg_advisory_xact_lock((('files'::regclass)::oid::bigint << 32) + %s)"
"""Held while a file is opened under a name (as a number of 32 bits), so that no other goes by it in another case."""
# SQLSTATE: connection lost; the server shuts down, crashed or is starting; no disk, memory or connection left; it is a
# standby, or was made read-only (PostgreSQL, appendix A). None of it is the caller's fault, and all of it passes.
_AWAY_STATES = ("08", "57P01", "57P02", "57P03", "53", "25006")
# A server that vanished without a word is noticed after some ten seconds, not hours; no effect on a Unix socket.
_KEEPALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}


class Database:
    """One authority's schema on one server. Made by `open_database`, or on a server that is already there."""

    def __init__(
        self,
        schema: str,
        url: str | EmbeddedServer,
        admin_url: str | None = None,
        logins: Mapping[Role, str] | None = None,
        *,
        keys: KeysPlace | None = None,
    ) -> None:
        """`logins`: the URLs of roles that do not log in with `url`."""
        self.schema = schema
        self.keys_place = keys
        self._keys: Keys | None = None
        self._server = url
        self._admin_url = admin_url
        self._logins = logins or {}
        self._pools: dict[Role, Pool] = {}
        self._kept: list[KeptConnection] = []
        self._one_at_a_time = threading.Lock()

    @property
    def apart(self) -> tuple[Role, ...]:
        """The roles for which another login than the one that serves requests is named."""
        return tuple(self._logins)

    @property
    def embedded(self) -> bool:
        """Whether the server is our own, private one."""
        return isinstance(self._server, EmbeddedServer)

    def role_name(self, role: Role) -> str:
        """The role's name on the server, e.g. `cleartrail_app`."""
        return f"{self.schema}_{role}"

    def projection_schema(self, generation: int) -> str:
        """The name of the schema that holds one generation of the read models, e.g. `cleartrail_projection_7`."""
        return f"{self.schema}_projection_{generation}"

    def connect(self, role: Role, *, autocommit: bool = False) -> Connection:
        """A new connection that acts as the role; the caller closes it. Raises DatabaseAway."""
        with away_is_said():
            return psycopg.connect(self.conninfo(role), autocommit=autocommit)

    def administer(self, *, autocommit: bool = False) -> Connection:
        """A new connection of the administrator, for roles and migrations. Raises DatabaseAway."""
        with away_is_said():
            return psycopg.connect(self.conninfo(None), autocommit=autocommit)

    def log_in(self, role: Role = "app") -> Connection:
        """A new connection of the login that serves a role, before it takes the role on. Raises DatabaseAway."""
        with away_is_said():
            server = self._server
            login = server.url() if isinstance(server, EmbeddedServer) else self._logins.get(role, server)
            return psycopg.connect(make_conninfo(login, connect_timeout=CONNECT_SECONDS))

    def pool(self, role: Role) -> Pool:
        """The role's pool, made at the first call and closed with the Database."""
        with self._one_at_a_time:
            if role not in self._pools:
                self._pools[role] = self._new_pool(role)
            return self._pools[role]

    def kept(self, role: Role) -> KeptConnection:
        """A connection of the role for whoever goes one at a time; closed with the Database."""
        with self._one_at_a_time:
            self._kept.append(KeptConnection(self, role))
            return self._kept[-1]

    @contextmanager
    def transaction(self, role: Role) -> Iterator[Connection]:
        """A connection of the role's pool, in a transaction that commits at the end of the block.

        Raises DatabaseAway if none is to be had, or if it is lost before the commit is acknowledged.
        """
        with away_is_said(), self.pool(role).connection() as connection:
            yield connection

    def keys(self) -> Keys:
        """The keys of the ledger's words and documents, made at the first call where nothing lies under any yet.

        Raises NoKeys, DatabaseAway.
        """
        if self._keys is None:
            with self.transaction("app") as connection:
                self._keys = keys_of(connection, self.keys_place)
        return self._keys

    def describe(self) -> str:
        """One sentence for the status page: which server holds the ledger, in which schema."""
        if isinstance(self._server, EmbeddedServer):
            return f"{self._server.describe()} Schema {self.schema}."
        with self.connect("app") as connection:
            info = connection.info
            version = f"{info.server_version // 10_000}.{info.server_version % 10_000}"
            return f"PostgreSQL {version}, database {info.dbname} on {info.host}, schema {self.schema}."

    def close(self) -> None:
        """Close the pools, and what is kept; connections that were handed out are their users' to close."""
        with self._one_at_a_time:
            pools, self._pools = self._pools, {}
            kept, self._kept = self._kept, []
        for pool in pools.values():
            pool.close()
        for connection in kept:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _new_pool(self, role: Role) -> Pool:
        pool: Pool

        def check(connection: Connection) -> None:
            # A server that ended has closed the socket, which costs no round trip to see. One such connection means
            # that all of them are dead: they are replaced together, or each would fail somebody's request.
            if _has_something_to_read(connection):
                try:
                    ConnectionPool.check_connection(connection)
                except psycopg.Error:
                    pool.drain()
                    raise

        pool = ConnectionPool(
            lambda: self.conninfo(role),
            min_size=0,
            max_size=POOL_SIZE,
            timeout=CONNECT_SECONDS,
            reconnect_timeout=CONNECT_SECONDS,
            check=check,
            open=True,
            name=self.role_name(role),
        )
        return pool

    def conninfo(self, role: Role | None) -> str:
        """What a process needs to connect in a role; None, as an administrator. It may hold a password."""
        server = self._server
        if not isinstance(server, EmbeddedServer):
            login = (self._admin_url or server) if role in (None, "owner") else self._logins.get(role, server)
        elif role is None or role == "owner":
            login = server.url()
        else:
            login = server.url(self.role_name(role))
        given = conninfo_to_dict(login)
        options = f"{given.get('options') or ''} -c timezone=UTC -c search_path={self.schema},pg_temp"
        if role is not None:
            options += f" -c role={self.role_name(role)}"
        ours: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "client_encoding": "utf8", **_KEEPALIVE}
        ours["application_name"] = f"cleartrail {role or 'administrator'}"
        return make_conninfo(**{**ours, **given, "options": options.strip()})


class KeptConnection:
    """One connection of a role, in autocommit, opened when it is first asked for and then kept.

    For whoever goes one at a time: to take a connection out of a pool and put it back takes as long as to send a
    statement and read its answer (docs/adr/0165). Never in two threads at once.
    """

    def __init__(self, database: Database, role: Role) -> None:
        self._database, self._role = database, role
        self._connection: Connection | None = None
        self._cursors: list[Cursor] = []

    @contextmanager
    def cursors(self, count: int) -> Iterator[tuple[Connection, list[Cursor]]]:
        """The connection, and so many binary cursors of it; another where the server has closed it, or where whoever
        had it left it in the middle.

        Cursors are kept too: each finds out anew how values of every type are written, which is half of what it does
        to send a statement and read its answer (docs/adr/0182). Raises DatabaseAway.
        """
        held = self._connection
        if held is None or _has_something_to_read(held):
            self.close()
            held = self._connection = self._database.connect(self._role, autocommit=True)
        while len(self._cursors) < count:
            self._cursors.append(held.cursor(binary=True))
        try:
            yield held, self._cursors[:count]
        finally:
            if held.pgconn.transaction_status != TransactionStatus.IDLE:
                self.close()

    def close(self) -> None:
        """Close it; asked for again, it is opened anew."""
        if self._connection is not None:
            self._connection.close()
            self._connection, self._cursors = None, []


def reading_one_moment(connection: Connection, snapshot: str | None = None) -> None:
    """Have all that a connection reads be as it was at one moment, while others record: at its first question, or at
    that of the snapshot another connection exported. It writes nothing."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    if snapshot is not None:
        connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(snapshot))


@contextmanager
def away_is_said() -> Iterator[None]:
    """Within the block, whatever means that the server is away is raised as DatabaseAway; all else as it is."""
    try:
        yield
    except (PoolTimeout, PoolClosed, TooManyRequests) as error:
        raise DatabaseAway(f"The database gave no connection within {CONNECT_SECONDS} seconds.") from error
    except psycopg.Error as error:
        if not means_away(error):
            raise
        raise DatabaseAway(f"The database is away: {str(error).strip()}") from error
    except (EmbeddedServerFailed, NoServerPrograms) as error:
        raise DatabaseAway(str(error)) from error


@contextmanager
def open_database(settings: DatabaseSettings) -> Iterator[Database]:
    """The database the settings name; the embedded server runs at least until the end of the block.

    Raises NoServerPrograms or EmbeddedServerFailed. A named server is not called before it is needed.
    """
    with ExitStack() as stack:
        server = settings.url or stack.enter_context(embedded_server(settings.data_directory))
        given: dict[Role, str | None] = {"sealer": settings.sealer_url, "projector": settings.projector_url}
        logins = {role: url for role, url in given.items() if url is not None}
        yield stack.enter_context(Database(settings.schema, server, settings.admin_url, logins, keys=settings.keys))


def means_away(error: psycopg.Error) -> bool:
    """Whether the server does not answer, or for now can do no such thing as was asked of it."""
    if error.sqlstate is not None:
        return error.sqlstate.startswith(_AWAY_STATES)
    # Raised by the client itself: it could not connect, or the connection broke under it.
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


def _has_something_to_read(connection: Connection) -> bool:
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
