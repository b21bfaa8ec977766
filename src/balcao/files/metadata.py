"""Takes out of photos what they tell about their author: place, camera, previews of what was cut away.

The pictures themselves are not touched: whole segments are left out, nothing is compressed anew. Of EXIF only the
orientation is kept, without which photos of telephones would lie on their side.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator

from PIL import Image, ImageOps

ORIENTATION = 0x0112
MOST_PIXELS = 40_000_000
_STAND_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT_OUT = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"dSIG", b"caBX"})


class Malformed(ValueError):
    """The bytes do not follow their format."""


def without_metadata(content: bytes, content_type: str) -> bytes:
    """The same picture without EXIF, GPS, XMP, comments and appended files. Raises Malformed."""
    strip = _STRIPPERS.get(content_type)
    try:
        return strip(content) if strip else content
    except (IndexError, struct.error, OSError, ValueError) as error:
        raise Malformed(content_type) from error


def _jpeg(content: bytes) -> bytes:
    parts = [b"\xff\xd8", *_orientation(content)]
    parts += (segment for marker, segment in _jpeg_segments(content) if _is_kept(marker, segment))
    return b"".join(parts)


def _orientation(content: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(content)) as image:
        turned = image.getexif().get(ORIENTATION, 1)
    if turned not in range(2, 9):
        return []
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    return [b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\x00\x00" + tiff]


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) from after the start to the end of the image; what is appended behind it is left out."""
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise Malformed("jpeg")
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 if marker in _STAND_ALONE else at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == 0xDA:
            found = _END_OF_SCAN.search(content, end)
            end = found.start() if found else len(content)
        yield marker, content[at:end]
        if end >= len(content):
            yield 0xD9, b"\xff\xd9"
            return
        at = end


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == 0xFE:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    return marker in {0xE0, 0xEE} or (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\x00")


def _png(content: bytes) -> bytes:
    content = _upright(content, "PNG")
    parts, at = [content[:8]], 8
    while at < len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise Malformed("png")
        if kind not in _PNG_KEPT_OUT:
            parts.append(content[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(parts)


def _webp(content: bytes) -> bytes:
    content = _upright(content, "WEBP", quality=92)
    size = struct.unpack("<I", content[4:8])[0]
    chunks, at, end = [], 12, min(8 + size, len(content))
    while at + 8 <= end:
        kind, length = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])[0]
        chunk = content[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            # Bits 2 and 3 announce the XMP and EXIF chunks that are left out.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in {b"EXIF", b"XMP "}:
            chunks.append(chunk)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _avif(content: bytes) -> bytes:
    """Its metadata lie scattered through one table of places: always written anew."""
    return _drawn_anew(content, "AVIF", quality=80)


def _upright(content: bytes, file_format: str, **options: int) -> bytes:
    """Rarely does a PNG or WebP lie on its side: then it is turned for good, since its EXIF goes."""
    with Image.open(io.BytesIO(content)) as image:
        is_upright = image.getexif().get(ORIENTATION, 1) not in range(2, 9)
    return content if is_upright else _drawn_anew(content, file_format, **options)


def _drawn_anew(content: bytes, file_format: str, **options: int) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Malformed(file_format)
        out = io.BytesIO()
        ImageOps.exif_transpose(image).save(out, file_format, exif=b"", **options)
        return out.getvalue()


_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/avif": _avif,
}
