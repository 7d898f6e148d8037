"""The meetings and polls of a round, and the buttons that make, change and remove them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desk_app.views.kit.finding import Finder, found, search_line
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.polling.lines import MeetingListLine, lines_of, row_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import overview


EACH = "为每个参评党组织各建一场测评会"
EACH_OF = "为参评的每{0}各建一场测评会"
"""The same where members or others are graded: 名党员 and the like stand for {0}."""


class MeetingList(QWidget):
    """The left of the room: what is chosen here is shown on the right."""

    chosen = Signal()
    new_wanted = Signal()
    each_wanted = Signal()
    change_wanted = Signal()
    add_wanted = Signal()
    remove_wanted = Signal()
    blank_wanted = Signal()
    import_wanted = Signal()
    samples_wanted = Signal()
    voted_on_wanted = Signal()
    """Something is searched for: on whom the polls vote is to be read."""

    def __init__(self, settings: "Settings") -> None:
        super().__init__()
        self._loading = False
        self._wanted: int | None = None
        self._lines: Sequence[MeetingListLine] = ()
        self._initials: Mapping[str, str] = {}
        self._voted_on: Mapping[int, overview.VotedOn] = {}
        self._stale = True
        """Who is voted on was not read since the list was."""
        self._before: int | None = None
        """The poll that was chosen when that was asked for; the answer may find it again."""
        self.table: Records[MeetingListLine] = Records(
            [
                Column("测评对象", lambda line: line.title, width=8),
                Column("状态", lambda line: line.state, width=4),
                Column("会议 · 测评", lambda line: line.held, width=7, hint=lambda line: line.held),
            ]
        )
        self.list = TableView("polling/meetings", settings)
        self.list.setModel(self.table)
        self.list.setAccessibleName("会议和测评")
        self.search = search_line("搜索：党组织、会议、拼音首字母")
        self.search.textChanged.connect(self._search)
        self.finder = Finder(self.search, self.list)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.new = QPushButton("新建会议…")
        self.new.clicked.connect(self.new_wanted)
        self.each = QPushButton(EACH)
        self.each.clicked.connect(self.each_wanted)
        self._make_menu()
        self._lay_out()

    def current(self) -> MeetingListLine | None:
        """The chosen line."""
        index = self.list.currentIndex()
        return self.table.record(index.row()) if index.isValid() else None

    def want(self, poll_id: int | None) -> None:
        """Choose a poll that was just made, once the list is shown again."""
        self._wanted = poll_id

    def show_overview(self, overview: "overview.PollingOverview") -> None:
        """Show what there is; what was chosen stays so, unless another poll is wanted."""
        self._lines = lines_of(overview)
        self._stale = True
        self._ask_voted_on()
        self._show_found()
        self._show_what_is_possible(overview)

    def show_names(self, initials: "Mapping[str, str]") -> None:
        """Take the pinyin initials of names, by which they are found as well."""
        self._initials = initials

    def show_voted_on(self, voted_on: "Mapping[int, overview.VotedOn]") -> None:
        """Take on whom the polls vote: each of a group is found as well."""
        self._voted_on = voted_on
        self._wanted, self._before = self._wanted or self._before, None
        self._search_again()

    def _ask_voted_on(self) -> None:
        if self._stale and self.search.text().strip():
            self._stale = False
            line = self.current()
            self._before = line.poll_id if line is not None else None
            self.voted_on_wanted.emit()

    def _search(self) -> None:
        self._ask_voted_on()
        self._search_again()

    def _search_again(self) -> None:
        before = self.current()
        self._show_found()
        if self.current() != before:
            self.chosen.emit()

    def _show_found(self) -> None:
        lines = [one for one in self._lines if found(self.search.text(), *self._texts(one))]
        at = row_of(lines, self.current(), self._wanted)
        self._wanted = None
        self._loading = True
        self.table.show(lines)
        if lines:
            self.list.selectRow(at)
        self._loading = False

    def _texts(self, line: MeetingListLine) -> tuple[str, str]:
        """By what a line is found: its words with all whom it votes on, and their initials."""
        words = f"{line.title} {line.state} {line.held}"
        known = self._voted_on.get(line.poll_id) if line.poll_id is not None else None
        if known is not None:
            return f"{words}\n{known.names}", known.initials
        return words, self._initials.get(line.title, "")

    def _choose(self) -> None:
        if not self._loading:
            self.chosen.emit()

    def _show_what_is_possible(self, overview: "overview.PollingOverview") -> None:
        open_ = not overview.locked
        kind = single_kind(overview)
        wanted = kind is not None and dict(overview.missing).get(kind.name, 0) > 0
        self.each.setVisible(wanted and open_)
        own = overview.counted != "个党组织"
        self.each.setText(EACH_OF.format(overview.counted) if own else EACH)
        self.new.setEnabled(open_)
        for action in (self.change_action, self.add_action, self.remove_action):
            action.setEnabled(open_ and bool(overview.meetings))
        self.import_action.setEnabled(open_ and bool(overview.poll_kinds))
        self.blank_action.setEnabled(bool(overview.poll_kinds))

    def _make_menu(self) -> None:
        self.more = QToolButton()
        self.more.setText("会议和计票表 ▾")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.more.setMenu(menu)
        self.change_action = menu.addAction("修改会议（应到、实到…）", self.change_wanted.emit)
        self.add_action = menu.addAction("在这次会议上加一个测评…", self.add_wanted.emit)
        self.remove_action = menu.addAction("删除会议…", self.remove_wanted.emit)
        menu.addSeparator()
        self.blank_action = menu.addAction("导出空白计票表…", self.blank_wanted.emit)
        self.import_action = menu.addAction("导入计票表…", self.import_wanted.emit)
        menu.addSeparator()
        self.samples_action = menu.addAction("住户抽样…", self.samples_wanted.emit)

    def _lay_out(self) -> None:
        buttons = FlowBar(self.new, self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(buttons)
        column.addWidget(self.each)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)


def single_kind(overview: "overview.PollingOverview") -> "overview.PollKind | None":
    """Return the scheme's poll that each organisation holds for itself."""
    return next((one for one in overview.poll_kinds if one.single), None)
