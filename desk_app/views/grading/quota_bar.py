"""The bar above the board: how many hold each level and how many may."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.domain.points import format_points, format_rate, round_half_up
from desk_app.domain.quotas import QuotaState, Verdict
from desk_app.domain.scheme.model import Bound
from desk_app.views import theme

_MOST_SQUARES = 24
_A_ROW = 2
_BOUNDS = {Bound.AT_MOST: "不超过", Bound.AT_LEAST: "不少于", Bound.ABOUT: "约"}


class QuotaBar(QWidget):
    """One line a quota: name, share, a square for each holder, and what is too much or lacks.

    The line wraps at the window's edge instead of widening the window.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._rows.addWidget(self._label)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())

    def show_states(self, states: Sequence[QuotaState]) -> None:
        """Show every quota; the same sentence as in the hints, with squares between."""
        if not states:
            self._label.setText("本方案没有规定名额比例。")
            return
        cells = [f"<td style='padding-right:28px'>{_one(state)}</td>" for state in states]
        rows = "".join(
            f"<tr>{''.join(cells[start : start + _A_ROW])}</tr>"
            for start in range(0, len(cells), _A_ROW)
        )
        self._label.setText(f"<table>{rows}</table>")

    @property
    def text(self) -> str:
        """What stands in the bar, for tests and screen readers."""
        return self._label.text()


def _one(state: QuotaState) -> str:
    quota = state.quota
    exact = format_points(round_half_up(state.exact, 1))
    allowed = f"{_BOUNDS[quota.bound]}{format_rate(quota.share)}（{exact} 个）"
    allowed_count = state.held if state.high is None else min(state.held, state.high)
    over = state.held - allowed_count
    squares = "■" * min(allowed_count, _MOST_SQUARES)
    beyond = f"<span style='color:{theme.WRONG}'>{'■' * min(over, _MOST_SQUARES)}</span>"
    match state.verdict:
        case Verdict.OVER:
            said = f"<b style='color:{theme.WRONG}'>超出 {over} 个</b>"
        case Verdict.UNDER if state.low is not None:
            said = f"<b style='color:{theme.WARNING}'>还差 {state.low - state.held} 个</b>"
        case _:
            said = f"<span style='color:{theme.GOOD}'>符合</span>"
    levels = "、".join(quota.levels)
    return f"<b>{levels}</b> {allowed}　{squares}{beyond}　{state.held} 个，{said}"
