"""方案公示稿 of a scheme's text: as bytes for the preview, or as a file that can be sent."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.assets import resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme_notice import notice_of
from desk_app.services import schemes

if TYPE_CHECKING:
    from openpyxl import Workbook

WORKBOOK, PDF = ".xlsx", ".pdf"


def pdf(text: str, office: str) -> bytes:
    """The notice of a scheme as a PDF; ``office`` puts it up.

    Raises ``Fault`` for a text that cannot be used yet, or where a font is missing.
    """
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf

    return to_pdf(_workbook(text, office), Fonts(resources_dir() / "fonts"))


def write(text: str, office: str, path: Path) -> None:
    """Write the notice to a file, a workbook or a PDF by its ending; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes, save_workbook

    if path.suffix.lower() == WORKBOOK:
        save_workbook(_workbook(text, office), path)
    elif path.suffix.lower() == PDF:
        save_bytes(pdf(text, office), path)
    else:
        raise Fault(f"公示稿可以写成 {WORKBOOK} 或 {PDF}，请改“{path.name}”的后缀。")


def _workbook(text: str, office: str) -> "Workbook":
    from desk_app.documents.scheme_notice import notice_workbook

    try:
        scheme = schemes.parsed(text)
    except SchemeFault as fault:
        raise Fault("方案还有错误，先改好再印公示稿：", *fault.sentences[:3]) from fault
    return notice_workbook(notice_of(scheme, office))
