"""The runner as one screen or presenter has it: its answers end with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desk_app.views.answer import Answer, LongWork
    from desk_app.views.runner import Runner
    from desk_app.views.use_cases import workspace

T = TypeVar("T")
P = ParamSpec("P")


class OwnedRunner:
    """Calls use cases for its owner; once that was closed, answers that still come are dropped.

    What was to be written is written all the same. A room goes when another workspace is
    opened, a dialog when it is closed: their signals and widgets must not be touched any more.
    """

    def __init__(self, runner: "Runner", owner: QObject) -> None:
        self._runner = runner
        self._owner = owner

    def call(
        self,
        use_case: "Callable[Concatenate[workspace.Workspace, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> "Answer[T]":
        """Do a use case; see ``Runner.call``."""
        return self._runner.call(use_case, *args, **kwargs).kept_by(self._owner)

    def save(
        self,
        use_case: "Callable[Concatenate[workspace.Workspace, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> "Answer[T]":
        """Do a use case after which something stands on disk; see ``Runner.save``."""
        return self._runner.save(use_case, *args, **kwargs).kept_by(self._owner)

    def compute(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Answer[T]":
        """Do what needs no workspace; see ``Runner.compute``."""
        return self._runner.compute(function, *args, **kwargs).kept_by(self._owner)

    def long(self, title: str) -> "LongWork":
        """Return the progress of long work; see ``Runner.long``."""
        return self._runner.long(title)
