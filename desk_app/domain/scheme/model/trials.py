"""Rows that a scheme is tried on, kept in its file with the level that they must get."""

from dataclasses import dataclass, field

from desk_app.domain.scheme.model.values import Origin


@dataclass(frozen=True, slots=True)
class Trial:
    """One row of a trial (试算): what would be entered for it, and what must come of it.

    ``entered`` is heading → text, the headings those of the evidence workbook (考评·班子). "" as
    ``level`` only looks at what comes of it; ``NO_LEVEL`` says that it must get none.
    """

    name: str
    level: str = ""
    entered: tuple[tuple[str, str], ...] = ()
    origin: Origin = field(default_factory=Origin)


NO_LEVEL = "没有等次"
"""What a trial must get that is out of the grading, or for which something is missing."""
