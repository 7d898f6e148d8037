"""The look of a cell, read once for every style of a workbook."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.styles.colors import COLOR_INDEX

from desk_app.documents.boxes import BLACK, Colour
from desk_app.documents.cells import style_of
from desk_app.documents.geometry import LINE_HEIGHT

if TYPE_CHECKING:
    from desk_app.documents.fonts import Fonts

_THEME = [
    "FFFFFF",
    "000000",
    "E7E6E6",
    "44546A",
    "4472C4",
    "ED7D31",
    "A5A5A5",
    "FFC000",
    "5B9BD5",
    "70AD47",
    "0563C1",
    "954F72",
]
"""The colours of the usual Office theme, in the order in which cells number them."""

BOLD_STROKE = 0.024
TITLE_STROKE = 0.016

_WHITE: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Edge:
    """One side of a cell's border."""

    thickness: float
    dashes: tuple[float, ...]
    double: bool
    colour: Colour


_LOOKS: dict[str, tuple[float, tuple[float, ...]]] = {
    "hair": (0.25, (1.0, 1.0)),
    "dotted": (0.5, (1.0, 1.5)),
    "thin": (0.5, ()),
    "dashed": (0.5, (3.0, 2.0)),
    "dashDot": (0.5, (4.0, 2.0, 1.0, 2.0)),
    "dashDotDot": (0.5, (4.0, 2.0, 1.0, 2.0, 1.0, 2.0)),
    "medium": (1.0, ()),
    "mediumDashed": (1.0, (4.0, 2.0)),
    "mediumDashDot": (1.0, (4.0, 2.0, 1.0, 2.0)),
    "mediumDashDotDot": (1.0, (4.0, 2.0, 1.0, 2.0, 1.0, 2.0)),
    "slantDashDot": (1.0, (4.0, 2.0, 1.0, 2.0)),
    "thick": (1.75, ()),
    "double": (0.5, ()),
}


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What layout needs to know of a cell's style; sizes in points."""

    face: str
    size: float
    stroke: float
    """Width of the stroke that makes characters bold, as a part of their size."""
    underline: bool
    colour: Colour
    fill: Colour | None
    horizontal: str
    vertical: str
    wrap: bool
    shrink: bool
    indent: int
    upright: bool
    """Characters stand below each other (竖排)."""
    number_format: str
    left: Edge | None
    right: Edge | None
    top: Edge | None
    bottom: Edge | None

    @property
    def line_height(self) -> float:
        """From one baseline to the next."""
        return self.size * LINE_HEIGHT


class Styles:
    """Reads and remembers the styles of one workbook."""

    def __init__(self, fonts: "Fonts") -> None:
        self._fonts = fonts
        self._known: dict[tuple[int, ...], CellStyle] = {}

    def of(self, cell: Any) -> CellStyle:
        """The style of a cell."""
        key = tuple(style_of(cell))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(cell)
        return found

    def _read(self, cell: Any) -> CellStyle:
        font, alignment, border = cell.font, cell.alignment, cell.border
        return CellStyle(
            face=self._fonts.face_name(font.name),
            size=float(font.sz or 11),
            stroke=_stroke(font),
            underline=font.u is not None,
            colour=_colour(font.color) or BLACK,
            fill=_colour(cell.fill.fgColor) if cell.fill.fill_type == "solid" else None,
            horizontal=alignment.horizontal or "general",
            vertical=alignment.vertical or "bottom",
            wrap=bool(alignment.wrap_text),
            shrink=bool(alignment.shrink_to_fit),
            indent=int(alignment.indent or 0),
            upright=alignment.textRotation == 255,
            number_format=cell.number_format,
            left=_edge(border.left),
            right=_edge(border.right),
            top=_edge(border.top),
            bottom=_edge(border.bottom),
        )


def _stroke(font: Any) -> float:
    """Our faces come in one weight; 小标宋, of which there is no free font, is a bolder 宋."""
    if font.b:
        return BOLD_STROKE
    return TITLE_STROKE if "标宋" in (font.name or "") else 0.0


def _edge(side: Any) -> Edge | None:
    if side is None or side.style is None or side.style not in _LOOKS:
        return None
    thickness, dashes = _LOOKS[side.style]
    return Edge(thickness, dashes, side.style == "double", _colour(side.color) or BLACK)


def _colour(colour: Any) -> Colour | None:
    """Red, green and blue from 0 to 1; ``None`` where the colour is left to the program."""
    if colour is None:
        return None
    if colour.type == "rgb":
        code = colour.rgb
    elif colour.type == "theme":
        code = _THEME[colour.theme] if colour.theme < len(_THEME) else "000000"
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        code = COLOR_INDEX[colour.indexed]
    else:
        return None
    if not isinstance(code, str):
        return None
    red, green, blue = (int(code[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    tint = float(colour.tint or 0)
    towards = _WHITE if tint > 0 else BLACK
    mixed = [
        channel + (goal - channel) * abs(tint)
        for channel, goal in zip((red, green, blue), towards, strict=True)
    ]
    return mixed[0], mixed[1], mixed[2]
