"""The panel beside the board: where a subject's numbers and its level come from."""

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desk_app.domain.evidence import Tally
from desk_app.domain.polling.counts import rate_words
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.views.grading.columns import shown
from desk_app.views.grading.explanation import ExplanationPart, explanation, reasoning, score_lines
from desk_app.views.grading.history import history_parts
from desk_app.views.kit import theme

if TYPE_CHECKING:
    from desk_app.views.use_cases import grading, history

ASSUMED = "假设 · 不保存"


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
        self._label.setText("选中一行，这里说明它的等级从哪里来。")

    def show_row(
        self, board: "grading.GradingBoard", row: "grading.BoardRow", column: str = ""
    ) -> None:
        """Show a subject; ``column`` is the heading that was clicked, "" for the whole."""
        level = shown(board.scheme, row.level)
        parts = [f"<h3>{html.escape(row.evidence.subject.name)}　{level}</h3>"]
        parts += _behind(board.scheme, row, column)
        parts += _parts(explanation(board, row))
        self._show(parts)

    def show_history(
        self, row: "grading.BoardRow", changes: "Sequence[history.DecisionChange]"
    ) -> None:
        """Show every value that a subject's decisions had, who made it that, when and why."""
        self._show(
            [
                f"<h3>{html.escape(row.evidence.subject.name)}　经过</h3>",
                *_parts(history_parts(changes)),
            ]
        )

    def show_assumed(
        self,
        board: "grading.GradingBoard",
        row: "grading.BoardRow",
        supposed: "grading.Supposition",
        assumptions: Iterable[str],
    ) -> None:
        """Show the chain as it would be; it says of itself that it is only supposed."""
        proposal = supposed.proposal
        now = row.proposal.level if row.proposal is not None else None
        change = f"{_level(board, proposal.level)}（现拟定 {_level(board, now)}）"
        said = "<br>".join(html.escape(one) for one in assumptions)
        behind = theme.NOTED_BACKGROUND.name()
        banner = (
            f"<table width='100%' bgcolor='{behind}' cellpadding='6'><tr><td>"
            f"<b style='color:{theme.ink(theme.WARNING)}'>{ASSUMED}</b><br>{said}</td></tr></table>"
        )
        heading = f"<h3>{html.escape(row.evidence.subject.name)}　{change}</h3>"
        self._show([banner, heading, *_parts(reasoning(proposal, supposed.wanting))])

    def _show(self, parts: list[str]) -> None:
        self._label.setText("".join(parts))
        self.verticalScrollBar().setValue(0)


def _level(board: "grading.GradingBoard", level: str | None) -> str:
    return html.escape(shown(board.scheme, level)) or "不能拟定"


def _parts(parts: Iterable[ExplanationPart]) -> list[str]:
    found = []
    for part in parts:
        found.append(f"<p><b>{html.escape(part.heading)}</b></p>")
        for line in part.lines:
            quiet = (
                f"<br><span style='color:{theme.ink(theme.QUIET)}'>{html.escape(line.quiet)}</span>"
                if line.quiet
                else ""
            )
            found.append(f"<p style='margin:2px 0 6px 0'>{html.escape(line.text)}{quiet}</p>")
    return found


def _behind(scheme: Scheme, row: "grading.BoardRow", column: str) -> list[str]:
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
    return [
        f"<p><b>{heading}</b><br><span style='color:{theme.ink(theme.QUIET)}'>{body}</span></p>"
    ]


def _votes(scheme: Scheme, row: "grading.BoardRow", column: str) -> tuple[str, ...]:
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
