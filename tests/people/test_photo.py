"""A photo is what comes out of our own encoder, whatever went in."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from balcao.lib.refused import Refused
from balcao.people.actions.set_photo import MAX_BYTES, remove_photo, set_photo, square
from balcao.people.models import User
from tests.cast import Cast


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.png", data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_becomes_a_square_webp_without_exif(cast: Cast, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "segredo do GPS"
    set_photo(user=cast.marina, upload=upload(picture(kind, exif=exif)))
    stored = default_storage.open(cast.marina.photo_key).read()
    with Image.open(io.BytesIO(stored)) as image:
        assert (image.format, image.size) == ("WEBP", (512, 512))
        assert not image.getexif()
    assert b"segredo" not in stored


def test_a_small_or_transparent_picture_is_taken_too(cast: Cast) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert square(out.getvalue())[:4] == b"RIFF"


def test_a_new_photo_and_none_replace_the_old_one(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    set_photo(user=cast.marina, upload=upload(picture()))
    first = cast.marina.photo_url
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        set_photo(user=cast.marina, upload=upload(picture(size=(300, 300), compress_level=1)))
        remove_photo(user=cast.marina)
    assert User.objects.get(pk=cast.marina.pk).photo_url == ""
    assert first.startswith(f"/fotos/{cast.marina.pk}/")


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that claims side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"GIF89a" + b"\0" * 50,
        picture()[:200],
        bomb(7_000),
        bomb(30_000),
        bomb(2**31 - 1),
    ],
)
def test_what_is_no_picture_or_a_bomb_is_refused(cast: Cast, data: bytes) -> None:
    with pytest.raises(Refused):
        set_photo(user=cast.marina, upload=upload(data))
    assert cast.marina.photo_key == ""


def test_a_file_over_five_megabytes_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_photo(user=cast.marina, upload=upload(picture() + b"\0" * MAX_BYTES))
