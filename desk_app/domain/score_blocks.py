"""A block of cells pasted into the whole sheet: which text belongs to whom and to what.

Offices copy what they have: bare numbers, or the names beside them, or the headings too. What
is copied along decides the place; without names and headings the block lies where the cursor
stands.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.score_heads import Heads, plain_name, read_heads
from desk_app.domain.score_sheets import HEADS_WITHIN

SAME_WORDS = frozenset({"同上", "同上。", "〃", "″"})
"""What is written for the reason that stands above."""
NOTHING_ABOVE = "上面没有理由，“同上”没有可取的内容。"
_SUMS = frozenset({"合计", "总计", "平均", "平均分"})
_NAMED = 3
"""Names said one by one; of more only how many."""

Block = Sequence[Sequence[str]]


class CellPart(StrEnum):
    """Which half of a score a table's cell shows."""

    POINTS = "points"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A place of the whole sheet, counted from 0, and which half of its score is meant."""

    row: int
    column: int
    part: CellPart


@dataclass(slots=True)
class PlacedBlock:
    """Where the texts of a block go, and what of it had no place.

    ``rows`` and ``columns`` are those of the block that lie outside the table, counted from 1;
    ``unknown`` are names that nobody in the table bears, ``twice`` those that are not clear,
    ``closed`` the rows of the table in which texts met cells that nobody types in.
    """

    cells: dict[BlockCell, str] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    closed: dict[int, int] = field(default_factory=dict)

    def refuse(self, place: BlockCell) -> None:
        """Note that nobody may type at a place of the table."""
        self.closed[place.row + 1] = self.closed.get(place.row + 1, 0) + 1

    @property
    def words(self) -> str:
        """Say what was not pasted and why; "" where everything has its place."""
        parts = [
            *_outside(self.rows, self.columns),
            *_named("名单里没有", self.unknown),
            *_named("不能确定是哪一行（同名或者出现两次）：", self.twice),
            *_named("没有这些指标：", self.unused),
        ]
        if self.closed:
            parts.append(f"表格里{_closed(self.closed)[0]}")
        return _left_out(parts)


def place_block(
    block: Block,
    subjects: Sequence[SubjectFacts],
    indicators: Sequence[str],
    at: BlockCell,
    clauses: Container[str] = (),
) -> PlacedBlock:
    """Find the place of every text of ``block`` in a table of subjects × indicators.

    ``clauses`` are those names of columns that are a clause's and not an indicator's.

    A row of headings and a column of names (or codes) are recognised where they were copied
    along: then they say what is meant, whatever their order. What is left counts from ``at``.
    """
    placed = PlacedBlock()
    heads = _find_heads(block, indicators, clauses)
    body = list(enumerate(block))[0 if heads is None else heads.row + 1 :]
    by_name = _by_name(subjects)
    name_at = _name_column(body, heads, by_name)
    if heads is None:
        first = 0 if name_at is None else name_at + 1
        width = max((len(row) for _, row in body), default=0)
        targets = {column: (at.column + column - first, at.part) for column in range(first, width)}
    else:
        targets = _headed(heads, indicators, at.part)
        placed.unused = heads.unused
    seen: set[int] = set()
    for below, (number, row) in enumerate(body):
        filled = {column: row[column] for column in targets if column < len(row)}
        if name_at is None:
            there: int | None = at.row + below
        elif any(text.strip() for text in filled.values()):
            there = _row_of(row[name_at] if name_at < len(row) else "", by_name, seen, placed)
        else:
            there = None
        if there is not None:
            _put(placed, number, there, filled, targets, (len(subjects), len(indicators)))
    return placed


def _put(
    placed: PlacedBlock,
    number: int,
    there: int,
    filled: Mapping[int, str],
    targets: Mapping[int, tuple[int, CellPart]],
    size: tuple[int, int],
) -> None:
    """Put one row of a block into row ``there``; note what lies outside."""
    for column, text in filled.items():
        across, part = targets[column]
        if there >= size[0]:
            if text.strip():
                placed.rows[number + 1] = placed.rows.get(number + 1, 0) + 1
        elif across >= size[1]:
            if text.strip():
                placed.columns[column + 1] = placed.columns.get(column + 1, 0) + 1
        else:
            placed.cells[BlockCell(there, across, part)] = text


def left_out_words(block: Block, fits: Callable[[int, int], bool | None]) -> str:
    """Say what of ``block`` was not pasted; "" for nothing.

    ``fits`` is asked for each text, by row and column of the block from 0: whether somebody may
    type at its place, ``None`` where the table has no such place.
    """
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    closed: dict[int, int] = {}
    for number, row in enumerate(block):
        inside = [column for column, text in enumerate(row) if text.strip()]
        beyond = [column for column in inside if fits(number, column) is None]
        shut = sum(1 for column in inside if fits(number, column) is False)
        if shut:
            closed[number + 1] = shut
        if beyond and fits(number, 0) is None:
            rows[number + 1] = len(beyond)
        else:
            for column in beyond:
                columns[column + 1] = columns.get(column + 1, 0) + 1
    return _left_out([*_outside(rows, columns), *_closed(closed)])


def is_same(text: str) -> bool:
    """Whether a text stands for the reason above it."""
    return text.strip().strip("\u3000") in SAME_WORDS


def _find_heads(block: Block, indicators: Sequence[str], clauses: Container[str]) -> Heads | None:
    """The first row that names an indicator; rows above it are titles."""
    names = {plain_name(one): one for one in indicators if one not in clauses}
    titles = {plain_name(one): ("", one) for one in indicators if one in clauses}
    for number, row in enumerate(block[:HEADS_WITHIN]):
        heads = read_heads(names, number, row, titles)
        if heads.points or heads.notes or heads.clauses:
            return heads
    return None


def _headed(
    heads: Heads, indicators: Sequence[str], part: CellPart
) -> dict[int, tuple[int, CellPart]]:
    """Column of the block → column of the table and part, as the headings say."""
    places = {name: column for column, name in enumerate(indicators)}
    # A heading that is the bare indicator means what the table shows now.
    found = {column: (places[name], part) for name, column in heads.points.items()}
    for (_, title), column in heads.clauses.items():
        found[column] = (places[title], CellPart.POINTS)
    for name, column in heads.notes.items():
        found[column] = (places[name], CellPart.NOTE)
    return found


def _by_name(subjects: Sequence[SubjectFacts]) -> dict[str, list[int]]:
    """Plain name or code → the rows that bear it."""
    found: dict[str, list[int]] = {}
    for row, one in enumerate(subjects):
        for word in {plain_name(one.name), plain_name(one.code)} - {""}:
            found.setdefault(word, []).append(row)
    return found


def _name_column(
    body: Sequence[tuple[int, Sequence[str]]], heads: Heads | None, known: Mapping[str, object]
) -> int | None:
    """The column whose texts are names: by its heading, else where most of them are known."""
    if heads is not None and heads.name is not None:
        return heads.name
    if heads is not None and heads.code is not None:
        return heads.code
    width = max((len(row) for _, row in body), default=0)
    for column in range(width):
        texts = [row[column] for _, row in body if column < len(row) and row[column].strip()]
        # A code may be a number too: numbers alone are no names.
        fitting = [one for one in texts if plain_name(one) in known and not _is_number(one)]
        if texts and 2 * len(fitting) >= len(texts):
            return column
    return None


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdigit()


def _row_of(
    name: str, by_name: Mapping[str, Sequence[int]], seen: set[int], placed: PlacedBlock
) -> int | None:
    """The row of a name; ``None`` (and noted) where it is nobody's, or not clear whose."""
    bare = plain_name(name)
    if not bare or bare in _SUMS:
        return None
    rows = by_name.get(bare, ())
    if not rows:
        placed.unknown.append(name.strip())
        return None
    if len(rows) > 1 or rows[0] in seen:
        placed.twice.append(name.strip())
        return None
    seen.add(rows[0])
    return rows[0]


def _outside(rows: Mapping[int, int], columns: Mapping[int, int]) -> list[str]:
    """Rows and columns of a block that have no place, with how many cells."""
    return [
        f"第 {_run(found)} {unit}超出表格（{sum(found.values())} 格）"
        for found, unit in ((rows, "行"), (columns, "列"))
        if found
    ]


def _closed(rows: Mapping[int, int]) -> list[str]:
    """Rows in which texts met cells that nobody types in."""
    return [f"第 {_run(rows)} 行有 {sum(rows.values())} 格不能填"] if rows else []


def _left_out(parts: Sequence[str]) -> str:
    return f"有的没有粘贴：{'；'.join(parts)}。" if parts else ""


def _run(numbers: Mapping[int, int]) -> str:
    first, last = min(numbers), max(numbers)
    return str(first) if first == last else f"{first}—{last}"


def _named(words: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    said = "、".join(f"“{one}”" for one in names[:_NAMED])
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return [f"{words}{said}{more}"]
