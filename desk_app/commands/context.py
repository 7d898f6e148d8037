"""What every command gets and gives back."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from desk_app.services.faults import Fault

if TYPE_CHECKING:
    from desk_app.commands.progress import LineProgress
    from desk_app.services.desk import Actor, Clock
    from desk_app.services.workspace import Workspace

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """What a command did: lines for people, ``data`` for ``--json``.

    ``refused`` sentences go to standard error and make the exit status 1.
    """

    lines: tuple[str, ...] = ()
    data: Json = None
    refused: tuple[str, ...] = ()


class CommandContext:
    """Opens the workspace of the data folder for the length of one command."""

    def __init__(
        self,
        data_dir: Path,
        clock: "Clock",
        actor: "Actor",
        progress: "LineProgress | None" = None,
    ) -> None:
        self.data_dir = data_dir
        self.clock = clock
        self.actor = actor
        self.progress = progress
        """Draws how far long work is; ``None`` where nobody watches."""
        self.as_json = True
        """Whether the answer's ``data`` will be read: what costs much is not worked out in vain."""
        self.notes: list[str] = []
        """Sentences to be said beside the answer; they refuse nothing."""

    @contextmanager
    def workspace(self) -> "Iterator[Workspace]":
        """An open workspace for a command that writes; raises ``Fault``.

        It is closed afterwards, and backed up where something changed. Where there is none yet
        the fault names the two ways to make one.
        """
        from desk_app.services.workspace import open_

        self._refuse_none()
        workspace = open_(self.data_dir, self.clock, self.actor)
        try:
            yield workspace
        finally:
            workspace.close()

    @contextmanager
    def reading(self) -> "Iterator[Workspace]":
        """An open workspace for a command that only reads: no byte changes; raises ``Fault``.

        Where it cannot be opened so (after a kill, of an older schema) a note says what was
        done instead.
        """
        from desk_app.services.workspace import open_to_read

        self._refuse_none()
        workspace, note = open_to_read(self.data_dir, self.clock, self.actor)
        if note:
            self.notes.append(note)
        try:
            yield workspace
        finally:
            workspace.close()

    @contextmanager
    def workspace_or_new(self, full_name: str, short_name: str) -> "Iterator[Workspace]":
        """Like ``workspace``, but makes one under the given names where there is none."""
        from desk_app.services.workspace import Office, create, exists, open_

        if exists(self.data_dir):
            workspace = open_(self.data_dir, self.clock, self.actor)
        else:
            office = Office(full_name, short_name)
            workspace = create(self.data_dir, office, self.clock, self.actor)
        try:
            yield workspace
        finally:
            workspace.close()

    def _refuse_none(self) -> None:
        from desk_app.services.workspace import exists

        if not exists(self.data_dir):
            raise Fault(
                f"文件夹“{self.data_dir}”里还没有工作区。"
                "请先打开窗口新建，或用 dingji demo 建一个示例。"
            )


Command: TypeAlias = Callable[[argparse.Namespace, CommandContext], CommandAnswer]
"""What ``set_defaults(run=…)`` names."""

if TYPE_CHECKING:
    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001
else:
    Subparsers = object
