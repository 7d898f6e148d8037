"""Score sheets that come back as workbooks: what each cell means, and which cannot stand.

Read are the sheets that this program gave out, and plain tables with a column 党组织 or 代码,
a column 评价主体, and a column for each indicator. An empty cell changes nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from desk_app.domain.clauses import reason_words
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.scheme.model.ballots import TOTAL_LINE
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import ClauseAmounts, Indicator
from desk_app.domain.score_cells import RefusedColumn, with_amounts, with_note, with_points
from desk_app.domain.score_facts import (
    FactReader,
    ReadFact,
    SettledSheets,
    fact_titles,
    stands_anyway,
)
from desk_app.domain.score_heads import Heads, clause_titles, plain_name, read_heads
from desk_app.domain.scoring import EMPTY, Score
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text

HEADS_WITHIN = 12
"""Rows from the top in which the heads are looked for."""
LONGEST_NOTE = 500

_MARKER = re.compile(r"(?:评价主体|评分主体)[：:](\S+)")

Held = Mapping[tuple[int, str, str], Score]
"""Subject, evaluator, indicator → what stands now."""


class Kind(StrEnum):
    """What a cell would do."""

    NEW = "新填"
    CHANGED = "改动"
    UNCHANGED = "未变"


@dataclass(frozen=True, slots=True)
class KnownSubject:
    """Somebody that the cells may be about."""

    facts: SubjectFacts
    participates: bool = True


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell that can stand: where it is, what it says, and what stood there before."""

    sheet: str
    cell: str
    subject_id: int
    subject: str
    evaluator: str
    indicator: str
    points: Decimal | None
    note: str
    before: Decimal | None
    before_note: str
    amounts: ClauseAmounts = ()
    before_amounts: ClauseAmounts = ()
    reason: str = ""
    """The note, behind the words of the clauses that apply."""

    @property
    def kind(self) -> Kind:
        """What taking the cell over would do."""
        after = (self.points, self.note, self.amounts)
        if after == (self.before, self.before_note, self.before_amounts):
            return Kind.UNCHANGED
        return Kind.NEW if self.before is None else Kind.CHANGED


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that cannot stand, and why."""

    sheet: str
    cell: str
    reason: str
    subject: str = ""

    @property
    def sentence(self) -> str:
        """Say where and why: ``评分表 D7：“八十”不是数字…``."""
        return f"{self.sheet} {self.cell}：{self.reason}"


@dataclass(frozen=True, slots=True)
class ScoreImport:
    """What a workbook would change. ``unused`` are headings that nothing was taken from."""

    cells: tuple[ReadCell, ...]
    refused: tuple[RefusedCell, ...]
    unused: tuple[str, ...] = ()
    found: bool = True
    facts: tuple[ReadFact, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many cells are of one kind."""
        scores = sum(1 for one in self.cells if one.kind is kind)
        return scores + sum(1 for one in self.facts if kind_of_fact(one) is kind)


def kind_of_fact(one: ReadFact) -> Kind:
    """What taking a fact over would do."""
    if one.value == one.before:
        return Kind.UNCHANGED
    return Kind.NEW if one.before is None else Kind.CHANGED


@dataclass(frozen=True, slots=True)
class _Pupil:
    """Whom a row is about and which lines the score sheet has."""

    subject: KnownSubject
    evaluator: str
    lines: Mapping[str, Indicator]


def read_scores(
    sheets: Sequence[SheetData],
    scheme: Scheme,
    subjects: Sequence[KnownSubject],
    held: Held,
    settled: SettledSheets | None = None,
) -> ScoreImport:
    """Read the scores of a workbook; ``found`` is false where no sheet has fitting heads.

    ``settled`` knows of subjects whose facts have a say in what can stand.
    """
    reader = _Reader(scheme, subjects, held, settled)
    for sheet in sheets:
        if sheet.visible:
            reader.read(sheet)
    return ScoreImport(
        tuple(reader.cells),
        tuple(reader.refused),
        tuple(dict.fromkeys(reader.unused)),
        reader.found,
        tuple(reader.facts.read.values()),
    )


def no_such_line(scheme: Scheme, subject: SubjectFacts, evaluator: str, name: str) -> str:
    """Say that an evaluator does not score a line of a subject."""
    if any(line.name == name for line in scheme.indicators_for(subject.domain)):
        own = scheme.lines_of(evaluator, subject.domain)
        what = "只给总分" if any(line.whole for line in own) else "只评自己的几项"
        return f"{evaluator}{what}，不评“{name}”，请清空此格。"
    return f"“{subject.name}”的评分表里没有指标“{name}”。"


class _Reader:
    def __init__(
        self,
        scheme: Scheme,
        subjects: Sequence[KnownSubject],
        held: Held,
        settled: SettledSheets | None,
    ) -> None:
        self.scheme = scheme
        self.held = held
        self.facts = FactReader(scheme, settled)
        self.by_code = {one.facts.code: one for one in subjects if one.facts.code}
        self.by_name: dict[str, list[KnownSubject]] = {}
        for one in subjects:
            self.by_name.setdefault(plain_name(one.facts.name), []).append(one)
        self.seen: dict[tuple[int, str], str] = {}
        self.cells: list[ReadCell] = []
        self.refused: list[RefusedCell] = []
        self.unused: list[str] = []
        self.found = False

    def read(self, sheet: SheetData) -> None:
        heads = _find_heads(self.scheme, sheet)
        if heads is None:
            return
        self.found = True
        self.unused += heads.unused
        marked = _marked_evaluator(sheet.rows[: heads.row])
        for number in range(heads.row + 1, len(sheet.rows)):
            row = sheet.rows[number]
            columns = _columns(heads)
            if not any(
                cell_text(row[at]).strip() or sheet.why_unread(number, at) for at in columns
            ):
                continue
            try:
                pupil = self._pupil(sheet, heads, number, marked)
            except RefusedColumn as refused:
                self._refuse(sheet, number, refused)
                continue
            for wrong in self.facts.take(sheet, heads, number, pupil.subject.facts):
                self._refuse(sheet, number, wrong, pupil.subject.facts.name)
            lines = self.facts.lines(pupil.subject.facts.id, pupil.evaluator)
            if lines is not None:
                pupil = replace(pupil, lines={one.name: one for one in lines})
            for name in _filled_lines(heads):
                if name == TOTAL_LINE and name not in pupil.lines:
                    continue  # who scores indicators may have added them up
                try:
                    _ensure_read(sheet, heads, number, name)
                    self._take(sheet, heads, number, pupil, name)
                except RefusedColumn as refused:
                    self._refuse(sheet, number, refused, pupil.subject.facts.name)

    def _refuse(
        self, sheet: SheetData, row: int, refused: RefusedColumn, subject: str = ""
    ) -> None:
        place = cell_place(row, refused.column)
        self.refused.append(RefusedCell(sheet.name, place, refused.reason, subject))

    def _pupil(self, sheet: SheetData, heads: Heads, number: int, marked: str) -> _Pupil:
        row = sheet.rows[number]
        for at in (heads.code, heads.name, heads.evaluator):
            if why := sheet.why_unread(number, at):
                raise RefusedColumn(at or 0, why)
        subject, column = self._subject(row, heads)
        name = subject.facts.name
        if not subject.participates:
            raise RefusedColumn(column, f"“{name}”本轮不参评，不能填分。")
        evaluator = self._evaluator(row, heads, marked, column)
        key = (subject.facts.id, evaluator)
        here = f"{sheet.name} {cell_place(number, column)}"
        if key in self.seen:
            raise RefusedColumn(
                column,
                f"“{name}”的{evaluator}在 {self.seen[key]} 已经出现过，同一个文件里只能有一行。",
            )
        self.seen[key] = here
        try:
            lines: Sequence[Indicator] = self.scheme.lines_of(evaluator, subject.facts.domain)
        except KeyError:
            raise RefusedColumn(
                column, f"方案里没有“{name}”的领域“{subject.facts.domain}”。"
            ) from None
        return _Pupil(subject, evaluator, {one.name: one for one in lines})

    def _subject(self, row: Sequence[CellValue], heads: Heads) -> tuple[KnownSubject, int]:
        code = _text(row, heads.code)
        name = _text(row, heads.name)
        column = heads.name if heads.name is not None else heads.code or 0
        if code and heads.code is not None:
            found = self.by_code.get(code)
            if found is None:
                raise RefusedColumn(
                    heads.code, f"本轮没有代码为“{code}”的{self.scheme.object_name}。"
                )
            if name and plain_name(name) != plain_name(found.facts.name):
                raise RefusedColumn(
                    column, f"代码“{code}”是“{found.facts.name}”，不是“{name}”，请核对。"
                )
            return found, column
        if not name:
            raise RefusedColumn(column, f"这一行有分数，但没有写{self.scheme.object_name}的名称。")
        named = self.by_name.get(plain_name(name), [])
        if not named:
            raise RefusedColumn(column, f"本轮名单里没有“{name}”，请核对名称。")
        if len(named) > 1:
            raise RefusedColumn(column, f"本轮有 {len(named)} 个“{name}”，请填写代码加以区分。")
        return named[0], column

    def _evaluator(self, row: Sequence[CellValue], heads: Heads, marked: str, column: int) -> str:
        known = [one.name for one in self.scheme.sheets.typists]
        own = _text(row, heads.evaluator)
        if own or marked:
            chosen = own or marked
            at = heads.evaluator if own and heads.evaluator is not None else column
            if chosen in {one.name for one in self.scheme.sheets.balloted}:
                raise RefusedColumn(at, f"“{chosen}”的得分由测评得出，不能填写。")
            if chosen not in known:
                raise RefusedColumn(
                    at, f"方案里没有评价主体“{chosen}”，可以填：{'、'.join(known)}。"
                )
            return chosen
        if len(known) == 1:
            return known[0]
        raise RefusedColumn(
            column,
            f"没有写明是谁的评分，请加一列“评价主体”，填{'或'.join(known)}。",
        )

    def _take(self, sheet: SheetData, heads: Heads, number: int, pupil: _Pupil, name: str) -> None:
        row = sheet.rows[number]
        points_at, note_at = heads.points.get(name), heads.notes.get(name)
        typed, note = _text(row, points_at), _text(row, note_at)
        amounts = {
            clause: (column, text)
            for (indicator, clause), column in heads.clauses.items()
            if indicator == name and (text := _text(row, column))
        }
        if not typed and not note and not amounts:
            return
        column = points_at if typed and points_at is not None else note_at or 0
        column = min((at for at, _ in amounts.values()), default=column)
        indicator = pupil.lines.get(name)
        facts = pupil.subject.facts
        if indicator is None:
            raise RefusedColumn(column, no_such_line(self.scheme, facts, pupil.evaluator, name))
        before = self.held.get((facts.id, pupil.evaluator, name), EMPTY)
        after, refused = with_amounts(indicator, before, amounts)
        for one in refused:
            self._refuse(sheet, number, one, facts.name)
        if refused:
            return
        if typed and not stands_anyway(indicator, before, typed):
            try:
                after = with_points(indicator, after, typed, told=bool(amounts))
            except ValueError as error:
                raise RefusedColumn(column if not amounts else points_at or 0, str(error)) from None
        if len(note) > LONGEST_NOTE:
            raise RefusedColumn(note_at or 0, f"“{name}”的说明超过 {LONGEST_NOTE} 字，请缩短。")
        note = with_note(indicator, after, note).note
        self.cells.append(
            ReadCell(
                sheet.name,
                cell_place(number, column),
                facts.id,
                facts.name,
                pupil.evaluator,
                name,
                after.points,
                note or before.note,
                before.points,
                before.note,
                after.amounts,
                before.amounts,
                reason_words(indicator, after.amounts, note or before.note),
            )
        )


def _ensure_read(sheet: SheetData, heads: Heads, number: int, name: str) -> None:
    of_clauses = (at for (indicator, _), at in heads.clauses.items() if indicator == name)
    for at in (heads.points.get(name), heads.notes.get(name), *of_clauses):
        if why := sheet.why_unread(number, at):
            raise RefusedColumn(at or 0, why)


def _find_heads(scheme: Scheme, sheet: SheetData) -> Heads | None:
    """The row that names a subject's column and at least one indicator."""
    lines = dict.fromkeys(
        name for one in scheme.sheets.typists for name in scheme.sheets.names(one)
    )
    names = {plain_name(one): one for one in lines}
    clauses = clause_titles(scheme.indicators)
    facts = fact_titles(scheme) if scheme.by_facts else {}
    for number, row in enumerate(sheet.rows[:HEADS_WITHIN]):
        heads = read_heads(names, number, row, clauses, facts)
        named = heads.name is not None or heads.code is not None
        if named and (heads.points or heads.clauses or heads.facts):
            return heads
    return None


def _marked_evaluator(rows: Iterable[Sequence[CellValue]]) -> str:
    """The evaluator that is written above the heads: 评价主体：考评."""
    for row in rows:
        for value in row:
            found = _MARKER.search(cell_text(value))
            if found:
                return found[1]
    return ""


def _columns(heads: Heads) -> list[int]:
    """The columns that make a row worth reading."""
    scored = [*heads.points.values(), *heads.notes.values(), *heads.clauses.values()]
    return [*scored, *heads.facts.values()]


def _filled_lines(heads: Heads) -> list[str]:
    """The indicators that any column is about, from left to right."""
    of_clauses = ((column, indicator) for (indicator, _), column in heads.clauses.items())
    others = ((column, name) for own in (heads.points, heads.notes) for name, column in own.items())
    return list(dict.fromkeys(name for _, name in sorted([*of_clauses, *others])))


def _text(row: Sequence[CellValue], column: int | None) -> str:
    return "" if column is None else cell_text(row[column]).strip().strip("\u3000")
