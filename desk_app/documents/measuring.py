"""Measures the sheets of a foreign workbook before the reader makes room for them.

The reader holds every sheet as one rectangle from A1 to its last cell: a single number in the
last corner asks for hundreds of gigabytes, and a request that large ends the process. So the
rectangles are worked out first, by a real parser, in whatever way the cells are spelled.
"""


class TooFar(Exception):
    """A cell lies so far out that the sheets cannot be held; ``place`` as the clerk knows it."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class Torn(Exception):
    """The file does not hold together."""


class Locked(Exception):
    """The file wants a password."""


class Area:
    """How many cells the sheets of one workbook may still take."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, rows: int, columns: int) -> None:
        """Count a sheet that reaches this far; raises ``TooFar``."""
        self.left -= rows * columns
        if self.left < 0:
            raise TooFar(place_of(rows, columns))


def place_of(row: int, column: int) -> str:
    """Name a cell as the office programs do, counted from 1: (3, 28) is AB3."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
