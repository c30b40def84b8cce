"""How the tables come to be, and why a program refuses tables made by another version of itself.

A migration is a file `NNNN_name.sql` in ledger/store/migrations. It is applied once, in one transaction, by the
schema's owner. In it `{schema}`, `{owner}`, `{app}`, `{sealer}` and `{projector}` stand for the quoted names of the
schema and its roles; nothing else is filled in. At a line `-- python: FILE`, what that file does is done, in the same
transaction: what no SQL can, such as encrypting under keys that the database does not have. A file that was ever
released is never changed again: its SHA-256 is kept with the schema, and another text under the same number is refused.
What is recorded is never migrated.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from psycopg import sql
from psycopg.errors import InsufficientPrivilege, UndefinedObject

from ledger.store.database import Connection, Database, away_is_said
from ledger.store.database_settings import ROLES, SERVING, Role
from ledger.store.ddl_guard import declare_migration, put_up
from ledger.store.encrypting import Progress, encrypt_what_lies_in_clear
from ledger.store.fingerprints import encrypt_requests
from ledger.store.keyring import keys_of
from ledger.store.roles import admit, make_roles

_FOLDER = Path(__file__).parent / "migrations"
_FILE_NAME = re.compile(r"(?P<version>\d{4})_(?P<name>[a-z0-9_]+)\.sql")
_PYTHON = re.compile(r"^-- python: (\S+)$", re.MULTILINE)
_MIGRATING_LOCK = 730_013  # first half of an advisory lock's key; the second is the schema's name, hashed
_VERSION_TABLE = """
    CREATE TABLE {schema}.schema_version (
        version integer PRIMARY KEY,
        name text NOT NULL,
        sha256 bytea NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    REVOKE ALL ON {schema}.schema_version FROM PUBLIC;
    GRANT SELECT ON {schema}.schema_version TO {app}, {sealer}, {projector};
"""


class SchemaRefused(Exception):
    """The schema on the server is not the one this program works with; the message says what to do."""


@dataclass(frozen=True)
class Migration:
    """One step, as its file gives it."""

    version: int
    name: str
    text: str

    @property
    def sha256(self) -> bytes:
        """Of the file's text, before names are filled in."""
        return hashlib.sha256(self.text.encode()).digest()

    def statements(self, database: Database) -> list[bytes]:
        """The SQL with the names filled in, parted where Python has its turn. Raises ValueError for an unknown name."""
        return [_filled_in(part, database) for part in _PYTHON.split(self.text)[::2]]

    @property
    def turns(self) -> list[str]:
        """The files whose turn it is between one part and the next."""
        return _PYTHON.findall(self.text)


def migrations(folder: Path = _FOLDER) -> tuple[Migration, ...]:
    """The steps this program knows, in order."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        named = _FILE_NAME.fullmatch(path.name)
        if named is None:
            raise ValueError(f"{path} should be called NNNN_name.sql")
        found.append(Migration(int(named["version"]), named["name"], path.read_text(encoding="utf-8")))
    if len({step.version for step in found}) != len(found):
        raise ValueError(f"two migrations in {folder} have the same number")
    return tuple(found)


def migrate(
    database: Database, known: Sequence[Migration] | None = None, progress: Progress = lambda *_: None
) -> list[str]:
    """Bring the schema to this program's version; returns the steps that were taken, none if there was nothing to do.

    Needs the administrator. Two at once wait for one another. Raises SchemaRefused for a schema from a newer or
    another program, NoKeys where something is to be encrypted, DatabaseAway.
    """
    steps = migrations() if known is None else known
    try:
        with away_is_said(), database.administer(autocommit=True) as administrator:
            return _migrate(database, administrator, steps, progress)
    except InsufficientPrivilege as error:
        raise SchemaRefused(
            f"The administrator's login may not do what a migration needs ({str(error).splitlines()[0]}). Name, in "
            "CLEARTRAIL_ADMIN_DATABASE_URL, one that may create roles and owns the database; where a superuser has put "
            "up the guard against redefinition, a superuser."
        ) from error


def _migrate(
    database: Database, administrator: Connection, steps: Sequence[Migration], progress: Progress
) -> list[str]:
    # Held until the connection is closed: two who migrate at once wait for one another.
    administrator.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (_MIGRATING_LOCK, database.schema))
    _refuse_old_servers(administrator)
    make_roles(database, administrator)
    applied = _applied(database, administrator, "owner")
    _refuse_strangers(database, applied or [], steps)
    if not database.embedded:
        admit(database, administrator, {role: _login(database, role) for role in SERVING})
    taken: list[str] = []
    for step in steps[len(applied or []) :]:
        with administrator.transaction():
            declare_migration(administrator, database.schema)
            _act_as(database, administrator, "owner")
            if applied is None and not taken:
                administrator.execute(_filled_in(_VERSION_TABLE, database))
            first, *others = step.statements(database)
            administrator.execute(first)
            for turn, then in zip(step.turns, others, strict=True):
                _TURNS[turn](administrator, partial(keys_of, administrator, database.keys_place), progress)
                administrator.execute(then)
            administrator.execute(
                sql.SQL("INSERT INTO {}.schema_version (version, name, sha256) VALUES (%s, %s, %s)").format(
                    sql.Identifier(database.schema)
                ),
                (step.version, step.name, step.sha256),
            )
        taken.append(f"{step.version:04}_{step.name}")
    put_up(administrator, database.schema)
    return taken


def require_current(database: Database, known: Sequence[Migration] | None = None) -> None:
    """Raises SchemaRefused unless the schema is exactly the one this program works with; DatabaseAway."""
    steps = migrations() if known is None else known
    applied = _applied_for(database, "app")
    for role in database.apart:
        _applied_for(database, role)
    if applied is None:
        raise SchemaRefused(f"There is no ledger in the schema {database.schema} yet. Run `cleartrail migrate` once.")
    _refuse_strangers(database, applied, steps)
    if len(applied) < len(steps):
        raise SchemaRefused(
            f"The schema {database.schema} is at version {_latest(applied)}, this program works with version "
            f"{steps[-1].version}. Stop the other programs that use it, then run `cleartrail migrate`."
        )


def prepare(database: Database, *, migrating: bool = False) -> None:
    """What a program does first: an embedded server without a ledger gets one; anything else must be current.

    `migrating`: an older one on an embedded server is brought up too, which is for examples; for a ledger that somebody
    lives by it is a decision. Raises SchemaRefused, DatabaseAway.
    """
    if database.embedded:
        with away_is_said(), database.log_in() as connection:
            empty = _applied(database, connection, "app") is None
        if empty or migrating:
            migrate(database)
    require_current(database)


_TURNS = {
    "ledger/store/encrypting.py": encrypt_what_lies_in_clear,
    "ledger/store/fingerprints.py": encrypt_requests,
}
Applied = tuple[int, str, bytes]


def _applied_for(database: Database, role: Role) -> list[Applied] | None:
    """The steps, as the role's own login sees them. Raises SchemaRefused for one that was not admitted."""
    with away_is_said(), database.log_in(role) as connection:
        try:
            return _applied(database, connection, role)
        except (InsufficientPrivilege, UndefinedObject) as error:
            raise SchemaRefused(
                f"The login {connection.info.user} may not act as {database.role_name(role)}. Run "
                "`cleartrail migrate`, which admits the logins that CLEARTRAIL_DATABASE_URL and its like name."
            ) from error


def _login(database: Database, role: Role) -> str:
    with database.log_in(role) as connection:
        return connection.info.user


def _applied(database: Database, connection: Connection, role: Role) -> list[Applied] | None:
    """The steps the schema has gone through; None where there is no schema or it was never migrated."""
    name = f'"{database.schema}".schema_version'
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (name,)).fetchone()
    if row is None or not row[0]:
        return None
    with connection.transaction():
        _act_as(database, connection, role)
        rows = connection.execute(
            sql.SQL("SELECT version, name, sha256 FROM {}.schema_version ORDER BY version").format(
                sql.Identifier(database.schema)
            )
        )
        return [(version, name, bytes(digest)) for version, name, digest in rows]


def _refuse_strangers(database: Database, applied: Sequence[Applied], steps: Sequence[Migration]) -> None:
    """A schema that has gone through steps we do not know, or know otherwise."""
    known = [(step.version, step.name, step.sha256) for step in steps]
    if list(applied) == known[: len(applied)]:
        return
    if len(applied) > len(known) and list(applied[: len(known)]) == known:
        raise SchemaRefused(
            f"The schema {database.schema} is at version {_latest(applied)}, newer than this program, which works with "
            f"version {_latest(known)}. Install the newer Cleartrail; a schema is never taken back."
        )
    odd = next((theirs for theirs, ours in zip(applied, known, strict=False) if theirs != ours), applied[-1])
    raise SchemaRefused(
        f"The schema {database.schema} was made with a migration {odd[0]:04}_{odd[1]} that is not this program's. "
        "Use the Cleartrail that made it, or name an empty schema in CLEARTRAIL_SCHEMA."
    )


def _latest(steps: Sequence[Applied]) -> int:
    return steps[-1][0] if steps else 0


def _act_as(database: Database, connection: Connection, role: Role) -> None:
    """Until the end of the transaction."""
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(database.role_name(role))))


def _refuse_old_servers(administrator: Connection) -> None:
    if administrator.info.server_version < 150_000:
        found = administrator.info.server_version // 10_000
        raise SchemaRefused(f"The server is PostgreSQL {found}; the ledger needs 15 or newer.")


def _filled_in(text: str, database: Database) -> bytes:
    names = {"schema": database.schema} | {role: database.role_name(role) for role in ROLES}
    for placeholder, name in names.items():
        text = text.replace(f"{{{placeholder}}}", f'"{name}"')
    if unknown := re.search(r"\{[a-z_]+\}", text):
        raise ValueError(f"{unknown.group()} in a migration is none of {', '.join(f'{{{name}}}' for name in names)}")
    return text.encode()
