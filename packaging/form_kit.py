"""What forms are drawn with: fonts, borders, one sheet under construction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

TITLE = Font(name="方正小标宋简体", size=22)
HEAD = Font(name="黑体", size=10.5)
RESULT = Font(name="黑体", size=12)
BODY = Font(name="宋体", size=10.5)
LARGE = Font(name="宋体", size=12)
KAI = Font(name="楷体", size=12)

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MM = 1 / 25.4


@dataclass
class Form:
    """A sheet under construction."""

    sheet: Any

    @staticmethod
    def start(name: str, widths: list[float], *, landscape: bool = False) -> Form:
        """A new form of one sheet with columns of these widths (in characters)."""
        workbook = Workbook()
        normal = Font(name="宋体", size=11)
        workbook._named_styles["Normal"].font = normal  # noqa: SLF001
        workbook._fonts[0] = normal  # noqa: SLF001  the same, as it is stored
        workbook.properties.creator = "定级工作台"
        sheet = workbook.active
        sheet.title = name
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        setup = sheet.page_setup
        setup.paperSize = sheet.PAPERSIZE_A4
        setup.orientation = "landscape" if landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = (15 if landscape else 20) * MM
        margins.top, margins.bottom = (15 * MM, 15 * MM)
        margins.header = margins.footer = 8 * MM
        sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
        return Form(sheet)

    def put(
        self,
        place: str,
        text: str | None,
        font: Font = BODY,
        align: str = "center",
        *,
        vertical: str = "center",
        border: Border | None = BOX,
        wrap: bool = True,
        indent: int = 0,
    ) -> None:
        """Text in a cell or a range that is merged, with a border around it."""
        first, _, last = place.partition(":")
        for row in self.sheet[f"{first}:{last or first}"]:
            for cell in row:
                cell.font = font
                if border is not None:
                    cell.border = border
        if last:
            self.sheet.merge_cells(place)
        cell = self.sheet[first]
        cell.value = text
        cell.alignment = Alignment(
            horizontal=align, vertical=vertical, wrap_text=wrap, indent=indent
        )

    def heights(self, **rows: float) -> None:
        """Heights in points: `r1=42`."""
        for row, height in rows.items():
            self.sheet.row_dimensions[int(row[1:])].height = height

    def opinion(self, row: int, columns: tuple[str, str, str], label: str, key: str) -> None:
        """Three rows: what was decided, the seal, the day; no lines between them."""
        left, first, last = columns
        label_end = chr(ord(first) - 1)
        self.put(f"{left}{row}:{label_end}{row + 2}", label, HEAD)
        texts = (f"{{{{{key}_opinion}}}}", "（盖章）", f"{{{{{key}_day|年月日}}}}")
        aligns = ("left", "right", "right")
        for offset, (text, align) in enumerate(zip(texts, aligns, strict=True)):
            edge = Border(
                left=THIN,
                right=THIN,
                top=THIN if offset == 0 else None,
                bottom=THIN if offset == 2 else None,
            )
            place = f"{first}{row + offset}:{last}{row + offset}"
            indent = (0, 6, 2)[offset]
            vertical = "top" if offset == 0 else "center"
            self.put(place, text, BODY, align, vertical=vertical, border=edge, indent=indent)
        self.heights(**{f"r{row}": 32, f"r{row + 1}": 20, f"r{row + 2}": 22})


def table(form: Form, row: int, columns: list[tuple[str, str, str]]) -> None:
    """A heading row and the repeated row under it: heading, placeholder, alignment."""
    for place, (heading, placeholder, align) in enumerate(columns, 1):
        letter = get_column_letter(place)
        form.put(f"{letter}{row}", heading, HEAD)
        form.put(f"{letter}{row + 1}", placeholder, align=align)
