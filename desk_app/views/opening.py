"""Opening and making workspaces, on the worker's thread."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.faults import Fault
from desk_app.views.use_cases import example, second_start, workspace

if TYPE_CHECKING:
    from desk_app.domain.kit.actor import Actor
    from desk_app.domain.kit.clock import Clock
    from desk_app.domain.progress import Progress

EXAMPLE_ORGANISATIONS, EXAMPLE_SEED = 36, 7
EXAMPLE_OFFICE = ("中共青山镇委员会", "青山镇")


class NotThereError(Fault):
    """Nothing lies in the folder yet; said by the page that asks for a new workspace."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"“{folder}”里没有工作区。")
        self.folder = folder


class InUseError(Fault):
    """Another program has the workspace open and does not come forward."""


class ShownThereError(Fault):
    """The program that has the workspace open came forward."""


class Opener:
    """Opens and makes workspaces in somebody's name, by the clock of the window."""

    def __init__(self, clock: "Clock", actor: "Actor | None") -> None:
        self._clock = clock
        self._actor = actor
        self.interrupted = False
        """Whether the workspace that was opened last had not been closed."""

    def open(self, folder: Path) -> "workspace.Workspace":
        """Open what lies in a folder; raises ``Fault``."""
        return workspace.open_(folder, self._clock, self._actor)

    def reopen(self, folder: Path) -> "workspace.Workspace":
        """Open the workspace of the last time; a ``Fault`` of its own says why not."""
        if not workspace.exists(folder):
            raise NotThereError(folder)
        try:
            opened = self.open(folder)
        except Fault as fault:
            if not workspace.is_in_use(fault):
                raise
            if second_start.hand_over(folder, self._actor):
                raise ShownThereError(str(fault)) from None
            raise InUseError(workspace.said_unanswered(fault)) from None
        self.interrupted = opened.interrupted
        return opened

    def make(self, folder: Path, full_name: str, short_name: str) -> "workspace.Workspace":
        """Make a workspace and open it; raises ``Fault``."""
        office = workspace.Office(full_name, short_name)
        return workspace.create(folder, office, self._clock, self._actor)

    def open_or_make(self, folder: Path, made: list[bool]) -> "workspace.Workspace":
        """Open what lies there; else make it, which ``made`` tells."""
        if workspace.exists(folder):
            return self.open(folder)
        made.append(True)
        return self.make(folder, *EXAMPLE_OFFICE)


def back_up_changes(opened: "workspace.Workspace") -> Path | None:
    """Back up quietly where something changed."""
    return opened.back_up_changes("auto")


def back_up(opened: "workspace.Workspace") -> Path:
    """Make a backup now."""
    return opened.back_up("manual")


def build_example(opened: "workspace.Workspace", progress: "Progress") -> None:
    """Fill a new workspace with the example township."""
    progress.step(0, 1, "正在生成示例乡镇……")
    example.build(opened, orgs=EXAMPLE_ORGANISATIONS, seed=EXAMPLE_SEED)
