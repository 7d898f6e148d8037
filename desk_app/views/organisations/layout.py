"""How the room 党组织 is laid out: its columns, names that stand under each other, the start."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit import theme
from desk_app.views.kit.cells import NameDelegate
from desk_app.views.kit.records import AnyIndex, Column, Records

if TYPE_CHECKING:
    from desk_app.views.use_cases import registry


def _quiet(row: "registry.OrganisationRow") -> QColor | None:
    return theme.pen(theme.QUIET) if row.retired_on else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def registry_columns() -> "list[Column[registry.OrganisationRow]]":
    """The columns of the registry; what gives way stands in the form as well."""
    return [
        Column("名称", lambda row: row.name, width=14, colour=_quiet),
        Column("类别", lambda row: row.kind, width=5, gives_way=3),
        Column("领域", lambda row: row.domain, width=4),
        Column("区域", lambda row: row.area, width=3, gives_way=4),
        Column("书记", lambda row: row.secretary, width=3),
        Column("党员数", lambda row: row.member_count, width=3),
        Column("换届", lambda row: _day(row.elected_on), width=6, gives_way=2),
        Column("届满", lambda row: _day(row.term_ends_on), width=6),
        Column("代码", lambda row: row.code, width=6, gives_way=1),
    ]


def empty_page(*buttons: QPushButton) -> QWidget:
    """Lay out what is shown while the registry is empty."""
    page = QWidget()
    words = QLabel("名册里还没有党组织。请导入已有的名单（.xlsx、.xls、.csv 都行），或逐个登记。")
    words.setProperty("kind", "next")
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    whole = QVBoxLayout(page)
    whole.addStretch(2)
    whole.addWidget(words)
    whole.addLayout(row)
    whole.addStretch(3)
    return page


class IndentDelegate(NameDelegate):
    """Draws names further right the deeper they stand; what is copied stays plain."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, Records):
            row = model.record(index.row())
            mark = "（已撤销）" if row.retired_on else ""
            option.text = "　" * row.depth + row.name + mark  # type: ignore[attr-defined]
