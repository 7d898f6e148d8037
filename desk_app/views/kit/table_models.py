"""What a model may let a table do with its cells; a model has the methods, nothing more."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QModelIndex, Qt

from desk_app.views.kit.records import AnyIndex


@runtime_checkable
class Pastes(Protocol):
    """A model that takes a block of texts from Excel or WPS."""

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> object:
        """Put ``rows`` at ``index`` and to the right and below, as one step to be undone."""


@runtime_checkable
class Measures(Protocol):
    """A model that says how wide its columns should be at first."""

    def width(self, column: int) -> int:
        """Characters; 0 for as wide as what the column shows."""


@runtime_checkable
class Sorts(Protocol):
    """A model whose rows are put in order by a click on a heading."""

    sorted_by: tuple[int, Qt.SortOrder]
    """The column, -1 for the order given, and which way."""


@runtime_checkable
class Clears(Protocol):
    """A model whose cells can be emptied with the delete key."""

    def clear(self, indexes: list[QModelIndex]) -> object:
        """Empty the cells, as one step to be undone."""


@runtime_checkable
class FillsDown(Protocol):
    """A model whose cells take what stands above them (Ctrl+D)."""

    def fill_down(self, indexes: list[QModelIndex]) -> object:
        """Give the selected cells of each column the value of the topmost selected one.

        A single cell takes what stands above it. One step to be undone.
        """


@runtime_checkable
class Offers(Protocol):
    """A model that offers more acts for cells: they stand on top of the context menu."""

    def offered(self, indexes: list[QModelIndex]) -> list[tuple[str, Callable[[], object]]]:
        """Return words and what they do for the selected cells; empty for nothing."""


@runtime_checkable
class Dates(Protocol):
    """A model in which some cells hold a day: they are typed with a calendar beside them."""

    def is_day(self, index: AnyIndex) -> bool:
        """Whether the cell holds a day."""
