"""The undo step of the tables whose cells are texts: 其他情况 and 往年等级."""

from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QUndoCommand

Texts = TypeVar("Texts")
_Given_contra = TypeVar("_Given_contra", contravariant=True)


class Sends(Protocol[_Given_contra]):
    """A model that stores texts, and says when an older state is looked at again."""

    @property
    def revisited(self) -> SignalInstance:
        """Emitted before a step is taken back or again."""

    def send(self, texts: _Given_contra, before: _Given_contra, bulk: str = "") -> None:
        """Store ``texts``; ``before`` comes back where they are refused.

        ``bulk`` says what was done, where it is done for the first time.
        """


class TextStep(QUndoCommand, Generic[Texts]):
    """One typed or pasted block, and the texts that stood there before."""

    def __init__(self, model: Sends[Texts], before: Texts, after: Texts, words: str) -> None:
        super().__init__(words)
        self._model, self._before, self._after = model, before, after
        self._fresh = True

    def redo(self) -> None:
        if self._fresh:
            self._fresh = False
            self._model.send(self._after, self._before, self.text())
            return
        self._model.revisited.emit()
        self._model.send(self._after, self._before)

    def undo(self) -> None:
        self._model.revisited.emit()
        self._model.send(self._before, self._after)
