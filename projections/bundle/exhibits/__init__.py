"""Exhibits become pages of a bundle: a cover sheet for each, and what can be shown of it after that.

What an exhibit is, its bytes say. PDFs, pictures, texts and e-mails become pages; office files where LibreOffice is
installed; anything else, and what is broken, encrypted or beyond measure, is its cover sheet, which says why.
Strangers' bytes are read in child processes with limits (`child.py`); this process never opens one.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from projections.bundle.exhibits.children import Broke, Child, Children
from projections.bundle.exhibits.covers import cover
from projections.bundle.exhibits.office import convert, converter
from projections.bundle.exhibits.pages import Part

_WORKERS, _WORTH_ANOTHER = 2, 10  # to start a process takes as long as to read some ten exhibits

Progress = Callable[[int, int], None]  # exhibits done, exhibits in all


class ExhibitAltered(Exception):
    """The bytes handed over for an exhibit are not those its SHA-256 names; `sha256` is what they should have."""

    def __init__(self, number: int, sha256: str, found: str) -> None:
        super().__init__(f"exhibit {number} should be {sha256} and is {found}")
        self.sha256 = sha256


@dataclass(frozen=True)
class ExhibitFile:
    """An exhibit as the schedule has it: `number` 7 is "Exhibit 7".

    `title` is what the file calls it and `media_type` what it was filed as; both may be wrong or hostile. `path` holds
    its bytes, `entries` are the positions that cite it.
    """

    number: int
    sha256: str
    title: str
    media_type: str
    dated: date | None
    path: Path
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Rendered:
    """An exhibit as pages: a cover sheet, then its own pages, then cover and pages of each attachment.

    `parts` has the exhibit itself first, then what is attached to it, in order. `pdf` holds the exhibit's own pages,
    None where it is `attached_only`; `covers` holds the cover sheets of all exhibits, `Part.cover` says which is whose.
    `pages` counts covers and attachments too, `own_pages` those of exhibit and attachments without covers. `note` says
    in a sentence what to know of it: "an encrypted PDF, which asks for a password: attached as it was filed".
    """

    exhibit: ExhibitFile
    pdf: Path | None
    pages: int
    note: str | None
    attached_only: bool
    covers: Path
    parts: tuple[Part, ...]

    @property
    def own_pages(self) -> int:
        """Pages without the cover sheets: its own, and those of what is attached to it."""
        return sum(part.pages for part in self.parts)


def workers(exhibits: int) -> int:
    """Return how many processes read so many exhibits side by side."""
    return min(_WORKERS, 1 + exhibits // _WORTH_ANOTHER)


def render_exhibits(
    exhibits: Sequence[ExhibitFile], folder: Path, progress: Progress = lambda done, all_of_them: None
) -> list[Rendered]:
    """Make pages of every exhibit, in `folder`, which must be there; in the order given.

    `folder` must stay until the pages are merged. `progress` is told each exhibit that is done, in this thread. Raises
    ExhibitAltered. No exhibit, whatever is in it, raises anything else.
    """
    at_once = workers(len(exhibits))
    with Children(at_once) as children, ThreadPoolExecutor(at_once) as threads:
        waiting = {
            threads.submit(_examined, children, exhibit, folder): place for place, exhibit in enumerate(exhibits)
        }
        found: dict[int, list[Part]] = {}
        for done, future in enumerate(as_completed(waiting), 1):
            found[waiting[future]] = future.result()
            progress(done, len(exhibits))
        with children.borrowed() as child:
            covers, numbered = _covers(child, exhibits, [found[place] for place in range(len(exhibits))], folder)
    return [_rendered(exhibit, parts, covers) for exhibit, parts in zip(exhibits, numbered, strict=True)]


def _examined(children: Children, exhibit: ExhibitFile, folder: Path) -> list[Part]:
    with children.borrowed() as child:
        task = {
            "task": "examine",
            "label": str(exhibit.number),
            "source": str(exhibit.path.resolve()),
            "title": exhibit.title,
            "media_type": exhibit.media_type,
            "folder": str(folder.resolve()),
        }
        try:
            parts = [_part(answer) for answer in child.ask(task)]
            parts = [_converted(child, part, folder.resolve()) for part in parts]
        except Broke as broke:
            parts = [_unread(exhibit, str(broke))]
    if parts[0].sha256 != exhibit.sha256:
        raise ExhibitAltered(exhibit.number, exhibit.sha256, parts[0].sha256)
    return parts


def _part(answer: dict[str, Any]) -> Part:
    paths = {key: Path(answer[key]) if answer[key] else None for key in ("pdf", "words")}
    return Part(**(answer | paths | {"original": Path(answer["original"]), "notes": tuple(answer["notes"])}))


def _converted(child: Child, part: Part, folder: Path) -> Part:
    """An office file with pages, where LibreOffice makes some; any other part, or where it does not, as it was."""
    if not part.convertible:
        return part
    if converter() is None:
        return replace(part, reason=f"{part.reason}, of which pages are made only where LibreOffice is installed")
    made, target = folder / f"{part.label}.office", folder / f"{part.label}.pdf"
    if not convert(part.original, part.ending, made):
        return replace(part, notes=(*part.notes, "LibreOffice could not make pages of it."))
    try:
        answer = child.ask({"task": "pdf", "source": str(made), "target": str(target)})
    except Broke:
        return replace(part, notes=(*part.notes, "The pages LibreOffice made of it could not be read."))
    if "reason" in answer:
        return replace(part, notes=(*part.notes, f"LibreOffice made of it {answer['reason']}."))
    said = (
        "These pages were made by LibreOffice. In the program it was written with it may look otherwise; a field that "
        "gives today's date gives the day on which these pages were made."
    )
    return replace(part, pdf=target, pages=answer["count"], reason=None, notes=(*part.notes, said))


def _unread(exhibit: ExhibitFile, why: str) -> Part:
    return Part(
        label=str(exhibit.number),
        title=exhibit.title,
        media_type=exhibit.media_type,
        kind="a file that could not be read here",
        ending="bin",
        sha256=exhibit.sha256,
        size=exhibit.path.stat().st_size,
        original=exhibit.path,
        pdf=None,
        pages=0,
        reason=f"a file that {why}",
    )


def _covers(
    child: Child, exhibits: Sequence[ExhibitFile], found: Sequence[list[Part]], folder: Path
) -> tuple[Path, list[tuple[Part, ...]]]:
    """The PDF of all cover sheets, set at once, and the parts with their place in it."""
    target = folder.resolve() / "covers.pdf"
    covers: list[dict[str, object]] = []
    numbered: list[tuple[Part, ...]] = []
    for exhibit, parts in zip(exhibits, found, strict=True):
        placed = tuple(replace(part, cover=len(covers) + number) for number, part in enumerate(parts))
        covers += [cover(part, (exhibit.dated if part.parent is None else None, exhibit.entries)) for part in placed]
        numbered.append(placed)
    if covers:
        child.ask({"task": "covers", "covers": covers, "target": str(target)}, 600.0)
    return target, numbered


def _rendered(exhibit: ExhibitFile, parts: tuple[Part, ...], covers: Path) -> Rendered:
    whole = parts[0]
    note = f"{whole.reason}: attached as it was filed" if whole.reason else " ".join(whole.notes) or None
    return Rendered(
        exhibit=exhibit,
        pdf=whole.pdf,
        pages=sum(part.pages + 1 for part in parts),
        note=note,
        attached_only=whole.pdf is None,
        covers=covers,
        parts=parts,
    )
