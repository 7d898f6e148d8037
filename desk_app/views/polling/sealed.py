"""What was sealed: the code that is signed, a field to compare it, and every version."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.views.kit.letters import make_larger, set_widths

if TYPE_CHECKING:
    from desk_app.views.use_cases import versions


class SealedBox(QWidget):
    """Code, comparison and versions. Hidden while nothing was ever sealed."""

    verify_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.code = QLabel()
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        make_larger(self.code, 2)
        self.typed = QLineEdit()
        self.typed.setAccessibleName("核对校验码")
        self.typed.setPlaceholderText("报告单上的校验码")
        set_widths(self.typed, most=12)
        self.typed.returnPressed.connect(self._verify)
        self.verify = QPushButton("核对")
        self.verify.clicked.connect(self._verify)
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.versions = QLabel()
        self.versions.setProperty("kind", "quiet")
        self.versions.setWordWrap(True)
        self.versions.setTextFormat(Qt.TextFormat.PlainText)
        self._poll: tuple[int, int] | None = None
        self._lay_out()
        self.hide()

    def show_versions(
        self, poll: tuple[int, int], code: str, versions: "tuple[versions.Version, ...]"
    ) -> None:
        """Show the code of the count that stands and the versions of ``poll`` (id, version)."""
        if poll != self._poll:
            self._poll = poll
            self.typed.clear()
            self.verdict.clear()
        self.code.setText(code)
        self._label.setVisible(bool(code))
        self.code.setVisible(bool(code))
        several = len(versions) > 1 or not code
        self.versions.setText("\n".join(_words(one) for one in versions))
        self.versions.setVisible(bool(versions) and several)
        self.setVisible(bool(versions))

    def show_verdict(self, verdict: "versions.CodeVerdict") -> None:
        """Say whether the code is that of what is stored."""
        self.verdict.setText(verdict.sentence)
        self.verdict.setProperty("kind", "good" if verdict.matches else "wrong")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _verify(self) -> None:
        if self.typed.text().strip():
            self.verify_wanted.emit(self.typed.text())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        self._label = QLabel("校验码")
        row.addWidget(self._label)
        row.addWidget(self.code)
        row.addSpacing(16)
        row.addWidget(QLabel("核对校验码"))
        row.addWidget(self.typed)
        row.addWidget(self.verify)
        row.addWidget(self.verdict, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        whole.addWidget(self.versions)


def _words(version: "versions.Version") -> str:
    moment = datetime.fromisoformat(version.sealed_at)
    when = f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    papers = f"收回 {version.returned} 有效 {version.valid} 无效 {version.invalid}"
    state = f"已作重新计票：{version.reopened_reason}" if version.reopened_reason else "现行"
    return f"第 {version.number} 版　{when}封存　{papers}　校验码 {version.code}　{state}"
