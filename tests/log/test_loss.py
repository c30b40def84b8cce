"""After a loss the log goes on by a person's word alone; whoever holds an older checkpoint sees it, and is told why."""

from __future__ import annotations

import base64
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from ledger.book import AUTHORITY
from ledger.copying.writing import write_copy
from ledger.entry import Actor
from ledger.errors import SigningRefused
from ledger.log import loss, proofs
from ledger.log.files import file_proof
from ledger.log.folder import Folder, make_folder
from ledger.log.signer import Signer
from ledger.log.tiles import tree
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from ledger.store.home import LockBusy
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry
from ledger.subjects.checkpoints import LogLossExplained
from ledger.verify import CONTRADICTED, NOT_PROVED, PROVED, Checkpoint, FileProof, Report, verify_copy
from ledger.verifying import verify_ledger
from ledger.words import Said
from tests.copying.test_copy import seal
from tests.log.conftest import Signed
from tests.log.test_rotation import killed_at
from tests.log.test_signer import ENTRY, SET_BACK, meddle, note
from tests.store.redefining import unguarded
from tests.story import CLERK

CLEO = Actor(person="Cleo County", office="county-manager-contracts")
REWRITTEN = (f"UPDATE log SET leaf_hash = sha256('x') WHERE (file_id, position) = {ENTRY}",)


@pytest.fixture
def set_back(signed: Signed) -> bytes:
    """Signed for, and then an older backup was restored and work went on; the checkpoint of what is lost."""
    note(signed, "this will be lost")
    signed.signer.sign_once()
    lost = (signed.folder / "checkpoint").read_bytes()
    signed.signer.close()
    meddle(signed, *SET_BACK)
    note(signed, "instead")
    note(signed, "and more")
    return lost


def explain(signed: Signed) -> tuple[LogLossExplained, int]:
    """The entry, and its place in the log."""
    found = loss.look(signed.database, signed.folder)
    entry = LogLossExplained(
        happened_on=signed.book.today(), lost_checkpoint=found.note.decode(), size=found.size,
        root=base64.b64encode(found.root).decode(), known_of_loss=Said("Notes of one afternoon"),
        reason=Said("The disk failed; the backup of noon was restored"), by=CLEO,
    )  # fmt: skip
    position = signed.book.record(AUTHORITY, entry, CLERK, acknowledge_all=True).position
    signed.seal()
    return entry, place_of(signed, position)


def place_of(signed: Signed, position: int) -> int:
    with signed.database.transaction("app") as connection:
        [(index,)] = connection.execute(
            "SELECT index FROM log WHERE file_id = %s AND position = %s", (signed.book.file_id(AUTHORITY), position)
        )
    return int(index)


def sign_on(signed: Signed, entry: LogLossExplained, place: int | None) -> Checkpoint:
    return loss.sign_on(signed.database, signed.folder, entry.lost_checkpoint, entry.size, entry.root, place)


def test_the_log_goes_on_from_where_the_entry_says_and_the_lost_checkpoint_is_kept(
    signed: Signed, set_back: bytes
) -> None:
    with pytest.raises(SigningRefused, match="docs/signing"):
        signed.signer.sign_once()
    signed.signer.close()

    entry, place = explain(signed)
    began = sign_on(signed, entry, place)
    grown = signed.signer.sign_once()

    assert began.size == entry.size < Checkpoint.read(set_back).size + 2
    assert grown is not None
    assert grown.size == signed.book.store.log_size() == entry.size + 1
    assert list(Folder(signed.folder).lost()) == [set_back]
    assert Folder(signed.folder).losses == 1
    with signed.database.transaction("app") as connection:
        assert Checkpoint.read(proofs.checkpoint(connection)) == grown
        proofs.entry_proof(connection, signed.book.file_id("A"), 2)
        FileProof.read(file_proof(connection, signed.book.file_id("A"))).check_whole()
        proofs.consistency(connection, began.size)
    assert signed.book.file(AUTHORITY).checkpoints.losses[0].lost == entry.lost_checkpoint


@pytest.mark.parametrize("tamper", [REWRITTEN, SET_BACK], ids=["rewritten", "set back"])
def test_who_holds_a_checkpoint_of_what_was_lost_sees_that_it_is_and_is_told_where_it_is_explained(
    signed: Signed, tamper: tuple[str, ...], tmp_path: Path
) -> None:
    note(signed, "this will be lost")
    signed.signer.sign_once()
    kept = (signed.folder / "checkpoint").read_bytes()
    signed.signer.close()
    meddle(signed, *tamper)
    entry, place = explain(signed)
    sign_on(signed, entry, place)
    signed.signer.sign_once()
    newest = (signed.folder / "checkpoint").read_bytes()
    write_copy(signed.database, tmp_path / "copy")

    here, there = Report(lambda _: None), Report(lambda _: None)
    verify_ledger(signed.database, here, signed.key, [kept, newest])
    verify_copy(there, tmp_path / "copy", signed.key, [kept, newest])

    for report in (here, there):
        [told] = [what for state, what in report.steps if state == CONTRADICTED and "explains that it was lost" in what]
        assert f"place {place} in the log explains that it was lost, which does not prove it" in told
    without = Report(lambda _: None)
    verify_ledger(signed.database, without, signed.key, [newest])
    assert any(state == NOT_PROVED and "no longer lead to the log" in what for state, what in without.steps)
    if tamper is SET_BACK:
        assert not [what for state, what in without.steps if state == CONTRADICTED and "checkpoint" in what]
        assert (PROVED, "the log leads to each of its own 2 checkpoints, signed with this key") in without.steps


def test_without_an_entry_of_that_very_loss_nothing_goes_on(signed: Signed, set_back: bytes) -> None:
    entry, place = explain(signed)
    other = signed.folder.parent / "other"
    make_folder(other, "ledger.example/copied")

    for changed, at, why in (
        (entry, None, "is not in the log yet"),
        (entry, entry.size - 1, "comes before the loss"),
        (entry, place + 50, "is not in the log yet"),
        (entry.model_copy(update={"size": entry.size - 1}), place, "root at"),
        (entry.model_copy(update={"root": base64.b64encode(bytes(32)).decode()}), place, "root at"),
        (
            entry.model_copy(update={"lost_checkpoint": (other / "checkpoint").read_text(encoding="utf-8")}), place,
            "another checkpoint",
        ),
    ):  # fmt: skip
        with pytest.raises(SigningRefused, match=why):
            sign_on(signed, changed, at)
    assert (signed.folder / "checkpoint").read_bytes() == set_back
    assert not list(Folder(signed.folder).lost())


def test_where_nothing_is_lost_there_is_nothing_to_go_on_from(signed: Signed) -> None:
    signed.signer.sign_once()
    signed.signer.close()
    entry, place = explain(signed)

    with pytest.raises(SigningRefused, match="nothing is lost"):
        sign_on(signed, entry, place)


def test_while_a_signer_is_at_work_nothing_is_signed_beside_it(signed: Signed) -> None:
    signed.signer.sign_once()
    entry, place = explain(signed)

    with pytest.raises(LockBusy, match="the signer is at work"):
        sign_on(signed, entry, place)


def test_no_log_goes_on_that_has_holes_in_it(signed: Signed, set_back: bytes) -> None:
    meddle(signed, "DELETE FROM log WHERE index = 1")

    with pytest.raises(SigningRefused, match="there are holes in it"):
        loss.look(signed.database, signed.folder)


def test_killed_before_any_step_it_is_done_again_and_nothing_signed_is_ever_forgotten(
    signed: Signed, set_back: bytes, server: EmbeddedServer | str
) -> None:
    entry, place = explain(signed)

    def go_on() -> None:
        with Database(signed.database.schema, server) as database:
            loss.sign_on(database, signed.folder, entry.lost_checkpoint, entry.size, entry.root, place)

    step = 0
    while killed_at(step, go_on, signed.folder):
        last = (signed.folder / "checkpoint").read_bytes()
        kept = list(Folder(signed.folder).lost())
        assert last == set_back or set_back in kept, step
        assert kept in ([], [set_back])
        step += 1

    assert step > 2
    assert list(Folder(signed.folder).lost()) == [set_back]
    assert signed.signer.sign_once() is not None


def test_after_a_second_loss_both_are_kept_and_the_log_still_goes_on(signed: Signed, set_back: bytes) -> None:
    entry, place = explain(signed)
    sign_on(signed, entry, place)
    signed.signer.sign_once()
    signed.signer.close()
    second = (signed.folder / "checkpoint").read_bytes()
    meddle(signed, *SET_BACK)
    note(signed, "instead again")
    with pytest.raises(SigningRefused):
        signed.signer.sign_once()
    signed.signer.close()

    entry, place = explain(signed)
    sign_on(signed, entry, place)
    grown = signed.signer.sign_once()

    assert grown is not None
    assert list(Folder(signed.folder).lost()) == [set_back, second]
    with signed.database.transaction("app") as connection:
        assert connection.execute("SELECT max(after_loss) FROM checkpoints").fetchone() == (2,)
        assert Checkpoint.read(proofs.checkpoint(connection)) == grown


def test_hashes_worked_out_before_a_loss_are_not_counted_on_after_it(database: Database, tmp_path: Path) -> None:
    """Whole tiles of what was lost are in the database, and stay there; proofs are made from those of now."""
    store = LedgerStore(database)
    store.open("ledger.example/tests", "real", b"f" * 32, b"r" * 32)
    folder, file = tmp_path / "signer", UUID(int=7)
    make_folder(folder, "ledger.example/tests")
    store.append([FileWrite(file, 0, [NewEntry("note-made/1", b"%d" % n) for n in range(300)])])
    seal(database)
    with closing(Signer(database, folder)) as signer:
        signer.sign_once()
    _rewrite(database)
    found = loss.look(database, folder)

    store.append([FileWrite(file, 300, [NewEntry("note-made/1", b"explains")])])
    seal(database)
    root = base64.b64encode(found.root).decode()
    began = loss.sign_on(database, folder, found.note.decode(), found.size, root, 300)
    with closing(Signer(database, folder)) as signer:
        grown = signer.sign_once()

    assert grown is not None
    with database.transaction("app") as connection:
        assert (tree(connection, 300).root, tree(connection, 301).root) == (began.root, grown.root)
        proofs.consistency(connection, 300)
        assert [row[0] for row in connection.execute("SELECT after_loss FROM subtrees ORDER BY 1")] == [0, 1]


def _rewrite(database: Database) -> None:
    with unguarded(database), database.administer(autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE log DISABLE TRIGGER USER")
        connection.execute("UPDATE log SET leaf_hash = sha256('x') WHERE index = 5")
        connection.execute("ALTER TABLE log ENABLE TRIGGER USER")
