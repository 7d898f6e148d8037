"""The three pages of scores, one editor behind them: which cell is to be seen on which."""

from typing import TYPE_CHECKING, Protocol

from desk_app.views.scoring.pages import ScoringPage
from desk_app.views.scoring.sheet_page import SheetPage
from desk_app.views.scoring.turned_page import TurnedPage
from desk_app.views.scoring.whole_page import WholePage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.views.scoring.editor import ScoreCell, ScoreEditor
    from desk_app.views.scoring.score_table import ScoreTable
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import round_overview, sheets


class Names(Protocol):
    """What heads a column with the word for subjects."""

    object_name: str


class NamedGrid(Names, Protocol):
    """A grid of the room, which says why nobody types in it."""

    closed: bool


class ScorePages:
    """By subject, by indicator, the whole sheet."""

    def __init__(self, editor: "ScoreEditor", settings: "Settings") -> None:
        self.sheet = SheetPage(editor, settings)
        self.turned = TurnedPage(editor, settings)
        self.whole = WholePage(editor, settings)
        self._cell: ScoreCell | None = None
        self._tables: dict[int, ScoreTable] = {
            ScoringPage.BY_SUBJECT: self.sheet.table,
            ScoringPage.BY_INDICATOR: self.turned.table,
            ScoringPage.WHOLE: self.whole.table,
        }

    def table(self, page: int) -> "ScoreTable | None":
        """The table of scores on a page."""
        return self._tables.get(page)

    def drop_keys(self) -> None:
        """What was chosen cannot be read: what was typed for it is given up."""
        for page in (self.sheet, self.turned, self.whole):
            page.keys.give_up()

    def show_overview(
        self,
        overview: "round_overview.ScoringOverview",
        *more: NamedGrid,
        beside: "Sequence[Names]" = (),
    ) -> None:
        """Offer what a round scores, and call its subjects what its scheme calls them."""
        named: tuple[Names, ...] = (self.sheet, self.turned.model, self.whole.model, *more, *beside)
        for one in named:
            one.object_name = overview.object_name
        grids: tuple[NamedGrid, ...] = (self.turned.model, self.whole.model, *more)
        for grid in grids:
            grid.closed = overview.closed
        self.sheet.model.closed = overview.closed
        self.turned.show_indicators(overview.indicators)
        self.whole.show_evaluators(overview.evaluators, overview.superior)

    def say_left_out(self, say: "Callable[[str], object]") -> None:
        """Hand on what of a pasted block had no place."""
        for grid in (self.sheet.model, self.turned.model, self.whole.model):
            grid.left_out.connect(say)

    def show_turned(self, view: "sheets.TurnedView", *, locked: bool) -> None:
        """Show an indicator of everybody, unless another was chosen meanwhile."""
        if view.indicator == self.turned.indicator.currentText():
            self.turned.show(view, locked=locked)
            self.show_cell(ScoringPage.BY_INDICATOR)

    def await_cell(self, place: "ScoreCell") -> None:
        """Have a cell on screen, as soon as its page shows it."""
        self._cell = place

    def show_cell(self, page: int) -> None:
        """Make the awaited cell current where the page shows it now."""
        pages: dict[int, SheetPage | TurnedPage] = {
            ScoringPage.BY_SUBJECT: self.sheet,
            ScoringPage.BY_INDICATOR: self.turned,
        }
        shown = pages.get(page)
        if self._cell is None or shown is None:
            return
        index = shown.model.find(self._cell)
        if index.isValid():
            shown.table.setCurrentIndex(index)
            self._cell = None
