"""Pages of a PDF on a printer, exactly as the preview shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from desk_app.domain.faults import Fault
from desk_app.views.use_cases import preview

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desk_app.domain.progress import Progress

PRINT_DPI = 300
"""Finer than this no office printer shows, and a page stays below 35 MB."""
POINTS_PER_INCH = 72


def as_image(pixels: "preview.Pixels") -> QImage:
    """Return the picture of a page."""
    # A copy: the bytes may go before the picture does.
    return QImage(
        pixels.data,
        pixels.width,
        pixels.height,
        pixels.width * 4,
        QImage.Format.Format_RGBA8888,
    ).copy()


def chosen_pages(printer: "QPrinter", count: int) -> Sequence[int]:
    """Return the pages that the dialog's range names, counted from 0."""
    first, last = printer.fromPage(), printer.toPage()
    if not first:
        return range(count)
    return range(first - 1, min(last, count))


def print_pages(
    printer: "QPrinter",
    pdf: bytes,
    sizes: Sequence[tuple[float, float]],
    numbers: Sequence[int],
    progress: "Progress",
) -> int:
    """Paint pages on the printer; on the worker thread. Raises ``Fault`` where it refuses."""
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter

    painter = QPainter()
    begun = False
    try:
        for done, number in enumerate(numbers):
            progress.step(done, len(numbers), f"第 {number + 1} 页")
            width, height = sizes[number]
            wide = width > height
            paper = QSizeF(min(width, height), max(width, height))
            printer.setPageSize(QPageSize(paper, QPageSize.Unit.Point))
            printer.setPageOrientation(
                QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
            )
            if not begun:
                if not painter.begin(printer):
                    raise Fault("打印机没有接收，请检查它是否开机、有纸、已连接，再打印一次。")
                begun = True
            else:
                printer.newPage()
            dpi = min(printer.resolution(), PRINT_DPI)
            image = as_image(preview.page(pdf, number, dpi / POINTS_PER_INCH))
            target = printer.paperRect(printer.Unit.DevicePixel)
            painter.drawImage(QRect(0, 0, int(target.width()), int(target.height())), image)
        progress.step(len(numbers), len(numbers), "完成")
    finally:
        if begun:
            painter.end()
    return len(numbers)
