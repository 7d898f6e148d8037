"""The preview of a PDF: the pages as they will be on paper, to be printed or saved."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPixmap, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit import files, theme
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.printing import POINTS_PER_INCH, as_image, chosen_pages, print_pages
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import preview

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desk_app.domain.faults import Fault
    from desk_app.views.context import RoomContext

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
GAP = 14
NOT_IN_NAMES = str.maketrans('\\/:*?"<>|', "＿＿＿＿＿＿＿＿＿")


def show_preview(
    parent: QWidget, context: "RoomContext", pdf: bytes, title: str, note: str = ""
) -> "Preview":
    """Open the preview of a PDF over ``parent``'s window.

    ``title`` names the file too; ``note`` says beside the pages how many papers they hold.
    """
    dialog = Preview(parent.window(), context, pdf, title, note)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class Preview(FittingDialog):
    """Pages below each other; only those in sight are painted."""

    def __init__(
        self,
        parent: QWidget | None,
        context: "RoomContext",
        pdf: bytes,
        title: str,
        note: str = "",
    ) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(context.runner, self)
        self._settings = context.settings
        self.pdf = pdf
        self.title = title
        self.note = note
        self.setWindowTitle(f"预览　{title}")
        self.resize(900, 680)
        self.sizes: list[tuple[float, float]] = []
        self.pages: list[QLabel] = []
        self._zoom = 1.0
        self._painted: dict[int, float] = {}
        self._asked: set[tuple[int, float]] = set()
        self.notice = Notice(self)
        self.print = QPushButton("打印…")
        self.save = QPushButton("另存为 PDF…")
        self.smaller = QPushButton("缩小")
        self.larger = QPushButton("放大")
        self.where = QLabel()
        self.close_button = QPushButton("关闭")
        self.area = QScrollArea()
        self.area.setAccessibleName(title)
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.paper = QWidget()
        self.column = QVBoxLayout(self.paper)
        self.column.setSpacing(GAP)
        self.column.setContentsMargins(GAP, GAP, GAP, GAP)
        theme.fill_behind(self.paper, theme.DESK)
        self.area.setWidget(self.paper)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self._paint_visible)
        self._add_widgets()
        self.print.clicked.connect(lambda _: self.print_pages())
        self.save.clicked.connect(lambda _: self.save_pdf())
        self.smaller.clicked.connect(lambda _: self.zoom(-1))
        self.larger.clicked.connect(lambda _: self.zoom(1))
        self.close_button.clicked.connect(self.close)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._later.start())
        self._keys()
        self.area.setFocus()
        self._tell("正在准备预览……")
        self._load()

    def _add_widgets(self) -> None:
        row = FlowBar(self.print, self.save, self.smaller, self.larger)
        row.add_gap()
        row.add(self.where)
        row.add(self.close_button)
        whole = QVBoxLayout(self)
        whole.addWidget(row)
        whole.addWidget(self.area, 1)
        self.notice.lie_over(self.area)

    def _keys(self) -> None:
        for keys, act in (
            (QKeySequence.StandardKey.Print, self.print_pages),
            (QKeySequence.StandardKey.Save, self.save_pdf),
            (QKeySequence.StandardKey.ZoomIn, lambda: self.zoom(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.zoom(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def zoom(self, step: int) -> None:
        """Show the pages larger or smaller."""
        nearest = min(range(len(ZOOMS)), key=lambda one: abs(ZOOMS[one] - self._zoom))
        self._zoom = ZOOMS[min(max(nearest + step, 0), len(ZOOMS) - 1)]
        self._lay_out()

    def save_pdf(self, path: Path | None = None) -> None:
        """Save the PDF; asks where to, unless told."""
        if path is None:
            name = f"{self.title.translate(NOT_IN_NAMES)}.pdf"
            path = files.ask_save(
                self, self._settings, files.Purpose.PDF, "另存为 PDF", name, files.PDF
            )
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".pdf")
        self._runner.compute(preview.save, self.pdf, target).then(
            lambda _: self.notice.show_info(f"已保存到“{target}”。")
        ).otherwise(self._failed)

    def print_pages(self, printer: "QPrinter | None" = None) -> None:
        """Print the very pages that are shown; asks on which printer, unless told."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if printer is None:
            if not QPrinterInfo.availablePrinterNames():
                self.notice.show_fault(
                    "这台电脑上没有找到打印机。请先装好打印机；或另存为 PDF，拷到别的电脑上打印。"
                )
                return
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setDocName(self.title)
            printer.setFullPage(True)
            dialog = QPrintDialog(printer, self)
            dialog.setMinMax(1, len(self.sizes))
            if dialog.exec() != QPrintDialog.DialogCode.Accepted:
                return
        numbers = chosen_pages(printer, len(self.sizes))
        long = self._runner.long("正在打印")
        self._runner.compute(print_pages, printer, self.pdf, self.sizes, numbers, long).then(
            lambda count: self.notice.show_info(f"已送到打印机，共 {count} 页。")
        ).otherwise(self._failed)

    def _load(self) -> None:
        self._runner.compute(preview.page_sizes, self.pdf).then(self._loaded).otherwise(
            self._failed
        )

    def _loaded(self, sizes: list[tuple[float, float]]) -> None:
        self.sizes = sizes
        for _ in sizes:
            label = QLabel()
            theme.fill_behind(label, theme.PAPER)
            self.pages.append(label)
            self.column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(1)
        if sizes:
            room = self.area.viewport().width() - 2 * GAP - 3 * GAP
            self._zoom = min(max(room / self._width(sizes[0]), ZOOMS[0]), 1.5)
        self._lay_out()

    def _width(self, size: tuple[float, float]) -> float:
        return size[0] * self.logicalDpiX() / POINTS_PER_INCH

    def _scale(self) -> float:
        """Pixels of the page's picture per point."""
        return self._zoom * self.logicalDpiX() / POINTS_PER_INCH

    def _lay_out(self) -> None:
        for label, (width, height) in zip(self.pages, self.sizes, strict=True):
            label.setFixedSize(int(width * self._scale()), int(height * self._scale()))
        self._later.start()

    def _paint_visible(self) -> None:
        """Ask for the pictures of the pages that are in sight and not painted yet."""
        self.column.activate()  # before that, all pages lie on top of each other, in sight
        top = self.area.verticalScrollBar().value()
        sight = QRect(0, top, self.area.viewport().width(), self.area.viewport().height())
        seen = [
            number
            for number, label in enumerate(self.pages)
            if label.geometry().top() <= sight.bottom() and label.geometry().bottom() >= sight.top()
        ]
        scale = self._scale() * self.devicePixelRatioF()
        for number in seen:
            if self._painted.get(number) != scale and (number, scale) not in self._asked:
                self._asked.add((number, scale))
                self._ask(number, scale)
        if seen:
            self._tell(f"第 {seen[0] + 1} 页，共 {len(self.pages)} 页")

    def _tell(self, words: str) -> None:
        """Say where one is, and what the pages are many of."""
        self.where.setText(f"{words}　{self.note}" if self.note else words)

    def _ask(self, number: int, scale: float) -> None:
        self._runner.compute(preview.page, self.pdf, number, scale).then(
            partial(self._paint, number, scale)
        ).otherwise(self._failed)

    def _paint(self, number: int, scale: float, pixels: "preview.Pixels") -> None:
        self._asked.discard((number, scale))
        picture = QPixmap.fromImage(as_image(pixels))
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.pages[number].setPixmap(picture)
        self._painted[number] = scale

    def _failed(self, fault: "Fault") -> None:
        self.notice.show_fault(str(fault))
