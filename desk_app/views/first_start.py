"""The one question of the first start: a workspace of one's own, or the example."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import person_name
from desk_app.views.kit import files
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.short_words import tell_whole


class FirstStart(QWidget):
    """单位全称, 简称, folder, who works here; or the example township."""

    clerk_named = Signal(str)
    """The name of whoever works here, which stands; said before ``create_wanted``."""
    create_wanted = Signal(str, str, Path)
    """Full name, short name and folder of a workspace to be made."""
    example_wanted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.full_name = QLineEdit()
        self.full_name.setPlaceholderText("如：中共青山镇委员会")
        self.short_name = QLineEdit()
        self.short_name.setPlaceholderText("如：青山镇（用在表头和文件夹名里）")
        self.folder = QLineEdit()
        self.folder.setAccessibleName("工作区文件夹")
        self.clerk = QLineEdit()
        self.clerk.setPlaceholderText("如：张桂芳（“谁填的”里写它，可以先不填）")
        self.clerk.setAccessibleName("您的姓名")
        self.browse = QPushButton("选择…")
        self.browse.clicked.connect(self._browse)
        self.wrong = Saying(self)
        self.make = QPushButton("新建工作区")
        self.make.setProperty("kind", "primary")
        self.make.clicked.connect(self._make)
        self.example = QPushButton("打开示例")
        self.example.clicked.connect(lambda _=False: self.example_wanted.emit())
        self.back = QPushButton("返回")
        self.back.clicked.connect(lambda _=False: self.back_wanted.emit())
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        for field in (self.full_name, self.short_name, self.folder, self.clerk):
            field.returnPressed.connect(self._go_on)
            field.textEdited.connect(lambda _: self.wrong.say(""))
        tell_whole(self.folder)
        self._lay_out()

    def ask(self, folder: Path, *, fixed: bool, first: bool, named: bool = True) -> None:
        """Ask afresh. ``fixed``: the folder was named on the command line and stays.

        ``named``: who works here is known already and is not asked for.
        """
        self._form.setRowVisible(self.clerk, not named)
        self._title.setText("欢迎使用定级工作台" if first else "新建工作区")
        self.folder.setText(str(folder))
        self.folder.setReadOnly(fixed)
        self.browse.setVisible(not fixed)
        self.back.setVisible(not first)
        self.wrong.say("")
        self.make.setEnabled(True)
        self.full_name.setFocus()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.full_name.setFocus()

    def _go_on(self) -> None:
        """Enter goes to what is still empty below, and makes the workspace where nothing is."""
        fields = (self.full_name, self.short_name, self.folder, self.clerk)
        here = next((at for at, one in enumerate(fields) if one.hasFocus()), len(fields))
        below = [one for one in fields[here + 1 :] if one.isVisible() and not one.text().strip()]
        if below and self.full_name.text().strip():
            below[0].setFocus()
        else:
            self._make()

    def _make(self) -> None:
        full_name, folder = self.full_name.text().strip(), self.folder.text().strip()
        if not full_name:
            self._refuse("请填写单位全称。", self.full_name)
        elif not folder or not Path(folder).is_absolute():
            self._refuse("请选择存放数据的文件夹。", self.folder)
        elif self._clerk_stands():
            self.make.setEnabled(False)
            self.create_wanted.emit(full_name, self.short_name.text().strip(), Path(folder))

    def _clerk_stands(self) -> bool:
        """Say who works here, where she wrote it; what is no name is refused in its place."""
        typed = self.clerk.text()
        if self.clerk.isHidden() or not typed.strip():
            return True
        try:
            name = person_name(typed)
        except Fault as fault:
            self._refuse(str(fault), self.clerk)
            return False
        self.clerk_named.emit(name)
        return True

    def show_fault(self, fault: Fault) -> None:
        """Say why the workspace was not made; another try is possible."""
        self.make.setEnabled(True)
        self.wrong.say(str(fault), self.folder)

    def _refuse(self, sentence: str, field: QLineEdit) -> None:
        field.setFocus()
        self.wrong.say(sentence, field)

    def _browse(self) -> None:
        chosen = files.ask_folder(self, "选择存放数据的文件夹", self.folder.text())
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _lay_out(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(letter * 42)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        form = self._form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(10)
        form.addRow("单位全称", self.full_name)
        form.addRow("简称", self.short_name)
        form.addRow("数据存放在", place)
        form.addRow("您的姓名", self.clerk)
        quiet = QLabel("一个单位建一个工作区，名册、评分、测评和上报材料都放在里面，只在本机。")
        quiet.setProperty("kind", "quiet")
        quiet.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.make)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(QLabel("先看看？"))
        buttons.addWidget(self.example)
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(14)
        column.addWidget(self._title)
        column.addWidget(quiet)
        column.addLayout(form)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        beside = QHBoxLayout()
        beside.addStretch(1)
        beside.addWidget(card, 1000)
        beside.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(beside)
        outer.addStretch(2)
