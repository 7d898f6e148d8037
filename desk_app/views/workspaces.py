"""The workspace menu: another workspace, the example, backups, what this program is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from desk_app.domain.faults import Fault
from desk_app.views.opening import (
    InUseError,
    NotThereError,
    Opener,
    ShownThereError,
    back_up,
    back_up_changes,
    build_example,
)
from desk_app.views.settings import LAST_FOLDER, TOUR_SEEN, first_folder
from desk_app.views.use_cases import backups
from desk_app.views.window import MainWindow

if TYPE_CHECKING:
    from desk_app.domain.backups import Copy
    from desk_app.domain.kit.actor import Actor
    from desk_app.views.clerks import Clerks
    from desk_app.views.first_start import FirstStart
    from desk_app.views.help.tour import Tour
    from desk_app.views.in_use import InUsePage
    from desk_app.views.office_name import OfficeName
    from desk_app.views.restoring import RestoreDialog
    from desk_app.views.show_requests import ShowRequests

_BACK_UP_EVERY_MS = 30 * 60 * 1000


class Workspaces(QObject):
    """Opens, makes and changes the workspace of a window.

    ``data_dir`` holds settings and logs. With ``fixed`` (somebody named the folder on the
    command line) it is the workspace itself and no other is remembered. ``actor`` is in whose
    name changes are written: whoever is logged in, where nobody is handed in.
    """

    def __init__(
        self, window: MainWindow, data_dir: Path, *, fixed: bool, actor: "Actor | None" = None
    ) -> None:
        super().__init__(window)
        self._hand = Opener(window.clock, actor)
        self._window = window
        self._data_dir = data_dir
        self._fixed = fixed
        self._page: FirstStart | None = None
        self._open = False
        self._folder = self.first_folder
        self._complained = ""
        self._in_use: InUsePage | None = None
        self._requests: ShowRequests | None = None
        self.clerks: Clerks | None = None
        """Who works here; made with the menus."""
        self.office: OfficeName | None = None
        """The names of the office, once they were asked for."""
        self.tour: Tour | None = None
        """The cards of the first run, once they were shown."""
        self._first = False
        window.loaded.connect(self._greet)
        self.restoring: RestoreDialog | None = None
        """The list of backups, once it was asked for."""
        self.half_hourly = QTimer(self)
        self.half_hourly.setInterval(_BACK_UP_EVERY_MS)
        self.half_hourly.timeout.connect(self.back_up_changes)

    def fill_menu(self) -> None:
        """Put the menu behind its button, once the window has its frame."""
        from PySide6.QtWidgets import QMenu

        from desk_app.views.clerks import Clerks

        window = self._window
        self.clerks = Clerks(window)
        menu = QMenu(window.top.workspace)
        for words, act in (
            ("新建工作区…", self.ask_new),
            ("打开其他工作区…", self.ask_other),
            ("打开示例", self.open_example),
        ):
            menu.addAction(words).triggered.connect(self._when_free(act))
        menu.addSeparator()
        rename = menu.addAction("单位名称…")
        rename.triggered.connect(self.ask_office)
        back_up = menu.addAction("立即备份")
        back_up.triggered.connect(self.back_up)
        menu.addAction("恢复为副本…").triggered.connect(self.ask_restore)
        menu.addSeparator()
        window.looks.fill_menu(menu)
        menu.addSeparator()
        for words, act in (
            ("帮助\tF1", window.show_help),
            ("快捷键", self.show_keys),
            ("认识窗口（四张卡片）", self.show_tour),
            ("关于", self.about),
        ):
            menu.addAction(words).triggered.connect(partial(_do, act))
        for one in (rename, back_up):
            menu.aboutToShow.connect(lambda one=one: one.setEnabled(self._open))
        window.top.workspace.setMenu(menu)

    def _when_free(self, act: Callable[[], object]) -> Callable[[], None]:
        """Do ``act`` only when no room holds something unsaved; such a room asks instead."""

        def guarded() -> None:
            if self._window.may_leave():
                act()

        return guarded

    @property
    def first_folder(self) -> Path:
        """The folder that is opened at the start, and proposed where nothing lies there yet."""
        return first_folder(self._data_dir, self._window.settings, fixed=self._fixed)

    def begin(self) -> None:
        """Open the last workspace; where there is none, ask the one question of a first start.

        The window may get its frame afterwards: the answer comes through the event loop.
        """
        folder = self.first_folder
        self._window.runner.open(self._hand.reopen, folder).then(
            lambda _: self._begun(folder)
        ).otherwise(self._not_begun)

    def open_folder(self, folder: Path) -> None:
        """Open the workspace in a folder; a fault is shown and the open one stays."""
        self._window.runner.open(self._hand.open, folder).then(
            lambda _: self._opened(folder)
        ).otherwise(self._complain)

    def create(self, full_name: str, short_name: str, folder: Path) -> None:
        """Make a workspace and open it; a fault is said on the page that asked."""
        self._window.runner.open(self._hand.make, folder, full_name, short_name).then(
            lambda _: self._opened(folder)
        ).otherwise(self._not_made)

    def open_example(self) -> None:
        """Open the example township, made when it is wanted for the first time."""
        folder = self._data_dir
        if not self._fixed or self._open:
            folder = folder / "示例"
        made: list[bool] = []

        def done(_: None) -> None:
            if made:
                self._fill(folder)
            else:
                self._opened(folder)

        self._window.runner.open(self._hand.open_or_make, folder, made).then(done).otherwise(
            self._complain
        )

    def ask_new(self) -> None:
        """Show the page that asks for the names and the folder of a new workspace."""
        from desk_app.views.first_start import FirstStart

        if self._page is None:
            self._page = FirstStart()
            self._page.clerk_named.connect(self._window.settings.set_clerk)
            self._page.create_wanted.connect(self.create)
            self._page.example_wanted.connect(self.open_example)
            self._page.back_wanted.connect(self.back)
        self._first = not self._open and not self._window.settings.text(LAST_FOLDER)
        fixed_here = self._fixed and not self._open
        folder = self._data_dir if fixed_here else self._proposal()
        self._page.ask(folder, fixed=fixed_here, first=not self._open, named=self._named())
        self._window.show_page(self._page)

    def _named(self) -> bool:
        """Whether it is known who works here."""
        return bool(self._window.settings.clerk)

    def back(self) -> None:
        """Return from the page to the rooms of the open workspace."""
        self._window.show_rooms()

    def ask_other(self) -> None:
        """Ask for the folder of another workspace and open it."""
        from desk_app.views.kit import files

        chosen = files.ask_folder(self._window, "选择工作区所在的文件夹", str(self.first_folder))
        if chosen is not None:
            self.open_folder(chosen)

    def back_up(self) -> None:
        """Make a backup now and say where it lies."""
        self._window.runner.call(back_up).then(
            lambda path: self._window.message.show_info(f"已备份到“{path}”。")
        )

    def back_up_changes(self) -> None:
        """Back up quietly where something changed; a failure is said once."""
        runner = self._window.runner
        if runner.has_workspace:
            runner.call(back_up_changes).then(self._backed_up).otherwise(self._not_backed_up)

    def _backed_up(self, _path: Path | None) -> None:
        self._complained = ""

    def _not_backed_up(self, fault: Fault) -> None:
        if str(fault) != self._complained:
            self._complained = str(fault)
            self._complain(fault)

    def ask_office(self) -> None:
        """Ask in place for the names of the office."""
        from desk_app.views.office_name import OfficeName

        if self.office is None:
            self.office = OfficeName(self._window)
        self.office.ask()

    def ask_restore(self) -> None:
        """Show the backups; also where the workspace itself could not be opened."""
        folder = self._folder

        def done(found: "tuple[Copy, ...]") -> None:
            if found:
                self._show_backups(folder, found[::-1])
            else:
                self._window.message.show_info(f"“{folder}”还没有备份。")

        self._window.runner.compute(backups.listing, folder).then(done)

    def about(self) -> None:
        """Say what this program is, where the data lies, under which licences it stands."""
        from desk_app.views.help.about import AboutDialog

        folders = {"工作区": self._folder, "设置和日志": self._data_dir}
        dialog = AboutDialog(self._window.runner, folders, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_keys(self) -> None:
        """Open the manual at the page of all keys."""
        from desk_app.domain.manual import KEYS

        self._window.show_help(KEYS)

    def show_tour(self) -> None:
        """Show the four cards of the first run, from the first one."""
        from desk_app.views.help.tour import Tour

        if self.tour is None:
            self.tour = Tour(self._window)
        self.tour.begin()

    def _greet(self) -> None:
        """Show the tour behind the first 首页 of the first run, once."""
        if self._first and not self._window.settings.text(TOUR_SEEN):
            QTimer.singleShot(0, self.show_tour)
        self._first = False

    def _show_backups(self, folder: Path, found: "tuple[Copy, ...]") -> None:
        from desk_app.views.restoring import RestoreDialog

        dialog = RestoreDialog(found, _beside(folder), self._window.settings, self._window)
        dialog.chosen.connect(partial(self._restore, folder))
        if self.restoring is not None:
            self.restoring.deleteLater()
        self.restoring = dialog
        dialog.open()

    def _restore(self, folder: Path, copy: "Copy", target: Path) -> None:
        dialog = self.restoring

        def done(made: Path) -> None:
            if dialog is not None:
                dialog.accept()
            self._window.message.ask(
                f"{copy.made:%Y-%m-%d %H:%M} 的备份已恢复到“{made}”，现在的工作区没有改动。",
                [("打开副本", self._when_free(lambda: self.open_folder(made)))],
            )

        def failed(fault: Fault) -> None:
            if dialog is not None and dialog.isVisible():
                dialog.refuse(str(fault))
            else:  # it was closed meanwhile
                self._complain(fault)

        restored = self._window.runner.compute(backups.restore, folder, copy.name, target)
        restored.then(done).otherwise(failed)

    def _proposal(self) -> Path:
        """A folder for a new workspace that is not the open one's."""
        return self._data_dir if not self._open else self._data_dir / "新工作区"

    def _fill(self, folder: Path) -> None:
        runner = self._window.runner
        runner.call(build_example, runner.long("打开示例")).then(
            lambda _: self._opened(folder)
        ).otherwise(self._complain)

    def _opened(self, folder: Path) -> None:
        self._open = True
        self._folder = folder
        self.half_hourly.start()
        if not self._fixed:
            self._window.settings.set_text(LAST_FOLDER, str(folder))
        if self.clerks is not None:
            self.clerks.begin()
        self._window.start()
        self._listen(folder)

    def _begun(self, folder: Path) -> None:
        self._opened(folder)
        if self._hand.interrupted:
            self._window.message.show_info("上次没有正常关闭，已保存的都在。")

    def _listen(self, folder: Path) -> None:
        """Hear of a second start on the open workspace."""
        from desk_app.views.show_requests import ShowRequests

        if self._requests is None:
            self._requests = ShowRequests(self._window)
        self._requests.listen(folder)

    def _not_begun(self, fault: Fault) -> None:
        if isinstance(fault, ShownThereError):
            self._window.closing.leave()
            return
        if isinstance(fault, InUseError):
            self._say_in_use(str(fault))
            return
        self.ask_new()
        if not isinstance(fault, NotThereError):
            self._complain(fault)
        elif self._window.settings.text(LAST_FOLDER) and not self._fixed:
            self._window.message.show_fault(
                f"上次的工作区“{fault.folder}”不在了（U盘没插，或文件夹被移走）。"
                "请插好后用右上角菜单打开，或另建一个。"
            )

    def _say_in_use(self, sentence: str) -> None:
        """Show who has the workspace instead of asking for a new one: nothing is lost."""
        from desk_app.views.in_use import InUsePage

        if self._in_use is None:
            self._in_use = InUsePage()
            self._in_use.again_wanted.connect(self.begin)
            self._in_use.leave_wanted.connect(self._window.closing.leave)
        self._in_use.say(sentence)
        self._window.show_page(self._in_use)

    def _not_made(self, fault: Fault) -> None:
        if self._page is not None:
            self._page.show_fault(fault)

    def _complain(self, fault: Fault) -> None:
        self._window.message.show_fault(str(fault))


def _beside(folder: Path) -> Path:
    """A folder for a copy beside the workspace's own that is not there yet."""
    for number in range(1, 100):
        proposed = folder.with_name(f"{folder.name}-副本{number if number > 1 else ''}")
        if not proposed.exists():
            return proposed
    return folder.parent


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()
