"""An exhibit that is a PDF: its pages, upright, at most A3, and with nothing left in them that acts.

What stays: pages, their pictures and fonts, what form fields and comments show (drawn into the page), layers as they
were on or off. What goes: scripts, actions, links, embedded files, references to files elsewhere, signatures' fields,
tags, metadata. The original lies beside, byte for byte.
"""

import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from projections.bundle.exhibits.drawings import refuse_drawing_bombs
from projections.bundle.exhibits.pages import A3, A4, NotShown, Pages
from projections.bundle.exhibits.streams import make_sound

MOST_PAGES = 5_000
_PAGE_KEYS = {"/Type", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Group"}
# What pikepdf raises where a number stands for a name, or a list for a dictionary; there is no end to such files.
_ODD = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
_PLAYED = ("/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")
_NO_COMMENTS = ("/Widget", "/Link", "/Popup", "/FileAttachment", *_PLAYED)
_LINKS = ("/URI", "/GoTo")
_TOLERANCE = 2.0  # points by which a page may be over A3 without being made smaller
_NARROWEST = 140.0  # points
_SMALLEST = 3.0  # points; what is smaller than a letter is no page


def pages_of_pdf(source: Path, target: Path) -> Pages:
    """Write the pages of `source` to `target`. Raises NotShown."""
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            return _pages_of(pdf, target)
    except pikepdf.PasswordError as locked:
        raise NotShown("an encrypted PDF, which asks for a password") from locked
    except (pikepdf.PdfError, pikepdf.DataDecodingError, *_ODD) as broken:
        raise NotShown("a broken PDF, which could not be repaired") from broken


def _pages_of(pdf: Pdf, target: Path) -> Pages:
    count = len(pdf.pages)
    if count == 0:
        raise NotShown("a PDF without pages")
    if count > MOST_PAGES:
        raise NotShown(f"a PDF of {count:,} pages, of which at most {MOST_PAGES:,} can be merged")
    notes = list(_remarks(pdf))
    _draw_fields(pdf)
    repaired = bool(pdf.get_warnings())
    with Pdf.new() as out:
        for page in pdf.pages:
            for key in set(page.obj.keys()) - _PAGE_KEYS:
                del page.obj[key]
            out.pages.append(page)
        _keep_layers(pdf, out)
        repaired |= make_sound(out)
        refuse_drawing_bombs(out)
        notes += _set_upright(out)
        out.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.open(target, suppress_warnings=True) as again:
        # Not qpdf's whole check: it decodes every picture, which takes 20 s for the scans one exhibit may hold.
        if len(again.pages) != count or again.get_warnings():
            raise NotShown("a broken PDF, which could not be repaired")
    if repaired:
        notes.insert(
            0, "The file is damaged. It was repaired for these pages as far as possible; parts may be missing."
        )
    return Pages(target, count, notes)


def _remarks(pdf: Pdf) -> Iterator[str]:
    """What a reader of the pages alone would not see, and a reader of the original might."""
    root = pdf.Root
    if pdf.is_encrypted:
        yield "The original restricts what may be done with it (no password is needed to read it)."
    if "/AcroForm" in root and _has_signature(root.AcroForm):
        yield "The original carries a digital signature; only the attached original can be checked against it."
    names = root.get(Name.Names)
    scripted = isinstance(names, Dictionary) and "/JavaScript" in names
    noted = [note for page in pdf.pages for note in _annotations(page)]
    acting = any(map(_acts, (root, *(page.obj for page in pdf.pages), *noted)))
    if scripted or acting or isinstance(root.get(Name.OpenAction), Dictionary):
        yield "The original holds scripts or actions; they are not in these pages."
    if any(note.get(Name.Subtype) in _PLAYED for note in noted):
        yield "The original holds sound, film or models, which are in the original alone."
    attached = len(pdf.attachments) + sum(note.get(Name.Subtype) == "/FileAttachment" for note in noted)
    if attached:
        yield f"The original carries {attached} attached file(s), which are in the original alone."
    comments = sum(note.get(Name.Subtype) not in _NO_COMMENTS and note.get(Name.Contents) is not None for note in noted)
    if comments:
        yield f"The original carries {comments} comment(s), whose words may be read in the original alone."


def _acts(thing: Object) -> bool:
    """Whether catalogue, page or annotation does something by itself, or on a click other than follow a link."""
    action = thing.get(Name.A)
    return Name.AA in thing or (isinstance(action, Dictionary) and action.get(Name.S) not in _LINKS)


def _has_signature(form: Object) -> bool:
    return bool(int(form.get(Name.SigFlags, 0)) & 1) if isinstance(form, Dictionary) else False


def _annotations(page: Page) -> Iterator[Object]:
    notes = page.obj.get(Name.Annots)
    if isinstance(notes, Array):
        yield from (note for note in notes if isinstance(note, Dictionary))


def _draw_fields(pdf: Pdf) -> None:
    """Draw what form fields and comments look like into the pages, where they have a look."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _keep_layers(pdf: Pdf, out: Pdf) -> None:
    """Layers (optional content) that were off stay off: ISO 32000-1, 8.11.4."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary) or not isinstance(layers.get(Name.OCGs), Array):
        return
    default = layers.get(Name.D)
    states = default if isinstance(default, Dictionary) else Dictionary()
    every = [group for group in layers.OCGs if isinstance(group, Dictionary) and group.is_indirect]
    named = {key: _objgens(states.get(key)) for key in (Name.ON, Name.OFF)}
    off = (
        [group for group in every if group.objgen not in named[Name.ON]]
        if states.get(Name.BaseState) == Name.OFF
        else [group for group in every if group.objgen in named[Name.OFF]]
    )
    copies = {group.objgen: out.copy_foreign(group) for group in every}
    out.Root.OCProperties = Dictionary(
        OCGs=Array(copies.values()), D=Dictionary(OFF=Array([copies[group.objgen] for group in off]))
    )


def _objgens(groups: Object | None) -> set[tuple[int, int]]:
    return {group.objgen for group in groups} if isinstance(groups, Array) else set()


def _set_upright(out: Pdf) -> Iterator[str]:
    """Every page as it is seen: turned as /Rotate says, in points, no larger than A3, its box starting where it may."""
    smaller: list[int] = []
    invented: list[int] = []
    for number, page in enumerate(out.pages, 1):
        box = _seen_box(page)
        if box is None:
            box = (0.0, 0.0, *A4)
            invented.append(number)
        x0, y0, x1, y1 = box
        turn, unit = _turn(page), _unit(page)
        width, height = ((y1 - y0), (x1 - x0)) if turn in (90, 270) else ((x1 - x0), (y1 - y0))
        fit = _fit(width * unit, height * unit)
        if fit < 1.0:
            smaller.append(number)
        page.obj.MediaBox = _numbers(box)
        for key in (Name.CropBox, Name.Rotate, Name.UserUnit):
            if key in page.obj:
                del page.obj[key]
        scale = unit * fit
        _redraw(out, page, _matrix(box, turn, scale), (width * scale, height * scale))
    if smaller:
        yield f"Larger than A3 and made smaller to fit: page {_listed(smaller)} of the original."
    if invented:
        yield f"The size of page {_listed(invented)} is not stated in the original; A4 was taken."


def _seen_box(page: Page) -> tuple[float, float, float, float] | None:
    media = _box(page.obj.get(Name.MediaBox))
    crop = _box(page.obj.get(Name.CropBox)) or media
    if media is None or crop is None:
        return crop
    seen = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return seen if seen[2] - seen[0] >= _SMALLEST and seen[3] - seen[1] >= _SMALLEST else media


def _box(value: Object | None) -> tuple[float, float, float, float] | None:
    if not isinstance(value, Array) or len(value) != 4:
        return None
    sides = [_float(side) for side in value]
    x0, x1 = sorted((sides[0], sides[2]))
    y0, y1 = sorted((sides[1], sides[3]))
    within = all(math.isfinite(side) and abs(side) < 1e7 for side in sides)
    return (x0, y0, x1, y1) if within and x1 - x0 >= _SMALLEST and y1 - y0 >= _SMALLEST else None


def _turn(page: Page) -> int:
    turn = _float(page.obj.get(Name.Rotate, 0))
    return int(turn) % 360 if math.isfinite(turn) and turn % 90 == 0 else 0


def _unit(page: Page) -> float:
    unit = _float(page.obj.get(Name.UserUnit, 1))
    return unit if 0 < unit < 1e5 else 1.0


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | Decimal | float) else math.nan


def _fit(width: float, height: float) -> float:
    short, long = sorted((width, height))
    return 1.0 if short <= A3[0] + _TOLERANCE and long <= A3[1] + _TOLERANCE else min(A3[0] / short, A3[1] / long)


def _matrix(box: tuple[float, float, float, float], turn: int, scale: float) -> tuple[float, ...]:
    """From the original's coordinates to those of the upright page: (x, y) to (ax + cy + e, bx + dy + f)."""
    x0, y0, x1, y1 = box
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, -x0, -y0),
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }[turn]
    return (a * scale, b * scale, c * scale, d * scale, e * scale, f * scale)


def _redraw(out: Pdf, page: Page, matrix: tuple[float, ...], size: tuple[float, float]) -> None:
    """The page's content as one drawing on a page of ours: whatever state it leaves behind ends with it.

    A page too small for a number at its foot stands in the middle of an A4 page.
    """
    a, b, c, d, e, f = matrix
    if min(size) < _NARROWEST:
        whole = (max(size[0], A4[0]), max(size[1], A4[1]))
        e, f = e + (whole[0] - size[0]) / 2, f + (whole[1] - size[1]) / 2
        matrix, size = (a, b, c, d, e, f), whole
    drawing = _drawing(out, page)
    numbers = " ".join(f"{number:.6f}" for number in matrix)
    page.obj.Contents = out.make_stream(f"q {numbers} cm /Page Do Q".encode())
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=drawing))
    page.obj.MediaBox = _numbers((0.0, 0.0, *size))
    if Name.Group in page.obj:
        del page.obj.Group


def _drawing(out: Pdf, page: Page) -> Stream:
    """The page's content, its resources and its transparency as one form (ISO 32000-1, 8.10).

    Not pikepdf's own `as_form_xobject`, which reads the content when the file is saved: by then it is replaced.
    """
    contents = page.obj.get(Name.Contents)
    if isinstance(contents, Stream):
        drawing = out.make_stream(b"")
        drawing.write(contents.read_raw_bytes())
        for key in (Name.Filter, Name.DecodeParms):
            if key in contents:
                drawing[key] = contents[key]
    else:
        pieces = list(contents) if isinstance(contents, Array) else []
        drawing = out.make_stream(b"\n".join(piece.read_bytes() for piece in pieces if isinstance(piece, Stream)))
    drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, page.obj.MediaBox
    drawing.Resources = page.obj.get(Name.Resources, Dictionary())
    if Name.Group in page.obj:
        drawing.Group = page.obj.Group
    return drawing


def _numbers(values: tuple[float, ...]) -> Array:
    return Array([Decimal(f"{value:.4f}") for value in values])


def _listed(numbers: list[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:10])
    return named if len(numbers) <= 10 else f"{named} and {len(numbers) - 10} more"
