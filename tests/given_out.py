"""Everything a small ledger gives out, in one folder, for whoever tries what can be done to it unseen."""

# mypy: ignore-errors

from __future__ import annotations

import base64
import contextlib
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock

from api.bundle_orders import order_of
from api.bundling import bundled, look_at
from api.settings import Settings
from api.tokens import Tokens
from api.wiring import Wiring
from ledger.book import AUTHORITY, Book
from ledger.copying import writing
from ledger.copying.writing import write_copy
from ledger.documents import Documents
from ledger.entry import Actor, Source
from ledger.log import proofs
from ledger.log.exporting import export_log
from ledger.log.files import file_proof
from ledger.log.signer import Signer, make_folder
from ledger.log.signing import SigningKey
from ledger.rotating import rotate
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.embedded import EmbeddedServer, embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate
from ledger.subjects.checkpoints import CheckpointTimestamped
from ledger.subjects.records import LedgerOpened
from ledger.timestamping import OWN_ACCOUNT
from ledger.verify import Checkpoint, Key, Timestamp
from projections.answering.reader import Reader
from tests.bundle import conftest as bundles
from tests.bundle.conftest import Bundles
from tests.bundle.test_when import noted
from tests.copying.test_copy import opened
from tests.log import test_files
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import note
from tests.log.tokens import Stamper
from tests.story import CLERK

NOWHERE = test_files.NOWHERE


@dataclass
class GivenOut:
    """A folder with what strangers were given.

    Of one ledger `copy`, `log`, the checkpoints `older` and `newer`, `proof` with `stored`, `consistency`, `file`,
    `nowhere`, and `answer`, a timestamp of `newer`. Of another one `bundle.zip`, which holds timestamps and a change of
    keys; `root.pem` is the root of who stamped both.
    """

    folder: Path
    key: Key
    private: SigningKey
    bundle_key: Key
    stamper: Stamper


@contextlib.contextmanager
def given_out() -> Iterator[GivenOut]:
    """Make it, on a server of its own; gone with the block."""
    with tempfile.TemporaryDirectory(prefix="given-out") as name, embedded_server(Path(name) / "server") as server:
        folder, stamper = Path(name) / "given", Stamper.made()
        folder.mkdir()
        (folder / "root.pem").write_bytes(stamper.root.pem)
        private = _small(folder, Path(name), server, stamper)
        bundle_key = _bundle(folder, Path(name), server, stamper)
        yield GivenOut(folder, private.public, private, bundle_key, stamper)


def _small(folder: Path, beside: Path, server: EmbeddedServer, stamper: Stamper) -> SigningKey:
    schema = f"given_{secrets.token_hex(4)}"
    with Database(schema, server, keys=KeysPlace(beside / "keys")) as database:
        migrate(database)
        key = make_folder(beside / "signer", ORIGIN)
        with closing(Signer(database, beside / "signer")) as signer:
            signed = Signed(opened(database, "real", b"A scan\x00" * 130), database, beside / "signer", key, signer)
            signed.seal()
            signer.sign_once()
            (folder / "older").write_bytes((signed.folder / "checkpoint").read_bytes())
            size = signed.book.store.log_size()
            note(signed, "one more")
            signer.sign_once()
        newer = (signed.folder / "checkpoint").read_bytes()
        (folder / "newer").write_bytes(newer)
        (folder / "answer").write_bytes(stamper.answer(stamper.stamp(newer)))
        with mock.patch.object(writing, "PIECE", 600):  # the document goes over two lines, as long ones do
            write_copy(database, folder / "copy")
        export_log(database, folder / "log")
        file_id = signed.book.file_id("A")
        with database.transaction("app") as connection:
            (folder / "proof").write_bytes(proofs.entry_proof(connection, file_id, 2))
            (folder / "consistency").write_bytes(proofs.consistency(connection, size))
            (folder / "file").write_bytes(file_proof(connection, file_id))
            (folder / "nowhere").write_bytes(file_proof(connection, NOWHERE))
            [(state,)] = connection.execute(
                "SELECT state FROM entries WHERE file_id = %s AND position = 2", (file_id,)
            ).fetchall()
        (folder / "stored").write_bytes(state)
    return SigningKey.read(beside / "signer" / "key")


def _bundle(folder: Path, beside: Path, server: EmbeddedServer, stamper: Stamper) -> Key:
    place = beside / "bundles"
    place.mkdir()
    with Database(f"given_{secrets.token_hex(4)}", server, keys=KeysPlace(place / "keys")) as database:
        migrate(database)
        genesis = LedgerOpened(happened_on=date(2025, 1, 1), authority="H", origin=bundles.ORIGIN, clock="real")
        book, documents = Book.open_ledger(LedgerStore(database), genesis, CLERK), Documents(database)
        bundles.recorded(book, documents)
        settings = Settings(database=DatabaseSettings(data_directory=place), signer_folder=place / "signer")
        wiring = Wiring(book, database, Reader(book, database), documents, settings, Tokens(settings.tokens))
        key = make_folder(place / "signer", bundles.ORIGIN)
        with closing(Signer(database, place / "signer")) as signer:
            made = Bundles(wiring, key, signer, place)
            made.sign()
            for words in ("one", "other"):
                noted(made, words)
                _stamp(made, stamper)
            rotate(book, place / "signer", CLERK, reason="Yearly")
            noted(made, "after")
            order = order_of({"purpose": "disclosure", "recipient": "The court"})
            looked = look_at(wiring, bundles.LAWYER, "C-1", order, made.sign)
            with bundled(wiring, bundles.LAWYER, looked, lambda *_: None, made.sign) as bundle:
                (folder / "bundle.zip").write_bytes(bundle.path.read_bytes())
    return key


def _stamp(made: Bundles, stamper: Stamper) -> None:
    """As ledger/timestamping.py records what an authority answered."""
    raw = (made.folder / "signer" / "checkpoint").read_bytes()
    token = stamper.stamp(raw)
    entry = CheckpointTimestamped(
        happened_on=date(2025, 6, 1), authority="Local", size=Checkpoint.read(raw).size, checkpoint=raw.decode(),
        token=base64.b64encode(token).decode(), stamped_at=Timestamp.read(token).at,
        by=Actor(person="Local", party="third-party"), source=Source(how="system", whom="http://localhost"),
    )  # fmt: skip
    made.wiring.book.record(AUTHORITY, entry, OWN_ACCOUNT, acknowledge_all=True)
    made.sign()
