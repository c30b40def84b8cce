"""Where the set-up on the server is weaker than it could be, and what keeps the sealer from its work.

Nothing here says that anything was altered; that is the audit's to say. These are sentences for those who run the
ledger: in `cleartrail status`, at the start, and as a number at /healthz.
"""

from collections.abc import Iterator

from ledger.store.database import Connection, Database
from ledger.store.ddl_guard import is_up

# Up to PostgreSQL 15 whoever may make roles may give itself any.
_LOGIN = """
    SELECT session_user::text, rolsuper, pg_has_role(session_user, %s, 'MEMBER')
           OR rolcreaterole AND current_setting('server_version_num')::int < 160000,
           pg_has_role(session_user, %s, 'MEMBER')
      FROM pg_roles WHERE rolname = session_user"""
# Whoever may call functions may take an advisory lock, the sealer's too (ledger/log/sealing.py).
_HOLDERS = """
    SELECT DISTINCT usename::text FROM pg_locks l JOIN pg_stat_activity USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 'log'::regclass AND l.objid = 1 AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND NOT pg_has_role(usename, %s, 'MEMBER')"""
# The sealer waits for every transaction that has begun, and these outlive their sessions.
_PREPARED = """
    SELECT gid, owner::text, to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM pg_prepared_xacts
     WHERE database = current_database() AND prepared < clock_timestamp() - interval '1 minute'"""


def weaknesses(database: Database) -> list[str]:
    """Return a sentence for each; none for a server set up as docs/adr/0093 has it. Raises DatabaseAway."""
    owner, sealer = database.role_name("owner"), database.role_name("sealer")
    with database.transaction("app") as connection:
        found = list(_of_the_login(connection, owner, sealer))
        if not is_up(connection, database.schema):
            found.append(
                "There is no guard against redefinition, which only a superuser can put up: what is done with the "
                "owner's rights to tables and triggers is named by `cleartrail audit` and not refused."
            )
        for (holder,) in connection.execute(_HOLDERS, (sealer,)).fetchall():
            found.append(
                f"The sealer's lock is held by {holder}, who may not seal: nothing is sealed until that session ends."
            )
        for gid, whose, since in connection.execute(_PREPARED).fetchall():
            found.append(
                f"The prepared transaction {gid} of {whose} has been waiting since {since} UTC: what is recorded after "
                "it is sealed late."
            )
    return found


def _of_the_login(connection: Connection, owner: str, sealer: str) -> Iterator[str]:
    [(login, superuser, owns, seals)] = connection.execute(_LOGIN, (owner, sealer)).fetchall()
    if superuser:
        yield (
            f"The login {login}, which serves requests, is a superuser: whoever breaks into it may do anything to the "
            "server. Name an ordinary one in CLEARTRAIL_DATABASE_URL."
        )
    elif owns:
        yield (
            f"The login {login}, which serves requests, may act as the owner of the tables. Name one of its own in "
            "CLEARTRAIL_DATABASE_URL, and this one in CLEARTRAIL_ADMIN_DATABASE_URL."
        )
    elif seals:
        yield (
            f"The login {login} both records and seals: whoever breaks into it can put false rows into the log, which "
            "the audit names. Name another in CLEARTRAIL_SEALER_DATABASE_URL."
        )
