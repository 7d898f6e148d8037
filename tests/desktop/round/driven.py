"""The program as it is, with a window into it that only tells: ``python -m … DATA_DIR``.

Run in a process of its own, as ``python -m desk_app --data-dir DATA_DIR`` would be. A line of
JSON comes in, a line of JSON goes out: what stands where on the screen, in pixels of the screen,
and whether the program is still at work. Nothing here acts: keys and clicks come from the X server.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from desk_app import app
from desk_app.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable

_TICK_MS = 25
_QUIET_TICKS = 3
_MOST_ROWS = 200

Told = dict[str, Any]


class Driven(app.Program):
    """The program, which answers questions about itself on its standard input."""

    def __init__(self, data_dir: Path, **more: Any) -> None:
        super().__init__(data_dir, **more)
        self._heard = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._heard.activated.connect(self._hear)
        self._rest = ""
        self._crash = ""
        self.runner.crashed.connect(self._note)
        self._ticking = QTimer(self.window)
        self._ticking.timeout.connect(self._tick)
        self._quiet = 0

    def _note(self, report: str) -> None:
        self._crash = report

    def _hear(self) -> None:
        told = os.read(sys.stdin.fileno(), 65_536)
        if not told:
            os._exit(1)  # whoever asked is gone: nobody closes this window any more
        self._rest += told.decode()
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            question = json.loads(line)
            if question["ask"] == "settled":
                self._quiet = 0
                self._ticking.start(_TICK_MS)
            else:
                answers: dict[str, Callable[..., object]] = {
                    "seen": seen,
                    "table": table,
                    "cell": cell,
                    "window": self._window,
                }
                _say(answers[question.pop("ask")](**question))

    def _tick(self) -> None:
        """Answer once nothing was in hand for a few ticks."""
        waiting = getattr(self.window, "_reload", None)
        busy = self.runner.busy or (waiting is not None and waiting.isActive())
        self._quiet = 0 if busy else self._quiet + 1
        if self._quiet >= _QUIET_TICKS:
            self._ticking.stop()
            _say({"crash": self._crash, "at": time.monotonic()})

    def _window(self) -> Told:
        """Where the window lies, and which room it shows."""
        room = self.window.room if hasattr(self.window, "rooms") else None
        inside = self.window.rect().translated(self.window.mapToGlobal(QPoint()))
        return {
            "client": _pixels(self.window, inside),
            "logical": [inside.width(), inside.height()],
            "room": getattr(room, "key", ""),
            "next": self.window.bottom.sentence if room else "",
            "focus": _told(QApplication.focusWidget()),
            "active": type(QApplication.activeWindow()).__name__,
        }


def seen() -> list[Told]:
    """All that can be read or pressed: what lies in front and is not covered."""
    modal = QApplication.activeModalWidget()
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    found: list[Told] = []
    for top in tops:
        if modal is not None and top is not modal and not modal.isAncestorOf(top):
            continue
        if isinstance(top, QMenu):
            found += _lines(top)
        for widget in top.findChildren(QWidget):
            if widget.isVisible() and (one := _told(widget)):
                found.append(one)
            if isinstance(widget, QTabBar) and widget.isVisible():
                found += [
                    _line(widget, widget.tabText(at), widget.tabRect(at), enabled=True)
                    for at in range(widget.count())
                ]
    return found


def table(name: str) -> Told:
    """The texts of a table or list: its headings and rows, also those scrolled away."""
    view = _view(name)
    model = view.model()
    across = range(model.columnCount())
    return {
        "headings": [_text(model, column) for column in across],
        "rows": [
            [str(model.index(row, column).data() or "") for column in across]
            for row in range(min(model.rowCount(), _MOST_ROWS))
        ],
        "current": [view.currentIndex().row(), view.currentIndex().column()],
    }


def cell(name: str, row: int, column: int) -> Told:
    """Where a cell is; empty where it is scrolled away."""
    view = _view(name)
    at = view.visualRect(view.model().index(row, column))
    clear = at.intersected(view.viewport().visibleRegion().boundingRect())
    if clear.isEmpty():
        return {}
    return {
        "at": _pixels(view, clear.translated(view.viewport().mapToGlobal(QPoint()))),
        "whole": clear == at,
    }


def _view(name: str) -> QAbstractItemView:
    found = [
        view
        for top in QApplication.topLevelWidgets()
        for view in top.findChildren(QAbstractItemView)
        if view.isVisible() and not isinstance(view, QHeaderView) and _name(view) == name
    ]
    return found[0]


def _text(model: QAbstractItemModel, column: int) -> str:
    return str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def _lines(menu: QMenu) -> list[Told]:
    return [
        _line(menu, one.text(), menu.actionGeometry(one), enabled=one.isEnabled())
        for one in menu.actions()
        if one.isVisible() and not one.isSeparator()
    ]


def _line(widget: QWidget, words: str, at: QRect, *, enabled: bool) -> Told:
    """A line of a menu, or a tab."""
    return {
        "kind": "line",
        "name": words.replace("&", ""),
        "text": words.replace("&", ""),
        "button": False,
        "field": False,
        "enabled": enabled,
        "clear": True,
        "at": _pixels(widget, at.translated(widget.mapToGlobal(QPoint()))),
    }


def _told(widget: QWidget | None) -> Told:
    """One widget as a clerk sees it; empty where nothing of it is in sight."""
    if widget is None:
        return {}
    shown = widget.visibleRegion().boundingRect()
    if shown.isEmpty():
        return {}
    at = shown.translated(widget.mapToGlobal(QPoint()))
    top = QApplication.widgetAt(at.center())
    return {
        "kind": type(widget).__mro__[1].__name__ + "/" + type(widget).__name__,
        "name": _name(widget),
        "text": _words(widget),
        "button": isinstance(widget, QAbstractButton),
        "field": isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox),
        "enabled": widget.isEnabled(),
        "clear": top is not None and (top is widget or widget.isAncestorOf(top)),
        "whole": shown == widget.rect(),
        "at": _pixels(widget, at),
    }


def _name(widget: QWidget) -> str:
    told: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).replace("&", "") if told is not None else ""


def _words(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return widget.text().replace("&", "")
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _pixels(widget: QWidget, at: QRect) -> list[int]:
    """Left, top, width, height on the screen of the X server."""
    ratio = widget.devicePixelRatioF()
    return [round(one * ratio) for one in (at.x(), at.y(), at.width(), at.height())]


def _say(what: object) -> None:
    os.write(_ANSWERS, (json.dumps(what, ensure_ascii=False) + "\n").encode())


# What the program itself prints must not come between the answers.
_ANSWERS = os.dup(1)

if __name__ == "__main__":
    os.dup2(2, 1)
    app.Program = Driven  # type: ignore[misc]
    sys.exit(main(["--data-dir", sys.argv[1]]))
