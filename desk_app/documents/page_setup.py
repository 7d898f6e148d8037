"""Paper, margins, scale, headers and footers of a sheet."""

import re
from dataclasses import dataclass
from typing import Any

INCH = 72.0
_MM = INCH / 25.4
_PAPERS = {
    8: (297 * _MM, 420 * _MM),  # A3
    9: (210 * _MM, 297 * _MM),  # A4
    11: (148 * _MM, 210 * _MM),  # A5
    12: (250 * _MM, 354 * _MM),  # B4
    13: (182 * _MM, 257 * _MM),  # B5 as WPS and Excel name it
}
_A4 = 9
SMALLEST_SCALE = 0.1
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|.)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the edges of the paper in points."""

    left: float
    right: float
    top: float
    bottom: float
    header: float
    footer: float


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How a sheet goes on paper; sizes in points."""

    width: float
    height: float
    margins: Margins
    scale: float | None
    """A scale that was asked for; ``None`` where the sheet is fitted to pages."""
    fit_height: bool
    """All rows on one page."""
    centred: bool
    centred_vertically: bool
    header: tuple[str, str, str]
    footer: tuple[str, str, str]
    """Left, centre and right, with their codes such as &P."""

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of the printed area."""
        margins = self.margins
        return (
            self.width - margins.left - margins.right,
            self.height - margins.top - margins.bottom,
        )

    def scale_for(self, width: float, height: float) -> float:
        """The scale for a sheet of this size: never wider than the paper, never enlarged to fit.

        A sheet without fitting keeps its own scale as long as its columns find room: pages
        beside each other are nothing an office can use.
        """
        room_width, room_height = self.room
        scale = min(self.scale or 1.0, room_width / width if width else 1.0)
        if self.fit_height and height:
            scale = min(scale, room_height / height)
        return max(scale, SMALLEST_SCALE)


def page_setup(sheet: Any) -> PageSetup:
    """Read the page set-up of an openpyxl sheet; A4 upright where nothing is said."""
    setup, margins, options = sheet.page_setup, sheet.page_margins, sheet.print_options
    width, height = _PAPERS.get(int(setup.paperSize or _A4), _PAPERS[_A4])
    if setup.orientation == "landscape":
        width, height = height, width
    fitted = bool(
        sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
    )
    return PageSetup(
        width=width,
        height=height,
        margins=Margins(
            *(
                float(getattr(margins, side)) * INCH
                for side in ("left", "right", "top", "bottom", "header", "footer")
            )
        ),
        scale=None if fitted else float(setup.scale or 100) / 100,
        fit_height=fitted and (setup.fitToHeight is None or int(setup.fitToHeight) == 1),
        centred=bool(options.horizontalCentered),
        centred_vertically=bool(options.verticalCentered),
        header=_parts(sheet.oddHeader),
        footer=_parts(sheet.oddFooter),
    )


def margin_text(text: str, *, page: int, pages: int, sheet: str) -> str:
    """A header or footer part with its codes replaced; codes for dress and clock are left out."""

    def replaced(code: re.Match[str]) -> str:
        letter = code[0][1:2]
        return {"P": str(page), "N": str(pages), "A": sheet, "&": "&"}.get(letter, "")

    return _CODE.sub(replaced, text)


def _parts(margin: Any) -> tuple[str, str, str]:
    return margin.left.text or "", margin.center.text or "", margin.right.text or ""
