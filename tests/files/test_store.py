"""What happens to the bytes that somebody sends: measured, named, typed by content, freed of metadata."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from balcao.files.actions.forget import forget_unused
from balcao.files.actions.store import store_file
from balcao.files.archive import distinct_names, zip_of
from balcao.files.models import StoredFile
from balcao.files.sniff import sniff
from balcao.lib.refused import Refused
from tests.cast import NOW, Cast


def photo(file_format: str = "JPEG", size: tuple[int, int] = (400, 200), orientation: int = 6) -> bytes:
    """A picture that says where it was taken, lying on its side."""
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CameraDaMarina"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (3.0, 6.0, 0.0)
    out = io.BytesIO()
    image.save(out, file_format, exif=exif)
    return out.getvalue()


def store(cast: Cast, name: str, content: bytes, content_type: str = "") -> StoredFile:
    return store_file(upload=SimpleUploadedFile(name, content, content_type), by=cast.marina, now=NOW)


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "")
    return out.getvalue()


def bytes_of(stored: StoredFile) -> bytes:
    with default_storage.open(stored.key) as file:
        return bytes(file.read())


def test_a_file_is_kept_byte_for_byte_under_a_random_key(cast: Cast) -> None:
    content = b"%PDF-1.7 nota"
    stored = store(cast, "DANFE 3512.pdf", content)
    assert bytes_of(stored) == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.name, stored.content_type) == (len(content), "DANFE 3512.pdf", "application/pdf")
    assert "DANFE" not in stored.key
    assert stored.key[:2] == stored.key[3:5]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\notas\\\\danfe.pdf", "danfe.pdf"),
        (".htaccess\u200b", "htaccess"),
        ("fatura\u202efdp.exe", "faturafdp.exe"),
        ("nota.pdf.", "nota.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_the_given_name_is_only_shown_and_cleaned_before(cast: Cast, given: str, shown: str) -> None:
    upload = SimpleUploadedFile("x", b"texto")
    upload._name = given  # type: ignore[attr-defined]  # as another client than Django's may send it
    stored = store_file(upload=upload, by=cast.marina, now=NOW)
    assert stored.name == shown
    assert ".." not in stored.key


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"%PDF-1.4", "application/pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "text/plain"),
        (b"\n\n <HTML><body onload=alert(1)>", "text/plain"),
        ("<?xml version='1.0'?><nfeProc><ide>ção</ide></nfeProc>".encode(), "application/xml"),
        (b"cpf;nome\n1;Ana\n2;Rui\n", "text/csv"),
        ("A nota não saiu.\nTente de novo.".encode("windows-1252"), "text/plain"),
        (office("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04broken", "application/octet-stream"),
        (b"\x00\x01\x02\x03 nobody knows", "application/octet-stream"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
    ],
)
def test_the_type_is_what_the_bytes_say(content: bytes, expected: str) -> None:
    found = sniff(io.BytesIO(content))
    assert found == expected or (expected.endswith("octet-stream") and not found.startswith(("text/", "image/")))


def test_neither_name_nor_sender_makes_a_page_of_a_file(cast: Cast) -> None:
    stored = store(cast, "foto.png", b"<script>alert(1)</script>", "image/png")
    assert (stored.content_type, stored.is_shown_inline) == ("text/plain", False)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photo_tells_neither_place_nor_camera_and_stands_upright(cast: Cast, file_format: str) -> None:
    original = photo(file_format)
    assert b"CameraDaMarina" in original
    stored = store(cast, "foto", original)
    kept = bytes_of(stored)
    assert b"CameraDaMarina" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif().get_ifd(0x8825)) == {}
        assert image.getexif().get(0x0112) in ({6} if file_format == "JPEG" else {None})
        image.load()
    assert (stored.width, stored.height) == (200, 400)


def test_the_pixels_of_a_jpeg_are_not_compressed_again(cast: Cast) -> None:
    original = photo(orientation=1)
    with (
        Image.open(io.BytesIO(original)) as before,
        Image.open(io.BytesIO(bytes_of(store(cast, "f", original)))) as after,
    ):
        assert before.tobytes() == after.tobytes()


def test_what_hides_behind_a_photo_is_left_out(cast: Cast) -> None:
    assert b"segredo" not in bytes_of(store(cast, "foto.jpg", photo() + b"segredo"))
    assert b"segredo" not in bytes_of(store(cast, "foto.png", photo("PNG") + b"segredo"))


def test_a_broken_image_is_kept_as_a_download(cast: Cast) -> None:
    stored = store(cast, "foto.jpg", photo()[:200])
    assert (stored.content_type, stored.is_shown_inline, stored.width) == ("application/octet-stream", False, None)


def test_an_image_with_too_many_pixels_is_never_decoded(cast: Cast) -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(out, "PNG")
    stored = store(cast, "bomba.png", out.getvalue())
    assert stored.content_type == "application/octet-stream"


def test_an_empty_file_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"vazio\.pdf"):
        store(cast, "vazio.pdf", b"")
    assert StoredFile.objects.count() == 0


def test_a_file_above_the_limit_is_refused(cast: Cast, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(Refused):
        store(cast, "lote.zip", b"0" * 11)


def test_uploads_that_nobody_used_go_after_thirty_days_and_the_others_stay(cast: Cast) -> None:
    unused, used = store(cast, "a.txt", b"um"), store(cast, "b.txt", b"dois")
    ticket = cast.ticket()
    ticket.messages.get().attachments.create(file=used)
    assert forget_unused(now=NOW + timedelta(days=29)) == 0
    assert forget_unused(now=NOW + timedelta(days=31)) == 1
    assert list(StoredFile.objects.all()) == [used]
    assert not default_storage.exists(unused.key)
    assert bytes_of(used) == b"dois"


def test_a_zip_holds_every_file_under_a_name_of_its_own(cast: Cast) -> None:
    files = [store(cast, name, name.encode()) for name in ("nota.xml", "Nota.xml", "nota.xml", "ção.txt")]
    with zipfile.ZipFile(io.BytesIO(b"".join(zip_of(files)))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["nota.xml", "Nota (2).xml", "nota (3).xml", "ção.txt"]
        assert archive.read("Nota (2).xml") == b"Nota.xml"


def test_numbered_names_do_not_meet_given_ones() -> None:
    assert distinct_names(["a.txt", "a (2).txt", "a.txt", "b"]) == ["a.txt", "a (2).txt", "a (3).txt", "b"]
