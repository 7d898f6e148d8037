"""The levels of a round as a CSV that Excel and WPS open, written line by line."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

from desk_app.documents.saving import saving
from desk_app.domain.kit.formulas import could_be_formula

TITLES = ("序号", "代码", "名称", "合计", "拟定等级", "理由")


class LevelRow(NamedTuple):
    """One line; ``points`` is a number as it is shown."""

    code: str
    name: str
    points: str
    level: str
    reasons: str


@contextmanager
def save_levels(path: Path) -> Iterator[Callable[[LevelRow], None]]:
    """Yield what adds a line to the file; it is in place when the block ends without a fault.

    What goes wrong leaves ``path`` as it was; see ``save_beside`` for what is raised.
    """
    # The mark at its start (BOM) tells office programs that it is UTF-8.
    with saving(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        numbers = count(1)

        def add(row: LevelRow) -> None:
            code, name, points, level, reasons = row
            texts = [_text(code), _text(name), points, _text(level), _text(reasons)]
            writer.writerow([next(numbers), *texts])

        yield add


def _text(text: str) -> str:
    """A text that stays text: an apostrophe stands before what an office program would reckon."""
    return f"'{text}" if could_be_formula(text) else text
