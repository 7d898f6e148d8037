"""检查, 读一遍 and 档次 beside a draft: they go to its fields and change its bands."""

from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.domain.drafts.bands import limits_of
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import SchemeDraft, put, remove
from desk_app.services import schemes
from desk_app.views.drafts.band_limits import BandLimits
from desk_app.views.drafts.side import DraftSide
from desk_app.views.drafts.side_check import CheckSide
from desk_app.views.drafts.side_sentences import SentencesSide


def a_draft() -> SchemeDraft:
    return draft_of(schemes.shipped_text("D1"))


def show(qtbot: QtBot, side: DraftSide, draft: SchemeDraft, width: int = 380) -> None:
    qtbot.addWidget(side)
    side.resize(width, 460)
    side.show_draft(draft, read_back(draft))
    side.show()


def test_a_finding_goes_to_its_field(qtbot: QtBot, dressed: QApplication) -> None:
    side = CheckSide()
    with qtbot.waitSignal(side.titled) as titled:
        show(qtbot, side, put(a_draft(), ("indicators", 1, "points"), "二十"))
    assert titled.args == ["检查（1）"]
    assert side.list.lines[0].under == ("指标“党员队伍好” · 分值",)
    side.list.go(0)
    with qtbot.waitSignal(side.going) as going:
        QTest.keyClick(side.list, Qt.Key.Key_Return)
    assert going.args == [("indicators", 1, "points")]
    with qtbot.waitSignal(side.titled) as titled:
        side.show_draft(a_draft(), read_back(a_draft()))
    assert "✗" not in [one.mark for one in side.list.lines]


def test_sentences_go_to_their_rows_and_show_the_source(
    qtbot: QtBot, dressed: QApplication
) -> None:
    side = SentencesSide()
    show(qtbot, side, a_draft())
    row = next(at for at, one in enumerate(side.list.lines) if "领导班子好" in one.text)
    assert any(one.startswith("原文：") for one in side.list.lines[row].under)
    side.list.go(row)
    with qtbot.waitSignal(side.going) as going:
        QTest.mouseClick(
            side.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=side.list.visualRect(side.list.currentIndex()).center(),
        )
    assert going.args == [("indicators", 0)]
    QTest.keyClick(side.originals, Qt.Key.Key_Space)
    assert not any(one.under for one in side.list.lines)
    assert side.list.row == row


def test_limits_are_moved_by_keys_typed_and_dragged(qtbot: QtBot, dressed: QApplication) -> None:
    side = BandLimits()
    given = a_draft()
    found: list[SchemeDraft] = []
    side.edited.connect(lambda draft, _: found.append(draft))
    show(qtbot, side, given, 700)
    lows = lows_of(given)
    side.line.setFocus()
    QTest.keyClick(side.line, Qt.Key.Key_Right)
    assert lows_of(found[-1])[0] == lows[0] + 1
    QTest.keyClick(side.line, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert lows_of(found[-1])[0] == lows[0] + Decimal("0.9")
    field = side.fields[1]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "78.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert lows_of(found[-1])[1] == Decimal("78.5")
    assert read_back(found[-1]).scheme is not None
    steps = len(found)
    field.selectAll()
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "应低于" in side.saying.text()
    assert len(found) == steps
    line, held = side.line, side.line.place_of(lows_of(found[-1])[2])
    middle = line.height() // 2
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(held, middle))
    QTest.mouseMove(line, QPoint(line.width(), middle))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width(), middle))
    assert Decimal(77) <= lows_of(found[-1])[2] < Decimal("78.5")
    assert limits_of(found[-1]) is not None


def lows_of(draft: SchemeDraft) -> list[Decimal]:
    return [one.low for one in limits_of(draft) or () if one.low is not None]


def test_bands_with_a_gap_are_put_right_by_their_limits(
    qtbot: QtBot, dressed: QApplication
) -> None:
    side = BandLimits()
    gap = put(a_draft(), ("bands", 1, "range"), "85 <= x < 88")
    show(qtbot, side, gap)
    assert not side.line.isVisible()
    with qtbot.waitSignal(side.edited) as edited:
        QTest.keyClick(side.make, Qt.Key.Key_Space)
    assert lows_of(edited.args[0])[1] == Decimal(85)
    none = gap
    for _ in range(4):
        none = remove(none, ("bands", 0))
    side.show_draft(none, read_back(none))
    with qtbot.waitSignal(side.edited) as edited:
        QTest.keyClick(side.make, Qt.Key.Key_Space)
    assert lows_of(edited.args[0]) == [90, 80, 70]
