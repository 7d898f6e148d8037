"""Every control says what it is, Tab follows the eye, and letters stand out from their ground."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QSplitterHandle,
    QWidget,
)

from desk_app.app import Program
from tests.support.walked_screens import Screens, walked_screens

INSIDE = (QComboBox, QAbstractSpinBox)
"""Controls whose own parts have no name of their own."""


@pytest.fixture
def screens(example_window: Program) -> Screens:
    return walked_screens(example_window)


def controls(screen: QWidget) -> list[QWidget]:
    """Everything on a screen that the keyboard reaches."""
    return [
        one
        for one in [screen, *screen.findChildren(QWidget)]
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisibleTo(screen)
        and one.focusProxy() is None
        and not isinstance(one.parentWidget(), INSIDE)
        and not isinstance(one, QSplitterHandle)
    ]


def name(control: QWidget) -> str:
    """What a screen reader says first."""
    told = QAccessible.queryAccessibleInterface(control)
    return str(told.text(QAccessible.Text.Name))


def described(control: QWidget) -> str:
    chain: list[str] = []
    above: QWidget | None = control
    while above is not None and len(chain) < 5:
        chain.append(type(above).__name__)
        above = above.parentWidget()
    return " < ".join(chain)


def tab_order(screen: QWidget) -> list[QWidget]:
    """The controls in the order in which Tab comes to them."""
    wanted = [one for one in controls(screen) if one.isEnabled()]
    screen.activateWindow()
    if wanted:
        min(wanted, key=lambda one: _corner(one, screen)).setFocus()
    found: list[QWidget] = []
    while True:
        here = QApplication.focusWidget()
        if here is None or here in found:
            return [one for one in found if one in wanted]
        found.append(here)
        screen.focusNextChild()


def _corner(control: QWidget, screen: QWidget) -> tuple[int, int]:
    at = control.mapTo(screen, QPoint(0, 0))
    return at.y(), at.x()


def jumps_back(screen: QWidget) -> list[str]:
    """Where Tab goes to something that stands above and not in another column."""
    found = []
    order = tab_order(screen)
    for before, after in pairwise(order):
        first = before.rect().translated(before.mapTo(screen, QPoint(0, 0)))
        second = after.rect().translated(after.mapTo(screen, QPoint(0, 0)))
        above = second.bottom() < first.top()
        left_in_line = (
            second.right() < first.left()
            and second.top() < first.bottom()
            and first.top() < second.bottom()
        )
        same_column = second.left() <= first.right() and first.left() <= second.right()
        if (above and (same_column or second.right() < first.left())) or (
            left_in_line and abs(second.center().y() - first.center().y()) < first.height()
        ):
            found.append(f"{name(before)} ({described(before)}) → {name(after)}")
    return found


def test_every_control_has_a_name(screens: Screens) -> None:
    nameless = [
        f"{words}: {described(one)}"
        for words, screen in screens
        for one in controls(screen)
        if not name(one).strip()
    ]
    assert not nameless, "\n".join(nameless)


def test_tab_follows_the_eye(screens: Screens) -> None:
    wrong = [f"{words}: {jump}" for words, screen in screens for jump in jumps_back(screen)]
    assert not wrong, "\n".join(wrong)
