"""The streams in an exhibit's PDF: none that swells beyond measure, none that is broken, none that lies elsewhere."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageFile

from projections.bundle.exhibits.pages import NotShown

LARGEST_STREAM = 300_000_000  # bytes inflated; a page of A3 at 600 dpi in colour takes 210 MB
LARGEST_SUM = 1_500_000_000  # bytes inflated, all streams together
LARGEST_PICTURE = 250_000_000  # pixels
_MOST_DECODED = 4_000_000_000  # pixels of JPEG looked at in one exhibit; those after them are taken as they are
_MOST_FILTERS = 3
_STEP = 1 << 20  # bytes inflated at a time
_SMALL_STEP = 256  # bytes of a damaged stream unpacked at a time, so that little is lost with the damage
_PLAIN = {"/ASCIIHexDecode", "/ASCII85Decode", "/LZWDecode", "/RunLengthDecode", "/FlateDecode"}
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")  # ISO 32000-1, 7.3.8.2: a stream whose bytes are another file
_ACTS = ("/Ref", "/OPI", "/AA", "/A", "/Alternates", "/Metadata", "/PieceInfo", "/StructParent", "/StructParents")

_SWELLS = "a PDF whose content swells beyond measure when it is unpacked"
_BROKEN = "a broken PDF, which could not be repaired"


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
        pixels = _pixels(thing)
        filters = _peel(thing, _filters(thing))
        if filters == ["/FlateDecode"]:
            size, broken = _inflate(thing, LARGEST_SUM - inflated)
            inflated += size
            mended |= broken
        elif filters == ["/DCTDecode"]:
            decoded += pixels
            if decoded <= _MOST_DECODED:
                mended |= _mend_jpeg(thing)
        elif filters and set(filters) <= _PLAIN:
            inflated += _unpack(thing)
    return mended


def _filters(stream: Stream) -> list[str]:
    named = stream.get(Name.Filter)
    filters = [str(name) for name in named] if isinstance(named, Array) else [] if named is None else [str(named)]
    if len(filters) > _MOST_FILTERS:
        raise NotShown("a PDF that packs its content too many times over")
    return filters


def _pixels(stream: Stream) -> int:
    if stream.get(Name.Subtype) != Name.Image:
        return 0
    width, height = stream.get(Name.Width, 0), stream.get(Name.Height, 0)
    if not isinstance(width, int) or not isinstance(height, int):
        return 0
    if width * height > LARGEST_PICTURE:
        raise NotShown(f"a PDF with a picture of {width:,} by {height:,} pixels, too large to be shown")
    return width * height


def _peel(stream: Stream, filters: list[str]) -> list[str]:
    """Unpack deflate that is wrapped around another filter, and give the stream that other filter alone."""
    while len(filters) > 1 and filters[0] == "/FlateDecode":
        parameters = stream.get(Name.DecodeParms)
        every = list(parameters) if isinstance(parameters, Array) else [None] * len(filters)
        if isinstance(every[0], Dictionary) or len(every) != len(filters):
            return filters  # with a predictor nobody packs a packed stream; it is looked at as a whole
        packed = stream.read_raw_bytes()
        content = bytearray()
        sound = _unzip(packed, LARGEST_STREAM, content)
        filters, every = filters[1:], every[1:]
        stream.write(bytes(content) if sound else _salvaged(packed))
        stream.Filter = Array([Name(name) for name in filters])
        if any(isinstance(one, Dictionary) for one in every):
            stream.DecodeParms = Array([one if isinstance(one, Dictionary) else None for one in every])
    return filters


def _unzip(packed: bytes, limit: int, into: bytearray | None) -> int:
    """How many bytes are packed, at least 1; 0 where the stream is damaged or cut short. Raises NotShown for a bomb."""
    engine = zlib.decompressobj()
    size = 0
    try:
        while packed and not engine.eof:
            piece = engine.decompress(packed, _STEP)
            packed = engine.unconsumed_tail
            size += len(piece)
            if into is not None:
                into += piece
            if size > limit:
                raise NotShown(_SWELLS)
    except zlib.error:
        return 0
    return max(size, 1) if engine.eof else 0


def _inflate(stream: Stream, allowed: int) -> tuple[int, bool]:
    """Its size when inflated, and whether its end was missing or damaged and was mended. Raises NotShown."""
    packed = stream.read_raw_bytes()
    size = _unzip(packed, min(LARGEST_STREAM, allowed), None)
    if size:
        return size, False
    whole = _salvaged(packed)
    parameters = stream.get(Name.DecodeParms)
    stream.write(
        zlib.compress(whole),
        filter=Name.FlateDecode,
        decode_parms=parameters if isinstance(parameters, Dictionary | Array) else None,
    )
    return len(whole), True


def _salvaged(packed: bytes) -> bytes:
    """What can be unpacked of a damaged stream, which was found not to swell before its damage."""
    engine = zlib.decompressobj()
    whole = bytearray()
    try:
        for start in range(0, len(packed), _SMALL_STEP):
            whole += engine.decompress(packed[start : start + _SMALL_STEP])
    except zlib.error:
        pass
    return bytes(whole)


def _unpack(stream: Stream) -> int:
    """Unpack other filters once and for all; the memory limit of the process is what stops a bomb here."""
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError as broken:
        raise NotShown(_BROKEN) from broken
    if len(content) > LARGEST_STREAM:
        raise NotShown(_SWELLS)
    stream.write(content)
    return len(content)


def _mend_jpeg(stream: Stream) -> bool:
    """Decode a JPEG at an eighth of its size; one that is damaged is written anew as far as it can be read."""
    packed = stream.read_raw_bytes()
    if _is_whole(packed):
        return False
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


def _is_whole(packed: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(packed), formats=["JPEG"]) as picture:
            picture.draft("L", (picture.width // 8, picture.height // 8))
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True
