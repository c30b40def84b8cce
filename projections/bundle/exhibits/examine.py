"""One exhibit, from its bytes to its pages; what came attached to it too. Runs in a child process alone."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from projections.bundle.exhibits.mails import Mail, pages_of_mail, read_mail
from projections.bundle.exhibits.office import LARGEST_UNPACKED
from projections.bundle.exhibits.pages import NotShown, Pages, Part
from projections.bundle.exhibits.pdfs import pages_of_pdf
from projections.bundle.exhibits.pictures import pages_of_picture
from projections.bundle.exhibits.recognise import Kind, contradiction, recognise, unpacked_size
from projections.bundle.exhibits.texts import pages_of_text

DEEPEST = 3  # a mail in a mail in a mail
MOST_PARTS = 200  # of one exhibit, however they are nested


def examine(label: str, source: Path, title: str, media_type: str, folder: Path) -> list[Part]:
    """The exhibit and all that is attached to it, in order. Writes pages, attachments and words to `folder`."""
    return list(_examine(label, source, title, media_type, folder, [MOST_PARTS]))


def _examine(label: str, source: Path, title: str, media_type: str, folder: Path, left: list[int]) -> Iterator[Part]:
    left[0] -= 1
    kind = recognise(source)
    said = contradiction(kind, title, media_type)
    notes = [said] if said else []
    target = folder / f"{label}.pdf"
    mail: Mail | None = None
    pages: Pages | None = None
    reason = None
    try:
        if kind.family == "mail":
            mail = _within_limits(read_mail(source), label, left)
            pages = pages_of_mail(mail, _labels(label, mail), target)
        else:
            pages = _pages(kind, source, target)
    except NotShown as why:
        reason = str(why)
    yield Part(
        label=label,
        title=title,
        media_type=media_type,
        kind=kind.words,
        ending=kind.endings[0] if kind.endings else "txt" if kind.family == "text" else "bin",
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
        size=source.stat().st_size,
        original=source,
        pdf=pages.pdf if pages else None,
        pages=pages.count if pages else 0,
        notes=tuple(notes + (pages.notes if pages else [])),
        reason=reason,
        words=_words_file(pages, folder / f"{label}.txt"),
        sent=mail.sent if mail else None,
        convertible=kind.family == "office" and unpacked_size(source) <= LARGEST_UNPACKED,
    )
    if mail is None or pages is None:
        return
    for inner, attachment in zip(_labels(label, mail), mail.attachments, strict=True):
        place = folder / f"{inner}.attached"
        place.write_bytes(attachment.content)
        name = attachment.name or "(no name)"
        yield from _examine(inner, place, name, attachment.media_type, folder, left)


def _pages(kind: Kind, source: Path, target: Path) -> Pages:
    match kind.family:
        case "pdf":
            return pages_of_pdf(source, target)
        case "picture":
            return pages_of_picture(source, target)
        case "text":
            return pages_of_text(source, target, html="html" in kind.endings)
        case _:
            raise NotShown(kind.words)


def _labels(label: str, mail: Mail) -> list[str]:
    return [f"{label}.{number}" for number in range(1, len(mail.attachments) + 1)]


def _within_limits(mail: Mail, label: str, left: list[int]) -> Mail:
    """The mail with as many attachments as may still be shown; it says how many were not."""
    allowed = max(0, left[0]) if label.count(".") < DEEPEST else 0
    over = len(mail.attachments) - allowed
    if over > 0:
        mail.attachments = mail.attachments[:allowed]
        mail.notes.append(f"{over:,} attachment(s) are in the original alone: nested too deeply, or too many.")
    return mail


def _words_file(pages: Pages | None, target: Path) -> Path | None:
    if pages is None or pages.words is None:
        return None
    target.write_bytes(pages.words.encode("utf-8", "replace"))
    return target
