"""Fills a form: a workbook with placeholders and a set of facts become a workbook.

`{{name}}` stands for one fact; `{{rows.name}}` stands in a row that is repeated for every
entry of the list `rows`. `docs/表单.md` explains this to those who change the forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook


def fill(template: Path, facts: Mapping[str, object]) -> Workbook:
    """Return the filled form; `template` itself is not touched.

    Facts are `str`, `int`, `Decimal`, `Fraction` (a rate, shown as a percentage), `date`,
    `bool` (是/否), `None` (an empty cell), or a sequence of mappings for repeated rows.
    A cell that holds nothing but one placeholder takes the type of the fact; inside a
    sentence facts are written out. Text stays text, whatever it begins with.

    Raises:
        Fault: the template is missing or damaged, or a placeholder has no fact
            (sheet and cell are named).
    """
    raise NotImplementedError
