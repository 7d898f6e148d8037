"""The real program with an ear: walks to a field when told so, and says what stands in it.

Run by the tests of this folder in a process of its own. A line comes in, a line goes out: ``go
NAME`` puts the focus into a field, ``say NAME`` tells its text, ``quit`` ends.
"""

import json
import os
import sys
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTableView, QWidget

from desk_app import app
from tests.support.running_program import make_example
from tests.support.waiting import wait_for

Kind = TypeVar("Kind", bound=QWidget)

FIELDS = {
    "line": "organisations",
    "cell": "scoring",
    "box": "polling",
    "secret": "organisations",
}
"""A field of each kind, and the room in which it is."""


class Typist(app.Program):
    """The program, told where to go by its standard input."""

    def __init__(self, data_dir: Path, **more: object) -> None:
        super().__init__(data_dir, **more)  # type: ignore[arg-type]
        self._told = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._told.activated.connect(self._hear)
        self._fields: dict[str, QWidget] = {}
        self.window.loaded.connect(lambda: answer("loaded"))

    def _hear(self) -> None:
        told = os.read(sys.stdin.fileno(), 4096)
        if not told:
            os._exit(1)  # whoever asked is gone: nobody closes this window any more
        for line in told.decode().splitlines():
            word, _, name = line.partition(" ")
            acts = {"go": self._go, "say": self._say}
            answer(acts[word](name) if word in acts else self.window.close())

    def _go(self, name: str) -> str:
        self.window.go(FIELDS[name])
        wait_for(self.runner, 20_000)
        room = self.window.room
        assert room is not None
        field = self._find(name, room)
        self._fields[name] = field
        field.setFocus()
        QApplication.processEvents()
        return type(QApplication.focusWidget()).__name__

    def _find(self, name: str, room: QWidget) -> QWidget:
        if name == "box":
            agenda = named(room, QPlainTextEdit, "议程")
            # behind the tab of the meeting
            room.tabs.setCurrentWidget(room.meeting)  # type: ignore[attr-defined]
            return agenda
        if name == "cell":
            table = named(room, QTableView, "评分表")
            table.setCurrentIndex(reason(table))
            return table
        lines = (one for one in room.findChildren(QLineEdit) if one.isVisible())
        field = next(one for one in lines if one.isEnabled() and not one.isReadOnly())
        if name == "secret":
            field.clear()
            field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def _say(self, name: str) -> str:
        field = self._fields[name]
        if isinstance(field, QTableView):
            return str(reason(field).data() or "")
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        assert isinstance(field, QLineEdit)
        return field.text()


def named(room: QWidget, kind: type[Kind], name: str) -> Kind:
    """Return the widget of a room that bears a name."""
    return next(one for one in room.findChildren(kind) if one.accessibleName() == name)


def reason(table: QTableView) -> QModelIndex:
    """Return the cell of the first reason for a deduction."""
    model = table.model()
    across = range(model.columnCount())
    column = next(
        at for at in across if model.headerData(at, Qt.Orientation.Horizontal) == "扣分理由"
    )
    return model.index(0, column)


def answer(what: object) -> None:
    """Say one line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    make_example(folder)
    app.Program = Typist  # type: ignore[misc]
    sys.exit(app.run(folder, fixed=True, failed=sys.exit))
