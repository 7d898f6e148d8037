"""The row of buttons under a poll: offered and named by what can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desk_app.domain.polling.counting import MODE_WORDS, Mode
from desk_app.views.kit.flow import FlowBar
from desk_app.views.polling.possible import Possible, key_words, papers_left

if TYPE_CHECKING:
    from desk_app.views.use_cases import parts


class PollButtons(QWidget):
    """Each button hands up that it was pressed."""

    mode_wanted = Signal(object)
    key_wanted = Signal()
    external_wanted = Signal()
    seal_wanted = Signal()
    recount_wanted = Signal()
    print_wanted = Signal()
    register_wanted = Signal()
    report_wanted = Signal()
    remove_wanted = Signal()
    void_wanted = Signal()
    projector_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.key = QPushButton("录入测评票")
        self.external = QPushButton("录入外部计票…")
        self.seal = QPushButton("封存计票")
        self.recount = QPushButton("重新计票…")
        self.void = QPushButton("作废，重新投票…")
        self.projector = QPushButton("投影")
        self.prints = QToolButton()
        self.prints.setText("打印 ▾")
        self.prints.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.prints)
        self.prints.setMenu(menu)
        self.print_action = menu.addAction("测评票…", self.print_wanted.emit)
        self.register_action = menu.addAction("发票登记表…", self.register_wanted.emit)
        self.report_action = menu.addAction("计票报告单…", self.report_wanted.emit)
        self.more = QToolButton()
        self.more.setText("计票方式 ▾")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        ways = QMenu(self.more)
        self.more.setMenu(ways)
        self.modes = {
            mode: ways.addAction(words, lambda mode=mode: self.mode_wanted.emit(mode))
            for mode, words in MODE_WORDS.items()
        }
        self.remove = QPushButton("删除测评…")
        for button, signal in (
            (self.key, self.key_wanted),
            (self.external, self.external_wanted),
            (self.seal, self.seal_wanted),
            (self.recount, self.recount_wanted),
            (self.void, self.void_wanted),
            (self.projector, self.projector_wanted),
            (self.remove, self.remove_wanted),
        ):
            button.clicked.connect(signal)
        row = FlowBar(self.key, self.external, self.seal, self.void, self.recount)
        row.add_gap()
        for tool in (self.more, self.projector, self.prints, self.remove):
            row.add(tool)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(row)

    def show_possible(self, sheet: "parts.PollSheet", can: Possible) -> None:
        """Offer what can be done with a poll, the next step in colour.

        A button that goes away leaves the keys to the next step, not to whatever stands beside it.
        """
        held = self.window().focusWidget()
        self.key.setVisible(can.key)
        self.key.setEnabled(can.key_now)
        self.key.setText(
            key_words(sheet, "唱票" if sheet.head.mode is Mode.CALLED else "录入测评票")
        )
        self.external.setVisible(can.external)
        self.seal.setVisible(can.seal)
        self.seal.setEnabled(can.seal_now)
        self.recount.setVisible(can.recount)
        self.recount.setText("重新计票…" if sheet.sealed else "清空重录…")
        self.void.setVisible(can.void)
        self.more.setVisible(can.mode)
        for mode, action in self.modes.items():
            action.setCheckable(True)
            action.setChecked(mode is sheet.head.mode)
        self.report_action.setEnabled(sheet.sealed)
        self.remove.setVisible(can.remove)
        _emphasise(self.void, on=can.void)
        _emphasise(self.key, on=papers_left(sheet) > 0)
        _emphasise(self.seal, on=can.seal_now)
        steps = (self.void, self.key, self.seal)
        if held in (self.recount, *steps) and held.isHidden():
            for step in [one for one in steps if one.isVisible() and one.isEnabled()][:1]:
                step.setFocus()


def _emphasise(button: QWidget, *, on: bool) -> None:
    kind = "primary" if on else ""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
        button.updateGeometry()
