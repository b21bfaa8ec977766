"""Draws the preview of one untrusted file. Run alone: `python -I render.py GIVEN DRAWN TYPE`; prints a PDF's pages.

Knows nothing of the product and of its database. When a decoder is led astray, this process dies by its limits.
"""

import resource
import sys
from typing import Any

WIDTH, HEIGHT = 480, 360
MOST_PIXELS = 40_000_000
MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20
OUTPUT = 4 * 1024 * 1024


def limit() -> None:
    """Set before any decoder is loaded."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw_image(given: str, drawn: str) -> None:
    """Fitted into WIDTH × HEIGHT, turned as the photo says, first frame only."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(given, formats=["PNG", "JPEG", "GIF", "WEBP", "AVIF"]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise SystemExit(2)
        image.draft("RGB", (WIDTH * 2, HEIGHT * 2))
        shown = ImageOps.exif_transpose(image)
        small = shown.convert("RGBA" if "A" in shown.getbands() or "transparency" in shown.info else "RGB")
        small.thumbnail((WIDTH, HEIGHT))
        small.save(drawn, "WEBP", quality=80)


def draw_document(given: str, drawn: str) -> int:
    """The first page, fitted; answers how many pages there are."""
    import pypdfium2

    open_document: Any = pypdfium2.PdfDocument
    document = open_document(given)
    pages = len(document)
    page = document[0]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), HEIGHT * 2 / max(height, 1), 4)
    small = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    small.thumbnail((WIDTH, HEIGHT * 2))
    small.save(drawn, "WEBP", quality=80)
    return pages


def main(given: str, drawn: str, content_type: str) -> None:
    limit()
    if content_type == "application/pdf":
        sys.stdout.write(str(draw_document(given, drawn)))
    else:
        draw_image(given, drawn)


if __name__ == "__main__":
    main(*sys.argv[1:4])
