"""The checks of a count below its results: sentence and code; soft ones take a reason in place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desk_app.views.kit.theme import WARNING, tint

if TYPE_CHECKING:
    from desk_app.domain.polling.checks import Finding


class ChecksBox(QWidget):
    """One line a finding. Hidden when there is none."""

    reason_given = Signal(str, str)
    """Code and reason of a soft check."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._shown: tuple[Finding, ...] | None = None
        self._open = False
        self.reasons: dict[str, QLineEdit] = {}
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, a line a finding: sentence and code."""
        return "\n".join(f"{one.sentence} {one.code}" for one in self._shown or ())

    def show_findings(self, findings: "tuple[Finding, ...]", *, open_: bool) -> None:
        """Show findings; ``open_`` says whether reasons can still be given.

        The same findings are not built anew, so that a reason being typed stays.
        """
        if (findings, open_) == (self._shown, self._open):
            return
        focused = next((code for code, one in self.reasons.items() if one.hasFocus()), "")
        self._shown, self._open = findings, open_
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.reasons = {}
        for row, one in enumerate(findings):
            self._add(row, one)
        self.setVisible(bool(findings))
        if focused in self.reasons:
            self.reasons[focused].setFocus()

    def _add(self, row: int, finding: "Finding") -> None:
        words = QLabel(finding.sentence)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        # Red is for what is wrong now: a count that is only not finished is not.
        if finding.hard and not finding.pending:
            words.setProperty("kind", "wrong")
        elif finding.open and not finding.pending:
            tint(words, WARNING, finding.sentence)
        code = QLabel(finding.code)
        code.setProperty("kind", "quiet")
        code.setToolTip(f"核对项 {finding.code}")
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(words, 2 * row, 0)
        self._grid.addWidget(code, 2 * row, 1, top)
        if finding.hard:
            return
        reason = QLineEdit(finding.reason)
        reason.setAccessibleName(f"原因：{finding.sentence}")
        reason.setPlaceholderText("请写明原因，会印在计票报告单上")
        reason.setReadOnly(not self._open)
        reason.editingFinished.connect(lambda code=finding.code: self._given(code))
        self._grid.addWidget(reason, 2 * row + 1, 0)
        self.reasons[finding.code] = reason

    def _given(self, code: str) -> None:
        before = next((one.reason for one in self._shown or () if one.code == code), "")
        text = self.reasons[code].text().strip() if code in self.reasons else before
        if self._open and text != before:
            self.reason_given.emit(code, text)
