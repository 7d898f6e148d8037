"""Quick texts: which reasons are offered in a cell, learnt from what was typed before."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import reasons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.scoring import ScoreChange
    from desk_app.views.runner import Runner


class ReasonBook(QObject):
    """The workspace's own texts by evaluator and indicator; what is typed now joins them."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._times: dict[tuple[str, str], dict[str, int]] = {}

    def read(self) -> None:
        """Read the workspace's texts; without them only those of this session are offered."""
        self._runner.call(reasons.learnt).then(self._take)

    def learn(self, changes: "Sequence[ScoreChange]") -> None:
        """Note texts that were typed or pasted."""
        for one in changes:
            if one.note:
                times = self._times.setdefault((one.evaluator, one.indicator), {})
                times[one.note] = times.get(one.note, 0) + 1

    def offered(self, evaluator: str, indicator: str, typed: str = "") -> list[str]:
        """The texts that hold ``typed``, the most frequent first.

        Those of this indicator come first; where something is typed, the evaluator's texts on
        other indicators follow.
        """
        own = self._times.get((evaluator, indicator), {})
        found = _fitting(own, typed)
        if typed:
            others: dict[str, int] = {}
            for (who, name), times in self._times.items():
                if who == evaluator and name != indicator:
                    for text, count in times.items():
                        others[text] = others.get(text, 0) + count
            found += [one for one in _fitting(others, typed) if one not in own]
        return found

    def _take(self, learnt: "reasons.Learnt") -> None:
        self._times = {
            place: {one.text: one.times for one in texts} for place, texts in learnt.items()
        }


def _fitting(times: dict[str, int], typed: str) -> list[str]:
    wanted = typed.strip().casefold()
    fitting = [text for text in times if wanted in text.casefold() and wanted != text.casefold()]
    return sorted(fitting, key=lambda text: -times[text])
