"""Fills the placeholders of one sheet."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from openpyxl.cell.cell import Cell, MergedCell

from desk_app.documents.cells import cells_of, own_style, put_value, share_style, style_of
from desk_app.documents.columns import OMIT, omit_columns, stem
from desk_app.documents.expansion import Expansion
from desk_app.documents.growing import grow_rows
from desk_app.documents.placeholders import (
    DATE_FORMAT,
    MARK,
    RATE_FORMAT,
    Entry,
    Pattern,
    Placeholder,
    clean,
    is_list,
    look_up,
)
from desk_app.domain.faults import Fault
from desk_app.domain.kit.formulas import could_be_formula
from desk_app.domain.points import round_half_up

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


RUNNING_NUMBER = "no"
"""``{{rows.no}}`` counts the rows from 1 where the entries have no ``no`` of their own."""


class SheetFiller:
    """Fills one sheet."""

    def __init__(self, sheet: "Worksheet", facts: Mapping[str, object]) -> None:
        self.sheet = sheet
        self.facts = facts
        self.styles: dict[tuple[Any, str], Any] = {}

    def fill(self) -> None:
        patterns = self._patterns()
        lists = self._lists(patterns)
        expansion = Expansion.of(self.sheet, {row: len(entries) for row, entries in lists.items()})
        for row in sorted(patterns.keys() - lists.keys()):
            self._omit_columns(patterns[row])
            for column, pattern in patterns[row].items():
                find = partial(look_up, pattern, self.facts)
                self._put(self._cell(row, column), pattern, find)
        repeated = {
            row: self._repeated(row, patterns[row], entries, expansion.first(row))
            for row, entries in lists.items()
        }
        expansion.apply(repeated)
        grow_rows(self.sheet)
        self._fill_margins()

    def _omit_columns(self, patterns: dict[int, Pattern]) -> None:
        kinds: dict[str, tuple[list[int], list[int]]] = {}
        for column, pattern in patterns.items():
            whole = pattern.whole
            if whole is not None and whole.group is None:
                omitted, beside = kinds.setdefault(stem(whole.name), ([], []))
                (omitted if self.facts.get(whole.name) is OMIT else beside).append(column)
        for omitted, beside in kinds.values():
            if omitted:
                omit_columns(self.sheet, omitted, beside)

    def _cell(self, row: int, column: int) -> Cell:
        return cast("Cell", cells_of(self.sheet)[row, column])

    def _patterns(self) -> dict[int, dict[int, Pattern]]:
        """Row → column → pattern, for the cells that hold placeholders."""
        found: dict[int, dict[int, Pattern]] = {}
        for (row, column), cell in cells_of(self.sheet).items():
            if isinstance(cell.value, str) and MARK in cell.value:
                place = f"“{self.sheet.title}”的 {cell.coordinate} 单元格"
                found.setdefault(row, {})[column] = Pattern.of(cell.value, place)
        return found

    def _lists(self, patterns: dict[int, dict[int, Pattern]]) -> dict[int, Sequence[Entry]]:
        """Row → the entries it is repeated for."""
        lists: dict[int, Sequence[Entry]] = {}
        names: dict[int, str] = {}
        for row, columns in patterns.items():
            for pattern in columns.values():
                for placeholder in pattern.placeholders:
                    group = placeholder.group
                    if group is None or not is_list(self.facts.get(group)):
                        continue
                    if names.setdefault(row, group) != group:
                        raise Fault(
                            f"表样{pattern.place}所在的一行既有“{names[row]}”又有“{group}”，"
                            "一行只能列一种内容，请改正表样后再试。"
                        )
                    lists[row] = cast("Sequence[Entry]", self.facts[group])
        return lists

    def _repeated(
        self, row: int, patterns: dict[int, Pattern], entries: Sequence[Entry], first: int
    ) -> list[Any]:
        """The cells of a repeated row, for all entries; one empty row where there are none."""
        template = sorted(
            (cell for (at, _), cell in cells_of(self.sheet).items() if at == row),
            key=lambda cell: cell.column,
        )
        made: list[Any] = []
        for offset, entry in enumerate(entries or [None]):
            for old in template:
                if isinstance(old, MergedCell):
                    copied = MergedCell(self.sheet, first + offset, old.column)
                    share_style(copied, style_of(old))
                    made.append(copied)
                    continue
                new = Cell(self.sheet, first + offset, old.column)
                share_style(new, style_of(old))
                made.append(new)
                pattern = patterns.get(old.column)
                if pattern is None:
                    put_value(new, old.value, old.data_type)
                else:
                    self._put(new, pattern, partial(self._entry_fact, pattern, entry, offset + 1))
        return made

    def _entry_fact(
        self, pattern: Pattern, entry: Entry | None, number: int, placeholder: Placeholder
    ) -> object:
        group = placeholder.group
        if group is None or not is_list(self.facts.get(group)):
            return look_up(pattern, self.facts, placeholder)
        if entry is None:
            return None
        if placeholder.name in entry:
            return entry[placeholder.name]
        if placeholder.name == RUNNING_NUMBER:
            return number
        raise pattern.unknown(placeholder)

    def _put(self, cell: Cell, pattern: Pattern, find: Any) -> None:
        """Write a fact into a cell, type kept where the placeholder is all of the cell."""
        if pattern.whole is None:
            self._put_text(cell, pattern.filled(find))
            return
        value = find(pattern.whole)
        if isinstance(value, str):
            self._put_text(cell, clean(value, pattern.place))
            return
        kind = "n"
        if value is OMIT:
            value = None
        if isinstance(value, bool):
            kind, value = "s", "是" if value else "否"
        elif isinstance(value, Fraction):
            self._dress(cell, RATE_FORMAT)
            value = round_half_up(value, 6)
        elif isinstance(value, date):
            self._dress(cell, DATE_FORMAT)
            kind = "d"
        elif not isinstance(value, int | Decimal | None):
            raise TypeError(f"{type(value).__name__} for {pattern.whole.written}")
        put_value(cell, value, kind)

    def _put_text(self, cell: Cell, text: str) -> None:
        # Set past the property, which would take "=1+1" for a formula.
        put_value(cell, text or None, "s" if text else "n")
        if could_be_formula(text):
            self._restyle(cell, "quotePrefix")

    def _dress(self, cell: Cell, number_format: str) -> None:
        """Give a cell a number format, unless the form chose one."""
        if cell.number_format in ("General", "@"):
            self._restyle(cell, number_format)

    def _restyle(self, cell: Cell, change: str) -> None:
        """A style of the cell's own, made once for each template style."""
        key = (tuple(style_of(cell)), change)
        if key not in self.styles:
            style = own_style(cell)
            if change == "quotePrefix":
                # Without it a cell that is edited in WPS turns into a formula after all.
                style.quotePrefix = 1
            else:
                cell.number_format = change
            self.styles[key] = style_of(cell)
        share_style(cell, self.styles[key])

    def _fill_margins(self) -> None:
        """Placeholders in page headers and footers."""
        sheet = self.sheet
        for side, name in ((sheet.oddHeader, "页眉"), (sheet.oddFooter, "页脚")):
            for part in (side.left, side.center, side.right) if side is not None else ():
                if part.text and MARK in part.text:
                    pattern = Pattern.of(part.text, f"“{sheet.title}”的{name}")
                    part.text = pattern.filled(partial(look_up, pattern, self.facts))
