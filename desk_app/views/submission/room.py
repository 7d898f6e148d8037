"""The room 上报: is everything ready, one button, and the folder it made."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.views import theme
from desk_app.views.messages import Notice
from desk_app.views.room import Desk, Room
from desk_app.views.tables import Column, Records, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.faults import Fault
    from desk_app.domain.progress import Progress
    from desk_app.domain.rounds import Amendment
    from desk_app.services.submission import Readiness, Result
    from desk_app.services.workspace import Workspace

FOLDER = "submission/folder"
"""Where this computer remembers the place that was chosen last."""

ROOM_NAMES = {
    "scoring": "去评分",
    "polling": "去测评",
    "grading": "去定级",
    "rectification": "去整改",
}


class SubmissionRoom(Room):
    """What is missing, where to, and the button that makes everything that goes up."""

    key = "submission"
    title = "上报"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.round_id: int | None = None
        self.readiness: Readiness | None = None
        self.result: Result | None = None
        self._working = False
        self.notice = Notice(self)
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.checks = QGridLayout()
        self.checks.setHorizontalSpacing(10)
        self.checks.setVerticalSpacing(4)
        self.checks.setColumnStretch(1, 1)
        self._make_place()
        self.files = Records[str](
            (
                Column("文件", lambda one: one, width=34),
                Column("格式", _kind, width=8),
            )
        )
        self.sheet = Sheet("上报材料", desk.settings)
        self.sheet.setModel(self.files)
        self.sheet.doubleClicked.connect(self.preview_file)
        self.sheet.selectionModel().selectionChanged.connect(self._enable)
        self.amended = QPushButton()
        self.amended.setProperty("kind", "link")
        self.amended.clicked.connect(self._toggle_amendments)
        self.amendments = Records["Amendment"](
            (
                Column("时间", lambda one: one.made_at[5:16], width=7),
                Column("党组织", lambda one: one.subject, width=10),
                Column("改动", lambda one: one.what, width=8),
                Column("原来", lambda one: one.before or "（空）", width=4),
                Column("现在", lambda one: one.after or "（空）", width=4),
                Column("原因", lambda one: one.reason),
            )
        )
        self.amendment_sheet = Sheet("上报后改动", desk.settings)
        self.amendment_sheet.setModel(self.amendments)
        self.amendment_sheet.hide()
        self._lay_out()
        desk.runner.long_ended.connect(self._ended)
        self._enable()

    def open_round(self, round_id: int | None) -> None:
        """Look at what is ready, and at what an earlier export left in the chosen place."""
        if round_id != self.round_id:
            self.notice.dismiss()
        self.round_id = round_id
        if round_id is None:
            self.readiness = None
            self._show_result(None)
            self._show_checks()
            return
        parent = Path(self.place.text())

        def work(workspace: "Workspace") -> "tuple[Readiness, Result | None]":
            from desk_app.services import submission

            return (
                submission.readiness(workspace, round_id),
                submission.made_before(workspace, round_id, parent),
            )

        self.desk.runner.run(work, self._loaded, self._failed)

    # --- what the buttons do ----------------------------------------------------------

    def choose_place(self) -> None:
        """Ask where the folder shall lie, beginning where it lay the last time."""
        chosen = QFileDialog.getExistingDirectory(self, "材料放在哪里", self.place.text())
        if chosen:
            self.set_place(Path(chosen))

    def set_place(self, parent: Path) -> None:
        """Remember where the folder shall lie."""
        self.place.setText(str(parent))
        self.desk.settings.set_text(FOLDER, str(parent))
        self.open_round(self.round_id)

    def export(self) -> None:
        """Make the folder; progress and cancel come from the window."""
        round_id = self.round_id
        if round_id is None or self._working:
            return
        parent = Path(self.place.text())
        self.desk.settings.set_text(FOLDER, self.place.text())

        def work(workspace: "Workspace", progress: "Progress") -> "Result":
            from desk_app.services import submission

            return submission.export(workspace, round_id, parent, progress)

        self._working = True
        self.notice.dismiss()
        self._enable()
        self.desk.runner.run_long("生成上报材料", work, self._made, self._failed, writes=True)

    def open_folder(self) -> None:
        """Show the folder in the system's own window."""
        if self.result is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.result.folder)))

    def preview_file(self) -> None:
        """Show the selected form as it will be printed."""
        path = self._chosen_pdf()
        if path is None:
            return

        def work(_workspace: "Workspace") -> bytes:
            from desk_app.domain.faults import Fault

            try:
                return path.read_bytes()
            except OSError:
                raise Fault(f"“{path}”打不开，可能已被移走。请重新生成上报材料。") from None

        def done(pdf: bytes) -> None:
            from desk_app.views.preview import show_preview

            show_preview(self, self.desk, pdf, path.stem)

        self.desk.runner.run(work, done, self._failed)

    def preview_summary(self) -> None:
        """Show the 汇总表 as it would go up now, before anything is written."""
        round_id = self.round_id
        if round_id is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services import submission

            return submission.summary_pdf(workspace, round_id)

        def done(pdf: bytes) -> None:
            from desk_app.views.preview import show_preview

            show_preview(self, self.desk, pdf, "汇总表")

        self.desk.runner.run(work, done, self._failed)

    # --- inside -----------------------------------------------------------------------

    def _make_place(self) -> None:
        self.place = QLineEdit()
        self.place.setReadOnly(True)
        self.place.setText(self.desk.settings.text(FOLDER) or _usual_place())
        self.choose = QPushButton("选择文件夹…")
        self.choose.clicked.connect(self.choose_place)
        self.name = QLabel()
        self.name.setProperty("kind", "quiet")
        self.name.setWordWrap(True)
        self.make = QPushButton("生成上报材料")
        self.make.setProperty("kind", "primary")
        self.make.setMinimumHeight(48)
        self.make.clicked.connect(self.export)
        self.look = QPushButton("先看看汇总表")
        self.look.setProperty("kind", "link")
        self.look.clicked.connect(self.preview_summary)
        self.hint = QLabel()
        self.hint.setProperty("kind", "quiet")
        self.hint.setWordWrap(True)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = QPushButton("打开文件夹")
        self.open.clicked.connect(self.open_folder)
        self.preview = QPushButton("预览")
        self.preview.clicked.connect(self.preview_file)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(_card("上报前核对", self.checks))
        place = QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addWidget(self.choose)
        make = QVBoxLayout()
        make.setSpacing(8)
        make.addLayout(place)
        make.addWidget(self.name)
        make.addWidget(self.make)
        make.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        make.addWidget(self.hint)
        left.addWidget(_card("放在哪里", make))
        left.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        buttons.addWidget(self.preview)
        buttons.addWidget(self.open)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(buttons)
        right.addWidget(self.sheet, 3)
        right.addWidget(self.amended, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self.amendment_sheet, 2)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(left, 5)
        halves.addLayout(right, 7)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addWidget(self.heading)
        whole.addWidget(self.notice)
        whole.addLayout(halves, 1)

    def _loaded(self, found: "tuple[Readiness, Result | None]") -> None:
        self.readiness, before = found
        self._show_checks()
        self._show_result(before)
        self.next_step.emit(*self._next())

    def _next(self) -> tuple[str, str]:
        ready = self.readiness
        if ready is None:
            return "", ""
        for one in ready.checks:
            if not one.done and one.room != "rectification":
                return f"先{one.todo}，再生成上报材料", one.room
        if ready.round.exported_at is None:
            return "材料齐了，可以生成上报材料", ""
        return "上报材料已生成，可打开文件夹核对、打印、盖章", ""

    def _show_checks(self) -> None:
        while self.checks.count():
            widget = self.checks.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        ready = self.readiness
        self.heading.setText("上报材料" if ready is None else f"上报材料　{ready.round.label}")
        for row, one in enumerate(ready.checks if ready is not None else ()):
            mark = QLabel("✓" if one.done else "○")
            mark.setStyleSheet(f"color: {theme.GOOD if one.done else theme.WARNING};")
            words = QLabel(one.words)
            words.setWordWrap(True)
            self.checks.setRowMinimumHeight(row, int(self.fontMetrics().height() * 1.7))
            self.checks.addWidget(mark, row, 0)
            self.checks.addWidget(words, row, 1)
            if not one.done:
                go = QPushButton(ROOM_NAMES[one.room])
                go.setProperty("kind", "link")
                go.clicked.connect(lambda _=False, room=one.room: self.desk.go(room))
                self.checks.addWidget(go, row, 2)
        self._show_hints()
        self._enable()

    def _show_hints(self) -> None:
        ready = self.readiness
        if ready is None:
            self.name.setText("")
            self.hint.setText("还没有轮次。请先在首页新建轮次。")
            self._show_amendments(())
            return
        self.name.setText(f"将生成文件夹：{ready.folder_name}")
        said = []
        if not ready.ready:
            said.append("还有没完成的事项，可以先生成一份核对，正式上报前请补齐后重新生成。")
        if ready.round.exported_at is not None:
            said.append(f"上次生成：{ready.round.exported_at[:16]}。")
            later = [one for one in ready.amendments if one.made_at > ready.round.exported_at]
            if later:
                said.append(f"那以后又改了 {len(later)} 处，请重新生成。")
        self.hint.setText("".join(said))
        self._show_amendments(ready.amendments)

    def _show_amendments(self, found: "Sequence[Amendment]") -> None:
        self.amendments.show(list(found))
        self.amended.setText(f"上报后改动 {len(found)} 处")
        self.amended.setVisible(bool(found))
        if not found:
            self.amendment_sheet.hide()

    def _toggle_amendments(self) -> None:
        self.amendment_sheet.setVisible(self.amendment_sheet.isHidden())

    def _made(self, result: "Result") -> None:
        self._show_result(result)
        words = f"已生成 {len(result.files)} 个文件。"
        if result.kept is not None:
            words += (
                "原文件夹里有另外放入或手工改过的文件，"
                f"没有覆盖，已整个保留为“{result.kept.name}”。"
            )
        self.notice.show_info(words)
        self.open.setFocus()
        self.open_folder()
        self.desk.changed()
        self.open_round(self.round_id)

    def _show_result(self, result: "Result | None") -> None:
        self.result = result
        names = result.files if result is not None else ()
        self.files.show(sorted(names, key=lambda one: "/" in one))
        self.said.setText(
            str(result.folder)
            if result is not None
            else "这里还没有生成过上报材料。生成后，文件会列在下面，可以预览和打印。"
        )
        if result is not None and result.files:
            self.sheet.selectRow(0)
        self._enable()

    def _ended(self) -> None:
        self._working = False
        self._enable()

    def _failed(self, fault: "Fault") -> None:
        self.notice.show_fault(str(fault))

    def _chosen_pdf(self) -> Path | None:
        chosen = self.sheet.selectionModel().selectedRows()
        if self.result is None or not chosen:
            return None
        path = self.result.folder / self.files.record(chosen[0].row())
        return path.with_suffix(".pdf") if path.suffix in (".pdf", ".xlsx") else None

    def _enable(self) -> None:
        self.make.setEnabled(self.readiness is not None and not self._working)
        self.look.setEnabled(self.readiness is not None and not self._working)
        self.choose.setEnabled(not self._working)
        self.open.setEnabled(self.result is not None and not self._working)
        self.preview.setEnabled(self._chosen_pdf() is not None and not self._working)


def _kind(name: str) -> str:
    return {".xlsx": "工作簿", ".pdf": "PDF", ".txt": "文本"}.get(Path(name).suffix, "")


def _usual_place() -> str:
    """The desktop, where office people look first; else their documents."""
    for kind in (
        QStandardPaths.StandardLocation.DesktopLocation,
        QStandardPaths.StandardLocation.DocumentsLocation,
    ):
        found = QStandardPaths.writableLocation(kind)
        if found and Path(found).is_dir():
            return str(Path(found))
    return str(Path.home())


def _card(title: str, inside: "QVBoxLayout | QGridLayout") -> QWidget:
    card = QFrame()
    card.setObjectName("card")
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 10, 14, 12)
    column.setSpacing(6)
    label = QLabel(title)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    column.addWidget(label)
    column.addLayout(inside)
    return card
