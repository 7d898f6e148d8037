"""Draws laid-out pages as a PDF with embedded, subset TrueType fonts."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl import Workbook

from desk_app.documents.fonts import Fonts

Progress = Callable[[int, int], None]


def to_pdf(workbook: Workbook, fonts: Fonts, *, progress: Progress | None = None) -> bytes:
    """Lay out every visible sheet of a workbook and draw it.

    The same workbook gives the same bytes. `progress` is called with the pages drawn and the
    pages in all; what it raises ends the work.
    """
    raise NotImplementedError
