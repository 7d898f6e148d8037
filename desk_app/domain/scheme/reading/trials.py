"""Reads the rows that a scheme is tried on."""

from decimal import Decimal

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.trials import Trial
from desk_app.domain.scheme.reading.table import LONGEST_TEXT, Table
from desk_app.domain.scheme.reading.values import exact_number, kind_of


def trial(table: Table) -> Trial:
    """Read one row; what its headings mean is known only to whoever grades it."""
    entered = table.table("entered", f"{table.what}的依据")
    found = [] if entered is None else [(key, _cell(entered, key)) for key in entered.keys()]  # noqa: SIM118
    if entered is not None:
        entered.finish()
    return Trial(
        name=table.name(),
        level=table.name("level", required=False),
        entered=tuple((key, text) for key, text in found if text),
        origin=table.origin(),
    )


def _cell(table: Table, key: str) -> str:
    """A cell as it would be typed: numbers and yes or no may be written as such."""
    raw = table.raw(key)
    if isinstance(raw, str):
        return table.text(key, longest=LONGEST_TEXT)
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, int | Decimal) and (number := exact_number(raw)) is not None:
        return format_points(number)
    table.wrong(key, f"应为数字、true、false 或加引号的文字，现在是{kind_of(raw)}。")
    return ""
