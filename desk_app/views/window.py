"""The window: rooms on the left, the round on top, what comes next at the bottom."""

from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk_app.domain.faults import Fault
from desk_app.views.kit.pages import Pages
from desk_app.views.made_rooms import MadeRooms
from desk_app.views.next_steps import NextSteps
from desk_app.views.program_window import ProgramWindow
from desk_app.views.rooms import NEW_ROUND, PLACES, ROOMS
from desk_app.views.runner import Runner
from desk_app.views.settings import Settings
from desk_app.views.use_cases import home, home_words, rounds

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desk_app.domain.home_words import HomeWords
    from desk_app.domain.kit.clock import Clock
    from desk_app.views.context import RoomContext
    from desk_app.views.early_keys import EarlyKeys
    from desk_app.views.frame import BottomLine, Frame, RoomList, TopLine
    from desk_app.views.help.window import HelpWindow
    from desk_app.views.home import HomeRoom
    from desk_app.views.kit.looks import Looks
    from desk_app.views.kit.messages import Notice
    from desk_app.views.room import Room
    from desk_app.views.room_keys import RoomKeys
    from desk_app.views.rounds.menu import RoundMenu

_RELOAD_AFTER_MS = 250


class MainWindow(ProgramWindow):
    """The frame around the rooms. Made without touching disk or database."""

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
    _round_menu: "RoundMenu"

    def __init__(self, runner: Runner, settings: Settings, clock: "Clock") -> None:
        super().__init__(runner, settings, clock)
        self.setWindowTitle("定级工作台")
        self.overview: home.RoundOverview | None = None
        """What was last read about the round."""
        self.words: HomeWords | None = None
        """What 首页 says: read last, or kept from the last time."""
        self.early: EarlyKeys | None = None
        self.next_steps = NextSteps(self._tell_next)
        self.help: HelpWindow | None = None
        """The manual, once somebody wanted it."""
        # All that the first paint needs: whatever names ``Qt`` or a painter waits behind it,
        # because PySide builds such classes when they are first named.
        self._waiting = QLabel("正在打开工作区……")
        self._waiting.setObjectName("waiting")
        self.pages = Pages()
        self.pages.addWidget(self._waiting)
        self.setCentralWidget(self.pages)
        self.made = MadeRooms(self.pages, lambda: self.context, self._introduce)

    # --- start ------------------------------------------------------------------------

    def build_frame(self) -> None:
        """Make everything that stands around the rooms; behind the first paint."""
        from desk_app.views.frame import Frame
        from desk_app.views.rounds.menu import RoundMenu

        focus = QApplication.focusWidget()
        self.frame = Frame(self.pages)
        self.top, self.rooms = self.frame.top, self.frame.rooms
        self.message, self.bottom = self.frame.message, self.frame.bottom
        self.setCentralWidget(self.frame)
        self.frame.show_working(working=self.words is not None)
        if focus is not None:
            focus.setFocus()
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(_RELOAD_AFTER_MS)
        self._reload.timeout.connect(self.reload)
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
        if self.early is None:
            self.room_keys()
        self._bind_keys()
        if self.words is not None:
            self._show_words(self.words)

    def start(self) -> None:
        """Begin with the workspace that was just opened: fresh rooms, 首页 first.

        What was shown before it was open belongs to it, and stays: the room that was gone to.
        """
        if self.early is not None and self.early.waits:
            if not self.early.opened():  # a room that is gone to reads it again as well
                self.reload()
            self.workspace_changed.emit()
            return
        self.made.clear()
        self.overview, self.words = None, None
        self.next_steps.forget()
        self.message.dismiss()
        self.frame.show_working(working=True)
        self.rooms.choose("home")
        self.reload()
        self.workspace_changed.emit()

    def show_page(self, page: QWidget) -> None:
        """Show something else than a room (the first start); ``start`` brings the rooms back."""
        if self.early is not None:
            self.early.give_up()
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

    @cached_property
    def context(self) -> "RoomContext":
        """What every room works with."""
        from desk_app.views.context import RoomContext

        return RoomContext(
            runner=self.runner,
            settings=self.settings,
            clock=self.clock,
            go=self.go,
            go_to=self.go_to,
            changed=self._changed,
            open_round=self.open_round,
            say=self._say,
            complain=self._complain,
        )

    @cached_property
    def keys(self) -> "RoomKeys":
        """Where the keys go after a change of room."""
        from desk_app.views.room_keys import RoomKeys

        return RoomKeys(self, self._say)

    @property
    def key(self) -> str:
        """The key of the room on show."""
        return list(ROOMS)[max(0, self.rooms.currentRow())]

    @property
    def room(self) -> "Room | None":
        """The room on show."""
        return self.made.get(self.key)

    @property
    def home_room(self) -> "HomeRoom":
        """首页, made when it is first asked for."""
        return cast("HomeRoom", self.made.room("home"))

    @property
    def round_id(self) -> int | None:
        """The current round."""
        return None if self.words is None else self.words.round_id

    def go(self, key: str) -> None:
        """Show a room, made when it is first wanted, and give it the keys."""
        if self.early is not None and self.early.holds_back(partial(self.go, key)):
            if key in PLACES:  # read while the workspace is being opened, in a turn of its own
                QTimer.singleShot(0, partial(import_module, PLACES[key].partition(":")[0]))
            return
        if key == NEW_ROUND:
            self.new_round()
        else:
            self._show_room(key, enter=True)

    def _show_room(self, key: str, *, enter: bool = False) -> None:
        """Show a room; who walks through the list with the arrow keys stays in the list."""
        room = self.made.room(key)
        self.rooms.choose(key)
        if self.pages.currentWidget() not in (room, self._waiting):
            self.message.leave()
        self.pages.setCurrentWidget(room)
        self.keys.load(room, self.round_id)
        if enter:
            self.keys.enter(room)
        self._show_next()
        if self.early is not None and self.early.holds:
            self._reload.start()  # keys wait for the room: it is read first
        else:
            self.reload()

    def go_to(self, key: str, subject_id: int) -> None:
        """Show a room at one subject."""
        room = self.made.room(key)
        room.want_subject(subject_id)
        self.go(key)

    def enter_room(self) -> None:
        """Put the keys where the room on show wants them."""
        if self.room is not None:
            self.keys.enter(self.room)

    def open_round(self, round_id: int) -> None:
        """Make a round the current one and load the room on show again."""
        self.next_steps.forget()
        self.runner.call(rounds.set_current, round_id)
        self.reload(lambda: self._load_room(round_id))

    def new_round(self) -> None:
        """Ask for scheme, year, name and subjects of a new round."""
        from desk_app.views.rounds.begun import BegunRounds

        def look() -> None:
            self.next_steps.forget()
            self.look_again()

        begun = BegunRounds(self.context, self, lambda: self.home_room.done, look)
        begun.ask(self.round_id)

    def look_again(self) -> None:
        """Read everything on show again: somebody else sits here now, with a round of her own."""
        self.reload(lambda: self._load_room(self.round_id))

    def reload(self, then: Callable[[], object] | None = None) -> None:
        """Read badges, rounds and the next step again."""
        self._reload.stop()

        def done(look: "home_words.HomeLook") -> None:
            self._show(look)
            if then is not None:
                then()

        self.runner.call(home_words.look).then(done)

    def _say(self, words: str) -> None:
        self.bottom.say(words)

    def _tell_next(self, words: str, room: str, action: str) -> None:
        self.bottom.show_next(words, room, action)

    def _complain(self, words: str) -> None:
        self.message.show_fault(words)

    def _changed(self) -> None:
        self._reload.start()

    def _introduce(self, key: str, room: "Room") -> None:
        """Listen to a room that was just made."""
        room.next_step.connect(lambda words, to: self._said_next(key, words, to))
        if room.loads:
            self.keys.know(room)

    def _load_room(self, round_id: int | None) -> None:
        if self.room is not None:
            self.room.open_round(round_id)

    def _show(self, look: "home_words.HomeLook") -> None:
        first = self.overview is None
        self.overview = look.overview
        self._round_menu.show_overview(look.overview)
        self.fill_home(look.words)
        self._show_words(look.words)
        if first:
            self.loaded.emit()

    def fill_home(self, words: "HomeWords") -> "HomeRoom":
        """Say in 首页 and in the title what was read, or kept."""
        first = self.made.get("home") is None
        self.words = words
        self.setWindowTitle(f"{words.office} — 定级工作台")
        shown = self.home_room
        shown.show_words(words)
        if first and self.early is None and self.key == "home":
            self.pages.setCurrentWidget(shown)
            if not self._clerk_is_somewhere():
                self.keys.enter(shown)
        return shown

    def _show_words(self, words: "HomeWords") -> None:
        self.top.workspace.setText(f"{words.office} ▾")
        self.top.round.setText(f"{words.round} ▾")
        self.rooms.show_badges(words.badges)
        self._show_next()

    def _clerk_is_somewhere(self) -> bool:
        """Whether the keys go to something that is shown, not to the list that has them first."""
        focus = QApplication.focusWidget()
        return focus is not None and focus.isVisible() and focus is not self.rooms

    def _said_next(self, key: str, words: str, room: str) -> None:
        self.next_steps.say(key, words, room)
        if key == self.key:
            self._show_next()

    def _show_next(self) -> None:
        self.next_steps.show(self.key, self.words)

    # --- keys -------------------------------------------------------------------------

    def room_keys(self) -> None:
        """Let Ctrl+1 to Ctrl+8 go to the rooms."""
        from desk_app.views.shortcuts import bind

        bind(self, {f"Ctrl+{number}": partial(self.go, key) for number, key in enumerate(ROOMS, 1)})

    def _bind_keys(self) -> None:
        from desk_app.views.field_undo import FieldUndo
        from desk_app.views.kit.looks import Looks, stay_light
        from desk_app.views.shortcuts import bind, stepping_keys

        self.looks = Looks(self.settings, self)
        self.looks.said.connect(self.bottom.say)
        stay_light(QApplication.styleHints())
        self._field_undo = FieldUndo(self)
        bind(self, stepping_keys(self.step_back) | self.looks.keys())
        bind(self, self.keys.keys(lambda: self.room) | {"F1": self.show_help})

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
        from desk_app.views.stepping import step

        step(self.room, self.round_id, self.bottom.say, forward=forward)

    # --- close -----------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Ask every room; the first that holds something unsaved is shown and asks."""
        key = self.made.unwilling()
        if key is not None:
            self.rooms.choose(key)
            self.pages.setCurrentWidget(self.made.room(key))
            self._show_next()
        return key is None

    def may_close(self) -> bool | None:
        return self.may_leave() if hasattr(self, "frame") else None

    def show_closing(self) -> None:
        if self.help is not None:
            self.help.close()
        self.bottom.show_next("", "", "")
        self.bottom.say("正在保存并备份，请稍候……")

    def show_failed_backup(self, fault: Fault) -> None:
        self.enable()
        self.frame.show_working(working=False)
        self.pages.setCurrentWidget(self._waiting)
        self._waiting.setText("工作区已关闭。")
        self.message.ask(f"{fault}此前已保存的数据都在。", [("关闭程序", self.closing.leave)])
