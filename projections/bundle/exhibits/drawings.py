"""Drawings within drawings: a page of 3 kB can ask for a thousand billion of them, and hang whoever opens it."""

import re
from collections import Counter

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from projections.bundle.exhibits.pages import NotShown

MOST_DRAWINGS = 200_000  # on one page, each counted as often as it is drawn
DEEPEST = 30  # levels of drawings within drawings
_DRAWN = re.compile(rb"/([^\s/()<>\[\]{}%]+)\s+Do(?![^\s/()<>\[\]{}%])")

_BOMB = NotShown("a PDF with drawings within drawings beyond measure")


def refuse_drawing_bombs(pdf: Pdf) -> None:
    """Raise NotShown where a page draws too much, too deeply, or something that draws itself (ISO 32000-1, 8.10)."""
    known: dict[tuple[int, int], int] = {}
    for page in pdf.pages:
        forms = _forms(page.obj.get(Name.Resources))
        nested = any(_forms(form.get(Name.Resources)) for form in forms.values())
        if nested and _count(_content(page.obj.get(Name.Contents)), forms, known, 0) > MOST_DRAWINGS:
            raise _BOMB


def _count(content: bytes, forms: dict[bytes, Stream], known: dict[tuple[int, int], int], depth: int) -> int:
    """How many drawings are drawn, each as often as it is; known ones are counted once."""
    if depth > DEEPEST:
        raise _BOMB
    total = 1
    for name, times in Counter(_DRAWN.findall(content)).items():
        form = forms.get(name)
        if form is None:
            continue
        if form.objgen not in known:
            inner = _forms(form.get(Name.Resources))
            known[form.objgen] = _count(_content(form), inner, known, depth + 1) if inner else 1
        total += times * known[form.objgen]
    return min(total, MOST_DRAWINGS + 1)


def _forms(resources: Object | None) -> dict[bytes, Stream]:
    objects = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    if not isinstance(objects, Dictionary):
        return {}
    return {
        name[1:].encode("utf-8", "surrogateescape"): thing
        for name, thing in objects.items()
        if isinstance(thing, Stream) and thing.get(Name.Subtype) == Name.Form
    }


def _content(contents: Object | None) -> bytes:
    streams = list(contents) if isinstance(contents, Array) else [contents]
    try:
        return b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, Stream))
    except pikepdf.PdfError:
        return b""
