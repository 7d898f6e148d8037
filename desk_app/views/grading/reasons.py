"""The panel beside the board: where a subject's numbers and its level come from."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desk_app.domain.evidence import Tally
from desk_app.domain.polling import rate_words
from desk_app.domain.scheme.model import Scheme
from desk_app.services.grading import BoardRow
from desk_app.views import theme
from desk_app.views.grading.columns import explanation, score_lines, shown


class Reasons(QScrollArea):
    """Shows the chain of reasons of the current subject, and the sheet behind a clicked number."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addWidget(self._label)
        layout.addStretch(1)
        self.setWidget(inside)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    @property
    def text(self) -> str:
        """What is shown, for tests and screen readers."""
        return self._label.text()

    def show_nothing(self) -> None:
        """Say how to see reasons."""
        self._label.setText("选中一个党组织，这里说明它的等级从哪里来。")

    def show_row(self, scheme: Scheme, row: BoardRow, column: str = "") -> None:
        """Show a subject; ``column`` is the heading that was clicked, "" for the whole."""
        level = shown(scheme, row.level)
        parts = [f"<h3>{html.escape(row.evidence.subject.name)}　{level}</h3>"]
        parts += _behind(scheme, row, column)
        for heading, lines in explanation(row):
            parts.append(f"<p><b>{html.escape(heading)}</b></p>")
            parts += [f"<p style='margin:2px 0 6px 0'>{html.escape(line)}</p>" for line in lines]
        self._label.setText("".join(parts))
        self.verticalScrollBar().setValue(0)


def _behind(scheme: Scheme, row: BoardRow, column: str) -> list[str]:
    """The sheet or the count behind the clicked number."""
    evaluator = next((one.name for one in scheme.evaluators if one.name == column), "")
    if evaluator:
        lines: tuple[str, ...] = score_lines(scheme, row, evaluator)
        heading = f"{evaluator}各项得分"
    else:
        lines = _votes(scheme, row, column)
        heading = "测评计票"
    if not lines:
        return []
    body = "<br>".join(html.escape(line) for line in lines)
    return [f"<p><b>{heading}</b><br><span style='color:{theme.QUIET}'>{body}</span></p>"]


def _votes(scheme: Scheme, row: BoardRow, column: str) -> tuple[str, ...]:
    for rate in scheme.rates:
        tally = row.evidence.tallies.get(rate.poll)
        if column == rate.name and tally is not None:
            return (rate_words(rate, tally), *_count_lines(tally))
    for poll in scheme.polls:
        tally = row.evidence.tallies.get(poll.name)
        if column.startswith(f"{poll.name}（") and tally is not None:
            return _count_lines(tally)
    return ()


def _count_lines(tally: Tally) -> tuple[str, str]:
    papers = f"发出 {tally.issued}，收回 {tally.returned}，有效 {tally.valid}，无效 {tally.invalid}"
    return papers, "，".join(f"{option} {count}" for option, count in tally.counts.items())
