"""Small pictures of images and PDFs, drawn by a process that may die."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from balcao.files import preview
from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile
from tests.cast import NOW, Cast
from tests.files.test_store import photo

RunJobs = Callable[[], int]


def a_pdf(pages: int = 2) -> bytes:
    from fpdf import FPDF

    document = FPDF()
    for number in range(pages):
        document.add_page()
        document.set_font("Helvetica", size=24)
        document.cell(text=f"Nota {number}")
    return bytes(document.output())


def stored(cast: Cast, name: str, content: bytes) -> StoredFile:
    return store_file(upload=SimpleUploadedFile(name, content), by=cast.marina, now=NOW)


def picture_of(file: StoredFile) -> Image.Image:
    with default_storage.open(file.preview_key) as source:
        image = Image.open(io.BytesIO(source.read()))
        image.load()
        return image


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_an_image_gets_a_small_picture_that_stands_upright(cast: Cast, run_jobs: RunJobs, file_format: str) -> None:
    file = stored(cast, "foto", photo(file_format, size=(1600, 800)) if file_format != "GIF" else gif())
    run_jobs()
    file.refresh_from_db()
    small = picture_of(file)
    assert small.format == "WEBP"
    assert small.width <= 480
    assert small.height <= 360
    assert (small.height > small.width) == (file_format != "GIF")
    assert file.pages is None


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (300, 100)).save(out, "GIF")
    return out.getvalue()


def test_a_pdf_gets_its_first_page_and_its_number_of_pages(cast: Cast, run_jobs: RunJobs) -> None:
    file = stored(cast, "DANFE.pdf", a_pdf(2))
    run_jobs()
    file.refresh_from_db()
    assert file.pages == 2
    assert picture_of(file).width <= 480


def test_a_broken_pdf_has_no_preview_and_its_job_is_done(cast: Cast, run_jobs: RunJobs) -> None:
    file = stored(cast, "quebrado.pdf", b"%PDF-1.7 nothing of the kind")
    assert run_jobs() == 1
    file.refresh_from_db()
    assert file.preview_key == ""
    assert run_jobs() == 0


def test_a_text_has_no_preview_job(cast: Cast, run_jobs: RunJobs) -> None:
    stored(cast, "leia.txt", b"texto")
    assert run_jobs() == 0


def test_a_decoder_that_does_not_end_is_stopped(
    cast: Cast, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "render.py"
    script.write_text("while True: pass")
    monkeypatch.setattr(preview, "SCRIPT", script)
    monkeypatch.setattr(preview, "SECONDS", 1)
    file = stored(cast, "foto.png", photo("PNG"))
    run_jobs()
    file.refresh_from_db()
    assert file.preview_key == ""


def test_drawing_twice_keeps_one_picture(cast: Cast, run_jobs: RunJobs, settings: Any) -> None:
    from balcao.files.jobs import make_preview

    file = stored(cast, "foto.png", photo("PNG"))
    run_jobs()
    file.refresh_from_db()
    first = file.preview_key
    make_preview.call(str(file.pk))
    file.refresh_from_db()
    assert file.preview_key == first
