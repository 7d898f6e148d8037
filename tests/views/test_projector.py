"""The second screen: digits large enough, strokes that grow, pages that follow, one key each."""

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.views.projector.board import BoardView
from desk_app.views.projector.colours import DARK_BOARD, LIGHT_BOARD
from desk_app.views.projector.facts import Board, BoardLine
from desk_app.views.projector.layout import MOST_SUBJECTS, BoardLayout, lay_out
from desk_app.views.projector.strokes import figures, folded, path
from desk_app.views.projector.window import ProjectorWindow, other_screen
from tests.support.polling_round import LEVELS, NAMES
from tests.support.screens import picture

SHOTS = Path(os.environ["DINGJI_SHOTS"]) if "DINGJI_SHOTS" in os.environ else None
VOTES = (*LEVELS, ABSTAINED, SPOILT)
SIZES = ((1024, 768), (1920, 1080))


def board(subjects: int, *counts: int, papers: int = 60, reading: int | None = None) -> Board:
    counts = (*counts, *(0,) * (len(VOTES) - len(counts)))
    shares = tuple(Fraction(one, max(papers, 1)) for one in counts)
    lines = tuple(BoardLine(NAMES[at % 12], counts, shares) for at in range(subjects))
    return Board("群众测评", VOTES, lines, papers, f"唱票 {sum(counts)}/{papers} 张", reading)


def view_of(shown: Board, size: tuple[int, int]) -> BoardView:
    view = BoardView()
    view.resize(*size)
    view.show_board(shown)
    return view


def shot(widget: QWidget, name: str) -> None:
    if SHOTS is not None:
        picture(widget, SHOTS / f"{name}.png")


def layout(
    size: tuple[int, int], subjects: int, votes: tuple[str, ...], papers: int
) -> BoardLayout:
    return lay_out(QApplication.font(), size, subjects, votes, len(str(papers)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("subjects", [1, 2, 3, 8, 12, 60])
@pytest.mark.parametrize("papers", [20, 300])
def test_digits_are_a_twentieth_of_the_screen(
    dressed: QApplication, size: tuple[int, int], subjects: int, papers: int
) -> None:
    found = layout(size, subjects, VOTES, papers)
    font = QFont(QApplication.font())
    font.setBold(True)
    for pixels in (found.digit, found.title):
        font.setPixelSize(pixels)
        metrics = QFontMetricsF(font)
        for digit in "0123456789":
            assert metrics.tightBoundingRect(digit).height() >= size[1] / 20, digit
    assert found.per_page <= MOST_SUBJECTS
    rows = found.per_page * (len(VOTES) if found.listed else 1)
    assert found.top + rows * found.row <= size[1] + 1
    assert found.edges == tuple(sorted(found.edges))
    assert found.edges[-1] <= size[0]
    assert found.figure >= size[1] / 40


def test_the_digits_on_the_picture_are_that_tall(dressed: QApplication) -> None:
    for size in SIZES:
        view = view_of(board(8, 8), size)
        found = view.layout_now()
        image = view.grab().toImage()
        left = int(found.edges[1] + found.edges[0] * 0.35)
        wide = int(found.digit * 0.5)
        inked = [
            y
            for y in range(int(found.top) + 3, int(found.top + found.tall * 1.6))
            if any(QColor(image.pixel(x, y)).lightness() < 90 for x in range(left, left + wide))
        ]
        assert inked[-1] - inked[0] + 1 >= size[1] / 20


@pytest.mark.parametrize(
    ("votes", "whole", "rest", "is_folded"),
    [(0, 0, 0, False), (4, 0, 4, False), (5, 1, 0, False), (50, 10, 0, False),
     (51, 10, 1, True), (63, 12, 3, True)],
)  # fmt: skip
def test_strokes_grow_and_fold_beyond_ten(
    votes: int, whole: int, rest: int, is_folded: bool
) -> None:
    assert figures(votes) == (whole, rest)
    assert folded(votes) is is_folded


def test_a_figure_has_five_strokes_one_more_for_each_vote() -> None:
    counts = [path(strokes, QPointF(0, 0), 100).elementCount() for strokes in range(6)]
    assert counts == [0, 2, 4, 6, 8, 10]


@pytest.mark.parametrize("size", SIZES)
def test_each_vote_leaves_more_ink(dressed: QApplication, size: tuple[int, int]) -> None:
    def ink(image: QImage) -> int:
        return sum(
            QColor(image.pixel(x, y)).lightness() < 90
            for y in range(0, image.height(), 3)
            for x in range(0, image.width(), 3)
        )

    view = view_of(board(1), size)
    found = view.layout_now()
    strokes = []
    for votes in (0, 1, 4, 5, 23, 50):
        view.show_board(board(1, votes))
        image = view.grab().toImage()
        left, right = int(found.edges[2]), int(found.edges[3])
        top = int(found.top)
        strokes.append(ink(image.copy(left, top, right - left, int(found.row))))
    assert strokes == sorted(set(strokes))
    assert strokes[0] == 0


class Painted(QObject):
    """Notes which rectangles of a widget are painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.tops: list[tuple[int, int]] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            box = event.rect()  # type: ignore[attr-defined]
            self.tops.append((box.top(), box.bottom()))
        return super().eventFilter(watched, event)


def test_only_the_row_that_changed_is_painted(dressed: QApplication, qtbot: object) -> None:
    view = view_of(board(6, 3), (1024, 768))
    qtbot.addWidget(view)  # type: ignore[attr-defined]
    view.show()
    QApplication.processEvents()
    painted = Painted(view)
    before = board(6, 3)
    changed = BoardLine(NAMES[3], (4, 0, 0, 0, 0, 0), before.lines[3].shares)
    lines = (*before.lines[:3], changed, *before.lines[4:])
    view.show_board(Board(before.title, VOTES, lines, 60, before.words))
    QApplication.processEvents()
    row = view._row(3)
    assert painted.tops
    assert min(top for top, _ in painted.tops) >= int(row.top())
    assert max(bottom for _, bottom in painted.tops) <= int(row.bottom()) + 1


@pytest.mark.parametrize("size", SIZES)
def test_the_page_follows_the_line_that_is_read(
    dressed: QApplication, size: tuple[int, int]
) -> None:
    view = view_of(board(12, 3, reading=0), size)
    per_page = view.layout_now().per_page
    assert view.pages == -(-12 // per_page)
    for line in (*range(12), 0):
        view.show_board(board(12, 3, reading=line))
        assert view.page == line // per_page
    view.show_board(board(12, 3, reading=None))
    view.turn(1)
    view.show_board(board(12, 4, reading=None))
    assert view.page == 1


def test_freeze_blank_and_go_on_with_one_key(dressed: QApplication, qtbot: object) -> None:
    window = ProjectorWindow()
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    window.resize(1024, 768)
    window.show()
    window.show_board(board(2, 3))
    QTest.keyClick(window, Qt.Key.Key_F6)
    window.show_board(board(2, 4))
    assert window.view.board.lines[0].counts[0] == 3
    assert (window.view.note, window.words) == ("暂停", "投影：画面停住")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.view.board.lines[0].counts[0] == 4
    assert (window.view.note, window.words) == ("", "投影：正在显示")
    QTest.keyClick(window, Qt.Key.Key_F7)
    image = window.grab().toImage()
    assert {image.pixelColor(x, 300).name() for x in range(0, 1024, 7)} == {"#000000"}
    assert window.words == "投影：黑屏"
    window.show_board(board(2, 5))
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.view.board.lines[0].counts[0] == 5
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.view.colours is DARK_BOARD
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.view.colours is LIGHT_BOARD
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.words == "投影未打开"


def test_beside_the_program_it_leaves_the_lower_left_of_the_only_screen(
    dressed: QApplication, qtbot: object
) -> None:
    window = ProjectorWindow()
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    assert not window.open_beside(window)
    free = window.screen().availableGeometry()
    assert free.contains(window.frameGeometry())
    assert window.height() < free.height() * 0.7
    QTest.qWait(5)
    assert window.isActiveWindow(), "F11 and Esc are for it"


def test_the_other_screen_is_taken_if_there_is_one() -> None:
    one: Any = object()
    two: Any = object()
    asked = (([one], one), ([one, two], one), ([one, two], two))
    assert [other_screen(screens, home) for screens, home in asked] == [None, two, one]


@pytest.mark.parametrize("size", SIZES)
def test_pictures(dressed: QApplication, size: tuple[int, int]) -> None:
    for name, shown in (
        ("one", board(1, 28, 13, 2)),
        ("eight", board(8, 28, 13, 2, reading=3)),
        ("folded", board(8, 286, 92, 24, 3, papers=300)),
    ):
        view = view_of(shown, size)
        shot(view, f"projector-{name}-{size[0]}")
        assert not view.grab().isNull()
