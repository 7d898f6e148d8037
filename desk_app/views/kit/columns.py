"""What a clerk did to the columns of a table: widths, order, hidden, frozen; all is kept."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QTableView

from desk_app.views.kit.cells import names_organisations
from desk_app.views.kit.heading import TableHeading
from desk_app.views.kit.letters import scale
from desk_app.views.kit.records import Records
from desk_app.views.kit.table_models import Measures
from desk_app.views.settings import Settings, TableColumns

_MEASURED = 500
"""Rows whose texts are measured for the width of a column; more of them take too long."""
_WIDEST = 24
"""Characters that a measured column takes at most."""
_NAME = 9
"""Letters of a name that are kept when a column gives some: 老井冲村党支部 is told from 老井滩."""
_NAMES_TAKE = 0.6
"""Most of the table that a column of names takes and still stays by itself."""
_NEARLY = 0.3
"""Columns that are too wide by less than this part of the table give a little each: names and
sentences lose letters that their tool tips have, instead of a bar that hides whole columns."""


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """How wide a column would like to be and the least that it can do with, in pixels."""

    wanted: int
    least: int
    asked: bool = False
    """The clerk pulled it."""


class ColumnKeeper(QObject):
    """Puts the columns of a table as they were left, and remembers what is done to them."""

    changed = Signal()
    """Columns were hidden, shown, frozen or moved."""

    def __init__(
        self, table: QTableView, heading: TableHeading, name: str, settings: Settings
    ) -> None:
        super().__init__(table)
        self._table = table
        self._heading = heading
        self._name = name
        self._settings = settings
        self._busy = False
        self.names_stay = False
        """Whether the first column, where it leaves room, stays when not all are in sight.

        One that names organisations does so by itself.
        """
        self._stayed: list[int] = []
        self._kept = TableColumns()
        self._hidden_here: set[int] = set()
        self._gave_way: set[int] = set()
        """Columns that are out of sight because the table is too narrow for them now."""
        self._widths: dict[int, ColumnWidth] = {}
        self._scale = 1.0
        """How large the letters are for which the columns were measured."""
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(300)
        self._remember.timeout.connect(self._keep_widths)
        heading.sectionResized.connect(self._resized)
        heading.sectionMoved.connect(lambda *_: self._moved())

    def title(self, column: int) -> str:
        """Return the words that a column is known by; a second one of that name gets a number."""
        titles = [self._heading.title(one) for one in range(column + 1)]
        before = titles[:-1].count(titles[-1])
        return f"{titles[-1]}#{before + 1}" if before else titles[-1]

    def shown(self) -> list[int]:
        """Return the columns in sight, as they stand from left to right."""
        return [one for one in self._from_left() if not self._heading.isSectionHidden(one)]

    def _from_left(self) -> list[int]:
        return sorted(range(self._heading.count()), key=self._heading.visualIndex)

    def frozen(self) -> list[int]:
        """Return the columns that stay while the others are scrolled; empty for none."""
        if self._kept.frozen is None:
            return self._names()
        shown = self.shown() if self._kept.frozen else []
        for place, column in enumerate(shown[:-1]):
            if self.title(column) == self._kept.frozen:
                return shown[: place + 1]
        return []

    def _names(self) -> list[int]:
        """The first column, where others have to be scrolled to and it leaves them room."""
        shown, room = self.shown(), self._table.viewport().width()
        wide = [self._table.columnWidth(one) for one in shown]
        if sum(wide) <= room or wide[0] > room * _NAMES_TAKE:
            return []
        named = self.names_stay or names_organisations(self._heading.title(shown[0]))
        return shown[:1] if named else []

    def counted(self) -> list[int]:
        """Return the columns from left to right as the clerk wants them, in sight or not.

        What is copied and printed has those too that gave way on a narrow screen.
        """
        return [one for one in self._from_left() if one not in self._hidden_here]

    def has_hidden(self) -> bool:
        """Whether a column is out of sight: the clerk hid it, or it gave way."""
        return bool(self._hidden_here or self._gave_way)

    def hide(self, column: int) -> None:
        """Hide a column; the last one in sight stays."""
        if len(self.shown()) < 2:
            return
        self._table.setColumnHidden(column, True)
        self._hidden_here.add(column)
        hidden = (*self._kept.hidden, self.title(column))
        self._store(replace(self._kept, hidden=hidden, all_shown=False))

    def show_all(self) -> None:
        """Show every column; none gives way any more, until one is hidden again."""
        for column in self._hidden_here:
            self._table.setColumnHidden(column, False)
        self._hidden_here = set()
        self._store(replace(self._kept, hidden=(), all_shown=True))

    def freeze(self, column: int) -> None:
        """Let the columns up to this one stay while the others are scrolled; -1 frees them."""
        self._store(replace(self._kept, frozen=self.title(column) if column >= 0 else ""))

    def lay_out(self) -> None:
        """Put the columns of a model that was just set or read anew."""
        self._kept = self._settings.columns(self._name)
        self._busy = True
        self._order()
        self._bring_back()
        self._hide_again()
        self.bar()
        self._measure()
        self._busy = False
        self.ease()
        self.changed.emit()

    def ease(self) -> None:
        """Spare a scroll bar: columns that nearly fit give a little each, some give way."""
        if self._busy or not self._widths:
            return
        self._busy = True
        gone = self._gave_way
        self._give_way()
        shown = [one for one in self.shown() if one in self._widths]
        over = self._over(shown)
        spare = self._spare(shown)
        room = sum(spare.values())
        fits = 0 < over <= self._most(room)
        for one in shown:
            wide = self._widths[one].wanted
            if fits and one in spare:
                wide -= -(-spare[one] * over // room)
            if one != shown[-1] or over > 0:
                self._table.setColumnWidth(one, wide)
        self._busy = False
        stays = self.frozen()
        if stays != self._stayed or gone != self._gave_way:
            self._stayed = stays
            self.changed.emit()

    def _over(self, shown: list[int]) -> int:
        """Pixels that columns would like beyond those of the table."""
        return sum(self._widths[one].wanted for one in shown) - self._table.viewport().width()

    def _spare(self, shown: list[int]) -> dict[int, int]:
        """Pixels that each column can give; one that the clerk pulled gives none."""
        found = ((one, self._widths[one]) for one in shown)
        return {one: max(wide.wanted - wide.least, 0) for one, wide in found if not wide.asked}

    def _most(self, room: int) -> float:
        """Pixels that columns give at most instead of a bar."""
        return min(room, self._table.viewport().width() * _NEARLY)

    def _give_way(self) -> None:
        """Take what stands elsewhere as well out of sight, as long as the rest does not fit."""
        model = self._table.model()
        if not isinstance(model, Records):
            return
        ways = {one: model.columns[one].gives_way for one in self.counted()}
        going = sorted((one for one, way in ways.items() if way), key=lambda one: ways[one])
        left = [one for one in ways if one in self._widths]
        gone: set[int] = set()
        for column in () if self._kept.all_shown else going:
            if self._over(left) <= self._most(sum(self._spare(left).values())):
                break
            gone.add(column)
            left.remove(column)
        for column in self._gave_way ^ gone:
            self._table.setColumnHidden(column, column in gone)
        self._gave_way = gone

    def _bring_back(self) -> None:
        for column in self._gave_way:
            if column < self._heading.count():
                self._table.setColumnHidden(column, False)
        self._gave_way = set()

    def follow_letters(self) -> None:
        """Measure the columns again for letters of another size; pulled ones grow with them."""
        if self._remember.isActive():
            self._remember.stop()
            self._keep_widths()
        if self._table.model() is not None:
            self._busy = True
            self._bring_back()
            self._measure()
            self._busy = False
            self.ease()

    def bar(self) -> None:
        """Show no bar under a table without rows: there is nothing to be scrolled to."""
        policy = Qt.ScrollBarPolicy
        empty = self._table.model().rowCount() == 0
        self._table.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if empty else policy.ScrollBarAsNeeded
        )

    def make_room(self, column: int) -> None:
        """Widen a column whose heading gets an arrow, so that no letter is cut."""
        needed = self._heading.needed(column, sorted_too=True)
        if column in self._widths and self._widths[column].wanted < needed:
            self._widths[column] = replace(self._widths[column], wanted=needed, least=needed)
            self.ease()

    def _order(self) -> None:
        if not self._heading.sectionsMovable():
            return
        titles = {self.title(one): one for one in range(self._heading.count())}
        known = [titles[one] for one in self._kept.order if one in titles]
        for place, column in enumerate(known):
            self._heading.moveSection(self._heading.visualIndex(column), place)

    def _hide_again(self) -> None:
        count = self._heading.count()
        kept = set(self._kept.hidden)
        wanted = {one for one in range(count) if kept and self.title(one) in kept}
        if len(wanted) >= count:
            wanted = set()
        for column in self._hidden_here - wanted:
            if column < count:
                self._table.setColumnHidden(column, False)
        for column in wanted:
            self._table.setColumnHidden(column, True)
        self._hidden_here = wanted

    def _measure(self) -> None:
        """Give columns the width remembered, asked for, or needed by what they show."""
        model = self._table.model()
        self._scale = scale()
        kept = self._settings.widths(self._name)
        letter = self._table.fontMetrics().horizontalAdvance("国")
        arrow, _ = self._heading.arrow
        self._widths = {}
        for column in range(model.columnCount()):
            # The heading makes no column narrower than this, whatever is asked for.
            narrowest = self._heading.minimumSectionSize()
            least = max(self._heading.needed(column, sorted_too=column == arrow), narrowest)
            title = self._heading.title(column)
            asked = _asked(model, column)
            if title in kept:
                width = round(kept[title] * self._scale)
            elif asked:
                width = max(asked * letter + letter, least)
            elif model.rowCount() <= _MEASURED:
                self._table.resizeColumnToContents(column)
                width = min(self._table.columnWidth(column) + letter, _WIDEST * letter)
            else:
                width = max(8 * letter, least)
            width = max(width, narrowest)
            if names_organisations(title):
                least = max(least, min(width, _NAME * letter))
            self._table.setColumnWidth(column, width)
            self._widths[column] = ColumnWidth(width, min(least, width), asked=title in kept)

    def _resized(self, column: int, _before: int, now: int) -> None:
        if self._busy or not self._table.isVisible() or not now:
            return
        if column != self.shown()[-1]:
            # The last column fills the window; its width is not the clerk's choice.
            self._widths[column] = ColumnWidth(now, now, asked=True)
            self._remember.start()

    def _keep_widths(self) -> None:
        last = self.shown()[-1:]
        kept = self._settings.widths(self._name)
        for column, width in self._widths.items():
            if width.asked and [column] != last:
                kept[self._heading.title(column)] = round(width.wanted / self._scale)
        self._settings.set_widths(self._name, kept)

    def _moved(self) -> None:
        if self._busy:
            return
        order = tuple(self.title(one) for one in self._from_left())
        self._store(replace(self._kept, order=order))

    def _store(self, kept: TableColumns) -> None:
        self._kept = kept
        self._settings.set_columns(self._name, kept)
        self.ease()
        self.changed.emit()


def _asked(model: object, column: int) -> int:
    if isinstance(model, Records):
        return model.columns[column].width
    return model.width(column) if isinstance(model, Measures) else 0
