"""An exhibit that is a picture: one A4 page for each frame of it, upright, at no more than 300 dpi.

Court guidance on electronic bundles (29 November 2021) asks for at most 300 dpi and for landscape pages that can be
read from left to right: a wide picture gets a wide page. Photographs are written as JPEG, drawings and screenshots
without loss. Only pixels are taken over: no place where a photograph was taken, no profile, no metadata.
"""

import io
import warnings
from collections.abc import Iterator
from decimal import Decimal
from operator import gt
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from projections.bundle.exhibits.pages import A4, NotShown, Pages

MOST_FRAMES = 500  # of a TIFF
MOST_BYTES = 110_000_000  # one frame, decoded
_MARGIN = 36.0  # points at the sides and above
_FOOT = 54.0  # points below, where the page number stands
_DPI = 300
_FEW_COLOURS = {"RGB": 4096, "L": 64}  # a drawing or screenshot has no more; what has more is a photograph or scan
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "MPO")
_DEPTH = {
    "1": 1,
    "L": 1,
    "P": 1,
    "LA": 2,
    "PA": 2,
    "La": 2,
    "I;16": 2,
    "I;16B": 2,
    "I;16L": 2,
    "RGB": 3,
    "YCbCr": 3,
    "LAB": 3,
    "HSV": 3,
}

Image.MAX_IMAGE_PIXELS = None  # what is too large is told from the header below, before anything is decoded


def pages_of_picture(source: Path, target: Path) -> Pages:
    """Write a page for each frame of `source` to `target`. Raises NotShown."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source, formats=_FORMATS) as picture:
                return _pages_of(picture, target)
    except UnidentifiedImageError as broken:
        raise NotShown("a broken picture") from broken
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, ZeroDivisionError) as broken:
        raise NotShown("a broken picture, which could not be read") from broken


def _pages_of(picture: Image.Image, target: Path) -> Pages:
    frames = getattr(picture, "n_frames", 1)
    moving = picture.format in ("GIF", "WEBP", "PNG") and frames > 1
    wanted = 1 if moving or picture.format in ("JPEG", "MPO") else min(frames, MOST_FRAMES)
    notes: list[str] = []
    if moving:
        notes.append(f"The picture moves: it has {frames:,} frames, of which the first is shown.")
    elif wanted < frames and picture.format == "TIFF":
        notes.append(f"The picture has {frames:,} pages, of which the first {wanted:,} are shown.")
    with Pdf.new() as out:
        for number in range(wanted):
            picture.seek(number)
            for note in _frame(picture, out):
                if note not in notes:
                    notes.append(note)
        out.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Pages(target, wanted, notes)


def _frame(picture: Image.Image, out: Pdf) -> Iterator[str]:
    width, height = picture.size
    room = _pixels_of_page(width, height)
    if picture.format == "JPEG":
        picture.draft(None, room)  # decodes a large photograph at half, a quarter or an eighth of its size
    if picture.size[0] * picture.size[1] * _DEPTH.get(picture.mode, 4) > MOST_BYTES:
        raise NotShown(f"a picture of {width:,} by {height:,} pixels, too large to be shown")
    if not _load(picture):
        yield "The file is cut short or damaged. What can be read of it is shown."
    upright = ImageOps.exif_transpose(_plain(picture))
    if upright.mode == "1" and any(map(gt, upright.size, _pixels_of_page(*upright.size))):
        upright = upright.convert("L")  # fine lines would be lost between black and white
    upright.thumbnail(_pixels_of_page(*upright.size), Image.Resampling.LANCZOS)
    if (width, height) not in (upright.size, upright.size[::-1]):
        yield f"Shown at no more than {_DPI} dpi; the original has {width:,} by {height:,} pixels."
    _place(out, upright, photograph=picture.format in ("JPEG", "MPO") or _is_photograph(upright))


def _is_photograph(picture: Image.Image) -> bool:
    return picture.mode in _FEW_COLOURS and picture.getcolors(_FEW_COLOURS[picture.mode]) is None


def _pixels_of_page(width: int, height: int) -> tuple[int, int]:
    across, down = _room(width > height)
    return int(across / 72 * _DPI), int(down / 72 * _DPI)


def _room(wide: bool) -> tuple[float, float]:
    across, down = (A4[1], A4[0]) if wide else A4
    return across - 2 * _MARGIN, down - _MARGIN - _FOOT


def _load(picture: Image.Image) -> bool:
    """Decode; false where the file ended too early or was damaged, and what there was is taken."""
    place = picture.tell()
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError):
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture.seek(place)
            picture.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        return False
    return True


def _plain(picture: Image.Image) -> Image.Image:
    """Grey, two-coloured or RGB, on white where it was transparent; the orientation it states is kept."""
    exif = picture.getexif()
    if picture.mode.startswith(("I", "F")):
        grey = picture.convert("F")
        low, high = (0.0, 65535.0) if picture.mode.startswith("I;16") else _extremes(grey)
        span = max(high - low, 1.0)
        plain = grey.point(lambda value: (value - low) * (255.0 / span)).convert("L")
    elif picture.has_transparency_data:
        layer = picture.convert("RGBA")
        plain = Image.new("RGB", layer.size, "white")
        plain.paste(layer, mask=layer.getchannel("A"))
    elif picture.mode in ("1", "L", "RGB"):
        plain = picture
    else:
        plain = picture.convert("RGB")
    if 0x0112 in exif:
        plain.getexif()[0x0112] = exif[0x0112]
    return plain


def _extremes(grey: Image.Image) -> tuple[float, float]:
    low, high = (side for side in grey.getextrema() if isinstance(side, float))
    return low, high


def _place(out: Pdf, picture: Image.Image, *, photograph: bool) -> None:
    wide = picture.width > picture.height
    size = (A4[1], A4[0]) if wide else A4
    across, down = _room(wide)
    scale = min(across / picture.width, down / picture.height, 1.0)  # a small picture is shown at 72 dpi, not blown up
    width, height = picture.width * scale, picture.height * scale
    x, y = (size[0] - width) / 2, size[1] - _MARGIN - height
    out.add_blank_page(page_size=(Decimal(f"{size[0]:.2f}"), Decimal(f"{size[1]:.2f}")))
    page = out.pages[-1]
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=_picture_object(out, picture, photograph)))
    page.obj.Contents = out.make_stream(f"q {width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm /Picture Do Q".encode())


def _picture_object(out: Pdf, picture: Image.Image, photograph: bool) -> pikepdf.Object:
    colours = {"1": (1, Name.DeviceGray), "L": (8, Name.DeviceGray)}
    bits, space = colours.get(picture.mode, (8, Name.DeviceRGB))
    entries = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=bits,
        ColorSpace=space,
    )
    packed = io.BytesIO()
    if photograph:
        picture.save(packed, "JPEG", quality=88)
        entries.Filter = Name.DCTDecode
        return out.make_stream(packed.getvalue(), entries)
    picture.save(packed, "PNG", compress_level=6)
    entries.Filter = Name.FlateDecode
    entries.DecodeParms = Dictionary(
        Predictor=15, Colors=1 if space == Name.DeviceGray else 3, BitsPerComponent=bits, Columns=picture.width
    )
    return out.make_stream(b"".join(_image_data(packed.getvalue())), entries)


def _image_data(png: bytes) -> Iterator[bytes]:
    """The IDAT chunks of a PNG: as they stand, they are what FlateDecode with predictor 15 reads."""
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += length + 12
