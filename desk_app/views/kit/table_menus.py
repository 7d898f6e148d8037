"""The context menus of a table: one for its cells, one for its headings."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTableView

from desk_app.views.kit.columns import ColumnKeeper
from desk_app.views.kit.heading import FALLING, RISING
from desk_app.views.kit.menus import Entry, clipboard_has_text, pop_up, undo_entry
from desk_app.views.kit.number_grid import NumberGrid
from desk_app.views.kit.table_models import Clears, FillsDown, Offers, Pastes, Sorts

_LONGEST = 12
"""Characters of a heading that an entry names."""


class CellActs(NamedTuple):
    """What the keys of a table do; its menu does the same."""

    copy: Callable[[], object]
    paste: Callable[[], object]
    fill_down: Callable[[], object]
    clear: Callable[[], object]


def show_cell_menu(table: QTableView, columns: ColumnKeeper, acts: CellActs, at: QPoint) -> None:
    """Show what can be done with the selected cells, at a place of the screen."""
    model = table.model()
    chosen = table.selectedIndexes()
    entries: list[Entry | None] = []
    if isinstance(model, Offers):
        entries += [Entry(words, act) for words, act in model.offered(chosen)]
        entries += [None] if entries else []
    entries.append(Entry("复制", acts.copy, "Ctrl+C", possible=bool(chosen)))
    if isinstance(model, Pastes):
        entries.append(Entry("粘贴", acts.paste, "Ctrl+V", possible=clipboard_has_text()))
    if isinstance(model, FillsDown):
        entries.append(Entry("向下填充", acts.fill_down, "Ctrl+D", possible=_typed(table)))
    if isinstance(model, Clears):
        entries.append(Entry("清除", acts.clear, "Delete", possible=bool(chosen)))
    entries += [None, undo_entry(table), None]
    current = table.currentIndex()
    if current.isValid():
        entries += _column_entries(table, columns, current.column())
    entries += [None, *_whole_entries(table, columns)]
    pop_up(table, entries, at)


def show_heading_menu(table: QTableView, columns: ColumnKeeper, column: int, at: QPoint) -> None:
    """Show what can be done with a column, at a place of the screen."""
    pop_up(
        table, [*_column_entries(table, columns, column), None, *_whole_entries(table, columns)], at
    )


def _column_entries(table: QTableView, columns: ColumnKeeper, column: int) -> list[Entry | None]:
    title = columns.title(column)
    name = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
    frozen = columns.frozen()
    return [
        *_sort_entries(table, column, name),
        Entry(
            f"隐藏“{name}”列",
            partial(columns.hide, column),
            possible=len(columns.shown()) > 1,
        ),
        Entry(
            f"冻结到“{name}”列",
            partial(columns.freeze, column),
            possible=column in columns.shown()[:-1] and frozen[-1:] != [column],
        ),
        Entry("取消冻结", partial(columns.freeze, -1), possible=bool(frozen)),
    ]


def _sort_entries(table: QTableView, column: int, name: str) -> list[Entry | None]:
    if not isinstance(table.model(), Sorts):
        return []
    sort = partial(table.horizontalHeader().setSortIndicator)
    rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    return [
        Entry(f"按“{name}”升序 {RISING}", partial(sort, column, rising)),
        Entry(f"按“{name}”降序 {FALLING}", partial(sort, column, falling)),
        Entry(
            "取消排序",
            partial(sort, -1, rising),
            possible=table.horizontalHeader().sortIndicatorSection() >= 0,
        ),
        # Where one types a click on a heading would choose its column, as a workbook does.
        *(
            [Entry(f"选中“{name}”列", partial(table.selectColumn, column))]
            if _typed_in(table)
            else []
        ),
        None,
    ]


def _whole_entries(table: QTableView, columns: ColumnKeeper) -> list[Entry | None]:
    show: Callable[[], object] = columns.show_all
    return [
        Entry("显示全部列", show, possible=columns.has_hidden()),
        Entry("打印表格…", partial(_print, table, columns), possible=table.model().rowCount() > 0),
    ]


def _typed_in(table: QTableView) -> bool:
    return isinstance(table.model(), NumberGrid)


def _typed(table: QTableView) -> bool:
    """Whether somebody may type in one of the selected cells, or tick one."""
    model = table.model()
    changed = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
    return any(model.flags(one) & changed for one in table.selectedIndexes())


def _print(table: QTableView, columns: ColumnKeeper) -> None:
    from desk_app.views.kit.table_printing import print_table

    print_table(table, columns.counted(), table.accessibleName() or table.windowTitle())
