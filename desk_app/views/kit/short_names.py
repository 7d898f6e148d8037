"""Names that are cut so that each can still be told from the others of its list."""

import itertools
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

DOTS = "…"


class ShortNames:
    """Knows which letters tell a name from all others: 老井冲村党支部 and 老井滩村党支部.

    Names of one township begin alike and end alike; what is left out is what they share.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        every = sorted(set(names))
        alike = [0, *(_alike(*pair) for pair in itertools.pairwise(every)), 0]
        self._told = {
            name: min(max(alike[at], alike[at + 1]) + 1, len(name)) for at, name in enumerate(every)
        }

    def cut(self, name: str, metrics: QFontMetrics, width: int) -> str:
        """Return a name that takes no more than ``width`` pixels; its middle goes first."""
        if metrics.horizontalAdvance(name) <= width:
            return name
        usual = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        told = self._told.get(name, 0)
        if len(usual.partition(DOTS)[0]) >= told:
            return usual
        return _whole_head(name, told, metrics, width) or usual


def _alike(one: str, other: str) -> int:
    """How many letters two names begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))


def _whole_head(name: str, told: int, metrics: QFontMetrics, width: int) -> str:
    """The letters up to the one that tells, and as many of the last as there is room for.

    Where even those have no room, the first of them go. "" where no letter has any.
    """
    found = ""
    for tail in range(len(name) - told):
        text = name[:told] + DOTS + (name[-tail:] if tail else "")
        if metrics.horizontalAdvance(text) > width:
            break
        found = text
    for start in range(1, told) if not found else ():
        text = DOTS + name[start:told] + (DOTS if told < len(name) else "")
        if metrics.horizontalAdvance(text) <= width:
            return text
    return found
