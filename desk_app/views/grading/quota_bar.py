"""The bar above the board: how many hold each level and how many may."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.domain.quotas import QuotaState, QuotaVerdict
from desk_app.domain.scheme.model.rounds import Over
from desk_app.views.kit import theme

_MOST_SQUARES = 24
_A_ROW = 2
_MOST_PARTS = 3
_OVER = {Over.DOMAIN: "领域", Over.PARENT: "上级", Over.AREA: "区域"}


class QuotaBar(QWidget):
    """One line a quota: name, share, a square for each holder, and what is too much or lacks.

    A quota that is counted in parts (各领域, 各上级) has one line too; it names the parts that do
    not fit, the others stand in the tip. The line wraps at the window's edge instead of
    widening the window.
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
            self._label.setToolTip("")
            return
        named: dict[str, list[QuotaState]] = {}
        for state in states:
            named.setdefault(state.quota.name, []).append(state)
        cells = [
            f"<td style='padding-right:28px'>{_one(own[0]) if _whole(own) else _parted(own)}</td>"
            for own in named.values()
        ]
        rows = "".join(
            f"<tr>{''.join(cells[start : start + _A_ROW])}</tr>"
            for start in range(0, len(cells), _A_ROW)
        )
        self._label.setText(f"<table>{rows}</table>")
        self._label.setToolTip("\n".join(state.words() for state in states))

    @property
    def text(self) -> str:
        """What stands in the bar, for tests and screen readers."""
        return self._label.text()


def _whole(states: Sequence[QuotaState]) -> bool:
    return len(states) == 1 and states[0].quota.over is Over.ROUND


def _one(state: QuotaState) -> str:
    fitting = state.held if state.high is None else min(state.held, state.high)
    squares = "■" * min(fitting, _MOST_SQUARES)
    over = "■" * min(state.held - fitting, _MOST_SQUARES)
    beyond = f"<span style='color:{theme.ink(theme.WRONG)}'>{over}</span>"
    return (
        f"{_name(state)} {state.allowed_words}　{squares}{beyond}　"
        f"{state.held} {state.counter}，{_said(state)}"
    )


def _parted(states: Sequence[QuotaState]) -> str:
    """Say a quota that is counted in parts: how many parts fit, and which do not."""
    first = states[0]
    amiss = [state for state in states if state.verdict is not QuotaVerdict.WITHIN]
    fit = len(states) - len(amiss)
    where = _OVER.get(first.quota.over, "")
    unnamed = f"没有填{where}的"
    shown = [f"{escape(state.part or unnamed)} {_said(state)}" for state in amiss[:_MOST_PARTS]]
    if len(amiss) > _MOST_PARTS:
        shown.append(f"等 {len(amiss)} 处")
    gave_way = sum(state.yielded for state in states)
    gave = [_quiet(f"{gave_way} 处让位于“{first.quota.yields_to}”")] if gave_way else []
    # 10 % of a part says more than so many subjects of the first part.
    allowed = first.allowed_words.partition("（")[0]
    if len(states) == 1:
        part = escape(first.part) or f"都没有填{where}，合在一起算"
        return f"{_name(first)} 各{where}{allowed}　{'　'.join([f'{part} {_said(first)}', *gave])}"
    count = f"{len(states)} 个{where}中 {fit} 个符合"
    if not amiss:
        count = f"<span style='color:{theme.ink(theme.GOOD)}'>{count}</span>"
    return f"{_name(first)} 各{where}{allowed}　{'　'.join([count, *shown, *gave])}"


def _name(state: QuotaState) -> str:
    target = "（工作目标）" if state.quota.target else ""
    return f"<b>{escape('、'.join(state.quota.levels))}</b>{target}"


def _said(state: QuotaState) -> str:
    words = state.verdict_words
    match state.verdict:
        case QuotaVerdict.OVER:
            said = f"<b style='color:{theme.ink(theme.WRONG)}'>{words}</b>"
        case QuotaVerdict.UNDER:
            said = f"<b style='color:{theme.ink(theme.WARNING)}'>{words}</b>"
        case _:
            said = f"<span style='color:{theme.ink(theme.GOOD)}'>{words}</span>"
    if state.yielded and not state.part:
        said += _quiet(f"（与“{state.quota.yields_to}”不能同时满足，已让位）")
    return said


def _quiet(words: str) -> str:
    return f"<span style='color:{theme.ink(theme.QUIET)}'>{escape(words)}</span>"
