"""Names that have no room are cut so that each can be told from the others."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from desk_app.views.kit.short_names import ShortNames

NAMES = ("老井冲村党支部", "老井滩村党支部", "石桥村党支部", "石桥村第一党支部", "桃坞")


@pytest.mark.parametrize("letters", [4.2, 4.6, 5.2, 6.1])
def test_each_name_is_told_from_all_others(dressed: QApplication, letters: float) -> None:
    metrics = QFontMetrics(dressed.font())
    width = int(letters * metrics.horizontalAdvance("国"))
    names = ShortNames(NAMES)
    shown = [names.cut(one, metrics, width) for one in NAMES]
    assert all(metrics.horizontalAdvance(one) <= width for one in shown)
    assert len(set(shown[:2])) == 2, shown
    assert shown[-1] == "桃坞"
    if letters > 5:
        assert len(set(shown)) == len(NAMES), shown


def test_where_the_head_has_no_room_it_goes_first(dressed: QApplication) -> None:
    metrics = QFontMetrics(dressed.font())
    names = ShortNames(("青山镇机关第一党支部", "青山镇机关第二党支部"))
    width = 5 * metrics.horizontalAdvance("国")
    first = names.cut("青山镇机关第一党支部", metrics, width)
    assert "一" in first
    assert first.startswith("…")


def test_a_name_that_nobody_listed_loses_its_middle(dressed: QApplication) -> None:
    metrics = QFontMetrics(dressed.font())
    width = 5 * metrics.horizontalAdvance("国")
    assert "…" in ShortNames().cut("老井冲村党支部委员会", metrics, width)
