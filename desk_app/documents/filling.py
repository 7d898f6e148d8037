"""Fills a form: a workbook with placeholders and a set of facts become a workbook.

``{{name}}`` stands for one fact; ``{{rows.name}}`` stands in a row that is repeated for every
entry of the list ``rows``. ``docs/表单.md`` explains this to those who change the forms.
"""

import pickle
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook, load_workbook

from desk_app.documents.sheet_filling import SheetFiller
from desk_app.domain.faults import Fault

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


_NOT_IN_TITLES = str.maketrans("\\/*?:[]", "＼／＊？：【】")
_LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was opened once, to be filled many times."""

    workbook: bytes

    def copy(self) -> Workbook:
        """The empty form, to be filled; thirty times quicker than reading the file again."""
        workbook: Workbook = pickle.loads(self.workbook)  # noqa: S301  our own, never from a file
        return workbook


def open_form(template: Path) -> Form:
    """Read a form that is to be filled many times.

    Raises:
        Fault: the template is missing or damaged.
    """
    return Form(pickle.dumps(_opened(template)))


def fill(template: Path | Form, facts: Mapping[str, object]) -> Workbook:
    """Return the filled form; ``template`` itself is not touched.

    Facts are ``str``, ``int``, ``Decimal``, ``Fraction`` (a rate, shown as a percentage), ``date``,
    ``bool`` (是/否), ``None`` (an empty cell), or a sequence of mappings for repeated rows; a
    mapping groups facts under ``{{group.name}}``. A cell that holds nothing but one placeholder
    takes the type of the fact; inside a sentence facts are written out. Text stays text,
    whatever it begins with. ``columns.OMIT`` for the heading of a numbered column
    (``{{option_3}}``) hides that column and gives its width to the others of its kind.
    Rows that would hide text in an office program are made higher.

    Repeated rows share their style arrays: who restyles one cell of them afterwards gives it
    a style array of its own first.

    Raises:
        Fault: the template is missing or damaged, or a placeholder has no fact
            (sheet and cell are named).
    """
    return fill_in(template.copy() if isinstance(template, Form) else _opened(template), facts)


def fill_in(workbook: Workbook, facts: Mapping[str, object]) -> Workbook:
    """Fill a form that was opened and prepared; the workbook itself. See ``fill``."""
    for sheet in workbook.worksheets:
        SheetFiller(sheet, facts).fill()
    return workbook


def fill_sheets(
    template: Path | Form, sheets: Sequence[tuple[str, Mapping[str, object]]]
) -> Workbook:
    """Fill the first sheet of a form once for each (title, facts); see ``fill``.

    What cannot stand in the name of a sheet is replaced, a long name cut.

    Raises:
        Fault: as ``fill`` does.
    """
    workbook = template.copy() if isinstance(template, Form) else _opened(template)
    first = cast("Worksheet", workbook.worksheets[0])
    made = [first]
    for _ in sheets[1:]:
        copied = workbook.copy_worksheet(first)
        copied.print_title_rows = first.print_title_rows
        copied.oddHeader, copied.oddFooter = copy(first.oddHeader), copy(first.oddFooter)
        made.append(copied)
    for sheet, (title, facts) in zip(made, sheets, strict=True):
        sheet.title = title.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE]
        SheetFiller(sheet, facts).fill()
    return workbook


def _opened(template: Path) -> Workbook:
    if not template.is_file():
        raise Fault(f"找不到表样“{template}”。请把它放回原处，或重新安装本程序。")
    try:
        return load_workbook(template)
    except PermissionError as error:
        raise Fault(f"表样“{template}”正被其他程序打开，请关闭后再试。") from error
    except Exception as error:  # openpyxl raises whatever the damage leads to
        raise Fault(
            f"表样“{template}”不是可用的 .xlsx 文件或已损坏，请用原来的表样替换后再试。"
        ) from error
