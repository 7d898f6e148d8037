"""Draws laid-out pages as a PDF with embedded, subset TrueType fonts."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desk_app.documents.fonts import SONG, Fonts
from desk_app.documents.layout import lay_out

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk_app.documents.boxes import Colour, Layout, Page, TextLine

# Pages as bytes: the default writes them as letters, slower and a quarter longer.
rl_config.useA85 = 0

Progress = Callable[[int, int], None]
"""Pages drawn, pages in all; 0 and 0 while the pages are not counted yet."""

_FILLED, _FILLED_AND_STROKED = 0, 2


def to_pdf(workbook: "Workbook", fonts: Fonts, *, progress: Progress | None = None) -> bytes:
    """Lay out every visible sheet of a workbook and draw it.

    The same workbook gives the same bytes. ``progress`` is called with the pages drawn and the
    pages in all; what it raises ends the work.

    Raises:
        Fault: a cell holds a formula, or a font file is missing or damaged.
    """
    pulse = None if progress is None else lambda: progress(0, 0)
    return draw(lay_out(workbook, fonts, pulse=pulse), fonts, progress=progress)


def draw(layout: "Layout", fonts: Fonts, *, progress: Progress | None = None) -> bytes:
    """Draw pages that are laid out already; see ``to_pdf``."""
    used = dict.fromkeys([SONG, *(line.face for page in layout.pages for line in page.lines)])
    names = {}
    for face in used:
        embedded = fonts.face(face).embedded
        # reportlab finds fonts by name in a register of its own; the same file, the same name.
        pdfmetrics.registerFont(embedded)
        names[face] = embedded.fontName
    target = BytesIO()
    options: dict[str, Any] = {"initialFontName": names[SONG]}  # Helvetica would not be embedded
    canvas = Canvas(target, invariant=1, pageCompression=1, **options)
    canvas.setProducer("定级工作台")
    canvas.setTitle("")
    for number, page in enumerate(layout.pages, 1):
        _draw_page(canvas, page, names)
        if progress is not None:
            progress(number, len(layout.pages))
    canvas.save()
    return target.getvalue()


def _draw_page(canvas: Canvas, page: "Page", names: dict[str, str]) -> None:
    height = page.height
    canvas.setPageSize((page.width, height))
    for patch in page.patches:
        canvas.setFillColorRGB(*patch.colour)
        canvas.rect(
            patch.x, height - patch.y - patch.height, patch.width, patch.height, stroke=0, fill=1
        )
    look: tuple[float, tuple[float, ...], Colour] | None = None
    canvas.setLineCap(2)
    for rule in page.rules:
        if look != (rule.thickness, rule.dashes, rule.colour):
            look = (rule.thickness, rule.dashes, rule.colour)
            canvas.setLineWidth(rule.thickness)
            canvas.setDash(list(rule.dashes))
            canvas.setStrokeColorRGB(*rule.colour)
        canvas.line(rule.x1, height - rule.y1, rule.x2, height - rule.y2)
    canvas.setDash([])
    if page.lines:
        _draw_lines(canvas, page.lines, height, names)
    canvas.showPage()


def _draw_lines(
    canvas: Canvas, lines: "list[TextLine]", height: float, names: dict[str, str]
) -> None:
    text: Any = canvas.beginText()
    font: tuple[str, float] | None = None
    dress: tuple[Colour, float] | None = None
    spacing = 0.0
    for line in lines:
        if font != (line.face, line.size):
            font = (line.face, line.size)
            text.setFont(names[line.face], line.size)
        if dress != (line.colour, line.stroke):
            dress = (line.colour, line.stroke)
            text.setFillColorRGB(*line.colour)
            if line.stroke:
                text.setStrokeColorRGB(*line.colour)
                # A text object has no call of its own for the width of its strokes.
                text._code.append(f"{line.stroke:.3f} w")  # noqa: SLF001
            text.setTextRenderMode(_FILLED_AND_STROKED if line.stroke else _FILLED)
        if spacing != line.spacing:
            spacing = line.spacing
            text.setCharSpace(spacing)
        text.setTextOrigin(line.x, height - line.y)
        text.textOut(line.text)
    canvas.drawText(text)
