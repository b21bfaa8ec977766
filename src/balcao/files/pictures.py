"""Checks that an image is one and is no bomb, and makes it fit to keep."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from balcao.files.metadata import MOST_PIXELS, ORIENTATION, Malformed, without_metadata

MOST_FRAMES = 500
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP", "image/avif": "AVIF"}
_BROKEN = (UnidentifiedImageError, Malformed, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as they are shown, turned by the orientation."""

    content: bytes
    width: int
    height: int


def clean_picture(content: bytes, content_type: str) -> Picture | None:
    """The picture without metadata; None when it cannot be read as what it says it is, or is too large to decode.

    Pixels are counted from the header, before anything is decoded. The whole of it is decoded only in a process of
    its own (`render.py`), never in one that answers pages.
    """
    try:
        clean = without_metadata(content, content_type)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            width, height = _checked(clean, content_type)
    except (*_BROKEN, Image.DecompressionBombWarning):
        return None
    return Picture(clean, width, height)


def _checked(content: bytes, content_type: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[content_type]]) as image:
        width, height = image.size
        if width * height > MOST_PIXELS or getattr(image, "n_frames", 1) > MOST_FRAMES:
            raise Malformed(content_type)
        # Asking a PNG without EXIF for it would decode the whole picture here.
        turned = "exif" in image.info and image.getexif().get(ORIENTATION, 1) in range(5, 9)
        if content_type == "image/jpeg":
            # An eighth of each side: proves that it decodes at a sixty-fourth of the price.
            image.draft("RGB", (max(1, width // 8), max(1, height // 8)))
            image.load()
        else:
            image.verify()
    return (height, width) if turned else (width, height)
