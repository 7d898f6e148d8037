"""The window: rooms on the left, the round on top, what comes next at the bottom."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from desk_app.domain.faults import Fault
from desk_app.views.kit.pages import Pages
from desk_app.views.rooms import NEW_ROUND, PLACES, ROOMS
from desk_app.views.runner import Runner
from desk_app.views.settings import Settings
from desk_app.views.use_cases import home, rounds

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from desk_app.domain.kit.clock import Clock
    from desk_app.views.context import RoomContext
    from desk_app.views.frame import BottomLine, Frame, RoomList, TopLine
    from desk_app.views.help.window import HelpWindow
    from desk_app.views.kit.looks import Looks
    from desk_app.views.kit.messages import Notice
    from desk_app.views.room import Room
    from desk_app.views.room_keys import RoomKeys
    from desk_app.views.rounds.menu import RoundMenu

_RELOAD_AFTER_MS = 250


class MainWindow(QMainWindow):
    """The frame around the rooms. Made without touching disk or database."""

    painted = Signal()
    """The window was really painted for the first time."""
    loaded = Signal()
    """首页 has its data."""
    workspace_changed = Signal()
    """Another workspace is open; its rooms start afresh."""

    frame: "Frame"
    top: "TopLine"
    rooms: "RoomList"
    message: "Notice"
    bottom: "BottomLine"
    looks: "Looks"
    context: "RoomContext"
    keys: "RoomKeys"
    _round_menu: "RoundMenu"

    def __init__(self, runner: Runner, settings: Settings, clock: "Clock") -> None:
        super().__init__()
        self.setWindowTitle("定级工作台")
        self._unpainted = True
        self._closed = False
        self._overview: home.RoundOverview | None = None
        self._rooms: dict[str, Room] = {}
        self._said: dict[str, tuple[str, str]] = {}
        self.help: HelpWindow | None = None
        """The manual, once somebody wanted it."""
        self.runner = runner
        self.settings = settings
        self.clock = clock
        # All that the first paint needs: whatever names ``Qt`` or a painter waits behind it,
        # because PySide builds such classes when they are first named.
        self._waiting = QLabel("正在打开工作区……")
        self._waiting.setObjectName("waiting")
        self.pages = Pages()
        self.pages.addWidget(self._waiting)
        self.setCentralWidget(self.pages)

    # --- start ------------------------------------------------------------------------

    def build_frame(self) -> None:
        """Make everything that stands around the rooms; behind the first paint."""
        from desk_app.views.context import RoomContext
        from desk_app.views.frame import Frame
        from desk_app.views.kit.looks import Looks, stay_light
        from desk_app.views.room_keys import RoomKeys
        from desk_app.views.rounds.menu import RoundMenu

        self.frame = Frame(self.pages)
        self.top, self.rooms = self.frame.top, self.frame.rooms
        self.message, self.bottom = self.frame.message, self.frame.bottom
        self.context = RoomContext(
            runner=self.runner,
            settings=self.settings,
            clock=self.clock,
            go=self.go,
            go_to=self.go_to,
            changed=self._changed,
            open_round=self.open_round,
            say=self.bottom.say,
            complain=self.message.show_fault,
        )
        self.setCentralWidget(self.frame)
        self.frame.show_working(working=False)
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(_RELOAD_AFTER_MS)
        self._reload.timeout.connect(self.reload)
        self.keys = RoomKeys(self, self.bottom.say)
        self.rooms.chosen.connect(self._show_room)
        self.rooms.entered.connect(self._enter_from_list)
        self.bottom.go.connect(self.go)
        self.runner.saved.connect(self.bottom.show_saved)
        self.runner.faulted.connect(self.message.show_fault)
        self.runner.faulted.connect(lambda _: self.keys.give_up())
        self._round_menu = RoundMenu(self.top.round)
        self._round_menu.chosen.connect(self.open_round)
        self._round_menu.new_wanted.connect(self.new_round)
        self.top.round.setMenu(self._round_menu)
        for number, key in enumerate(ROOMS, 1):
            self._key(f"Ctrl+{number}", partial(self.go, key))
        self._key("Ctrl+Z", lambda: self.step_back(forward=False))
        self._key("Ctrl+Y", lambda: self.step_back(forward=True))
        self._key("Ctrl+Shift+Z", lambda: self.step_back(forward=True))
        self.looks = Looks(self.settings, self)
        self.looks.said.connect(self.bottom.say)
        stay_light(QApplication.styleHints())
        for keys, change in (
            ("Ctrl++", self.looks.enlarge),
            ("Ctrl+=", self.looks.enlarge),
            ("Ctrl+-", self.looks.reduce),
            ("Ctrl+0", self.looks.restore),
        ):
            self._key(keys, change)
        self._key("Ctrl+F", lambda: self.keys.search(self.room))
        self._key("F3", lambda: self.keys.find_next(self.room, back=False))
        self._key("Shift+F3", lambda: self.keys.find_next(self.room, back=True))
        self._key("F1", self.show_help)

    def start(self) -> None:
        """Begin with the workspace that was just opened: fresh rooms, 首页 first."""
        for room in self._rooms.values():
            self.pages.removeWidget(room)
            room.deleteLater()
        self._rooms, self._said, self._overview = {}, {}, None
        self.message.dismiss()
        self.frame.show_working(working=True)
        self.rooms.choose("home")
        self.reload()
        self.workspace_changed.emit()

    def show_page(self, page: QWidget) -> None:
        """Show something else than a room (the first start); ``start`` brings the rooms back."""
        self.frame.show_working(working=False)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def show_help(self, page: str = "") -> None:
        """Open the manual beside the program; "" for the page of the room on show."""
        from desk_app.domain.manual import BEGIN
        from desk_app.views.help.window import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self.context)
            self.help.finished.connect(self.activateWindow)
        here = ROOMS[self.key] if self.rooms.isVisibleTo(self) else BEGIN
        self.help.show_page(page or here)

    def show_rooms(self) -> None:
        """Show the room that was on show before ``show_page``."""
        self.frame.show_working(working=True)
        self.go(self.key)

    # --- rooms ------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key of the room on show."""
        return list(ROOMS)[max(0, self.rooms.currentRow())]

    @property
    def room(self) -> "Room | None":
        """The room on show."""
        return self._rooms.get(self.key)

    @property
    def overview(self) -> "home.RoundOverview | None":
        """What was last read about the round."""
        return self._overview

    @property
    def round_id(self) -> int | None:
        """The current round."""
        if self._overview is None or self._overview.round is None:
            return None
        return self._overview.round.id

    def go(self, key: str) -> None:
        """Show a room, made when it is first wanted, and give it the keys."""
        if key == NEW_ROUND:
            self.new_round()
        else:
            self._show_room(key, enter=True)

    def _show_room(self, key: str, *, enter: bool = False) -> None:
        """Show a room; who walks through the list with the arrow keys stays in the list."""
        room = self._rooms.get(key) or self._make(key)
        self.rooms.choose(key)
        self.pages.setCurrentWidget(room)
        self.keys.load(room, self.round_id)
        if enter:
            self.keys.enter(room)
        self._show_next()
        self.reload()

    def go_to(self, key: str, subject_id: int) -> None:
        """Show a room at one subject."""
        room = self._rooms.get(key) or self._make(key)
        room.want_subject(subject_id)
        self.go(key)

    def open_round(self, round_id: int) -> None:
        """Make a round the current one and load the room on show again."""
        self._said = {}
        self.runner.call(rounds.set_current, round_id)
        self.reload(lambda: self._load_room(round_id))

    def new_round(self) -> None:
        """Ask for scheme, year, name and subjects of a new round."""
        from desk_app.views.rounds.dialog import NewRoundDialog

        dialog = NewRoundDialog(self.context, self)
        dialog.created.connect(self._begin_round)
        dialog.open()

    def _begin_round(self, round_id: int) -> None:
        """Begin a round that was just made on 首页, which says what comes first."""
        self.open_round(round_id)
        self.go("home")

    def look_again(self) -> None:
        """Read everything on show again: somebody else sits here now, with a round of her own."""
        self.reload(lambda: self._load_room(self.round_id))

    def reload(self, then: Callable[[], object] | None = None) -> None:
        """Read badges, rounds and the next step again."""
        self._reload.stop()

        def done(overview: "home.RoundOverview") -> None:
            self._show(overview)
            if then is not None:
                then()

        self.runner.call(home.overview).then(done)

    def _changed(self) -> None:
        self._reload.start()

    def _make(self, key: str) -> "Room":
        module, _, name = PLACES[key].partition(":")
        made: Room = getattr(import_module(module), name)(self.context)
        made.next_step.connect(lambda words, room: self._said_next(key, words, room))
        self.keys.know(made)
        self._rooms[key] = made
        self.pages.addWidget(made)
        return made

    def _load_room(self, round_id: int | None) -> None:
        room = self.room
        if room is not None:
            room.open_round(round_id)

    def _show(self, overview: "home.RoundOverview") -> None:
        from desk_app.views.home import HomeRoom
        from desk_app.views.rounds.menu import round_words

        self._overview = overview
        self.setWindowTitle(f"{overview.office.short_name} — 定级工作台")
        self.top.workspace.setText(f"{overview.office.short_name} ▾")
        self.top.round.setText(f"{round_words(overview)} ▾")
        self._round_menu.show_overview(overview)
        self.rooms.show_badges(overview.badges)
        first = "home" not in self._rooms
        room = self._rooms.get("home") or self._make("home")
        if isinstance(room, HomeRoom):
            room.show_overview(overview)
        if first and self.key == "home":
            self.pages.setCurrentWidget(room)
            if not self._clerk_is_somewhere():
                self.keys.enter(room)
        self._show_next()
        if first:
            self.loaded.emit()

    def _clerk_is_somewhere(self) -> bool:
        """Whether the keys go to something that is shown, not to the list that has them first."""
        focus = QApplication.focusWidget()
        return focus is not None and focus.isVisible() and focus is not self.rooms

    def _said_next(self, key: str, words: str, room: str) -> None:
        self._said[key] = (words, room)
        if key == self.key:
            self._show_next()

    def _show_next(self) -> None:
        words, room = self._said.get(self.key, ("", ""))
        if words:
            action = f"去{ROOMS[room]}" if room in ROOMS else "新建轮次…"
            self.bottom.show_next(words, room, action)
        elif self._overview is not None:
            step = self._overview.next
            room = "" if step.room == self.key else step.room
            self.bottom.show_next(step.sentence, room, step.action)

    # --- keys -------------------------------------------------------------------------

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)

    def _enter_from_list(self, event: "QKeyEvent | None") -> None:
        """Go from the list into the room that it shows, with the key that was typed there."""
        room = self.room
        if room is not None:
            self.keys.enter(room)
            if event is not None:
                self.keys.forward(event)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Enter presses the button that has the keys, as everywhere in an office program."""
        if not self.keys.press_focused(event):
            super().keyPressEvent(event)

    def step_back(self, *, forward: bool) -> None:
        """Take back the last step of the room on show, or do it again; the bottom line says so."""
        stack = self.room.undo_stack() if self.room else None
        if stack is None or not (stack.canRedo() if forward else stack.canUndo()):
            self.bottom.say("没有可以重做的。" if forward else "没有可以撤销的。")
            return
        text = stack.redoText() if forward else stack.undoText()
        if forward:
            stack.redo()
        else:
            stack.undo()
        self.bottom.say(("已重做：" if forward else "已撤销：") + (text or "上一步"))

    # --- paint and close --------------------------------------------------------------

    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Wait for the worker, back up, and only then go; a failed backup is shown."""
        if self._closed:
            event.accept()
            return
        event.ignore()
        if not self.centralWidget().isEnabled() or not self.may_leave():
            return
        self.settings.set_bytes("window/geometry", self.saveGeometry())
        self.settings.save()
        self.bottom.show_next("", "", "")
        self.bottom.say("正在保存并备份，请稍候……")
        self.centralWidget().setEnabled(False)
        self.runner.close().then(lambda _: self._leave()).otherwise(self._backup_failed)

    def may_leave(self) -> bool:
        """Ask every room; the first that holds something unsaved is shown and asks."""
        for key, room in self._rooms.items():
            if not room.may_leave():
                self.rooms.choose(key)
                self.pages.setCurrentWidget(room)
                self._show_next()
                return False
        return True

    def enable(self) -> None:
        """Let the window be used again after something of ours went wrong while closing."""
        self.centralWidget().setEnabled(True)

    def _leave(self) -> None:
        self._closed = True
        if self.help is not None:
            self.help.close()
            self.help.deleteLater()
        self.close()
        QApplication.quit()

    def _backup_failed(self, fault: Fault) -> None:
        self.enable()
        self.frame.show_working(working=False)
        self.pages.setCurrentWidget(self._waiting)
        self._waiting.setText("工作区已关闭。")
        self.message.ask(f"{fault}此前已保存的数据都在。", [("关闭程序", self._leave)])
