"""The streams in an exhibit's PDF: none that swells beyond measure, none that is broken, none that lies elsewhere."""

import io
import warnings
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageFile

from projections.bundle.exhibits.pages import NotShown

LARGEST_STREAM = 300_000_000  # bytes inflated; a page of A3 at 600 dpi in colour takes 210 MB
LARGEST_SUM = 1_500_000_000  # bytes inflated, all streams together
LARGEST_PICTURE = 250_000_000  # pixels
_MOST_DECODED = 400_000_000  # pixels of JPEG looked at in one exhibit; those after them are taken as they are
_MOST_FILTERS = 3
_STEP = 1 << 20  # bytes inflated at a time
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")  # ISO 32000-1, 7.3.8.2: a stream whose bytes are another file
_ACTS = ("/Ref", "/OPI", "/AA", "/A", "/Alternates", "/Metadata", "/PieceInfo", "/StructParent", "/StructParents")


def make_sound(pdf: Pdf) -> bool:
    """Mend or refuse each stream; true where something was mended. Raises NotShown for a bomb."""
    mended = False
    inflated = decoded = 0
    for thing in pdf.objects:
        if not isinstance(thing, Stream):
            continue
        for key in (*_ELSEWHERE, *_ACTS):
            if key in thing:
                del thing[key]
        width, height = _size(thing)
        if width * height > LARGEST_PICTURE:
            raise NotShown(f"a PDF with a picture of {width:,} by {height:,} pixels, too large to be shown")
        filters = _filters(thing)
        if len(filters) > _MOST_FILTERS:
            raise NotShown("a PDF that packs its content too many times over")
        if filters == ["/FlateDecode"]:
            size, broken = _inflate(thing, LARGEST_SUM - inflated)
            inflated += size
            mended |= broken
        elif filters == ["/DCTDecode"]:
            decoded += width * height
            if decoded <= _MOST_DECODED:
                mended |= _mend_jpeg(thing)
        elif "/FlateDecode" in filters or "/LZWDecode" in filters or "/Fl" in filters:
            inflated += _unpack(thing)
    return mended


def _filters(stream: Stream) -> list[str]:
    named = stream.get(Name.Filter)
    if isinstance(named, Array):
        return [str(name) for name in named]
    return [] if named is None else [str(named)]


def _size(stream: Stream) -> tuple[int, int]:
    if stream.get(Name.Subtype) != Name.Image:
        return 0, 0
    width, height = stream.get(Name.Width, 0), stream.get(Name.Height, 0)
    return (width, height) if isinstance(width, int) and isinstance(height, int) else (0, 0)


def _inflate(stream: Stream, allowed: int) -> tuple[int, bool]:
    """Its size when inflated, and whether its end was missing or damaged and was mended. Raises NotShown."""
    packed = stream.read_raw_bytes()
    limit = min(LARGEST_STREAM, allowed)
    engine = zlib.decompressobj()
    size = 0
    rest = packed
    try:
        while rest and not engine.eof:
            size += len(engine.decompress(rest, _STEP))
            rest = engine.unconsumed_tail
            if size > limit:
                raise NotShown("a PDF whose content swells beyond measure when it is unpacked")
        if engine.eof:
            return size, False
    except zlib.error:
        pass
    sound = zlib.decompressobj()
    whole = bytearray()
    try:
        for start in range(0, len(packed), 256):
            whole += sound.decompress(packed[start : start + 256])
    except zlib.error:
        pass
    parameters = stream.get(Name.DecodeParms)
    stream.write(
        zlib.compress(bytes(whole)),
        filter=Name.FlateDecode,
        decode_parms=parameters if isinstance(parameters, Dictionary) else None,
    )
    return size, True


def _unpack(stream: Stream) -> int:
    """Unpack filters in a chain once and for all; the memory limit of the process is what stops a bomb here."""
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError as broken:
        if "filterable" in str(broken) or "unfilterable" in str(broken):
            return 0
        raise NotShown("a broken PDF, which could not be repaired") from broken
    if len(content) > LARGEST_STREAM:
        raise NotShown("a PDF whose content swells beyond measure when it is unpacked")
    stream.write(content)
    return len(content)


def _mend_jpeg(stream: Stream) -> bool:
    """Decode a JPEG as a reader would; one that is damaged is written anew as far as it can be read."""
    packed = stream.read_raw_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(packed), formats=["JPEG"]) as picture:
                picture.load()
                return False
    except (OSError, SyntaxError, ValueError, Warning):
        pass
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(packed), formats=["JPEG"]) as picture:
            anew = io.BytesIO()
            picture.save(anew, "JPEG", quality=90)
    except (OSError, SyntaxError, ValueError) as broken:
        raise NotShown("a PDF with a picture in it that is broken") from broken
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    stream.write(anew.getvalue(), filter=Name.DCTDecode)
    return True
