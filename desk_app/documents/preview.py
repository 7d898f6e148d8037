"""Pictures of PDF pages, for the preview on screen and for the printer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2

from desk_app.domain.faults import Fault

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels row by row from the top, four bytes each: red, green, blue, alpha."""

    pixels: bytes
    width: int
    height: int


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Fault("这个 PDF 文件已损坏，无法预览，请重新生成。") from error
    try:
        yield document
    finally:
        document.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points (1/72 inch).

    Raises:
        Fault: not a PDF, or a damaged one.
    """
    with _opened(pdf) as document:
        return [document.get_page_size(index) for index in range(len(document))]


def render_page(pdf: bytes, page: int, scale: float) -> Picture:
    """Paint one page on white.

    Args:
        pdf: the whole file.
        page: counted from 0.
        scale: pixels per point; 1.0 is 72 dpi, dpi / 72 suits a printer.

    Raises:
        Fault: not a PDF, or a damaged one.
        IndexError: there is no such page.
    """
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        bitmap = document[page].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        try:
            pixels = bytearray(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        finally:
            bitmap.close()
    if stride != width * 4:
        pixels = bytearray(
            b"".join(pixels[y * stride : y * stride + width * 4] for y in range(height))
        )
    pixels[3::4] = b"\xff" * (width * height)
    return Picture(bytes(pixels), width, height)
