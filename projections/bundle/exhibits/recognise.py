"""What an exhibit really is, told by its bytes; a name and a media type are what somebody said."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Family = Literal["pdf", "picture", "text", "mail", "office", "other"]
_HEAD = 4096  # bytes looked at for most formats
_MAIL_HEADERS = frozenset(
    b"from to cc subject date mime-version received message-id return-path delivered-to content-type reply-to".split()
)


@dataclass(frozen=True)
class Kind:
    """A kind of file: which family renders it, its name in words, and the endings its name may fairly have."""

    family: Family
    words: str
    endings: tuple[str, ...]
    media_types: tuple[str, ...] = ()


PDF = Kind("pdf", "a PDF", ("pdf",), ("application/pdf",))
MAIL = Kind("mail", "an e-mail", ("eml", "txt", "mht"), ("message/rfc822", "text/plain"))
TEXT = Kind("text", "a text", (), ("text/*", "application/json", "application/xml"))
HTML = Kind("text", "a web page (HTML)", ("html", "htm", "xhtml"), ("text/html", "application/xhtml+xml"))
EMPTY = Kind("other", "an empty file, without a single byte", ())
UNKNOWN = Kind("other", "a file of a kind that is not known here", ())

_OFFICE = (
    ("word/", Kind("office", "a Word document", ("docx", "docm", "dotx"))),
    ("xl/", Kind("office", "an Excel workbook", ("xlsx", "xlsm", "xltx"))),
    ("ppt/", Kind("office", "a PowerPoint presentation", ("pptx", "pptm", "ppsx"))),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": Kind("office", "an OpenDocument text", ("odt", "ott")),
    b"application/vnd.oasis.opendocument.spreadsheet": Kind("office", "an OpenDocument spreadsheet", ("ods", "ots")),
    b"application/vnd.oasis.opendocument.presentation": Kind("office", "an OpenDocument presentation", ("odp",)),
}
# Streams in an OLE2 compound file, by their names in UTF-16; Microsoft [MS-CFB], [MS-DOC], [MS-XLS], [MS-PPT].
_OLE2 = (
    ("EncryptedPackage", Kind("other", "an Office document that asks for a password", ("docx", "xlsx", "pptx"))),
    ("__substg1.0_", Kind("other", "an Outlook message", ("msg",))),
    ("WordDocument", Kind("office", "a Word document (old format)", ("doc", "dot"))),
    ("Workbook", Kind("office", "an Excel workbook (old format)", ("xls", "xlt"))),
    ("PowerPoint Document", Kind("office", "a PowerPoint presentation (old format)", ("ppt", "pps"))),
)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Kind("picture", "a PNG picture", ("png",), ("image/png",))),
    (b"\xff\xd8\xff", Kind("picture", "a JPEG picture", ("jpg", "jpeg", "jpe", "jfif"), ("image/jpeg",))),
    (b"GIF87a", Kind("picture", "a GIF picture", ("gif",), ("image/gif",))),
    (b"GIF89a", Kind("picture", "a GIF picture", ("gif",), ("image/gif",))),
    (b"II*\0", Kind("picture", "a TIFF picture", ("tif", "tiff"), ("image/tiff",))),
    (b"MM\0*", Kind("picture", "a TIFF picture", ("tif", "tiff"), ("image/tiff",))),
    (b"{\\rtf", Kind("office", "an RTF document", ("rtf", "doc"), ("application/rtf", "text/rtf"))),
    (b"\x1f\x8b", Kind("other", "a gzip archive", ("gz", "tgz"))),
    (b"7z\xbc\xaf\x27\x1c", Kind("other", "a 7-Zip archive", ("7z",))),
    (b"Rar!\x1a\x07", Kind("other", "a RAR archive", ("rar",))),
    (b"MZ", Kind("other", "a program for Windows", ("exe", "dll"))),
    (b"\x7fELF", Kind("other", "a program for Linux", ())),
    (b"ID3", Kind("other", "a sound recording (MP3)", ("mp3",))),
    (b"OggS", Kind("other", "a recording (Ogg)", ("ogg", "oga", "ogv"))),
    (b"\x1a\x45\xdf\xa3", Kind("other", "a film (Matroska or WebM)", ("mkv", "webm"))),
    (b"SQLite format 3\0", Kind("other", "an SQLite database", ("sqlite", "db"))),
    (b"8BPS", Kind("other", "a Photoshop picture", ("psd",))),
    (b"AC10", Kind("other", "an AutoCAD drawing", ("dwg",))),
)
_BMP = Kind("picture", "a BMP picture", ("bmp", "dib"), ("image/bmp",))
_WEBP = Kind("picture", "a WebP picture", ("webp",), ("image/webp",))
_WAVE = Kind("other", "a sound recording (WAVE)", ("wav",))
_FILM = Kind("other", "a film or sound recording (MP4)", ("mp4", "m4a", "mov", "m4v", "3gp"))
_HEIC = Kind("other", "a HEIC picture", ("heic", "heif"))
_AVIF = Kind("other", "an AVIF picture", ("avif",))
_SVG = Kind("other", "an SVG drawing", ("svg",))
_ZIP = Kind("other", "a ZIP archive", ("zip",))


def recognise(path: Path) -> Kind:
    """The kind of a file by its bytes; `UNKNOWN` where they tell nothing. Decompresses nothing."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return EMPTY
    if b"%PDF-" in head[:1024]:  # ISO 32000 Annex H: readers accept a header within the first 1,024 bytes
        return PDF
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if (
        head.startswith(b"BM")
        and len(head) > 26
        and head[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return _BMP
    if head.startswith(b"RIFF"):
        return {b"WEBP": _WEBP, b"WAVE": _WAVE}.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return {b"heic": _HEIC, b"heix": _HEIC, b"mif1": _HEIC, b"avif": _AVIF}.get(head[8:12], _FILM)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path, head)
    return _written(path, head)


def _compound(path: Path) -> Kind:
    whole = path.read_bytes()
    for name, kind in _OLE2:
        if name.encode("utf-16-le") in whole:
            return kind
    return Kind("other", "an OLE2 compound file", ())


def _zipped(path: Path, head: bytes) -> Kind:
    if head[30:38] == b"mimetype":
        for media_type, kind in _OPEN_DOCUMENT.items():
            if head[38:].startswith(media_type):
                return kind
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Kind("other", "a broken ZIP archive", ("zip",))
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    return _ZIP


def unpacked_size(path: Path) -> int:
    """How many bytes a ZIP says it takes when it is unpacked; 0 for what is no ZIP."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _written(path: Path, head: bytes) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _is_mail(head):
        return MAIL
    if not is_text(path.read_bytes()):
        return UNKNOWN
    if re.match(rb"(?i)<!doctype html|<html", start):
        return HTML
    if re.match(rb"(?is)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg", start):
        return _SVG
    return TEXT


def _is_mail(head: bytes) -> bool:
    """Two header fields that mails have (RFC 5322, section 3.6) before the first line that is none."""
    known = set()
    for number, line in enumerate(head.removeprefix(b"\xef\xbb\xbf").splitlines()):
        if number == 0 and line.startswith((b"From ", b">From ")):
            continue  # an mbox's envelope line
        if line.startswith((b" ", b"\t")) and number:
            continue
        field = re.match(rb"([!-9;-~]{1,76}):", line)
        if not field:
            break
        known.add(field[1].lower())
    return len(known & _MAIL_HEADERS) >= 2


def is_text(content: bytes) -> bool:
    """UTF-16 with its mark, or bytes with next to no controls (one in fifty, never NUL)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(content) % 2 == 0
    controls = content.translate(None, bytes(byte for byte in range(256) if byte >= 32 or byte in b"\t\n\r\f\x1b"))
    return b"\0" not in controls and len(controls) * 50 <= len(content)


def contradiction(kind: Kind, title: str, media_type: str) -> str | None:
    """What to say where a name or a media type says something else than the bytes; None where they agree."""
    _, dot, ending = title.rpartition(".")
    ending = ending.strip().lower()
    named = bool(dot) and re.fullmatch(r"[a-z0-9]{1,5}", ending) and (ending in _ENDINGS or kind.family != "text")
    claims = []
    if named and ending not in kind.endings and not (kind is TEXT and ending not in _ENDINGS):
        claims.append(f"its name ends in .{ending}")
    essence = media_type.split(";")[0].strip().lower()
    as_text = kind.family == "text" and essence.startswith("text/")
    if essence in _MEDIA_TYPES and kind.media_types and essence not in kind.media_types and not as_text:
        claims.append(f"it was filed as {essence}")
    return f"By its bytes this is {kind.words}, though {' and '.join(claims)}." if claims else None


_KINDS = (
    PDF, MAIL, HTML, _BMP, _WEBP, _WAVE, _FILM, _HEIC, _AVIF, _SVG, _ZIP,
    *(kind for _, kind in (*_MAGIC, *_OFFICE, *_OLE2)), *_OPEN_DOCUMENT.values(),
)  # fmt: skip
# A text may be called anything (minutes.v2, notes.md): only endings that promise another kind contradict it.
_ENDINGS = frozenset(ending for kind in _KINDS for ending in kind.endings) - {"txt"}
_MEDIA_TYPES = frozenset(media_type for kind in _KINDS for media_type in kind.media_types)
