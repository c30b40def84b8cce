"""The audit of the log: the same whether one process reads it or several, and nothing kept for proofs escapes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from ledger.auditing import differences
from ledger.errors import DatabaseAway
from ledger.log import side_by_side
from ledger.log.audit import Roots, audit, log_differences, one_moment
from ledger.log.signer import Signer, make_folder
from ledger.log.signing import SigningKey, sign
from ledger.log.stretch import Finding
from ledger.store.database import Connection, Database
from ledger.verify import MapHead, Root, checkpoint_text
from tests.benchmarks.ledgers import ORIGIN, load
from tests.ledgers import Ledgers
from tests.store.redefining import unguarded

SIZE = 1_500


@pytest.fixture(scope="module")
def large(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Some hundred appends on two thousand files, with five whole tiles, signed."""
    folder = tmp_path_factory.mktemp("large")
    with ledgers.lent(folder / "keys") as database:
        load(database, SIZE)
        make_folder(folder / "signer", ORIGIN)
        with closing(Signer(database, folder / "signer")) as signer:
            signer.sign_once()
        yield database


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a short log is read by several processes."""
    monkeypatch.setattr(side_by_side, "SHORTEST", 300)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2})


@pytest.fixture
def meddler(large: Database) -> Iterator[Connection]:
    """The superuser, to whom no trigger says no; what was done is put right afterwards."""
    tables = ("entries", "log", "subtrees", "checkpoints", "maps")
    with unguarded(large), large.administer(autocommit=True) as connection:
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
            connection.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE {table}".encode())
        yield connection
        connection.execute("SET session_replication_role = replica")
        for table in tables:
            connection.execute(f"DELETE FROM {table}".encode())
            connection.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE kept_{table}".encode())


def read_by(database: Database, most: int | None) -> tuple[list[Finding], Roots]:
    roots = Roots([1, 255, 256, 257, 700, 1_024, SIZE - 1, SIZE, SIZE + 1])
    with one_moment(database, "app") as connection:
        return list(log_differences(connection, database, lambda *_: None, roots, most)), roots


@pytest.mark.usefixtures("several")
def test_several_processes_find_what_one_finds_and_the_same_roots(large: Database, meddler: Connection) -> None:
    with large.transaction("app") as connection:
        assert len(side_by_side.seams(connection, SIZE)) == 4
        leaves = [leaf for (leaf,) in connection.execute("SELECT leaf_hash FROM log ORDER BY index", binary=True)]
    root, expected = Root(), {}
    for leaf in leaves:
        root.add(leaf)
        expected[root.size] = root.value
    for most in (1, None):
        findings, roots = read_by(large, most)
        assert findings == []
        assert roots.found == {size: expected[size] for size in roots.wanted if size <= SIZE}
        assert (roots.size, roots.recorded) == (SIZE, SIZE)

    of = "(file_id, position) IN (SELECT file_id, position FROM log WHERE index %% %s = %s)"
    meddler.execute(f"UPDATE entries SET state = state || ' ' WHERE {of}".encode(), (97, 5))
    meddler.execute(f"DELETE FROM entries WHERE {of}".encode(), (203, 1))
    meddler.execute("UPDATE log SET sealed_at = sealed_at - interval '1 year' WHERE index % 311 = 2")
    meddler.execute(f"UPDATE entries SET arrival = arrival + 1000000 WHERE {of}".encode(), (401, 3))

    alone, together = read_by(large, 1)[0], read_by(large, None)[0]

    assert {str(finding) for finding in alone} == {str(finding) for finding in together}
    assert {finding.index for finding in alone} >= {n for n in range(SIZE) if n % 97 == 5 or n % 203 == 1}


@pytest.mark.usefixtures("several")
def test_at_every_seam_an_entry_is_joined_to_the_one_before_it(large: Database, meddler: Connection) -> None:
    """The first entry of each file in a stretch is checked where the stretches meet."""
    with large.transaction("app") as connection:
        seams = side_by_side.seams(connection, SIZE)[1:-1]
    for seam in seams:
        meddler.execute(
            "UPDATE entries SET recorded_at = recorded_at + interval '1 us' WHERE (file_id, position) ="
            " (SELECT file_id, position FROM log WHERE index = %s)", (seam,),
        )  # fmt: skip

    named = [finding.index for finding in audit(large) if "not what was sealed" in finding.what]

    assert named == seams


@pytest.mark.usefixtures("several")
def test_words_are_looked_at_by_several_processes_as_by_one(
    large: Database, meddler: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [finding for finding in differences(large) if finding.index is not None]
    of = "(file_id, position) IN (SELECT file_id, position FROM log WHERE index %% %s = %s)"
    meddler.execute("ALTER TABLE openings DISABLE TRIGGER USER")
    meddler.execute("UPDATE openings SET ciphertext = set_byte(ciphertext, 3, 255 - get_byte(ciphertext, 3))"
                    f" WHERE {of}".encode(), (7, 5))  # fmt: skip
    meddler.execute(f"DELETE FROM openings WHERE {of}".encode(), (11, 2))
    meddler.execute(f"UPDATE entries SET kind = 'mutant/1' WHERE {of}".encode(), (103, 4))

    def found() -> set[str]:
        return {str(finding) for finding in differences(large) if finding.index is not None}

    together = found()
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0})

    assert together == found()
    for said in ("were altered", "are gone, and no entry says", "it is said to be mutant/1"):
        assert any(said in one for one in together), said


@pytest.mark.usefixtures("several")
def test_a_process_that_is_killed_leaves_nothing_said_to_be_unaltered(
    large: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/true")

    with pytest.raises(DatabaseAway, match="ended before it had read it"):
        list(audit(large))


def other_note(size: int, origin: str = ORIGIN) -> bytes:
    return sign(checkpoint_text(origin, size, b"x" * 32), SigningKey.made(origin))


def other_map() -> bytes:
    return sign(MapHead.text(ORIGIN, SIZE, b"x" * 32, 1, b"y" * 32), SigningKey.made(ORIGIN))


@pytest.mark.parametrize(
    ("tamper", "given", "said"),
    [
        ("UPDATE subtrees SET hash = sha256('x') WHERE number = 2", (),
         "place 512 in the log: the hash over places 512 to 767, kept for proofs, was altered"),
        ("DELETE FROM subtrees WHERE number = 4", (), "the hash over places 1024 to 1279, kept for proofs, is gone"),
        ("INSERT INTO subtrees VALUES (1, 5, sha256('x'))", (), "level 1 is kept for proofs, and the log has no such"),
        ("INSERT INTO subtrees VALUES (2, 0, sha256('x'))", (), "level 2 is kept for proofs, and the log has no such"),
        ("UPDATE checkpoints SET note = %b", (other_note(SIZE),), "does not lead to its checkpoint of 1500 entries"),
        (r"UPDATE checkpoints SET note = E'x\n1500\n'", (), "what is kept as the checkpoint of 1500 entries is none"),
        ("INSERT INTO checkpoints VALUES (7, %b)", (other_note(7, "x.example"),), "of 7 entries says x.example, 7"),
        ("INSERT INTO checkpoints VALUES (2000, %b)", (other_note(2000),), "of 2000 entries, and the log ends at 1500"),
        ("UPDATE maps SET note = %b", (other_map(),), "the map over 1500 entries is not one of this log at that size"),
        (r"UPDATE maps SET note = E'x\ny\n1500\n'", (), "what is kept as the map over 1500 entries is none"),
    ],
)  # fmt: skip
def test_what_is_kept_for_proofs_is_worked_out_anew(
    large: Database, meddler: Connection, tamper: str, given: tuple[bytes, ...], said: str
) -> None:
    meddler.execute(tamper.encode(), given)

    [finding] = audit(large)

    assert said in str(finding)


def test_a_map_of_other_files_under_the_right_root_is_found(large: Database, meddler: Connection) -> None:
    roots = read_by(large, 1)[1]
    note = sign(MapHead.text(ORIGIN, SIZE, roots.found[SIZE], 3, b"y" * 32), SigningKey.made(ORIGIN))
    meddler.execute("UPDATE maps SET note = %b", (note,))

    [finding] = audit(large)

    assert finding.what == "the map over 1500 entries is not that of the files in it"


def test_an_entry_longer_than_a_page_is_to_be_is_read_and_checked(large: Database, meddler: Connection) -> None:
    """It is fetched by itself; that it was altered shows like any other's."""
    meddler.execute(
        "UPDATE entries SET state = state || repeat(' ', 100000)::bytea WHERE (file_id, position) ="
        " (SELECT file_id, position FROM log WHERE index = 9)"
    )

    [finding] = audit(large)

    assert finding.index == 9
    assert "its bytes are 0 to 100" in finding.what
