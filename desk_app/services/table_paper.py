"""A table of the screen as a PDF, for the preview and the printer."""

from typing import TYPE_CHECKING

from desk_app.assets import resources_dir

if TYPE_CHECKING:
    from desk_app.domain.table_paper import TablePaper


def table_pdf(paper: "TablePaper") -> bytes:
    """Lay the table out, headings on every page; raises ``Fault`` where a font is missing."""
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf
    from desk_app.documents.table_paper import table_workbook

    return to_pdf(table_workbook(paper), Fonts(resources_dir() / "fonts"))
