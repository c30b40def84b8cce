"""A contract file with something of everything a bundle has to tell apart, signed, and bundles made of it once."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest

from api.bundle_orders import order_of
from api.bundling import bundled, look_at
from api.people import Person
from api.settings import Settings
from api.tokens import Tokens
from api.wiring import Wiring
from ledger.book import Act, Book
from ledger.documents import Documents
from ledger.entry import Actor, Source
from ledger.log.sealer import Sealer
from ledger.log.signer import Signer, make_folder
from ledger.rules import Acknowledgement
from ledger.store.database_settings import DatabaseSettings
from ledger.store.postgres import LedgerStore
from ledger.subjects.agreement import ContractRegistered, Organisation
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ProviderRepresentationsReceived
from ledger.subjects.records import (
    DocumentFiled,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    LedgerOpened,
    NoteMade,
)
from ledger.subjects.termination import EarlyTerminationProposed, LegalAdviceReceived
from ledger.verify import Key
from ledger.words import Document, Said
from projections.answering.reader import Reader
from tests.ledgers import Ledgers
from tests.story import ANN, CLERK, COLLEAGUE, PROVIDER

ORIGIN = "ledger.example/bundles"
DAY = date(2025, 3, 3)
LAWYER = Person("lena", "Lena Stone", frozenset({"legal-services"}))
SECRETS = {
    "legal-advice": "zqadvice", "litigation": "zqlitigate", "without-prejudice": "zqoffer",
    "without-prejudice-save-as-to-costs": "zqcosts", "legal": "zqlegalonly", "corrected": "zqcorrected",
    "completed": "zqcompleted", "title": "zqtitle", "bytes": "zqbytes", "reclassified": "zqsince",
}  # fmt: skip
"""Words that stand in what no purpose but our lawyers' may hold."""
REASON, CONFIDENCE, PERSONAL, HELPFUL, HARMFUL = "zqreason", "zqconfidence", "zqpersonal", "zqhelps", "zqharms"
HOSTILE = "../../etc/x\u202efdp.exe \u4e2d\u6587 #let x = panic() $ @ref *b* <a>"


def pdf(words: str) -> bytes:
    """A small PDF that says these words."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = made.make_stream(f"BT /F1 20 Tf 72 700 Td ({words}) Tj ET".encode())
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
        return out.getvalue()


@dataclass
class Bundles:
    """A signed ledger with one file, C-1, and the bundles that were made of it."""

    wiring: Wiring
    key: Key
    signer: Signer
    folder: Path
    made: dict[str, Path] = field(default_factory=dict)

    def sign(self) -> None:
        sealer = Sealer(self.wiring.database)
        while sealer.seal_once():
            pass
        sealer.close()
        self.signer.sign_once()

    def make(self, purpose: str, name: str | None = None, **order: Any) -> Path:
        """The ZIP of a bundle; the same order is made once, unless it is to have another name."""
        called = name or json.dumps([purpose, order], sort_keys=True, default=str)
        if called not in self.made:
            looked = look_at(self.wiring, LAWYER, "C-1", order_of({"purpose": purpose, **order}), self.sign)
            with bundled(self.wiring, LAWYER, looked, lambda *told: None, self.sign) as bundle:
                kept = self.folder / f"{len(self.made)}.zip"
                kept.write_bytes(bundle.path.read_bytes())
            self.made[called] = kept
        return self.made[called]


def history(documents: Documents) -> Iterator[tuple[Any, Any]]:
    """Entries of the file with whoever records them, in order; a tuple of acts is recorded together."""

    def exhibit(content: bytes, media_type: str, title: str | None) -> Said:
        return Said(Document(documents.file(content, media_type), title))

    def note(words: str, **marks: Any) -> NoteMade:
        return NoteMade(happened_on=DAY, words=Said(words), by=ANN, **marks)

    yield CLERK, ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", by=ANN, start_date=date(2025, 1, 6),
        end_date=date(2027, 1, 5), provider=Organisation(name="Care Ltd"),
    )  # fmt: skip
    yield CLERK, IssueRaised(
        happened_on=DAY, nature=Said(f"Visits missed {PERSONAL} {HARMFUL}", "P-17"), by=ANN, noted_on=DAY,
        source=Source(how="told", whom="A daughter"),
        exhibits=(exhibit(pdf("zqletter"), "application/pdf", "Letter.pdf"),),
    )  # fmt: skip
    yield CLERK, IssueNotifiedToProvider(happened_on=date(2025, 3, 10), issue="ISS-001", means="e-mail", by=ANN)
    yield PROVIDER, ProviderRepresentationsReceived(
        happened_on=date(2025, 3, 12), words=Said(f"The rota was ours to keep {HELPFUL}"), answers=2,
        issue="ISS-001", stance="accepts",
        by=Actor(person="Pia Prior", party="provider"), audience="shared",
    )  # fmt: skip
    for protection in ("legal-advice", "litigation", "without-prejudice", "without-prejudice-save-as-to-costs"):
        yield CLERK, note(f"{SECRETS[protection]} said", protection=protection)
    yield CLERK, note(f"{SECRETS['legal']} said", audience="legal")
    yield CLERK, LegalAdviceReceived(
        happened_on=DAY, advice=Said(f"{SECRETS['legal-advice']} again"), by=ANN,
        exhibits=(exhibit(pdf(SECRETS["bytes"]), "application/pdf", f"{SECRETS['title']}.pdf"),),
    )  # fmt: skip
    yield CLERK, EntryCorrected(
        happened_on=DAY, position=5, reason=Said(f"{SECRETS['corrected']}"),
        replacement=note(f"{SECRETS['corrected']} now", protection="legal-advice"),
    )  # fmt: skip
    yield CLERK, EntrySupplemented(happened_on=DAY, position=6, words=Said(SECRETS["completed"]))
    yield CLERK, note(f"{CONFIDENCE} said", protection="confidential")
    yield CLERK, DocumentFiled(
        happened_on=DAY, title=HOSTILE, dated=date(2025, 2, 1),
        document=exhibit(b"MZ\x00\x01 not a PDF", "application/pdf", HOSTILE),
    )  # fmt: skip
    yield CLERK, note(f"{SECRETS['reclassified']} said")
    yield (
        CLERK,
        EntryReclassified(
            happened_on=DAY,
            position=15,
            new_audience="legal",
            new_protection="legal-advice",
            reason=Said("It is advice"),
        ),
    )
    yield CLERK, EntryCorrected(
        happened_on=date(2025, 4, 1), position=3, reason=Said("Wrong day"),
        replacement=IssueNotifiedToProvider(happened_on=date(2025, 3, 11), issue="ISS-001", means="e-mail", by=ANN),
    )  # fmt: skip
    yield CLERK, note("Entered by mistake")
    yield CLERK, EntryStruckOut(happened_on=DAY, position=18, reason=Said("Twice"))
    yield CLERK, EarlyTerminationProposed(happened_on=date(2025, 5, 1), grounds=("other",), by=ANN)
    yield COLLEAGUE, note("After the proposal")


def recorded(book: Book, documents: Documents) -> None:
    """Record the history; whatever procedure asks is acknowledged, with a reason that only some may read."""
    for account, entry in history(documents):
        found = book.check([Act("C-1", entry)], account)[0].departures
        given = tuple(Acknowledgement(rule=d.rule, reason=Said(f"{REASON} here")) for d in found)
        book.record("C-1", entry, account, departures=given)


@pytest.fixture(scope="module")
def bundles(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bundles]:
    """The ledger, sealed and signed, for tests that record nothing but that a bundle was issued."""
    folder = tmp_path_factory.mktemp("bundles")
    with ledgers.lent(folder / "keys") as database:
        opened = LedgerOpened(happened_on=date(2025, 1, 1), authority="Hampshire", origin=ORIGIN, clock="real")
        book = Book.open_ledger(LedgerStore(database), opened, CLERK)
        documents = Documents(database)
        recorded(book, documents)
        settings = Settings(database=DatabaseSettings(data_directory=folder), signer_folder=folder / "signer")
        wiring = Wiring(book, database, Reader(book, database), documents, settings, Tokens(settings.tokens))
        key = make_folder(folder / "signer", ORIGIN)
        with closing(Signer(database, folder / "signer")) as signer:
            made = Bundles(wiring, key, signer, folder)
            made.sign()
            yield made


def members(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle."""
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def everything(bundle: Path) -> bytes:
    """Every byte a bundle holds, with what is wrapped in it unwrapped: openings, streams of PDFs, text of pages."""
    said = [bundle.read_bytes()]
    for name, content in members(bundle).items():
        said += [name.encode(), content]
        if name.startswith("openings/"):
            said.append(base64.urlsafe_b64decode(content + b"=" * (-len(content) % 4)))
        if name == "issued.json":
            opening = json.loads(content)["opening"].encode()
            said.append(base64.urlsafe_b64decode(opening + b"=" * (-len(opening) % 4)))
        if content.startswith(b"%PDF"):
            said += unwrapped(content)
    return b"\n".join(said)


def unwrapped(content: bytes) -> Iterator[bytes]:
    """The words on a PDF's pages, and each of its streams as it is without compression."""
    pages = pypdfium2.PdfDocument(content)
    for page in pages:
        yield page.get_textpage().get_text_range().encode()
    pages.close()
    with pikepdf.open(io.BytesIO(content)) as opened:
        for held in opened.objects:
            if isinstance(held, pikepdf.Stream):
                yield held.read_bytes()
            elif isinstance(held, pikepdf.Dictionary):
                yield repr(held).encode()
