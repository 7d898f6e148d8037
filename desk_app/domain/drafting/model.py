"""What a document is made of and what is proposed for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from desk_app.domain.scheme.model.levels import Band, Consequence, Level, Limit, Measure, Star
from desk_app.domain.scheme.model.polls import Poll, Rate
from desk_app.domain.scheme.model.rounds import DomainGroup, Quota, Step, Tail
from desk_app.domain.scheme.model.scheme import Reading
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    Evaluator,
    Fact,
    Indicator,
    RectificationRule,
    Weighting,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document."""

    text: str


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of a document: rows of cells, each the text that it shows."""

    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Paragraph | TextTable


@dataclass(frozen=True, slots=True)
class Whole:
    """What a text says of the whole score: what decides the level, the full points."""

    measure: Measure
    full_points: Decimal = Decimal(0)
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """Who is graded."""

    object_name: str


Part: TypeAlias = (
    Level
    | Band
    | Star
    | Limit
    | Consequence
    | Indicator
    | Evaluator
    | Weighting
    | Adjustment
    | Fact
    | RectificationRule
    | Poll
    | Rate
    | Quota
    | Tail
    | Step
    | DomainGroup
    | Whole
    | Graded
)


class Certainty(StrEnum):
    """How sure a suggestion is: what the clerk's eye should fall on first."""

    CERTAIN = "certain"
    """The sentence says it in words that mean nothing else."""
    LIKELY = "likely"
    """The usual meaning; look at it."""
    SUPPLIED = "supplied"
    """The text leaves it open; this is the usual way to settle it."""


class SentenceKind(StrEnum):
    """What a sentence is in its document."""

    HEADING = "heading"
    PROSE = "prose"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, an item of a list or a row of a table.

    ``number`` counts from 0, ``block`` is the block that it stands in, ``start`` and ``end`` the
    characters of the block. ``text`` has its signs folded to one width, character by character.
    ``headings`` are those it stands under, the outermost first; ``lead`` is the opening of the
    list that it belongs to (有下列情形之一的，取消资格：), ``marker`` its own number (（一）, 3.),
    ``follows`` the sentence on the other side of a semicolon, which may name what this one goes
    on about.
    """

    number: int
    block: int
    start: int
    end: int
    text: str
    kind: SentenceKind = SentenceKind.PROSE
    headings: tuple[str, ...] = ()
    lead: str = ""
    marker: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A part of a scheme that a sentence gives, or several sentences together.

    ``sentences`` are their numbers, the one that decides first; none where the whole text does.
    ``phrase`` names the row of the grammar.
    """

    part: Part
    certainty: Certainty
    sentences: tuple[int, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """Numbers that clash: asked, with the readings that are possible, the usual one chosen."""

    reading: Reading
    sentences: tuple[int, ...]


class Handling(StrEnum):
    """What became of a sentence."""

    RULE = "rule"
    NOTE = "note"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences gave rules, only explain, or are not yet dealt with."""

    rules: int
    notes: int
    open: int

    @property
    def total(self) -> int:
        """All sentences."""
        return self.rules + self.notes + self.open

    def __str__(self) -> str:
        """The line under the document."""
        return f"共 {self.total} 句：规则 {self.rules}，说明 {self.notes}，未处理 {self.open}"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """What was read out of a document."""

    sentences: tuple[Sentence, ...]
    suggestions: tuple[Suggestion, ...]
    questions: tuple[DraftQuestion, ...] = ()
    handling: tuple[Handling, ...] = field(default=())

    @property
    def coverage(self) -> Coverage:
        """How much of the text was understood."""
        return Coverage(*(self.handling.count(one) for one in Handling))

    def of(self, sentence: int) -> Sequence[Suggestion]:
        """What is proposed for a sentence."""
        return [one for one in self.suggestions if sentence in one.sentences]
