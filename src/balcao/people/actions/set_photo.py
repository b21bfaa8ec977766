"""A person's photo: a square WebP of ours, whatever was sent."""

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from balcao.lib.refused import Refused
from balcao.people.models import User

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""About 160 MB while it is open; a camera's picture has 12 to 24 million."""

SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")


def set_photo(*, user: User, upload: UploadedFile[bytes]) -> None:
    """Keep the middle square of the picture, upright, without its EXIF. Raises Refused for what is no such picture."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise Refused(_("This picture is larger than 5 MB. Choose a smaller one."))
    data = square(upload.read(MAX_BYTES + 1))
    key = f"people/{user.pk}/{hashlib.sha256(data).hexdigest()[:32]}.webp"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(data))
    _replace(user, key)


def remove_photo(*, user: User) -> None:
    """Initials from now on."""
    _replace(user, "")


def square(data: bytes) -> bytes:
    """WebP of 512 × 512 px. Decodes nothing beyond MAX_PIXELS, which the header tells before."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise Refused(_("This picture has too many pixels. Choose a smaller one."))
                picture.draft("RGB", (SIDE * 2, SIDE * 2))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_("This is not a PNG, JPEG or WebP picture.")) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:  # what Pillow raises for broken files
        raise Refused(_("This picture is damaged. Choose another one.")) from error
    out = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _replace(user: User, key: str) -> None:
    before, user.photo_key = user.photo_key, key
    user.save(update_fields=["photo_key"])
    if before and before != key:
        transaction.on_commit(lambda: default_storage.delete(before))
