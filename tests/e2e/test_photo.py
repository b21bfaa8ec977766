"""A photo is framed with the keyboard alone, and what was framed is what the others see."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import Page, expect

from balcao.people.models import User
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RED, BLUE = (220, 20, 20), (20, 20, 220)


def flag(folder: Path) -> Path:
    """Twice as wide as high: red on the left, blue on the right."""
    image = Image.new("RGB", (800, 400), RED)
    image.paste(BLUE, (400, 0, 800, 400))
    path = folder / "bandeira.png"
    image.save(path)
    return path


def corners(user: User) -> tuple[str, str]:
    """The colours at the left and at the top of the stored photo, both in the middle of that edge."""
    with Image.open(io.BytesIO(default_storage.open(user.photo_key).read())) as image:
        assert (image.format, image.size) == ("WEBP", (512, 512))
        pixels = [image.convert("RGB").getpixel(place) for place in ((10, 256), (256, 10))]
    left, top = ("red" if pixel[0] > pixel[2] else "blue" for pixel in pixels)  # type: ignore[index]
    return left, top


@pytest.fixture
def frame(cast: Cast, page_for: Callable[..., Page], tmp_path: Path) -> Page:
    page = page_for(cast.marina)
    page.goto("/preferencias/")
    page.locator("#foto input[type=file]").set_input_files(flag(tmp_path))
    expect(page.get_by_role("dialog", name="Enquadrar a foto")).to_be_visible()
    return page


def test_a_photo_is_moved_by_the_arrow_keys(cast: Cast, frame: Page, axe: Callable[[Page], None]) -> None:
    expect(frame.get_by_role("application", name="Foto no enquadramento")).to_be_focused()
    axe(frame)
    for _ in range(40):
        frame.keyboard.press("Shift+ArrowLeft")
    frame.get_by_role("button", name="Usar esta foto").focus()
    frame.keyboard.press("Enter")
    expect(frame.get_by_role("status").filter(has_text="Salvo")).to_be_visible(timeout=20_000)
    cast.marina.refresh_from_db()
    assert corners(cast.marina)[0] == "blue"


def test_a_photo_is_turned_and_the_middle_is_kept_unless_it_is_moved(cast: Cast, frame: Page) -> None:
    frame.keyboard.press("ArrowLeft")
    frame.get_by_role("slider", name="Ampliar").press("ArrowRight")
    for _ in range(2):
        frame.get_by_role("button", name="Girar").press("Enter")
    frame.get_by_role("button", name="Usar esta foto").press("Enter")
    expect(frame.get_by_role("status").filter(has_text="Salvo")).to_be_visible(timeout=20_000)
    cast.marina.refresh_from_db()
    assert corners(cast.marina)[0] == "blue"


def test_what_is_no_picture_is_told_and_a_photo_can_go_again(cast: Cast, frame: Page, tmp_path: Path) -> None:
    frame.get_by_role("button", name="Usar esta foto").press("Enter")
    frame.get_by_role("button", name="Remover foto").click()
    expect(frame.get_by_role("button", name="Remover foto")).to_have_count(0)
    cast.marina.refresh_from_db()
    assert cast.marina.photo_key == ""
    paper = tmp_path / "foto.png"
    paper.write_bytes(b"nada")
    frame.locator("#foto input[type=file]").set_input_files(paper)
    expect(frame.get_by_role("alert").filter(has_text="foto.png não é de um tipo aceito aqui")).to_be_visible()
