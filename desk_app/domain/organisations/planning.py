"""What an import would do, and what has to be asked first. Plain data, no decision taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.reading import ListEntry, ListSheet, RefusedRow, RowPlace

Parent: TypeAlias = int | RowPlace | str | None
"""An organisation of the registry, a row of the list, a superior made on request, or none."""


class Doubt(StrEnum):
    """Why a row may mean an organisation that the registry already has."""

    RENAMED = "更名"
    MOVED = "调整隶属"
    RECODED = "换代码"


@dataclass(frozen=True, slots=True)
class Question:
    """A row that is probably an organisation of the registry. ``sentence`` asks for yes or no."""

    place: RowPlace
    doubt: Doubt
    name: str
    existing_id: int
    existing_name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MissingParent:
    """A superior that neither list nor registry has; ``rows`` name it."""

    name: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What the clerk said to the questions of a plan.

    ``same``: row → the id of the organisation that it is, None where it is another one.
    ``create_parents``: keys (`model.key`) of missing superiors to be made.
    """

    same: Mapping[RowPlace, int | None] = field(default_factory=dict)
    create_parents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A row that becomes a new organisation."""

    entry: ListEntry
    kind: str
    parent: Parent


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an organisation before and after, as shown."""

    field: ListField
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A row that changes an organisation of the registry; ``parent`` is where it ends up."""

    entry: ListEntry
    organisation_id: int
    parent: Parent
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do.

    ``new`` has superiors before what stands under them; the other tuples follow the list.
    ``created_parents`` are the missing superiors that are made because it was asked for.
    ``order`` holds everything as the registry has it afterwards: ids, new rows, and superiors
    that are made (``model.key``). ``reordered``: organisations that it has already change places.
    ``encoding``: of a list that is text, else "".
    Rows with a question still open are in ``questions`` alone and do not go in.
    """

    sheets: tuple[ListSheet, ...] = ()
    new: tuple[NewEntry, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    unchanged: tuple[ListEntry, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    questions: tuple[Question, ...] = ()
    missing_parents: tuple[MissingParent, ...] = ()
    created_parents: tuple[MissingParent, ...] = ()
    notes: tuple[str, ...] = ()
    order: tuple[int | RowPlace | str, ...] = ()
    reordered: bool = False
    encoding: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing of the list would be written."""
        return not (self.new or self.changed or self.reordered)

    @property
    def remarks(self) -> tuple[tuple[RowPlace, str, str], ...]:
        """Row, name and sentence wherever something could be meant otherwise than it was read."""
        read = [one.entry for one in self.new] + [one.entry for one in self.changed]
        read += self.unchanged
        said = [(one.place, one.name, "；".join(one.remarks)) for one in read if one.remarks]
        return tuple(sorted(said))

    @property
    def left_out(self) -> tuple[RefusedRow, ...]:
        """The refused rows and those whose question is open, in the order of the list."""
        waiting = tuple(
            RefusedRow(
                one.place,
                one.name,
                f"疑似“{one.existing_name}”{one.doubt.value}，还没有确认，请在导入预览里选择。",
            )
            for one in self.questions
        )
        return tuple(sorted((*self.refused, *waiting), key=lambda one: one.place))

    def where(self, place: RowPlace) -> str:
        """A row as people say it: 第 3 行, with the sheet where there are several."""
        if len(self.sheets) > 1:
            return f"工作表“{self.sheets[place.sheet].sheet.name}”第 {place.row} 行"
        return f"第 {place.row} 行"
