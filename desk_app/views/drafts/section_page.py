"""One section of the editor: a table of rows or forms, or several of them on tabs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desk_app.views.drafts.forms_page import FormsPage
from desk_app.views.drafts.rows import RowsPage
from desk_app.views.drafts.sections import EditorSection, table
from desk_app.views.kit.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.domain.drafts.tree import Path
    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading


class SectionPage(QWidget):
    """Its pages stand on tabs where there are several."""

    def __init__(self, presenter: "DraftPresenter", section: EditorSection) -> None:
        super().__init__()
        self.pages: list[RowsPage | FormsPage] = []
        self._drawn: QWidget | None = None
        self._go_drawn: Callable[[Path], bool] = lambda _: False
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for keys in section.pages:
            tables = [table(one) for one in keys]
            if len(tables) == 1 and tables[0].many:
                page: RowsPage | FormsPage = RowsPage(presenter, tables[0])
            else:
                page = FormsPage(presenter, tables)
            self.pages.append(page)
            self.tabs.addTab(page, "、".join(one.label for one in tables))
        self.tabs.tabBar().setVisible(len(self.pages) > 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 0, 0)
        column.addWidget(self.tabs)

    def put_before(self, title: str, drawn: QWidget, go: "Callable[[Path], bool]") -> None:
        """Put a drawing of the table on a tab before it; ``go`` gives it the keys of a row."""
        self._drawn, self._go_drawn = Reach(drawn), go
        self.tabs.insertTab(0, self._drawn, title)
        self.tabs.setCurrentIndex(0)
        self.tabs.tabBar().show()

    def show_reading(self, reading: "DraftReading") -> None:
        """Show the draft as it stands."""
        for page in self.pages:
            page.show_reading(reading)

    def go_to(self, number: int, path: "Path") -> None:
        """Show what a path leads to, on its page."""
        if self._drawn is not None and path[2:3] == ("range",) and self._go_drawn(path):
            self.tabs.setCurrentWidget(self._drawn)
            self._go_drawn(path)
            return
        self.tabs.setCurrentWidget(self.pages[number])
        self.pages[number].go_to(path)
