"""Every way of changing or removing what a table holds: tried on every table, on a row that is there, by everybody."""

from tests.store.attacks.outcomes import STRONG, Who

# {t}: the table, {n}: its bare name, {c}: a column, {key}: its primary key's constraint. Tried by everybody on every table, on a row that is
# there, in every way there is of writing a statement.
WAYS = {
    "insert": "INSERT INTO {t} SELECT * FROM {t} LIMIT 1",
    "update": "UPDATE {t} SET {c} = {c}",
    "delete": "DELETE FROM {t}",
    "truncate": "TRUNCATE {t}",
    "truncate everything": "TRUNCATE {t} CASCADE",
    "on conflict": "INSERT INTO {t} SELECT * FROM {t} ON CONFLICT ON CONSTRAINT {key} DO UPDATE SET {c} = excluded.{c}",
    "merge, update": "MERGE INTO {t} x USING (SELECT 1) one ON true WHEN MATCHED THEN UPDATE SET {c} = x.{c}",
    "merge, delete": "MERGE INTO {t} x USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
    "writable cte": "WITH gone AS (DELETE FROM {t} RETURNING *) SELECT count(*) FROM gone",
    "cursor": "DECLARE c CURSOR FOR SELECT * FROM {t} FOR UPDATE; FETCH c; DELETE FROM {t} WHERE CURRENT OF c",
    "do block": "DO $$ BEGIN EXECUTE 'UPDATE {t} SET {c} = {c}'; END $$",
    "prepared": "PREPARE again_{n} AS DELETE FROM {t}; EXECUTE again_{n}",
    "explain analyze": "EXPLAIN ANALYZE DELETE FROM {t}",
    "its own view": "CREATE TEMPORARY VIEW mine AS SELECT * FROM {t}; DELETE FROM mine",
    "its own view's trigger": (
        "CREATE TEMPORARY VIEW seen AS SELECT * FROM {t}; CREATE FUNCTION pg_temp.instead() RETURNS trigger LANGUAGE"
        " plpgsql AS 'BEGIN DELETE FROM {t}; RETURN old; END'; CREATE TRIGGER instead INSTEAD OF DELETE ON seen"
        " FOR EACH ROW EXECUTE FUNCTION pg_temp.instead(); DELETE FROM seen"
    ),
    "its own rule": (
        "CREATE TEMPORARY TABLE bait (x int); INSERT INTO bait VALUES (1);"
        "CREATE RULE instead AS ON DELETE TO bait DO INSTEAD DELETE FROM {t}; DELETE FROM bait"
    ),
    "its own function": (
        "CREATE FUNCTION pg_temp.away() RETURNS void LANGUAGE sql AS 'DELETE FROM {t}'; SELECT pg_temp.away()"
    ),
    "its own function, with its owner's rights": (
        "CREATE FUNCTION pg_temp.gone() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM {t}';"
        "SELECT pg_temp.gone()"
    ),
    "its own trigger": (
        "CREATE TEMPORARY TABLE lure (x int); CREATE FUNCTION pg_temp.after_it() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN DELETE FROM {t}; RETURN new; END'; CREATE TRIGGER after_it AFTER INSERT ON lure FOR EACH ROW"
        " EXECUTE FUNCTION pg_temp.after_it(); INSERT INTO lure VALUES (1)"
    ),
    "an anonymous copy": "COPY {t} FROM STDIN",
    "a cascade": (
        "CREATE TABLE public.parent AS SELECT DISTINCT {c} FROM {t}; ALTER TABLE public.parent ADD PRIMARY KEY ({c});"
        "ALTER TABLE {t} ADD FOREIGN KEY ({c}) REFERENCES public.parent ON DELETE CASCADE; DELETE FROM public.parent"
    ),
    "a cascading update": (
        "CREATE TABLE public.parent AS SELECT DISTINCT {c} FROM {t}; ALTER TABLE public.parent ADD PRIMARY KEY ({c});"
        "ALTER TABLE {t} ADD FOREIGN KEY ({c}) REFERENCES public.parent ON UPDATE CASCADE ON DELETE SET NULL;"
        "DELETE FROM public.parent"
    ),
}

HOLDERS: dict[str, Who] = {"sealing": "sealer", "generation": "projector", "simulated_clock": "owner"}
# What is no refusal above: (table, way, who). A row's holder may write to it what is there already; that the row
# cannot be made to say something else is tried below.
MAY: dict[tuple[str, str], frozenset[Who]] = {
    **{
        (table, way): frozenset({holder, *STRONG})
        for table, holder in HOLDERS.items()
        for way in ("update", "on conflict", "merge, update", "do block")
    },
    # What is done goes from it, and it is no part of the record. (Its key is the database's to give.)
    **{
        ("keys_to_destroy", way): frozenset(
            STRONG[1:] if way.startswith("its own") else STRONG
        )  # an owner makes nothing
        for way in WAYS
        if way not in ("update", "insert", "on conflict", "do block", "merge, update", "an anonymous copy")
        and not way.startswith("a casc")
    },
    # Only whoever may insert as well:
    ("sealing", "on conflict"): frozenset(STRONG),
    ("generation", "on conflict"): frozenset(STRONG),
    ("simulated_clock", "on conflict"): frozenset(),
}

# A trigger or rule that is not ENABLE ALWAYS does nothing in that role: these are then no attacks.
NOT_AS_REPLICA = ("its own view's trigger", "its own rule", "its own trigger")

# Locking rows or a table keeps others waiting and changes nothing; without UPDATE there is no right even to that.
LOCKS = {
    "for update": "SELECT * FROM {t} FOR UPDATE",
    "for key share": "SELECT * FROM {t} FOR KEY SHARE",
    "lock table": "LOCK TABLE {t} IN SHARE ROW EXCLUSIVE MODE",
}
MAY_LOCK: dict[str, Who] = {"sealing": "sealer", "generation": "projector"}
