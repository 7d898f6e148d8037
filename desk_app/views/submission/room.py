"""The room 上报: is everything ready, one button, and the folder it made."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.context import RoomContext
from desk_app.views.kit import files, preview
from desk_app.views.kit.checks_grid import ChecksGrid
from desk_app.views.kit.empty_page import NO_ROUND, READING, EmptyPage
from desk_app.views.kit.finding import Finder, found, search_line
from desk_app.views.kit.letters import make_larger
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.reach import Reach
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.names import NameBook
from desk_app.views.room import Room
from desk_app.views.submission.place import PlaceField, usual_place
from desk_app.views.submission.presenter import SubmissionPresenter
from desk_app.views.submission.words import (
    amended_words,
    hint_words,
    made_words,
    next_step,
    of_file,
)

if TYPE_CHECKING:
    from desk_app.domain.rounds import Amendment
    from desk_app.views.use_cases import submission


class SubmissionRoom(Room):
    """What is missing, where to, and the button that makes everything that goes up."""

    key = "submission"
    title = "上报"
    loads = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.presenter = SubmissionPresenter(context.runner, self)
        self.round_id: int | None = None
        self.readiness: submission.Readiness | None = None
        self.result: submission.Result | None = None
        self.notice = Notice(self)
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.checks = ChecksGrid()
        self.checks.setAccessibleName("上报前核对")
        self.checks.go.connect(context.go)
        self.checks.go_to.connect(context.go_to)
        self._make_place()
        self.files = Records[str](
            (
                Column("文件", lambda one: one, width=28),
                Column("格式", _kind, width=5),
            )
        )
        self.sheet = TableView("上报材料", context.settings)
        self.sheet.setAccessibleName("上报材料")
        self.sheet.setModel(self.files)
        self.search = search_line("搜索文件名：也可以打拼音首字母")
        self.search.textChanged.connect(self._show_found)
        self.names = NameBook(context.runner, self)
        self.finder = Finder(self.search, self.sheet)
        self.sheet.doubleClicked.connect(self.preview_file)
        self.sheet.selectionModel().selectionChanged.connect(self._enable)
        self.amended = QPushButton()
        self.amended.setProperty("kind", "link")
        self.amended.clicked.connect(self._toggle_amendments)
        self.amendments: Records[Amendment] = Records(
            (
                Column("时间", lambda one: one.made_at[5:16], width=7),
                Column("党组织", lambda one: one.subject, width=10),
                Column("改动", lambda one: one.what, width=8),
                Column("原来", lambda one: one.before or "（空）", width=4),
                Column("现在", lambda one: one.after or "（空）", width=4),
                Column("原因", lambda one: one.reason),
            )
        )
        self.amendment_sheet = TableView("上报后改动", context.settings)
        self.amendment_sheet.setAccessibleName("上报后改动")
        self.amendment_sheet.setModel(self.amendments)
        self.amendment_sheet.hide()
        self._lay_out()
        self._connect()
        self._enable()

    def open_round(self, round_id: int | None) -> None:
        """Look at what is ready, and at what an earlier export left in the chosen place."""
        if round_id != self.round_id:
            self.notice.dismiss()
        self.round_id = round_id
        if round_id is None:
            self.readiness = None
            self.empty.say(
                f"{NO_ROUND}，定级以后再来上报。", "去首页", lambda: self.context.go("home")
            )
            self._show_result(None)
            self._show_checks()
            self.next_step.emit("", "")  # then the window says what comes first
            self.arrived.emit()
            return
        if self.readiness is None:
            self.empty.say(READING)
            self.work.hide()
            self.empty.show()
        self.presenter.look(round_id, self.place.folder)
        self.names.fetch()

    def first_focus(self) -> QWidget:
        """Return the button that makes the folder, or what was made before."""
        leads_on = self.empty.first_field()
        if self.readiness is None and leads_on is not None:
            return leads_on
        return self.sheet if self.result is not None and self.result.files else self.make

    def search_field(self) -> QLineEdit:
        return self.search

    def find_next(self, *, back: bool = False) -> bool:
        return self.finder.step(back=back)

    # --- what the buttons do ----------------------------------------------------------

    def choose_place(self) -> None:
        """Ask where the folder shall lie, beginning where it lay the last time."""
        chosen = files.ask_folder(self, "材料放在哪里", str(self.place.folder))
        if chosen is not None:
            self.set_place(chosen)

    def set_place(self, parent: Path) -> None:
        """Put the folder there, as if it had been typed."""
        self.place.set_folder(parent)

    def _placed(self) -> None:
        """Remember where the folder shall lie, and look at what lies there from before."""
        self._remember_place()
        self.open_round(self.round_id)

    def export(self) -> None:
        """Make the folder; progress and cancel come from the window."""
        if self.round_id is None or self.presenter.working:
            return
        self.notice.dismiss()
        if not self.place.check():
            self.place.line.setFocus()
            return
        self._remember_place()
        self.presenter.export(self.place.folder)

    def open_folder(self) -> None:
        """Show the folder in the system's own window; where there is none, say where it is."""
        if self.result is not None and (wrong := _open(self.result.folder)):
            self.notice.show_fault(wrong)

    def preview_file(self) -> None:
        """Show the selected form as it will be printed."""
        path = self._chosen_pdf()
        if path is not None:
            self.presenter.lay_out_file(path)

    def preview_summary(self) -> None:
        """Show the 汇总表 as it would go up now, before anything is written."""
        if self.round_id is not None:
            self.presenter.lay_out_summary()

    # --- inside -----------------------------------------------------------------------

    def _make_place(self) -> None:
        last = files.last_folder(self.context.settings, files.Purpose.SUBMISSION)
        self.place = PlaceField(last or usual_place())
        self.place.settled.connect(self._placed)
        self.place.choose_wanted.connect(self.choose_place)
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
        self.empty = EmptyPage()
        self.empty.hide()
        left = QVBoxLayout()
        left.setSpacing(10)
        cards = QWidget()
        upper = QVBoxLayout(cards)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(10)
        upper.addWidget(_card("上报前核对", _column(self.checks)))
        make = QVBoxLayout()
        make.setSpacing(8)
        make.addWidget(self.name)
        make.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        make.addWidget(self.hint)
        upper.addWidget(_card("生成什么", make))
        upper.addStretch(1)
        where = QHBoxLayout()
        where.addWidget(QLabel("放在哪里"))
        where.addWidget(self.place, 1)
        left.addWidget(Reach(cards), 1)
        left.addLayout(where)  # in sight with the button, however much there is to check
        left.addWidget(self.make)
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        buttons.addWidget(self.preview)
        buttons.addWidget(self.open)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(buttons)
        right.addWidget(self.search)
        right.addWidget(self.sheet, 3)
        right.addWidget(self.amended, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self.amendment_sheet, 2)
        self.work = QWidget()
        halves = QHBoxLayout(self.work)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(16)
        halves.addLayout(left, 5)
        halves.addLayout(right, 7)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addWidget(self.heading)
        whole.addWidget(self.work, 1)
        whole.addWidget(self.empty, 1)
        self.notice.lie_over(self.sheet)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.looked.connect(self._loaded)
        presenter.made.connect(self._made)
        presenter.working_changed.connect(lambda _: self._enable())
        presenter.failed.connect(self.notice.show_fault)
        presenter.failed.connect(self.unread)
        presenter.laid_out.connect(
            lambda pdf, title: preview.show_preview(self, self.context, pdf, title)
        )

    def _remember_place(self) -> None:
        files.remember_folder(self.context.settings, files.Purpose.SUBMISSION, self.place.folder)

    def _loaded(self, found: "submission.SubmissionLook") -> None:
        self.readiness = found.readiness
        self._show_checks()
        self._show_result(found.before)
        self.next_step.emit(*next_step(found.readiness))
        self.arrived.emit()

    def _show_checks(self) -> None:
        ready = self.readiness
        self.heading.setText("上报材料" if ready is None else f"上报材料　{ready.round.label}")
        found = ready.checks if ready is not None else ()
        self.checks.show_checks(sorted(found, key=lambda one: one.done))  # what is missing first
        self.work.setVisible(ready is not None)
        self.empty.setVisible(ready is None)
        self.name.setText("" if ready is None else f"将生成文件夹：{ready.folder_name}")
        self.hint.setText(hint_words(ready))
        self._show_amendments(ready)
        self._enable()

    def _show_amendments(self, ready: "submission.Readiness | None") -> None:
        found = () if ready is None else ready.amendments
        if ready is not None:
            self.amendments.object_name = ready.object_name
        self.amendments.show(list(found))
        self.amended.setText("" if ready is None else amended_words(ready))
        self.amended.setVisible(bool(found))
        if not found:
            self.amendment_sheet.hide()

    def _toggle_amendments(self) -> None:
        self.amendment_sheet.setVisible(self.amendment_sheet.isHidden())

    def _made(self, result: "submission.Result") -> None:
        self._show_result(result)
        self.notice.show_info(made_words(result) + _open(result.folder))
        self.open.setFocus()
        self.context.changed()
        self.open_round(self.round_id)

    def _show_result(self, result: "submission.Result | None") -> None:
        self.result = result
        self._show_found()
        self.said.setText(
            str(result.folder)
            if result is not None
            else "这里还没有生成过上报材料。生成后，文件会列在下面，可以预览和打印。"
        )
        self._enable()

    def _show_found(self) -> None:
        names = self.result.files if self.result is not None else ()
        initials, query = self.names.initials(), self.search.text()
        # The files of an organisation bear its name.
        shown = [one for one in names if found(query, one, of_file(one, initials))]
        self.files.show(sorted(shown, key=lambda one: "/" in one))
        if shown:
            self.sheet.selectRow(0)

    def _chosen_pdf(self) -> Path | None:
        chosen = self.sheet.selectionModel().selectedRows()
        if self.result is None or not chosen:
            return None
        path = self.result.folder / self.files.record(chosen[0].row())
        return path.with_suffix(".pdf") if path.suffix in (".pdf", ".xlsx") else None

    def _enable(self) -> None:
        self.make.setEnabled(self.readiness is not None and not self.presenter.working)
        self.look.setEnabled(self.readiness is not None and not self.presenter.working)
        self.place.setEnabled(not self.presenter.working)
        self.open.setEnabled(self.result is not None and not self.presenter.working)
        self.preview.setEnabled(self._chosen_pdf() is not None and not self.presenter.working)


def _open(folder: Path) -> str:
    """Show a folder in the system's own window; "" or, where there is none, where it lies."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return ""
    return f"这台电脑没有能打开文件夹的程序。材料在“{folder}”，请在文件管理器里找到它。"


def _kind(name: str) -> str:
    return {".xlsx": "工作簿", ".pdf": "PDF", ".txt": "文本"}.get(Path(name).suffix, "")


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(widget)
    return column


def _card(title: str, inside: QLayout) -> QWidget:
    card = QFrame()
    card.setObjectName("card")
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 10, 14, 12)
    column.setSpacing(6)
    label = QLabel(title)
    make_larger(label, 1)
    column.addWidget(label)
    column.addLayout(inside)
    return card
