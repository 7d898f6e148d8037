"""What two people counted differently: both values, and the paper's, with a name."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.name_field import NameField, Names
from desk_app.views.kit.tables import TableView
from desk_app.views.polling.differences import SETTLED, DifferencesModel

if TYPE_CHECKING:
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import settling


class SettlingPage(QWidget):
    """Settles one batch against its papers."""

    left = Signal()
    settled = Signal(object, object, str)
    """``BatchLine``, what the papers say by (subject, option), and who says so."""
    sent_back = Signal(object)
    """``BatchLine``: both people key it again."""

    def __init__(
        self,
        settings: "Settings",
        found: "settling.Differences",
        people: Names,
        poll: str,
    ) -> None:
        super().__init__()
        self.found = found
        title = f"核定 {poll}　{found.line.words}"
        self.title = QLabel(title)
        self.title.setProperty("kind", "title")
        self.notice = Notice(self)
        self.words = QLabel(
            f"两人不一致的有 {len(found.cells)} 处，其余一致，不用再看。"
            "请取出这一摞票逐项数一遍，把票面上的数填在最后一列。"
        )
        self.words.setWordWrap(True)
        self.model = DifferencesModel(found, self)
        self.table = TableView("polling/settling", settings, editable=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName("不一致的票数")
        self.by = NameField()
        self.by.offer(people)
        self.by.setPlaceholderText("姓名或拼音首字母")
        self.by.setAccessibleName("核定人")
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.store = QPushButton("照票面核定，入库")
        self.store.setProperty("kind", "primary")
        self.store.clicked.connect(self.settle)
        self.again = QPushButton("退回，两人重录这一摞…")
        self.again.clicked.connect(self._ask_again)
        self.back = QPushButton("返回")
        self.back.clicked.connect(self.ask_to_leave)
        self.model.changed.connect(self._check)
        self.by.textChanged.connect(lambda _text: self._check())
        self.notice.closed.connect(self.table.setFocus)
        self.by.returnPressed.connect(self.store.click)
        self._lay_out()
        self._check()

    def begin(self) -> None:
        """Put the keys on the first number to be typed."""
        self.table.setCurrentIndex(self.model.index(0, SETTLED))
        self.table.setFocus()

    @property
    def unfinished(self) -> bool:
        """Whether numbers were typed that are not stored."""
        return any(self.model.texts)

    def ask_to_leave(self) -> None:
        """Leave, or ask first when numbers were typed."""
        if not self.unfinished:
            self.left.emit()
            return
        self.notice.ask(
            "已填的核定还没有入库，离开后要重新填写。",
            [("放弃并离开", self.left.emit)],
            stay="继续填写",
        )

    def settle(self) -> None:
        """Tell what the papers say."""
        self.settled.emit(self.found.line, self.model.values(), self.by.text())

    def refuse(self, sentence: str) -> None:
        """Say why nothing was stored."""
        self.notice.show_fault(sentence)

    def _ask_again(self) -> None:
        self.notice.ask(
            f"要退回{self.found.line.words}吗？两人录的数都清除，这一摞重新录两遍。",
            [("退回重录", lambda: self.sent_back.emit(self.found.line))],
        )

    def _check(self) -> None:
        cell = self.model.missing()
        words = ""
        if cell is not None:
            words = f"请填写{cell.name or '整摞'}“{cell.option}”票面上的数。"
        elif not self.by.text().strip():
            words = "请填写核定人。"
        self.wrong.setText(words)
        self.store.setEnabled(not words)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.back)
        bottom = QHBoxLayout()
        bottom.addWidget(QLabel("核定人"))
        bottom.addWidget(self.by)
        bottom.addWidget(self.wrong, 1)
        bottom.addWidget(self.again)
        bottom.addWidget(self.store)
        set_widths(self.by, least=8)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.words)
        whole.addWidget(self.table, 1)
        self.notice.lie_over(self.table)
        whole.addLayout(bottom)
