"""Making functions, rights, roles, the guard and PostgreSQL's own catalogue otherwise.

Each is refused to those named; done by the superuser, past the guard where that would refuse it, it is found in the words.
"""

from tests.store.attacks.outcomes import EVERYBODY, NOT_SUPERUSER, Who

SKIP = "CREATE OR REPLACE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'"

DEFINITIONS: dict[str, tuple[str, tuple[Who, ...], str]] = {
    "a function replaced": (SKIP, EVERYBODY, "function refuse_change() is not the one"),
    "a function that does nothing": (
        "CREATE OR REPLACE FUNCTION {schema}.entry_follows() RETURNS trigger LANGUAGE plpgsql SET search_path ="
        " pg_catalog, {schema}, pg_temp AS 'BEGIN RETURN new; END'",
        EVERYBODY,
        "function entry_follows() is not the one",
    ),
    "a function dropped": (
        "DROP FUNCTION {schema}.refuse_change() CASCADE",
        EVERYBODY,
        "function refuse_change() is not there",
    ),
    "a function renamed": (
        "ALTER FUNCTION {schema}.refuse_change() RENAME TO refuse",
        EVERYBODY,
        "function refuse_change() is not there",
    ),
    "a function with another path": (
        "ALTER FUNCTION {schema}.document_is_whole() RESET search_path",
        EVERYBODY,
        "function document_is_whole() is not",
    ),
    "a function with another setting": (
        "ALTER FUNCTION {schema}.refuse_change() SET session_replication_role = replica",
        EVERYBODY,
        "session_replication_role",
    ),
    "a function with its caller's rights": (
        "ALTER FUNCTION {schema}.document_is_whole() SECURITY INVOKER",
        EVERYBODY,
        "with its owner's rights",
    ),
    "a function with another's rights": (
        "ALTER FUNCTION {schema}.refuse_change() OWNER TO {stranger}",
        EVERYBODY,
        "function refuse_change() is not the one",
    ),
    "a function of the same name": (
        "CREATE FUNCTION {schema}.append(text) RETURNS text LANGUAGE sql AS 'SELECT 1'",
        EVERYBODY,
        "function append(text) is",
    ),
    "a function elsewhere with the owner's rights": (
        "CREATE FUNCTION public.back() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT';"
        "ALTER FUNCTION public.back() OWNER TO {owner}",
        NOT_SUPERUSER,
        "thing elsewhere function public.back()",
    ),
    "an operator in the schema": (
        "CREATE FUNCTION public.eq(bytea, bytea) RETURNS bool LANGUAGE sql AS 'SELECT true';"
        "CREATE OPERATOR {schema}.= (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = public.eq)",
        EVERYBODY,
        "operator = ",
    ),
    "a type in the schema": ("CREATE DOMAIN {schema}.uuid AS text", EVERYBODY, "type uuid is there"),
    "a view in the schema": ("CREATE VIEW {schema}.seen AS SELECT 1", EVERYBODY, "table seen is there"),
    "a view others write through": (
        "CREATE VIEW public.seen AS SELECT * FROM {schema}.openings; GRANT INSERT ON public.seen TO PUBLIC",
        NOT_SUPERUSER,
        "through which others write to openings",
    ),
    "a table in the schema": ("CREATE TABLE {schema}.mine (x int)", EVERYBODY, "table mine is there"),
    "a foreign key from elsewhere": (
        "CREATE TABLE public.pinned (x bytea REFERENCES {schema}.documents ON DELETE CASCADE)",
        EVERYBODY,
        "foreign key pinned_x_fkey of table public.pinned",
    ),
    "numbers that come round again": (
        "ALTER SEQUENCE {schema}.arrival MAXVALUE 1000000 CYCLE",
        EVERYBODY,
        "sequence arrival is not the one",
    ),
    "numbers drawn ahead": ("ALTER SEQUENCE {schema}.arrival CACHE 100", EVERYBODY, "sequence arrival is not the one"),
    "numbers begun again": ("ALTER SEQUENCE {schema}.arrival RESTART", EVERYBODY, "arrival was set back"),
    "the schema renamed": ("ALTER SCHEMA {schema} RENAME TO gone", EVERYBODY, "schema is not there"),
    "the schema given away": ("ALTER SCHEMA {schema} OWNER TO {stranger}", EVERYBODY, "schema is not the one"),
    "the schema dropped": ("DROP SCHEMA {schema} CASCADE", EVERYBODY, "schema is not there"),
    "all of the owner's dropped": ("DROP OWNED BY {owner} CASCADE", EVERYBODY, "table entries is not there"),
    "all of the owner's given away": (
        "REASSIGN OWNED BY {owner} TO {stranger}",
        NOT_SUPERUSER,
        "table entries is not the one",
    ),
    "words found otherwise": (
        "ALTER TEXT SEARCH CONFIGURATION {schema}.words DROP MAPPING FOR word",
        EVERYBODY,
        "text search configuration words",
    ),
    "rights on what will be made": (
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT ALL ON TABLES TO PUBLIC",
        NOT_SUPERUSER,
        "right by default PUBLIC",
    ),
    "the schema open to everybody": (
        "GRANT CREATE ON SCHEMA {schema} TO PUBLIC",
        ("owner",),
        "right PUBLIC schema CREATE",
    ),
    "a function open to everybody": (
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO PUBLIC",
        ("owner",),
        "right PUBLIC function append",
    ),
    # --- the guard itself
    "the guard switched off": (
        "ALTER EVENT TRIGGER cleartrail_guard_made DISABLE",
        NOT_SUPERUSER,
        "event trigger cleartrail_guard_made is not the one",
    ),
    "the guard off where one replicates": (
        "ALTER EVENT TRIGGER cleartrail_guard_owner ENABLE",
        NOT_SUPERUSER,
        "switched off",
    ),
    "the guard dropped": (
        "DROP EVENT TRIGGER cleartrail_guard_dropped",
        NOT_SUPERUSER,
        "cleartrail_guard_dropped is not there",
    ),
    "the guard's schema dropped": (
        "DROP SCHEMA cleartrail_guard CASCADE",
        NOT_SUPERUSER,
        "guard against redefinition was",
    ),
    "the ledger struck off the guard's list": ("DELETE FROM cleartrail_guard.ledgers", NOT_SUPERUSER, "was taken down"),
    "a migration declared": (
        "UPDATE cleartrail_guard.ledgers SET open_in = pg_current_xact_id();" + SKIP,
        NOT_SUPERUSER,
        "function refuse_change()",
    ),
    "the guard's function replaced": (
        "CREATE OR REPLACE FUNCTION cleartrail_guard.nothing_is_redefined() RETURNS event_trigger LANGUAGE plpgsql AS"
        " 'BEGIN END'",
        NOT_SUPERUSER,
        "event trigger cleartrail_guard_made is not the one",
    ),
    # --- roles
    "the owner lets in": ("ALTER ROLE {owner} LOGIN PASSWORD 'x'", NOT_SUPERUSER, "role {owner} is not the one"),
    "the application a superuser": ("ALTER ROLE {app} SUPERUSER", NOT_SUPERUSER, "role {app} is not the one"),
    "row security passed over": ("ALTER ROLE {sealer} BYPASSRLS", NOT_SUPERUSER, "role {sealer} is not the one"),
    "the application the owner": ("GRANT {owner} TO {app}", NOT_SUPERUSER, "membership {app} in {owner}"),
    "the application the sealer": ("GRANT {sealer} TO {app}", NOT_SUPERUSER, "membership {app} in {sealer}"),
    "a stranger the owner": ("GRANT {owner} TO {stranger}", NOT_SUPERUSER, "membership {stranger} in {owner}"),
    "triggers passed over by default": (
        "ALTER ROLE {app} SET session_replication_role = replica",
        NOT_SUPERUSER,
        "setting {app} of session_replication_role",
    ),
    "triggers passed over by everybody": (
        "ALTER DATABASE {schema} SET session_replication_role = replica",
        NOT_SUPERUSER,
        "setting everybody of session_replication_role",
    ),
    "another place for names": (
        "ALTER ROLE {app} SET search_path = pg_temp",
        ("sealer", "projector", "stranger"),
        "of search_path",
    ),
    # --- PostgreSQL's own catalogue
    "a trigger off in the catalogue": (
        "UPDATE pg_trigger SET tgenabled = 'D' WHERE tgname = 'entries_stay'",
        NOT_SUPERUSER,
        "switched off",
    ),
    "a trigger out of the catalogue": (
        "DELETE FROM pg_trigger WHERE tgname = 'entries_stay'",
        NOT_SUPERUSER,
        "trigger entries_stay on entries is not there",
    ),
    "a check unproved in the catalogue": (
        "UPDATE pg_constraint SET convalidated = false WHERE conname = 'openings_size'",
        NOT_SUPERUSER,
        "not validated",
    ),
    "an index out of use": (
        "UPDATE pg_index SET indisunique = false WHERE indexrelid = '{name}.entries_pkey'::regclass",
        NOT_SUPERUSER,
        "index entries.entries_pkey",
    ),
    "a body in the catalogue": (
        "UPDATE pg_proc SET prosrc = 'BEGIN RETURN new; END' WHERE proname = 'refuse_change'",
        NOT_SUPERUSER,
        "refuse_change",
    ),
    "another sha256": (
        "CREATE OR REPLACE FUNCTION pg_catalog.sha256(bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS"
        " 'BEGIN RETURN $1; END'",
        NOT_SUPERUSER,
        "thing in pg_catalog function sha256",
    ),
    "a name before ours": (
        "CREATE FUNCTION pg_catalog.octet_length(bytea, int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        NOT_SUPERUSER,
        "thing in pg_catalog function",
    ),
}
