"""What a reader of a PDF sees: its words, its pixels, whether qpdf (which pikepdf carries) finds fault with it."""

from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image


def words(pdf: Path, page: int = 0) -> str:
    """The words on a page, as one line."""
    with pypdfium2.PdfDocument(pdf) as opened:
        text = opened[page].get_textpage().get_text_bounded()
    return " ".join(str(text).replace("\u200b", "").split())


def pixels(pdf: Path, page: int = 0, dpi: int = 72) -> Image.Image:
    """A page as a picture, upright as a reader sees it."""
    with pypdfium2.PdfDocument(pdf) as opened:
        seen = opened[page].render(scale=dpi / 72).to_pil()
    assert isinstance(seen, Image.Image)
    return seen.convert("RGB")


def is_red(seen: Image.Image, x: float, y: float) -> bool:
    """Whether the page is red at a place given in shares of its width and height, from the top left."""
    red, green, blue = seen.getpixel((int(seen.width * x), int(seen.height * y)))  # type: ignore[misc]
    return bool(red > 180 and green < 90 and blue < 90)


def darkest(seen: Image.Image) -> int:
    """The darkest grey of a picture, 0 for black."""
    return next(grey for grey, count in enumerate(seen.convert("L").histogram()) if count)


def faults(pdf: Path) -> list[str]:
    """What qpdf --check would say, every stream decoded; empty where it is sound."""
    with pikepdf.open(pdf) as opened:
        return [str(fault) for fault in opened.check_pdf_syntax()]


def size(pdf: Path, page: int = 0) -> tuple[int, int]:
    """Width and height of a page in whole points, as seen."""
    with pypdfium2.PdfDocument(pdf) as opened:
        width, height = opened[page].get_size()
    return round(width), round(height)
