"""An exhibit that is an e-mail (RFC 5322, MIME): its head, its words, and what came attached.

Each attachment is a sub-exhibit, "7.1", made into pages where it is of a kind that can be shown. A mail within a mail
is one too. Nothing a mail refers to is fetched. Names of attachments are words to show, never paths.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from pathlib import Path

from projections.bundle.exhibits.pages import NotShown, Pages
from projections.bundle.exhibits.texts import CUT_HTML, decode, is_cut, set_pages, text_of_html

MOST_LEVELS = 200  # parts that hold parts; time to read grows with the square of their depth
MOST_PARTS = 10_000  # read, of one mail
MOST_ATTACHMENTS = 100  # made into sub-exhibits, of one mail
_HEAD = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject", "Message-ID")
_LONGEST_FIELD = 20_000  # characters of a header field
_LONGEST_NAME = 1_000  # characters of an attachment's name
_MOST_FIELDS = 50  # of one name


@dataclass
class Attachment:
    """What came with a mail: the name and type it was given, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass
class Mail:
    """A mail as read: `head` in the order it is shown, its words, its attachments, `sent` as an ISO 8601 day."""

    head: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sent: str | None = None


def read_mail(source: Path) -> Mail:
    """Read a mail. Raises NotShown where it is nested beyond reading."""
    content = re.sub(rb"\A>?From [^\n]*\n", b"", source.read_bytes(), count=1)  # an mbox's envelope line is none of it
    if _is_beyond_reading(content):
        raise NotShown("an e-mail of too many parts within parts to be read")
    try:
        message = BytesParser(policy=compat32).parsebytes(content)
        return _read(message)
    except RecursionError as deep:
        raise NotShown("an e-mail whose parts are nested too deeply to be read") from deep


def _is_beyond_reading(content: bytes) -> bool:
    if len(re.findall(rb"(?i)multipart/|message/rfc822", content)) > MOST_LEVELS:
        return True
    boundaries = {named.strip(b'" ') for named in re.findall(rb'(?i)boundary\s*=\s*("[^"\r\n]+"|[^\s;]+)', content)}
    return sum(content.count(b"--" + boundary) for boundary in list(boundaries)[:MOST_LEVELS]) > MOST_PARTS


def _read(message: Message) -> Mail:
    mail = Mail(head=[(name, value) for name in _HEAD for value in _fields(message, name)], sent=_day(message))
    plain: list[str] = []
    web: list[str] = []
    more = 0
    broken = bool(message.defects)
    for part in _leaves(message):
        broken |= bool(part.defects)
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_attached(part):
            (web if kind == "text/html" else plain).append(_words(part))
        elif len(mail.attachments) < MOST_ATTACHMENTS:
            mail.attachments.append(Attachment(_name(part)[:_LONGEST_NAME], kind, _content(part)))
        else:
            more += 1
    mail.body = "\n\n".join(plain if any(words.strip() for words in plain) else map(text_of_html, web))
    if web and mail.body and plain:
        mail.notes.append("The mail carries its words twice, plain and as a web page. The plain ones are shown.")
    elif web:
        mail.notes += [CUT_HTML] * any(map(is_cut, web))
        mail.notes.append("The mail is a web page: its words are shown. Nothing it refers to was fetched.")
    if more:
        mail.notes.append(f"Of its attachments {more:,} more are in the original alone.")
    if broken:
        mail.notes.append("The mail breaks the rules of its format (MIME). It was read as far as it can be.")
    return mail


def pages_of_mail(mail: Mail, labels: list[str], target: Path) -> Pages:
    """Write a mail's head, list of attachments and words to `target`; `labels` are those of its attachments."""
    attached = [
        (f"Exhibit {label}", f"{attachment.name or '(no name)'}, {len(attachment.content):,} bytes")
        for label, attachment in zip(labels, mail.attachments, strict=True)
    ]
    heading = mail.head + ([("Attached", "")] if attached else []) + attached
    pages = set_pages(mail.body, target, heading)
    words = "\n".join(f"{name}: {value}" for name, value in heading) + "\n\n" + mail.body
    return Pages(pages.pdf, pages.count, mail.notes + pages.notes, words)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail within the mail is one of them."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        subject = _fields(inner[0], "Subject") if isinstance(inner, list) and isinstance(inner[0], Message) else []
        return part.get_filename() or (subject[0] if subject else "")
    try:
        return _decoded(part.get_filename() or "")
    except (LookupError, ValueError):
        return ""


def _content(part: Message) -> bytes:
    if part.is_multipart():  # message/rfc822, and other messages within
        written = io.BytesIO()
        for inner in part.get_payload():
            if isinstance(inner, Message):
                BytesGenerator(written, mangle_from_=False, maxheaderlen=0).flatten(inner)
        return written.getvalue()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _words(part: Message) -> str:
    content = _content(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return decode(content).words


def _fields(message: Message, name: str) -> list[str]:
    return [_decoded(str(value)[:_LONGEST_FIELD]) for value in (message.get_all(name) or [])[:_MOST_FIELDS]]


def _decoded(value: str) -> str:
    """RFC 2047's encoded words, read; what is none is left as it is. Folding is undone."""
    unfolded = re.sub(r"[\r\n]+[ \t]*", " ", value)
    try:
        return str(make_header(decode_header(unfolded)))
    except (LookupError, ValueError):
        return unfolded


def _day(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
