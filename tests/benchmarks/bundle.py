"""How long the bundle of a long file takes, and how much memory: 1,000 entries, 200 exhibits, ten of them hostile.

    /usr/bin/time -v python -m tests.benchmarks.bundle [--entries 1000] [--exhibits 200] [--to FOLDER]

The file is one of a ledger of its own. Exhibits are PDFs of two to four pages, photographs, e-mails and texts; the
hostile ten are encrypted, broken, enormous in their page or when unpacked, not what they say they are, or called
something that leads elsewhere. Told are the seconds of looking, drawing and packing, the memory of this process and
the largest of its children, and the sum of both at its highest (proportional shares, twenty times a second).
PostgreSQL's is not in it.
"""

import argparse
import io
import resource
import secrets
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from PIL import Image

from ledger.book import Act, Book
from ledger.documents import Documents
from ledger.log.sealer import Sealer
from ledger.log.signer import Signer, make_folder
from ledger.store.database import Database
from ledger.store.embedded import embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate
from ledger.subjects.agreement import ContractRegistered, Organisation
from ledger.subjects.issues import IssueRaised
from ledger.subjects.records import LedgerOpened, NoteMade
from ledger.words import Document, Said
from projections.answering.reader import Reader
from projections.bundle.looked import Ledger, Wanted, look
from projections.bundle.making import make, packing
from projections.bundle.purposes import PURPOSES
from projections.bundle.selection import Asked
from tests.benchmarks.memory import Memory
from tests.benchmarks.stock import ANN, CLERK, WORDS

FIRST, REFERENCE = date(2025, 1, 6), "B-1"


def pages(number: int, size: tuple[float, float] = (595, 842), words: str = WORDS) -> bytes:
    """A PDF with that many pages of text."""
    with pikepdf.new() as made:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for _ in range(number):
            page = made.add_blank_page(page_size=size)
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            lines = "".join(f"0 -16 Td ({secrets.token_hex(4)} {words[:70]}) Tj " for _ in range(40))
            page.obj.Contents = made.make_stream(f"BT /F1 10 Tf 72 760 Td {lines}ET".encode())
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def picture() -> bytes:
    """A photograph of noise, 1200 by 900."""
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def mail(number: int) -> bytes:
    """An e-mail with a text and a PDF attached to it."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", f"Visits, week {number}"
    message["Date"] = "Mon, 03 Mar 2025 09:00:00 +0000"
    message.set_content(WORDS * 5)
    message.add_attachment(pages(1), maintype="application", subtype="pdf", filename="rota.pdf")
    return message.as_bytes()


def packed(piece: bytes, times: int) -> bytes:
    """A piece, so many times over, deflated, without ever being there whole."""
    deflate = zlib.compressobj(9)
    return b"".join([*(deflate.compress(piece) for _ in range(times)), deflate.flush()])


def blank_png(width: int, height: int) -> bytes:
    """A black picture of that many pixels, in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    rows = packed(bytes(1 + width // 8) * 100, height // 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def hostile() -> Iterator[tuple[bytes, str, str]]:
    """Ten exhibits that nobody should be able to harm a bundle with: bytes, media type, title."""
    with pikepdf.open(io.BytesIO(pages(2))) as plain:
        out = io.BytesIO()
        plain.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    yield out.getvalue(), "application/pdf", "Encrypted.pdf"
    yield pages(1, (14_400, 14_400)), "application/pdf", "Huge page.pdf"
    bomb = packed(b"0 0 m 1 1 l S " * 70_000, 300)
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pikepdf.Stream(made, bomb, Filter=pikepdf.Name.FlateDecode)
        out = io.BytesIO()
        made.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    yield out.getvalue(), "application/pdf", "Bomb.pdf"
    yield blank_png(60_000, 40_000), "image/png", "Bomb.png"
    yield b"MZ\x90\x00" + bytes(5000), "application/pdf", "Programme.pdf"
    yield pages(1), "image/jpeg", "../../../etc/passwd"
    yield pages(3)[:900], "application/pdf", "Cut short.pdf"
    yield b"%PDF-1.7\n" + secrets.token_bytes(4000), "application/pdf", "con.pdf"
    yield b"<html><script>alert(1)</script>", "text/html", "\u202egnp.exe"
    yield ("\u05d0\u4e2d\U0001f600\x00\x07" * 500).encode(), "text/plain", "x" * 300


def exhibits(number: int) -> Iterator[tuple[bytes, str, str]]:
    """That many exhibits, the hostile ten among them."""
    yield from hostile()
    photographs = [picture() for _ in range(8)]
    for n in range(number - 10):
        if n % 8 == 7:
            yield photographs[n % 8] + str(n).encode(), "image/jpeg", f"Photograph {n}.jpg"
        elif n % 8 == 5:
            yield mail(n), "message/rfc822", f"Message {n}.eml"
        elif n % 8 == 3:
            yield (WORDS * 20 + str(n)).encode(), "text/plain", f"Note {n}.txt"
        else:
            yield pages(2 + n % 3), "application/pdf", f"Letter {n}.pdf"


def file_of(book: Book, documents: Documents, entries: int, number: int) -> None:
    """Record the file: issues, and notes of which some cite an exhibit."""
    opening = ContractRegistered(
        happened_on=FIRST, reference=REFERENCE, title="Home care", by=ANN, provider=Organisation(name="Care Ltd"),
        start_date=FIRST, end_date=date(2028, 1, 5),
    )  # fmt: skip
    waiting = list(exhibits(number))
    every = max(1, (entries - 1) // number)
    acts = [Act(opening.reference, opening)]
    for n in range(entries - 1):
        day = FIRST + timedelta(days=n % 600)
        cited: tuple[Said, ...] = ()
        if n % every == 0 and waiting:
            content, media_type, title = waiting.pop()
            cited = (Said(Document(documents.file(content, media_type), title)),)
        words = Said(f"{WORDS} {n}")
        if n % 40 == 3:
            acts.append(Act(opening.reference, IssueRaised(happened_on=day, nature=words, by=ANN, exhibits=cited)))
        else:
            acts.append(Act(opening.reference, NoteMade(happened_on=day, words=words, by=ANN, exhibits=cited)))
    for at in range(0, len(acts), 100):
        book.record_together(acts[at : at + 100], CLERK, acknowledge_all=True)


def measure(entries: int, number: int, folder: Path) -> None:
    """Print what one bundle takes."""
    with (
        embedded_server(folder / "server") as server,
        Database("bundle", server, keys=KeysPlace(folder / "keys")) as database,
    ):
        migrate(database)
        opened = LedgerOpened(happened_on=FIRST, authority="Bench", origin="ledger.example/bench", clock="real")
        book = Book.open_ledger(LedgerStore(database), opened, CLERK)
        documents = Documents(database)
        file_of(book, documents, entries, number)
        with closing(Sealer(database)) as sealer:
            while sealer.seal_once():
                pass
        key = make_folder(folder / "signer", "ledger.example/bench")
        with closing(Signer(database, folder / "signer")) as signer:
            signer.sign_once()
        ledger = Ledger(book, database, Reader(book, database), documents)
        memory = Memory()
        memory.start()
        began = time.monotonic()
        looked = look(ledger, Wanted(REFERENCE, Asked(PURPOSES["disclosure"])), lambda file: {})
        seen = time.monotonic()
        with TemporaryDirectory() as work:
            made = make(ledger, looked, Path(work), lambda what, done, there: None)
            drawn = time.monotonic()
            with packing(made, folder / "bundle.zip"):
                pass  # a draft: no proof of issuing is added
        packed = time.monotonic()
        memory.over.set()
        memory.join()
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        size = (folder / "bundle.zip").stat().st_size
        print(f"key {key}")
        print(f"{len(looked.selection.shown)} entries, {len(looked.contents.exhibits)} exhibits: {size / 1e6:.1f} MB")
        print(f"looked {seen - began:.1f} s, drawn {drawn - seen:.1f} s, packed {packed - drawn:.1f} s")
        print(f"all {packed - began:.1f} s; this process {own.ru_maxrss // 1024} MB, largest child ", end="")
        print(f"{children.ru_maxrss // 1024} MB, both at the highest {memory.highest // 1024} MB")
        print(
            f"computing {own.ru_utime + own.ru_stime:.1f} s here, {children.ru_utime + children.ru_stime:.1f} s below"
        )


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--exhibits", type=int, default=200)
    parser.add_argument("--to", type=Path, help="a folder to leave the bundle in")
    chosen = parser.parse_args()
    if chosen.to:
        chosen.to.mkdir(exist_ok=True)
        measure(chosen.entries, chosen.exhibits, chosen.to)
        return
    with TemporaryDirectory() as folder:
        measure(chosen.entries, chosen.exhibits, Path(folder))


if __name__ == "__main__":
    main()
