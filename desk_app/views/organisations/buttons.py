"""The buttons under an organisation's form."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_app.views.kit.flow import FlowBar


class EditorButtons(QWidget):
    """登记 and 取消 for a new organisation; 上移, 下移, 撤销, 恢复, 删除 for one that is there."""

    add_pressed = Signal()
    give_up_pressed = Signal()
    move_pressed = Signal(int)
    retire_pressed = Signal()
    restore_pressed = Signal()
    remove_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.add = make_button("登记", self.add_pressed.emit, primary=True)
        self.give_up = make_button("取消", self.give_up_pressed.emit)
        self.up = make_button("上移", lambda: self.move_pressed.emit(-1))
        self.down = make_button("下移", lambda: self.move_pressed.emit(1))
        self.retire = make_button("撤销…", self.retire_pressed.emit)
        self.restore = make_button("恢复", self.restore_pressed.emit)
        self.remove = make_button("删除", self.remove_pressed.emit)
        self.remove.setToolTip("录错的可以删除；参加过轮次的只能撤销")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(FlowBar(self.add, self.give_up))
        rows.addWidget(FlowBar(self.up, self.down, self.retire, self.restore, self.remove))

    def show_for(self, *, new: bool, retired: bool) -> None:
        """Show what can be done with a new, a retired or any other organisation."""
        self.add.setVisible(new)
        self.give_up.setVisible(new)
        for button in (self.up, self.down, self.retire):
            button.setVisible(not new and not retired)
        self.remove.setVisible(not new)
        self.restore.setVisible(not new and retired)


def make_button(words: str, act: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """Return a button that does something."""
    button = QPushButton(words)
    if primary:
        button.setProperty("kind", "primary")
    button.clicked.connect(lambda _=False: act())
    return button


def line_height(widget: QWidget) -> int:
    """Height of an input line in pixels: Chinese letters are taller than Qt reckons."""
    return int(widget.fontMetrics().height() * 1.45)
