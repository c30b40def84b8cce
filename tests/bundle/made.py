"""Exhibits made in code: honest ones of every kind, and hostile ones, each for the harm it would do."""

import io
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from pathlib import Path

import pikepdf
import typst
from pikepdf import Encryption, Name, Pdf
from PIL import Image, ImageDraw

from projections.bundle.exhibits import ExhibitFile


def pdf(words: str = "The bins were not emptied.", pages: int = 1, width: int = 595, height: int = 842) -> bytes:
    """A PDF with text on every page."""
    text = f'#set page(width: {width}pt, height: {height}pt)\n#let words = "{words}"\n'
    text += "#pagebreak()\n".join(f"Page {number}. #words\n" for number in range(1, pages + 1))
    made = typst.compile(text.encode(), ignore_system_fonts=True, timestamp=0)
    assert isinstance(made, bytes)
    return made


def saved(pdf: Pdf, **how: object) -> bytes:
    """A PDF's bytes."""
    out = io.BytesIO()
    pdf.save(out, static_id=True, **how)  # type: ignore[arg-type]
    return out.getvalue()


def changed(change: Callable[[Pdf], None], content: bytes | None = None) -> bytes:
    """A PDF with something done to it."""
    with pikepdf.open(io.BytesIO(content or pdf(pages=2))) as opened:
        change(opened)
        return saved(opened)


def encrypted(user: str = "secret") -> bytes:
    """A PDF that asks for a password, or with an empty one only restricts."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        return saved(opened, encryption=Encryption(owner="owner", user=user))


def zeros(count: int) -> bytes:
    """That many zero bytes, deflated: one packed million again and again, since packing them all would take minutes."""
    engine = zlib.compressobj(9, wbits=-15)
    million = engine.compress(bytes(1_000_000)) + engine.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15)
    rest = last.compress(bytes(count % 1_000_000)) + last.flush()
    sum_of_zeros = ((count % 65_521) << 16 | 1).to_bytes(4)  # Adler-32, RFC 1950
    return b"\x78\xda" + million * (count // 1_000_000) + rest + sum_of_zeros


def inflating(megabytes: int = 10_000) -> bytes:
    """A PDF whose page content inflates to that many megabytes."""
    packed = zeros(megabytes * 1_000_000)

    def swell(opened: Pdf) -> None:
        opened.pages[0].obj.Contents = opened.make_stream(b"")
        opened.pages[0].obj.Contents.write(packed, filter=Name.FlateDecode)

    return changed(swell)


def written_out(objects: list[bytes], root: int = 1, more: bytes = b"") -> bytes:
    """A PDF from its objects as they stand, with a right table of where they are."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, more, table)
    return bytes(out)


def cyclic_pages() -> bytes:
    """A page tree that is its own child."""
    return written_out([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def a_million_pages() -> bytes:
    """One page, a million times over."""
    kids = b"3 0 R " * 1_000_000
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"
    return written_out([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 1000000>>" % kids, page])


def looping_xref() -> bytes:
    """Two tables of contents, each naming the other as the one before it."""
    content = written_out([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], more=b"/Prev 9")
    start = content.index(b"xref\n0 3")
    return content.replace(b"/Prev 9", b"/Prev %d" % start)


def nested_forms(depth: int = 12, times: int = 10) -> bytes:
    """A page that draws a drawing that draws a drawing, ten times each, twelve deep."""
    draw = b"/X Do " * times
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    resources = b"/Resources<</XObject<</X %d 0 R>>>>"
    objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R%s>>" % (resources % 5))
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw))
    for number in range(depth):
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length %d%s>>stream\n%s\nendstream"
        objects.append(form % (len(draw), resources % (6 + number), draw))
    objects.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5>>stream\n0 0 m\nendstream")
    return written_out(objects)


@cache
def zip_bomb(megabytes: int = 200) -> bytes:
    """A .docx whose document would take 200 MB of memory, from 200 kB.

    One million bytes are compressed, and what they became is repeated: compressing all would take seconds.
    """
    zeros, packing, checksum = bytes(1_000_000), zlib.compressobj(9, zlib.DEFLATED, -15), 0
    packed = (packing.compress(zeros) + packing.flush(zlib.Z_FULL_FLUSH)) * megabytes + packing.flush()
    for _ in range(megabytes):
        checksum = zlib.crc32(zeros, checksum)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = zipfile.ZipInfo("word/document.xml")
        archive.writestr(document, packed)
        document.compress_type, document.file_size, document.CRC = (
            zipfile.ZIP_DEFLATED,
            len(zeros) * megabytes,
            checksum,
        )
        out.seek(document.header_offset)
        out.write(document.FileHeader())
    return out.getvalue()


def open_document(words: str, linked: str = "") -> bytes:
    """An OpenDocument text (.odt) that says these words and shows a picture from elsewhere."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
        for name, of in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    shown = "".join(
        f'<text:p><draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:href="{address}" xlink:type="simple" '
        'xlink:actuate="onLoad"/></draw:frame></text:p>'
        for address in (linked, "file:///etc/passwd")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.2"><office:body><office:text><text:p>{words}</text:p>{shown}</office:text></office:body>'
        "</office:document-content>"
    )
    space, kind = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="{of}"/>'
        for name, of in (("/", kind), ("content.xml", "text/xml"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{space}">{entries}</m:manifest>')
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **how: object) -> bytes:
    """A picture with a red corner at its top left."""
    made = Image.new(mode, size, "white")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red" if mode == "RGB" else 0)
    out = io.BytesIO()
    made.save(out, kind, **how)
    return out.getvalue()


def photograph(size: tuple[int, int] = (1200, 900), **how: object) -> bytes:
    """A JPEG with more colours than a drawing has."""
    made = Image.merge("RGB", [Image.linear_gradient("L").resize(size).rotate(turn) for turn in (0, 90, 180)])
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    out = io.BytesIO()
    made.save(out, "JPEG", quality=85, **how)
    return out.getvalue()


def turned_exif(orientation: int) -> Image.Exif:
    """What a camera says of how it was held (Exif 2.3, Orientation)."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def huge_png() -> bytes:
    """50,000 by 50,000 pixels in a few megabytes: 7.5 GB to whoever unpacks it."""
    packed = zeros(50_000 * (1 + 150_000))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = (50_000).to_bytes(4) * 2 + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def mail(
    words: str = "Please collect the bins.",
    attachments: tuple[tuple[str, bytes], ...] = (),
    html: str | None = None,
    subject: str = "Bins",
) -> bytes:
    """An e-mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Cc"] = "Ann Lee <ann@hants.example>", "depot@bins.example", "legal@hants.example"
    made["Date"], made["Subject"] = "Wed, 04 Mar 2026 10:22:00 +0000", subject
    made["MIME-Version"] = "1.0"
    if html is None or words:
        made.set_content(words)
    if html is not None:
        (made.add_alternative if words else made.set_content)(html, subtype="html")
    for name, content in attachments:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def deep_mail(depth: int = 1_000) -> bytes:
    """A mail of parts within parts."""
    head = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: deep\r\nMIME-Version: 1.0\r\n"
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return head + parts + b"Content-Type: text/plain\r\n\r\nthe bottom\r\n"


def mail_in_mail(depth: int) -> bytes:
    """A mail attached to a mail, and so on."""
    content = mail("the innermost")
    for number in range(depth):
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = "a@b.example", "c@d.example", f"around {number}"
        made.set_content(f"level {number}")
        made.add_attachment(content, maintype="message", subtype="x-unused", filename="x.eml")
        content = bytes(made)
    return content


def exhibit(
    folder: Path, number: int, content: bytes, title: str = "letter.pdf", media_type: str = "application/pdf"
) -> ExhibitFile:
    """An exhibit in a folder, as the schedule would have it."""
    path = folder / f"{number:04}.original"
    path.write_bytes(content)
    return ExhibitFile(
        number=number,
        sha256=sha256(content).hexdigest(),
        title=title,
        media_type=media_type,
        dated=None,
        path=path,
        entries=(number, number + 5),
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted.pdf": (encrypted, "asks for a password"),
    "inflating.pdf": (inflating, "swells beyond measure"),
    "cyclic.pdf": (cyclic_pages, ""),
    "million.pdf": (a_million_pages, ""),
    "xref.pdf": (looping_xref, ""),
    "forms.pdf": (nested_forms, "drawings within drawings"),
    "bomb.docx": (zip_bomb, "a Word document"),
    "huge.png": (huge_png, "too large to be shown"),
    "deep.eml": (deep_mail, "too many parts"),
}
