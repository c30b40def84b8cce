"""What reaches past the tables, to the server and its machine; and what may be done, and does the record no harm."""

from tests.store.attacks.outcomes import Who

# What reaches past the tables: refused to whoever is no superuser. (A superuser's other powers, over files and the
# process, are those of the account the server runs under: only what has left the machine is safe from them.)
REACHES: dict[str, str] = {
    "triggers passed over": "SET session_replication_role = replica",
    "a superuser's part": "SET ROLE pg_database_owner",
    "a program's output": "COPY (SELECT 1) TO PROGRAM 'cat'",
    "a program's input": "CREATE TEMPORARY TABLE got (line text); COPY got FROM PROGRAM 'id'",
    "a file written": "COPY (SELECT 1) TO '/tmp/cleartrail-attack'",
    "a file read": "SELECT pg_read_file('PG_VERSION')",
    "a file read as a large object": "SELECT lo_import('/etc/hostname')",
    "a folder read": "SELECT pg_ls_dir('.')",
    "another process ended": "SELECT pg_terminate_backend(pg_backend_pid())",
    "settings read again": "SELECT pg_reload_conf()",
    "an event trigger": (
        "CREATE FUNCTION pg_temp.on_it() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION pg_temp.on_it()"
    ),
    "a function in C": "CREATE FUNCTION pg_temp.c() RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'getpid'",
    "the server's catalogue": "UPDATE pg_class SET relhastriggers = false",
    "all tables published": "CREATE PUBLICATION out FOR ALL TABLES",
    "a slot that keeps the log": "SELECT pg_create_physical_replication_slot('mine')",
    "another role": "CREATE ROLE {name}_friend",
    "a foreign server": "CREATE FOREIGN DATA WRAPPER mine",
    "an extension to call out with": "CREATE EXTENSION dblink",
    "an extension to read files with": "CREATE EXTENSION file_fdw",
}
# Done by those who may; the record is as it was.
HARMLESS: dict[str, tuple[Who, str]] = {
    "a large object": ("app", "SELECT lo_create(0)"),
    "tables named like ours": (
        "app",
        "CREATE TEMPORARY TABLE entries (x int); CREATE TEMPORARY TABLE settings (clock text); INSERT INTO pg_temp.settings"
        " VALUES ('simulated'); SET LOCAL search_path = pg_temp, {schema}",
    ),
    "rows put in another order": ("owner", "CLUSTER {schema}.entries USING entries_pkey"),
    "an index built again": ("superuser", "REINDEX TABLE {schema}.entries"),
    "numbers drawn and not used": ("owner", "SELECT nextval('{name}.arrival')"),
    "a lock on everything": ("superuser", "LOCK TABLE {schema}.entries IN ACCESS EXCLUSIVE MODE"),
    "a wait": ("app", "SELECT pg_advisory_xact_lock(1)"),
    "a statement cut short": ("app", "SET LOCAL statement_timeout = '1s'; SELECT count(*) FROM {schema}.entries"),
    "a comment": ("superuser", "COMMENT ON TABLE {schema}.entries IS 'x'"),
}
