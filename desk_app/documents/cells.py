"""The few things of openpyxl that its public interface does slowly or with a will of its own.

Setting a value guesses types and takes "=1+1" for a formula; setting a style copies it; asking
a sheet for a cell creates the cell. Everything else goes through the public interface.
"""

from typing import Any

from openpyxl.styles.cell_style import StyleArray

from desk_app.domain.kit.formulas import could_be_formula

Position = tuple[int, int]


def cells_of(sheet: Any) -> dict[Position, Any]:
    """The cells that exist, by row and column, in no particular order."""
    cells: dict[Position, Any] = sheet._cells  # noqa: SLF001
    return cells


def replace_cells(sheet: Any, cells: dict[Position, Any]) -> None:
    """Give a sheet other cells; each must know its own row and column."""
    sheet._cells = cells  # noqa: SLF001
    sheet._current_row = max((row for row, _ in cells), default=0)  # noqa: SLF001


def style_of(cell: Any) -> Any:
    """The style array of a cell, not a copy; a cell that has none gets a plain one."""
    if cell._style is None:  # noqa: SLF001
        cell._style = StyleArray()  # noqa: SLF001
    return cell._style  # noqa: SLF001


def share_style(cell: Any, style: Any) -> None:
    """Let a cell have a style array that other cells have too."""
    cell._style = style  # noqa: SLF001


def own_style(cell: Any) -> Any:
    """Give a cell a style array that no other cell has, and return it."""
    cell._style = StyleArray(style_of(cell))  # noqa: SLF001
    return cell._style  # noqa: SLF001


def put_value(cell: Any, value: Any, kind: str) -> None:
    """Set a value as it is: kind ``s`` for text, ``n`` for numbers and nothing, ``d`` for dates."""
    cell._value = value  # noqa: SLF001
    cell.data_type = kind


def put_text(cell: Any, text: str) -> None:
    """Set a text that stays text, whatever it begins with, also when it is edited in WPS."""
    put_value(cell, text, "s")
    if could_be_formula(text):
        cell.quotePrefix = True


def normal_font_name(workbook: Any) -> str:
    """The font that column widths are counted in."""
    return str(workbook._named_styles["Normal"].font.name or "")  # noqa: SLF001
