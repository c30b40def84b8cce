"""What comes of one exhibit, or of one attachment of it: pages, or a reason why there are none."""

from dataclasses import dataclass, field
from pathlib import Path

A4 = (595.28, 841.89)  # points, ISO 216
A3 = (841.89, 1190.55)


class NotShown(Exception):
    """There can be no pages of this exhibit; the words say what it is: "an encrypted PDF"."""


@dataclass
class Pages:
    """A PDF of an exhibit's pages, safe to merge; `notes` are sentences for its cover sheet.

    `words` is what it says, where that is known without reading the pages.
    """

    pdf: Path
    count: int
    notes: list[str] = field(default_factory=list)
    words: str | None = None


@dataclass(frozen=True)
class Part:
    """An exhibit ("7") or what came attached to it ("7.1", "7.1.2"), as it was found.

    `original` holds its bytes, `words` a text file of what it says; `pdf` and `pages` are its pages, none where
    `reason` says why it is only attached. `title` and `media_type` are what others called it. `sent` is a mail's own
    day (ISO 8601). `convertible` is an office file that LibreOffice may make pages of. `cover` is its cover sheet's
    place in the PDF of all covers, counted from 0.
    """

    label: str
    title: str
    media_type: str
    kind: str
    ending: str
    sha256: str
    size: int
    original: Path
    pdf: Path | None
    pages: int
    notes: tuple[str, ...] = ()
    reason: str | None = None
    words: Path | None = None
    sent: str | None = None
    convertible: bool = False
    cover: int = -1

    @property
    def parent(self) -> str | None:
        """The label of what it came attached to; None for an exhibit."""
        above, dot, _ = self.label.rpartition(".")
        return above if dot else None
