"""Puts cells that span rows and columns where they stand; shared by pages and XML tables."""

from desk_app.documents.measuring import Area, TooFar, place_of
from desk_app.domain.sheets import CellValue

_ROWS, _COLUMNS = 1_048_576, 16_384


class SpannedRows:
    """Rows that grow cell by cell; a text merged downwards stands in every row of it."""

    def __init__(self, area: Area) -> None:
        self.rows: list[list[CellValue]] = []
        self._area = area
        self._wide = 0
        self._column = 0
        self._from_above: dict[int, tuple[int, CellValue]] = {}
        """Column → how many rows it reaches down from this one on, and what stands in them."""
        self._further: dict[int, tuple[int, CellValue]] = {}
        """The same from the next row on."""

    def begin_row(self, number: int | None = None) -> None:
        """Begin the next row, or the row of that number from 1 on; raises ``TooFar``."""
        self._fill_up()
        index = len(self.rows) if number is None else number - 1
        if index >= _ROWS:
            raise TooFar(place_of(_ROWS, 1))
        while len(self.rows) <= index:
            self.rows.append([])
            self._check()
            self._from_above, self._further = self._further, {}
            self._column = 0
            if len(self.rows) <= index:
                self._fill_up()

    def add(self, value: CellValue, *, across: int = 1, down: int = 1) -> None:
        """Put a cell into the next free columns of the row; raises ``TooFar``."""
        if not self.rows:
            self.begin_row()
        self._pass_merged()
        if self._column + across > _COLUMNS:
            raise TooFar(place_of(len(self.rows), self._column + across))
        # Only a text in a single column is repeated: one across several is a title.
        below = value if across == 1 and isinstance(value, str) else None
        for column in range(self._column, self._column + across):
            if down > 1:
                self._further[column] = (down - 1, below)
        self._put(self._column, value)
        self._column += across

    def go_to(self, column: int) -> None:
        """Continue in a column, counted from 1."""
        if column > _COLUMNS:
            raise TooFar(place_of(len(self.rows) or 1, _COLUMNS))
        self._column = column - 1

    def finish(self) -> list[list[CellValue]]:
        """Return the rows, without empty ones at the end; counts them in the area."""
        self._fill_up()
        while self.rows and all(cell is None for cell in self.rows[-1]):
            self.rows.pop()
        self._area.take(len(self.rows), self._wide)
        return self.rows

    def _pass_merged(self) -> None:
        while self._column in self._from_above:
            self._take_from_above(self._column)
            self._column += 1

    def _fill_up(self) -> None:
        """At the end of a row: what reaches down into columns that the row did not come to."""
        if self.rows:
            for column in sorted(self._from_above):
                self._take_from_above(column)

    def _take_from_above(self, column: int) -> None:
        rows, value = self._from_above.pop(column)
        if value is not None:
            self._put(column, value)
        if rows > 1:
            self._further[column] = (rows - 1, value)

    def _put(self, column: int, value: CellValue) -> None:
        if value is None:
            return
        row = self.rows[-1]
        row.extend([None] * (column + 1 - len(row)))
        row[column] = value
        if column >= self._wide:
            self._wide = column + 1
            self._check()

    def _check(self) -> None:
        Area(self._area.left).take(len(self.rows), self._wide)
