"""Rows that were not there, put in by the owner with every trigger in place; nobody else has any right to (writing.py)."""

from tests.store.attacks.outcomes import Elsewhere, Found, Harmless, Outcome, Refused

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
        # As a copy is taken in, but into a ledger that is not empty.
        (
            (
                f"INSERT INTO copied VALUES (true, 1, sha256('x'), sha256('x'));"
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
        (f"INSERT INTO openings SELECT sha256('x'), 'x', NULL, {A_FILE}, 1", Refused(("23514",))),
        (
            f"INSERT INTO openings SELECT sha256('x'), ciphertext, NULL, {A_FILE}, 1 FROM openings LIMIT 1",
            Found("that it does not hold"),
        ),
        (
            f"INSERT INTO openings SELECT sha256('x'), ciphertext, NULL, {A_FILE}, 77 FROM openings LIMIT 1",
            Found("an entry that is not there"),
        ),
    ],
    "erasures": [
        ("INSERT INTO erasures SELECT file_id, position, false FROM entries", Refused(("CT031",))),
        (f"INSERT INTO erasures SELECT {A_FILE}, 77, true", Refused(("CT031",))),
    ],
    "erased": [
        ("INSERT INTO erased SELECT digest, file_id, position, position FROM openings", Refused(("CT031", "23503"))),
    ],
    "keys_to_destroy": [
        (
            f"INSERT INTO keys_to_destroy (scope, file_id, position) SELECT 'file', {A_FILE}, 1",
            Refused(("23503",)),
        ),
    ],
    "destroyed": [
        (
            "INSERT INTO destroyed VALUES (repeat('0123456789abcdef', 2))",
            Found("that no entry accounts for: they are not destroyed"),
        ),
        ("INSERT INTO destroyed VALUES ('0')", Refused(("23514",))),  # a sixteenth of all keys, if it counted
    ],
    "keyring": [("INSERT INTO keyring (name) VALUES ('0123456789abcdef')", Refused())],
    "opened": [
        (
            f"INSERT INTO opened SELECT {A_FILE}, 1, 'somebody', now()",
            Elsewhere("nothing: who opened what is no part of the record, and says so"),
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
        ("INSERT INTO documents SELECT sha256('y'), 1, 'text/plain', now(), sha256('c')", Refused(("CT011",))),
        (
            "INSERT INTO documents SELECT sha256('y'), 1, 'text/plain', now(), sha256('c');"
            "INSERT INTO chunks SELECT sha256('y'), 0, '01234567890123456'",
            Refused(("CT011",)),
        ),
        (
            "INSERT INTO documents SELECT sha256('y'), 1, 'text/plain', now(), sha256('01234567890123456');"
            "INSERT INTO chunks SELECT sha256('y'), 0, '01234567890123456'",
            Found("are not those that were filed"),
        ),
    ],
    "chunks": [
        ("INSERT INTO chunks VALUES (sha256('nobody'), 0, '01234567890123456')", Refused(("23503",))),
        (
            "INSERT INTO chunks SELECT sha256, 99, '01234567890123456' FROM documents",
            Found("are not those that were filed"),
        ),
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
    "cosignatures": [
        ("INSERT INTO cosignatures (after_loss, size, witness, line) VALUES (0, 3, 'w', 'x')", Refused(("23514",))),
        (
            "INSERT INTO cosignatures (after_loss, size, witness, line) VALUES (0, 3, 'w', E'— w AAAA\\n')",
            Elsewhere("the signature, which is checked with the witness's key"),
        ),
    ],
    "maps": [
        ("INSERT INTO maps (size, note) VALUES (3, 'x')", Refused(("23514",))),
        (
            "INSERT INTO maps (size, note) VALUES (3, E'x\\nx\\n3\\n')",
            Found("what is kept as the map over 3 entries is none"),
        ),
    ],
    "subtrees": [
        ("INSERT INTO subtrees VALUES (6, 0, sha256('x'))", Found("is kept for proofs, and the log has no such"))
    ],
    "generation": [
        ("INSERT INTO generation DEFAULT VALUES", Refused()),
        ("UPDATE generation SET current = -1", Refused(("23514",))),
        ("UPDATE generation SET current = 77", Harmless("read models are worked out anew from the entries")),
    ],
    "schema_version": [
        ("INSERT INTO schema_version VALUES (99, 'x', 'x')", Found("newer than this program", "start")),
    ],
}
