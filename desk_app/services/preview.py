"""Pages of a finished PDF for the screen and for the printer, and the PDF as a file."""

from pathlib import Path
from typing import NamedTuple


class Pixels(NamedTuple):
    """A picture row by row from the top, four bytes a pixel: red, green, blue, alpha."""

    data: bytes
    width: int
    height: int


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points (1/72 inch); raises ``Fault``."""
    from desk_app.documents import preview

    return preview.page_sizes(pdf)


def page(pdf: bytes, number: int, scale: float) -> Pixels:
    """Paint one page, counted from 0, at ``scale`` pixels per point; raises ``Fault``."""
    from desk_app.documents import preview

    found = preview.render_page(pdf, number, scale)
    return Pixels(found.pixels, found.width, found.height)


def save(pdf: bytes, path: Path) -> None:
    """Write the PDF to ``path``, whole or not at all; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes

    save_bytes(pdf, path)
