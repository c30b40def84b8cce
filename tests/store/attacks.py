"""What somebody might try to change, remove, slip in or hide what is recorded, and what must come of it: a table.

Each row is tried by tests/store/test_attacks.py on every PostgreSQL the tests run on. A table of the ledger's schema that has
no rows in FRESH and BEHIND fails a test: whoever adds a table says here what becomes of attacks on it.

What must come of it is one of four:

    refused   by PostgreSQL, with one of these SQLSTATEs
    found     it can be done, and `cleartrail audit` (or `verify`, or whoever checks a proof) says so in these words
    harmless  it can be done, and nothing recorded is any different afterwards
    elsewhere it can be done, and the audit says nothing: what shows it instead is named
"""

from dataclasses import dataclass
from typing import Literal

Who = Literal["app", "sealer", "projector", "stranger", "owner", "superuser", "superuser as replica"]
SERVING: tuple[Who, ...] = ("app", "sealer", "projector")
WEAK: tuple[Who, ...] = (*SERVING, "stranger")
STRONG: tuple[Who, ...] = ("owner", "superuser", "superuser as replica")
EVERYBODY: tuple[Who, ...] = (*WEAK, *STRONG)

NO_RIGHT = "42501"  # insufficient_privilege: what our triggers raise too
THERE_ALREADY = "23505"  # unique_violation
OF_ANOTHER = "0A000"  # feature_not_supported: a table that another one refers to is not truncated alone
UNDEFINED = "42P01"  # undefined_table: what somebody may not even look for
NOT_INSTALLED = "0A000"  # an extension that is not on this server
REFUSED = (NO_RIGHT, THERE_ALREADY, OF_ANOTHER)


@dataclass(frozen=True)
class Refused:
    """PostgreSQL refuses it, with one of these SQLSTATEs."""

    sqlstates: tuple[str, ...] = REFUSED


@dataclass(frozen=True)
class Found:
    """It can be done, and is named in these words."""

    words: str
    by: Literal["audit", "verify", "start"] = "audit"


@dataclass(frozen=True)
class Harmless:
    """It can be done, and the record is as it was."""

    why: str


@dataclass(frozen=True)
class Elsewhere:
    """It can be done, and neither the audit nor `verify` says so."""

    shown_by: str


Outcome = Refused | Found | Harmless | Elsewhere


@dataclass(frozen=True)
class Attack:
    """What is tried, by whom, and what must come of it. {schema}, {app} and so on are filled in, quoted."""

    name: str
    by: tuple[Who, ...]
    statements: str
    then: Outcome


# --------------------------------------------------------------------------- every table: changing what is in it

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

# What is no refusal above: (table, way, who). A row's holder may write to it what is there already; that the row
# cannot be made to say something else is tried below.
MAY: dict[tuple[str, str], frozenset[Who]] = {
    **{
        (table, way): frozenset({holder, *STRONG})
        for table, holder in (("sealing", "sealer"), ("generation", "projector"), ("simulated_clock", "owner"))
        for way in ("update", "on conflict", "merge, update", "do block")
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

# --------------------------------------------------------------------------- every table: a row that was not there

A_FILE = "(SELECT file_id FROM files ORDER BY file_id LIMIT 1)"
AN_ENTRY = "(SELECT file_id, position FROM entries WHERE kind = 'issue-raised/1' LIMIT 1)"
NEW_FILE = "'00000000-0000-4000-8000-00000000000a'::uuid"
FORGED = "INSERT INTO entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size)"

# By the owner, with every trigger in place; the other roles have no right to most of it (WAYS).
FRESH: dict[str, list[tuple[str, Outcome]]] = {
    "settings": [
        ("INSERT INTO settings VALUES (true, 'other', 'simulated', sha256('x'), sha256('x'))", Refused()),
        ("INSERT INTO settings VALUES (false, 'other', 'simulated', sha256('x'), sha256('x'))", Refused(("23514",))),
    ],
    "simulated_clock": [("INSERT INTO simulated_clock (at) VALUES (now())", Refused())],
    "files": [
        (f"INSERT INTO files VALUES ({NEW_FILE}, 0, '-infinity')", Refused()),
        (f"INSERT INTO files VALUES ({NEW_FILE}, 3, now())", Refused()),
        ("UPDATE files SET head = head + 1, last_at = clock_timestamp()", Refused()),
        ("UPDATE files SET head = head - 1", Refused()),
        (f"UPDATE files SET file_id = {NEW_FILE} WHERE file_id = {A_FILE}", Refused()),
    ],
    "entries": [
        (f"{FORGED} VALUES ({NEW_FILE}, 1, 'a/1', 'x', clock_timestamp(), 99999, 1, 1)", Refused()),
        (f"{FORGED} SELECT file_id, head + 1, 'a/1', 'x', last_at, 99999, 1, 1 FROM files", Refused()),
        (f"{FORGED} SELECT file_id, head + 1, 'a/1', 'x', '1999-01-01', 99999, 1, 1 FROM files", Refused()),
        (
            (
                "UPDATE files SET head = head + 2, last_at = clock_timestamp();"
                f"{FORGED} SELECT file_id, head, 'a/1', 'x', last_at, nextval('arrival'), 1, 1 FROM files"
            ),
            Refused(),
        ),
        (
            (
                f"INSERT INTO files VALUES ({NEW_FILE}, 1, '1999-01-01');"
                f"{FORGED} VALUES ({NEW_FILE}, 1, 'a/1', 'x', '1999-01-01', 99999, 1, 1)"
            ),
            Refused(),
        ),
        (
            (
                f"INSERT INTO copied VALUES (true, 1, sha256('x'), sha256('x'));"
                f"INSERT INTO files VALUES ({NEW_FILE}, 1, '1999-01-01');"
                f"{FORGED} VALUES ({NEW_FILE}, 1, 'a/1', 'x', '1999-01-01', 99999, 1, 1); UPDATE copied SET finished = true"
            ),
            Refused(),
        ),
    ],
    "log": [
        (f"INSERT INTO log SELECT max(index) + 1, {NEW_FILE}, 1, 9, sha256('x'), now() FROM log", Refused()),
        (f"INSERT INTO log SELECT max(index) + 2, {NEW_FILE}, 1, 9, sha256('x'), now() FROM log", Refused()),
        (
            "INSERT INTO log SELECT max(index) + 1, file_id, position + 77, arrival, sha256('x'), now() FROM log"
            " GROUP BY file_id, position, arrival LIMIT 1",
            Refused(),
        ),
    ],
    "sealing": [
        ("INSERT INTO sealing DEFAULT VALUES", Refused()),
        ("INSERT INTO sealing (one_row) VALUES (false)", Refused(("23514",))),
        ("UPDATE sealing SET size = size - 1", Refused()),
        ("UPDATE sealing SET size = size + 1", Refused()),
        ("UPDATE sealing SET floor = floor - 1", Refused()),
        ("UPDATE sealing SET floor = 1000000", Refused()),
        ("UPDATE sealing SET sealed_at = sealed_at - interval '1 second'", Refused()),
    ],
    "openings": [
        (f"INSERT INTO openings SELECT sha256('bm90'), 'other', NULL, {A_FILE}, 1", Refused(("23514",))),
        (f"INSERT INTO openings SELECT sha256('bm90'), 'bm90', NULL, {A_FILE}, 1", Found("that it does not hold")),
        (
            f"INSERT INTO openings SELECT sha256('bm90'), 'bm90', NULL, {A_FILE}, 77",
            Found("an entry that is not there"),
        ),
    ],
    "citations": [
        (f"INSERT INTO citations SELECT {A_FILE}, 1, sha256('x')", Refused(("23503",))),
        (
            f"INSERT INTO citations SELECT {A_FILE}, 1, sha256 FROM documents",
            Found("is not its exhibit, and it cites it"),
        ),
    ],
    "documents": [
        ("INSERT INTO documents VALUES (sha256('y'), 1, 'text/plain')", Refused(("CT011",))),
        (
            (
                "INSERT INTO documents VALUES (sha256('y'), 1, 'text/plain');"
                "INSERT INTO chunks VALUES (sha256('y'), 0, 'z')"
            ),
            Refused(("CT011",)),
        ),
        (
            (
                "INSERT INTO documents VALUES (sha256('y'), 1, 'text/plain');"
                "INSERT INTO chunks VALUES (sha256('y'), 0, 'y')"
            ),
            Harmless("a document that no entry cites, as anybody who may record can file"),
        ),
    ],
    "chunks": [
        ("INSERT INTO chunks VALUES (sha256('nobody'), 0, 'x')", Refused(("23503",))),
        ("INSERT INTO chunks SELECT sha256, 99, 'x' FROM documents", Found("are not those that were filed")),
    ],
    "copied": [
        ("INSERT INTO copied VALUES (true, 1, sha256('x'), sha256('x'), now(), true)", Refused()),
        ("INSERT INTO copied VALUES (true, 1, sha256('x'), sha256('x'))", Refused()),
    ],
    "checkpoints": [
        ("INSERT INTO checkpoints (size, note) VALUES (3, 'x')", Refused(("23514",))),
        ("INSERT INTO checkpoints (size, note) SELECT size + 1, note FROM checkpoints", Refused(("23514",))),
        ("INSERT INTO checkpoints (size, note) VALUES (3, E'x\\n3\\n')", Found("is no checkpoint", "verify")),
    ],
    "maps": [
        ("INSERT INTO maps (size, note) VALUES (3, 'x')", Refused(("23514",))),
        (
            "INSERT INTO maps (size, note) VALUES (3, E'x\\nx\\n3\\n')",
            Elsewhere("the signature that the proof of a whole file needs"),
        ),
    ],
    "subtrees": [("INSERT INTO subtrees VALUES (6, 0, sha256('x'))", Elsewhere("every proof made from it is refused"))],
    "generation": [
        ("INSERT INTO generation DEFAULT VALUES", Refused()),
        ("UPDATE generation SET current = -1", Refused(("23514",))),
        ("UPDATE generation SET current = 77", Harmless("read models are worked out anew from the entries")),
    ],
    "schema_version": [
        ("INSERT INTO schema_version VALUES (99, 'x', 'x')", Found("newer than this program", "start")),
    ],
}

# --------------------------------------------------------------------------- every table: with everything switched off

# By the superuser, who takes the guard down, switches all triggers off, and puts everything back as it had been: no trace is
# left in the catalogue. Committed, then audited, then put right again.
NEXT = "(SELECT max(index) + 1 FROM log)"
BEHIND: dict[str, list[tuple[str, Outcome]]] = {
    "settings": [
        ("UPDATE settings SET origin = 'ledger.example/other'", Found("another origin or clock")),
        ("UPDATE settings SET clock = 'simulated'", Found("another origin or clock")),
        ("UPDATE settings SET file_key_secret = sha256('x')", Found("the ledger's secret")),
        ("UPDATE settings SET request_key = sha256('x')", Elsewhere("a command sent again is taken for another")),
        ("UPDATE settings SET opened_at = '1999-01-01'", Elsewhere("the times of the first entry, which are hashed")),
        ("DELETE FROM settings", Found("the ledger has not been opened", "start")),
    ],
    "simulated_clock": [
        ("INSERT INTO simulated_clock (at) VALUES (now())", Harmless("a real ledger does not look at it")),
    ],
    "files": [
        ("UPDATE files SET head = head - 1", Found("are stored")),
        ("UPDATE files SET last_at = '2000-01-01'", Found("is not when its file says its last entry was recorded")),
        (f"DELETE FROM files WHERE file_id = {A_FILE}", Found("says 0 entries")),
        (f"INSERT INTO files VALUES ({NEW_FILE}, 7, now())", Found("says 7 entries")),
    ],
    "entries": [
        (
            f"UPDATE entries SET state = state || ' ' WHERE (file_id, position) = {AN_ENTRY}",
            Found("its bytes or its times"),
        ),
        (
            f"UPDATE entries SET recorded_at = recorded_at - interval '1 us' WHERE (file_id, position) = {AN_ENTRY}",
            Found("its bytes or its times were altered"),
        ),
        (f"UPDATE entries SET kind = 'note-made/1' WHERE (file_id, position) = {AN_ENTRY}", Found("is said to be")),
        (f"UPDATE entries SET arrival = 9999 WHERE (file_id, position) = {AN_ENTRY}", Found("does not lie where")),
        (
            "UPDATE entries SET command_id = '00000000-0000-4000-8000-00000000000b' WHERE (file_id, position) = (SELECT file_id, position FROM entries WHERE command_id IS NOT NULL LIMIT 1)",
            Elsewhere("a command sent again is recorded again, which shows"),
        ),
        (f"DELETE FROM entries WHERE (file_id, position) = {AN_ENTRY}", Found("sealed, and gone")),
        (
            "DELETE FROM entries e USING (SELECT file_id, max(position) AS last FROM entries GROUP BY file_id) l"
            " WHERE e.file_id = l.file_id AND position = last",
            Found("are stored"),
        ),
        (
            f"INSERT INTO entries SELECT file_id, head + 1, 'note-made/1', state, recorded_at, 0, 1, 1 FROM files"
            f" JOIN entries USING (file_id) WHERE (file_id, position) = {AN_ENTRY}",
            Found("slipped in where everything had been sealed already"),
        ),
        (
            "UPDATE entries e SET state = o.state, kind = o.kind FROM entries o WHERE e.file_id = o.file_id"
            " AND e.position IN (2, 3) AND o.position = 5 - e.position",
            Found("its bytes or its times were altered"),
        ),
        ("SELECT setval('arrival', 1)", Found("the sequence arrival was set back")),
        ("DROP INDEX entries_command_id", Found("index entries.entries_command_id")),
        ("ALTER TABLE entries DROP CONSTRAINT entries_kind", Found("constraint entries.entries_kind")),
    ],
    "log": [
        ("UPDATE log SET leaf_hash = sha256('x') WHERE index = 1", Found("not what was sealed")),
        ("UPDATE log SET sealed_at = sealed_at - interval '1 us' WHERE index = 0", Found("not what was sealed")),
        ("UPDATE log SET sealed_at = sealed_at - interval '1 day' WHERE index = 2", Found("sealed before the entry")),
        ("UPDATE log SET arrival = 9999 WHERE index = 1", Found("does not lie where the append it came with")),
        (
            "UPDATE log SET index = 1000 + index WHERE index IN (1, 2); UPDATE log SET index = 1003 - index"
            " WHERE index > 999",
            Found("does not lie where the append it came with lies"),
        ),
        ("DELETE FROM log WHERE index = 1", Found("log rows 1 to 1 are missing")),
        (
            "DELETE FROM log WHERE index = (SELECT max(index) FROM log)",
            Found("entries were sealed, and the log ends at"),
        ),
        (f"INSERT INTO log SELECT {NEXT}, {NEW_FILE}, 1, 9999, sha256('x'), now()", Found("sealed, and gone")),
        (
            "DELETE FROM entries WHERE (file_id, position) = (SELECT file_id, position FROM log ORDER BY index DESC LIMIT 1);"
            "DELETE FROM log WHERE index = (SELECT max(index) FROM log); UPDATE files f SET head ="
            " (SELECT count(*) FROM entries e WHERE e.file_id = f.file_id); UPDATE sealing SET size = size - 1;"
            "DELETE FROM checkpoints; DELETE FROM maps",
            Found("it was set back", "verify"),
        ),
    ],
    "sealing": [
        ("UPDATE sealing SET size = size - 1", Found("entries were sealed, and the log ends at")),
        ("UPDATE sealing SET size = size + 1", Found("entries were sealed, and the log ends at")),
        ("UPDATE sealing SET mark_xid = '1'", Harmless("the next pass looks again")),
        ("DELETE FROM sealing", Found("the row of sealing is gone")),
    ],
    "openings": [
        (
            "ALTER TABLE openings DROP CONSTRAINT openings_open; UPDATE openings SET disclosure = 'bm90'",
            Found("were altered"),
        ),
        (
            "UPDATE openings SET digest = sha256('x'), disclosure = 'x' WHERE digest = (SELECT min(digest) FROM openings)",
            Found("are gone"),
        ),
        ("UPDATE openings SET position = position + 50", Found("an entry that is not there")),
        (
            "UPDATE openings SET person = 'P-99' WHERE person IS NOT NULL",
            Elsewhere("subject access, which asks by person"),
        ),
        ("DELETE FROM openings", Found("are gone")),
    ],
    "citations": [
        ("DELETE FROM citations", Found("it no longer cites it")),
        (
            f"INSERT INTO citations SELECT file_id, position, sha256('x') FROM entries WHERE (file_id, position) = {AN_ENTRY}",
            Found("is not its exhibit, and it cites it"),
        ),
    ],
    "documents": [
        ("UPDATE documents SET size = size + 1", Found("are not those that were filed")),
        ("UPDATE documents SET media_type = 'text/html'", Elsewhere("nothing: the media type is nobody's evidence")),
        (
            "UPDATE documents SET filed_at = '1999-01-01'",
            Elsewhere("the time of the entry that cites it, which is hashed"),
        ),
        ("DELETE FROM chunks; DELETE FROM documents", Found("which it cites, is gone")),
    ],
    "chunks": [
        ("UPDATE chunks SET bytes = set_byte(bytes, 0, 255)", Found("are not those that were filed")),
        ("DELETE FROM chunks WHERE number = 0", Found("are not those that were filed")),
        (
            "UPDATE chunks SET number = 50 - number",
            Harmless("the same bytes in the same order, or they would be found"),
        ),
        ("INSERT INTO chunks SELECT sha256, 99, 'x' FROM documents", Found("are not those that were filed")),
    ],
    "copied": [
        (
            "INSERT INTO copied VALUES (true, 1, sha256('x'), sha256('x'), now(), true)",
            Found("is not the log whose root hash its copy was announced with"),
        ),
    ],
    "checkpoints": [
        ("UPDATE checkpoints SET note = set_byte(note, 40, 65)", Found("checkpoint", "verify")),
        ("DELETE FROM checkpoints", Elsewhere("the signer's folder, and whoever kept one")),
    ],
    "maps": [("DELETE FROM maps", Elsewhere("no file can be shown whole until the next is signed"))],
    "subtrees": [("DELETE FROM subtrees", Harmless("they are worked out from the log again"))],
    "generation": [("DELETE FROM generation", Found("the row of generation is gone"))],
    "schema_version": [
        ("UPDATE schema_version SET sha256 = 'x' WHERE version = 1", Found("is not this program's", "start")),
        ("DELETE FROM schema_version", Found("is at version 0", "start")),
    ],
}

# --------------------------------------------------------------------------- every table: making it otherwise

# {t}: the table, {c}: its column, {key}: its primary key's constraint. The serving roles and strangers have no right to it,
# and the guard refuses it to the owner and the superuser. Where there is no guard, or a superuser has taken it down, the
# audit says the words. (Each is tried by everybody on every table, and done without a guard on one table in turn.)
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

# --------------------------------------------------------------------------- the rest: functions, roles, the server

NOT_SUPERUSER: tuple[Who, ...] = (*WEAK, "owner")
SKIP = "CREATE OR REPLACE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'"

# Each is refused to `by`; done by the superuser (past the guard, where that would refuse it), it is found in these words.
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
        "UPDATE pg_constraint SET convalidated = false WHERE conname = 'openings_open'",
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
