"""Every component, in both themes and on a phone: axe finds nothing, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import AXE_RULES

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage

pytestmark = pytest.mark.browser

Gallery = Callable[[str], tuple[str, dict[str, Any]]]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("width", [1280, 390])
def test_components_are_accessible(open_page: OpenPage, gallery: Gallery, theme: str, width: int) -> None:
    source, values = gallery(theme)
    page = open_page(source, width=width, **values)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_RULES}})
    found = {
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in results.response["violations"]
        if violation["id"] != "landmark-unique"  # the gallery shows the same component several times
        for node in violation["nodes"]
    }
    assert found == set()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways(open_page: OpenPage, gallery: Gallery, width: int) -> None:
    source, values = gallery("light")
    page = open_page(f'<div class="page">{source}</div>', width=width, **values)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
