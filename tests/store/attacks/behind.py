"""What a superuser does who takes the guard down, switches every trigger off, and puts all that back as it had been.

No trace of it is left in the catalogue. Each is committed, then the ledger is audited, then it is put right again.
"""

from tests.store.attacks.outcomes import Elsewhere, Found, Harmless, Outcome
from tests.store.attacks.slipping_in import A_FILE, AN_ENTRY, NEW_FILE

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
            Found("sealed, and gone"),
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
        ("DROP INDEX entries_begun", Found("index entries.entries_begun")),
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
            "UPDATE openings SET ciphertext = set_byte(ciphertext, 5, 255 - get_byte(ciphertext, 5))",
            Found("were altered"),
        ),
        (
            "UPDATE openings SET digest = sha256('x') WHERE digest = (SELECT digest FROM openings ORDER BY 1 LIMIT 1)",
            Found("are gone"),
        ),
        ("UPDATE openings SET position = position + 50", Found("an entry that is not there")),
        ("UPDATE openings SET person = 'P-99' WHERE person IS NOT NULL", Found("were altered")),
        ("DELETE FROM openings", Found("are gone")),
    ],
    "erasures": [
        (
            "INSERT INTO erasures SELECT file_id, position, false FROM entries LIMIT 1",
            Elsewhere("the entry, which is none that erases anything"),
        ),
    ],
    "erased": [
        (
            "INSERT INTO erasures SELECT file_id, position, false FROM openings LIMIT 1; INSERT INTO erased SELECT"
            " digest, a.file_id, a.position, o.position FROM openings o, erasures a; DELETE FROM openings",
            Found("are gone"),
        ),
    ],
    "keys_to_destroy": [
        ("DELETE FROM keys_to_destroy", Harmless("none is waiting")),
        (
            "INSERT INTO keys_to_destroy (scope, file_id, position) SELECT 'file', file_id, position FROM entries LIMIT 1",
            Found("that entry does not account for them: they are not destroyed"),
        ),
    ],
    "destroyed": [
        ("DELETE FROM destroyed", Harmless("it is noted again at the next start")),
        (
            "INSERT INTO destroyed VALUES (repeat('fedcba9876543210', 3))",
            Found("that no entry accounts for: they are not destroyed"),
        ),
    ],
    "keyring": [
        (
            "UPDATE keyring SET name = '0123456789abcdef'",
            Found("are not those this ledger's words are encrypted under"),
        )
    ],
    "opened": [("DELETE FROM opened", Elsewhere("nothing: it is no part of the record"))],
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
        (
            "UPDATE chunks SET ciphertext = set_byte(ciphertext, 0, 255 - get_byte(ciphertext, 0))",
            Found("are not those that were filed"),
        ),
        ("DELETE FROM chunks WHERE number = 0", Found("are not those that were filed")),
        ("UPDATE chunks SET number = 50 - number", Found("are not those that were filed")),
        (
            "INSERT INTO chunks SELECT sha256, 99, '01234567890123456' FROM documents",
            Found("are not those that were filed"),
        ),
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
    "cosignatures": [("DELETE FROM cosignatures", Elsewhere("the witness, which is asked again"))],
    "maps": [("DELETE FROM maps", Elsewhere("no file can be shown whole until the next is signed"))],
    "subtrees": [("DELETE FROM subtrees", Harmless("they are worked out from the log again"))],
    "generation": [("DELETE FROM generation", Found("the row of generation is gone"))],
    "schema_version": [
        ("UPDATE schema_version SET sha256 = 'x' WHERE version = 1", Found("is not this program's", "start")),
        ("DELETE FROM schema_version", Found("is at version 0", "start")),
    ],
}
