"""Every way of making a table otherwise, and the words in which the audit says so.

{t}: the table, {c}: its column, {key}: its primary key's constraint. The serving roles and strangers have no right to it,
and the guard refuses it to the owner and the superuser. Where there is no guard, or a superuser has taken it down, the
audit says the words. Each is tried by everybody on every table, and done past the guard on one table in turn.
"""

REDEFINITIONS: dict[str, tuple[str, str]] = {
    "a trigger switched off": ("ALTER TABLE {t} DISABLE TRIGGER USER", "switched off"),
    "every trigger switched off": ("ALTER TABLE {t} DISABLE TRIGGER ALL", "switched off"),
    "triggers that replication passes over": ("ALTER TABLE {t} ENABLE TRIGGER USER", "fires in O"),
    "a column added": ("ALTER TABLE {t} ADD COLUMN added text", "column {t}.added is there, and no migration made it"),
    "a column renamed": ("ALTER TABLE {t} RENAME COLUMN {c} TO other", "column {t}.{c} is not there"),
    "a column taken out": ("ALTER TABLE {t} DROP COLUMN {c} CASCADE", "column {t}.{c} is not there"),
    "a column taken out and put back": (
        "ALTER TABLE {t} ADD COLUMN extra int; ALTER TABLE {t} DROP COLUMN extra; ALTER TABLE {t} ADD COLUMN extra int",
        "column {t}.extra is there",
    ),
    "another type": (
        "ALTER TABLE {schema}.documents ALTER COLUMN media_type TYPE varchar(90)",
        "column documents.media_type is not the one",
    ),
    "a default": (
        "ALTER TABLE {schema}.entries ALTER COLUMN kind SET DEFAULT 'a/1'",
        "column entries.kind is not the one",
    ),
    "nothing where something must be": (
        "ALTER TABLE {t} DROP CONSTRAINT {key} CASCADE; ALTER TABLE {t} ALTER COLUMN {c} DROP NOT NULL",
        "column {t}.{c} is not the one that was made: it has nothing of the kind, and should have not null",
    ),
    "the key taken away": ("ALTER TABLE {t} DROP CONSTRAINT {key} CASCADE", "constraint {t}.{key} is not there"),
    "a check that holds back": (
        "ALTER TABLE {t} ADD CHECK (false) NOT VALID",
        "and no migration made it: CHECK (false)",
    ),
    "a generated column": (
        "ALTER TABLE {t} ADD COLUMN made text GENERATED ALWAYS AS ('x') STORED",
        "column {t}.made is there, and no migration made it",
    ),
    "rows hidden": (
        "ALTER TABLE {t} ENABLE ROW LEVEL SECURITY; CREATE POLICY blind ON {t} USING (false)",
        "policy blind on {t} is there",
    ),
    "rows hidden from everybody": ("ALTER TABLE {t} FORCE ROW LEVEL SECURITY", "row security for its owner"),
    "a rule in its place": (
        "CREATE RULE nothing AS ON INSERT TO {t} DO INSTEAD NOTHING",
        "rule nothing on {t} is there",
    ),
    "a rule beside it": (
        "CREATE TABLE public.beside (); CREATE RULE also AS ON INSERT TO {t} DO ALSO INSERT INTO public.beside DEFAULT VALUES",
        "rule also on {t} is there",
    ),
    "a trigger of one's own": (
        "CREATE FUNCTION public.skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE TRIGGER a_skip BEFORE INSERT ON {t} FOR EACH ROW EXECUTE FUNCTION public.skip()",
        "trigger a_skip on {t} is there",
    ),
    "a table that inherits": (
        "CREATE TABLE public.child () INHERITS ({t})",
        "inheritance table public.child from table {t}",
    ),
    "a table it inherits from": (
        "CREATE TABLE public.parent (); ALTER TABLE {t} INHERIT public.parent",
        "inheritance table {t} from table public.parent",
    ),
    "a partition of another": (
        "CREATE TABLE public.whole (LIKE {t}) PARTITION BY LIST ({c}); ALTER TABLE public.whole ATTACH PARTITION {t} DEFAULT",
        "a partition",
    ),
    "a cascade into it": (
        "CREATE TABLE public.parent ({c} text PRIMARY KEY); ALTER TABLE {t} ADD COLUMN to_parent text"
        " REFERENCES public.parent ON DELETE CASCADE",
        "FOREIGN KEY (to_parent) REFERENCES public.parent({c}) ON DELETE CASCADE",
    ),
    "not kept after a crash": ("ALTER TABLE {schema}.log SET UNLOGGED", "persistence u"),
    "another name": ("ALTER TABLE {t} RENAME TO other", "table {t} is not there"),
    "another schema": ("ALTER TABLE {t} SET SCHEMA public", "table {t} is not there"),
    "another owner": ("ALTER TABLE {t} OWNER TO {stranger}", "{stranger}"),
    "a table in its place": (
        "ALTER TABLE {t} RENAME TO old; CREATE VIEW {t} AS SELECT * FROM old",
        "table old is there",
    ),
    "dropped": ("DROP TABLE {t} CASCADE", "table {t} is not there"),
    "an index of one's own": ("CREATE INDEX mine ON {t} ({c})", "index {t}.mine is there, and no migration made it"),
}
# Granting is not refused to a superuser: an event trigger is not told on what.
GRANTS: dict[str, tuple[str, str]] = {
    "rights to everybody": ("GRANT ALL ON {t} TO PUBLIC", "right PUBLIC table {t} DELETE is there"),
    "a right to the application": ("GRANT UPDATE ({c}) ON {t} TO {app}", "column {t}.{c} UPDATE is there"),
    "a right taken away": ("REVOKE SELECT ON {t} FROM {app}", "table {t} SELECT is not there"),
    "a right to pass on": ("GRANT SELECT ON {t} TO {app} WITH GRANT OPTION", "may pass it on"),
}
