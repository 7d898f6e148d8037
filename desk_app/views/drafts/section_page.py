"""One section of the editor: a table of rows or forms, or several of them on tabs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desk_app.views.drafts.forms_page import FormsPage
from desk_app.views.drafts.rows import RowsPage
from desk_app.views.drafts.sections import EditorSection, table

if TYPE_CHECKING:
    from desk_app.domain.drafts.tree import Path
    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading


class SectionPage(QWidget):
    """Its pages stand on tabs where there are several."""

    def __init__(self, presenter: "DraftPresenter", section: EditorSection) -> None:
        super().__init__()
        self.pages: list[RowsPage | FormsPage] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 0, 0)
        self.tabs: QTabWidget | None = None
        for keys in section.pages:
            tables = [table(one) for one in keys]
            if len(tables) == 1 and tables[0].many:
                self.pages.append(RowsPage(presenter, tables[0]))
            else:
                self.pages.append(FormsPage(presenter, tables))
        if len(self.pages) == 1:
            column.addWidget(self.pages[0])
            return
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for keys, page in zip(section.pages, self.pages, strict=True):
            self.tabs.addTab(page, "、".join(table(one).label for one in keys))
        column.addWidget(self.tabs)

    def show_reading(self, reading: "DraftReading") -> None:
        """Show the draft as it stands."""
        for page in self.pages:
            page.show_reading(reading)

    def go_to(self, page: int, path: "Path") -> None:
        """Show what a path leads to, on its page."""
        if self.tabs is not None:
            self.tabs.setCurrentIndex(page)
        self.pages[page].go_to(path)
