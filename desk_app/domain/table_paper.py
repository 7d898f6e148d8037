"""A table of the screen as it goes on paper."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TablePaper:
    """Texts as they are shown; ``widths`` in characters, one a column."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    on_the_right: frozenset[int] = frozenset()
    """Columns whose texts stand on the right (numbers)."""
