"""Numbers at the foot of a page, bottom right as it is seen, and where on a page a link or bookmark arrives."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Page, Pdf

_SIZE = 9  # points
_LINE = 11.0  # points from one number to the next above it
_RIGHT, _BOTTOM = 22.0, 16.0  # points from the edges of the page
# Widths of Helvetica in thousandths of its size (Adobe's font metrics), for what is stamped.
_WIDTHS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944,
    667, 667, 611,
), strict=True))  # fmt: skip
_WIDTHS |= dict.fromkeys("0123456789_", 556) | dict.fromkeys("-()", 333) | dict.fromkeys(" .,:;/", 278)


def stampable(marking: str) -> str:
    """The marking as it can be stamped: in capitals, without what the font's table here does not have."""
    return "".join(character for character in marking.upper() if character in _WIDTHS)


Box = tuple[float, float, float, float]


class Stamp:
    """Stamps pages of one PDF; its font and its veil are objects of that PDF, once."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        self._veil = pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.8))

    def put(self, page: Page, lines: Sequence[str]) -> None:
        """Write the lines bottom right, the first lowest, on a veil of white through which the page still shows."""
        page.add_resource(self._font, Name.Font, Name.CleartrailNumber, replace_existing=True)
        page.add_resource(self._veil, Name.ExtGState, Name.CleartrailVeil, replace_existing=True)
        _, _, right, _ = upright_box(page)
        drawn = [f"q {' '.join(f'{number:.3f}' for number in to_page(page))} cm"]
        for number, line in enumerate(lines):
            width = sum(_WIDTHS[character] for character in line) * _SIZE / 1000
            line = line.replace("(", r"\(").replace(")", r"\)")
            x, y = right - _RIGHT - width, _BOTTOM + number * _LINE
            drawn.append(f"q /CleartrailVeil gs 1 g {x - 3:.3f} {y - 3:.3f} {width + 6:.3f} {_LINE:.3f} re f Q")
            drawn.append(f"q 0 g BT /CleartrailNumber {_SIZE} Tf {x:.3f} {y:.3f} Td ({line}) Tj ET Q")
        page.contents_add(b"q\n", prepend=True)
        page.contents_add("\n".join(["", "Q", *drawn, "Q", ""]).encode("ascii"))

    def top(self, page: Page) -> Array:
        """A destination: the top left corner of the page as it is seen, at whatever zoom the reader has."""
        _, _, _, height = upright_box(page)
        _, _, c, d, e, f = to_page(page)
        return Array([page.obj, Name.XYZ, round(c * height + e, 3), round(d * height + f, 3), 0])


def _seen(page: Page) -> Box:
    x0, y0, x1, y1 = (float(side) for side in page.cropbox)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def upright_box(page: Page) -> Box:
    """The page as it is seen, its lower left corner at (0, 0)."""
    x0, y0, x1, y1 = _seen(page)
    turned = int(page.obj.get(Name.Rotate, 0)) % 180 == 90
    return (0.0, 0.0, y1 - y0, x1 - x0) if turned else (0.0, 0.0, x1 - x0, y1 - y0)


def to_page(page: Page) -> tuple[float, float, float, float, float, float]:
    """The matrix from the page as it is seen to its own coordinates: what undoes /Rotate (ISO 32000-1, 8.3.3)."""
    x0, y0, x1, y1 = _seen(page)
    match int(page.obj.get(Name.Rotate, 0)) % 360:
        case 90:
            return (0, 1, -1, 0, x1, y0)
        case 180:
            return (-1, 0, 0, -1, x1, y1)
        case 270:
            return (0, -1, 1, 0, x0, y1)
        case _:
            return (1, 0, 0, 1, x0, y0)
