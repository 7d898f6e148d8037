"""What a laid-out page consists of, in points, y counted downwards from the upper left corner."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.documents.fonts import Substitution

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    dashes: tuple[float, ...] = ()
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    face: str
    size: float
    stroke: float = 0.0
    """Width of a stroke around the characters, which makes them bold."""
    colour: Colour = BLACK
    spacing: float = 0.0
    """Room added after every character."""


@dataclass(slots=True)
class Page:
    """One sheet of paper."""

    width: float
    height: float
    patches: list[Patch] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """All pages of a workbook, and which characters were drawn with a font that stood in."""

    pages: tuple[Page, ...]
    substitutions: "tuple[Substitution, ...]"
