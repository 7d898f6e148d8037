"""Counts that were signed on paper, read from the rows of a workbook."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desk_app.domain.points import to_half_width
from desk_app.domain.polling.counts import (
    ABSTAINED,
    SPOILT,
    BallotCounts,
    check_attendance,
    check_seal,
)
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text

NAME, CODE, POLL = "党组织", "代码", "测评"
EXPECTED, PRESENT = "应到", "实到"
ISSUED, RETURNED, VALID, INVALID = "发出", "收回", "有效", "无效"
ATTENDANCE = (EXPECTED, PRESENT)
PAPERS = (ISSUED, RETURNED, VALID, INVALID)

_OTHER_NAMES = {
    NAME: ("党组织", "党组织名称", "党组织全称", "名称", "全称", "考评对象", "测评对象", "单位"),
    CODE: ("代码", "编码", "党组织代码"),
    POLL: ("测评", "测评名称"),
    EXPECTED: ("应到", "应到人数"),
    PRESENT: ("实到", "实到人数"),
    ISSUED: ("发出", "发出票", "发出票数"),
    RETURNED: ("收回", "收回票", "收回票数"),
    VALID: ("有效", "有效票", "有效票数"),
    INVALID: ("无效", "无效票", "无效票数"),
    ABSTAINED: ("弃权", "弃权票"),
    SPOILT: ("无效项",),
}
_SUMS = frozenset({"合计", "总计", "小计", "总数"})
_HEADING_ROWS = 20
_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A subject of the round as rows may name it."""

    id: int
    name: str
    code: str = ""
    participates: bool = True


@dataclass(frozen=True, slots=True)
class CountRow:
    """One subject's count; ``place`` says where it was read."""

    place: str
    subject_id: int
    name: str
    poll: str
    papers: BallotCounts
    expected: int | None
    votes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CountRows:
    """What a workbook holds. With anything in ``wrong`` nothing of it is to be used."""

    rows: tuple[CountRow, ...]
    blank: int
    wrong: tuple[str, ...]


def read_counts(
    sheets: Sequence[SheetData],
    polls: Sequence[Poll],
    subjects: Sequence[Listed],
    object_name: str = NAME,
) -> CountRows:
    """Read every sheet that has a heading row with 党组织 or 代码, and 发出 and 收回.

    Rows whose numbers are all empty are counted in ``blank``. In polls on many subjects at once
    the attendance and the papers may stand in the first row only. Each sentence in ``wrong``
    names sheet and cell or row.
    """
    reader = _Reader(polls, subjects, object_name)
    for sheet in sheets:
        if sheet.visible:
            reader.read(sheet)
    if not reader.headings and not reader.wrong:
        reader.wrong.append(
            f"没有找到表头：需要一行写有“{object_name}”或“{CODE}”，以及“{ISSUED}”“{RETURNED}”“{VALID}”和"
            "各选项。可先导出空白计票表，填好再导入。"
        )
    elif not reader.rows and not reader.wrong:
        reader.wrong.append("表里没有填写任何计票数字，没有导入。")
    return CountRows(tuple(reader.rows), reader.blank, tuple(reader.wrong))


@dataclass(slots=True)
class _Reader:
    polls: Sequence[Poll]
    subjects: Sequence[Listed]
    object_name: str = NAME
    rows: list[CountRow] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    blank: int = 0
    headings: int = 0
    seen: dict[tuple[int, str], str] = field(default_factory=dict)
    shared: dict[str, dict[str, int]] = field(default_factory=dict)
    _by_code: dict[str, list[Listed]] = field(init=False, default_factory=dict)
    _by_name: dict[str, list[Listed]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.subjects:
            self._by_code.setdefault(_plain(one.code), []).append(one)
            self._by_name.setdefault(_plain(one.name), []).append(one)

    def read(self, sheet: SheetData) -> None:
        """Read one sheet; a sheet without a heading row is passed over."""
        found = self._find_heading(sheet)
        if found is None:
            return
        heading, columns = found
        self.headings += 1
        missing = [one for one in (ISSUED, RETURNED, VALID) if one not in columns]
        if missing:
            self.wrong.append(f"“{sheet.name}”的表头缺少“{'”“'.join(missing)}”一列。")
            return
        for number, cells in enumerate(sheet.rows[heading + 1 :], heading + 2):
            self._read_row(sheet, number, cells, columns)

    def _find_heading(self, sheet: SheetData) -> tuple[int, dict[str, int]] | None:
        for number, cells in enumerate(sheet.rows[:_HEADING_ROWS]):
            columns = self._columns(cells)
            if (NAME in columns or CODE in columns) and (ISSUED in columns or VALID in columns):
                return number, columns
        return None

    def _columns(self, cells: Sequence[CellValue]) -> dict[str, int]:
        names = {other: name for name, others in _OTHER_NAMES.items() for other in others}
        names[_plain(self.object_name)] = NAME
        # An option may bear a name that is a heading elsewhere; the scheme's word goes first.
        names |= {_plain(option): option for poll in self.polls for option in poll.options}
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            name = names.get(_plain(cell_text(cell)))
            if name is not None:
                columns.setdefault(name, column)
        return columns

    def _read_row(
        self,
        sheet: SheetData,
        number: int,
        cells: Sequence[CellValue],
        columns: Mapping[str, int],
    ) -> None:
        texts = {name: cell_text(cells[at]).strip() for name, at in columns.items()}
        name, code = texts.get(NAME, ""), texts.get(CODE, "")
        figures = {k: v for k, v in texts.items() if k not in {NAME, CODE, POLL} and v}
        unread = {
            key: why for key, at in columns.items() if (why := sheet.why_unread(number - 1, at))
        }
        if not figures and not unread.keys() - {NAME, CODE, POLL}:
            self.blank += bool(name or code)
            return
        if not code and "".join(name.split()) in _SUMS:
            return
        place = f"“{sheet.name}”第 {number} 行"
        numbers: dict[str, int] = {}
        wrong = [
            f"“{sheet.name}”{cell_place(number - 1, columns[key])} 单元格：{why}"
            for key, why in unread.items()
        ]
        for key, text in figures.items():
            try:
                if key not in unread:
                    numbers[key] = _whole_number(text, sheet.name, number, columns[key])
            except _WrongRowError as error:
                wrong.append(str(error))
        try:
            if not unread.keys() & {NAME, CODE}:
                subject = self._subject(place, name, code)
                poll = self._poll(place, texts.get(POLL, ""), sheet.name)
                if not wrong:
                    self._add(place, subject, poll, numbers, columns)
        except _WrongRowError as error:
            wrong.append(str(error))
        self.wrong += wrong

    def _add(
        self,
        place: str,
        subject: Listed,
        poll: Poll,
        numbers: dict[str, int],
        columns: Mapping[str, int],
    ) -> None:
        earlier = self.seen.setdefault((subject.id, poll.name), place)
        if earlier != place:
            raise _WrongRowError(
                f"{place}与{earlier}都是“{subject.name}”的“{poll.name}”，请只留一行。"
            )
        foreign = [
            key
            for key in numbers
            if numbers[key] and key not in {*ATTENDANCE, *PAPERS, *poll.options, ABSTAINED, SPOILT}
        ]
        if foreign:
            raise _WrongRowError(f"{place}：“{poll.name}”没有“{foreign[0]}”这个选项。")
        if not poll.single:
            self._share(place, poll, numbers)
        for key in (ISSUED, RETURNED, VALID):
            if key not in numbers:
                raise _WrongRowError(f"{place}没有填“{key}”票数。")
        papers = BallotCounts(
            numbers[ISSUED],
            numbers[RETURNED],
            numbers[VALID],
            numbers.get(INVALID, 0),
            numbers.get(PRESENT),
        )
        votes = {option: numbers.get(option, 0) for option in (*poll.options, ABSTAINED, SPOILT)}
        expected = numbers.get(EXPECTED)
        sentences = [
            *check_seal(papers, [(subject.name, votes)]),
            check_attendance(expected, papers.present),
        ]
        wrong = "".join(sentences)
        if lacking := [one for one in poll.options if one not in columns] if wrong else []:
            wrong += f"表头里没有“{'”“'.join(lacking)}”一列，这些票没有读到。"
        if wrong:
            raise _WrongRowError(f"{place}：{wrong}")
        self.rows.append(
            CountRow(place, subject.id, subject.name, poll.name, papers, expected, votes)
        )

    def _share(self, place: str, poll: Poll, numbers: dict[str, int]) -> None:
        """One vote on many subjects has one set of papers; an empty cell means the same."""
        known = self.shared.setdefault(poll.name, {})
        for key in (*ATTENDANCE, *PAPERS):
            if key not in numbers:
                if key in known:
                    numbers[key] = known[key]
            elif known.setdefault(key, numbers[key]) != numbers[key]:
                raise _WrongRowError(
                    f"{place}的“{key}”是 {numbers[key]}，前面是 {known[key]}；"
                    f"“{poll.name}”是同一次投票，各行应当相同。"
                )

    def _subject(self, place: str, name: str, code: str) -> Listed:
        if code:
            found = self._by_code.get(_plain(code), [])
            if not found:
                raise _WrongRowError(f"{place}：本轮没有代码为“{code}”的{self.object_name}。")
            if name and _plain(found[0].name) != _plain(name):
                raise _WrongRowError(
                    f"{place}：代码“{code}”在本轮是“{found[0].name}”，表里写的是“{name}”，请核对。"
                )
        else:
            if not name:
                raise _WrongRowError(f"{place}没有填{self.object_name}名称或代码。")
            found = self._by_name.get(_plain(name), [])
            if not found:
                raise _WrongRowError(f"{place}：本轮没有名为“{name}”的{self.object_name}。")
            if len(found) > 1:
                raise _WrongRowError(f"{place}：本轮有 {len(found)} 个“{name}”，请填写代码。")
        if not found[0].participates:
            raise _WrongRowError(f"{place}：“{found[0].name}”本轮不参评，不能计票。")
        return found[0]

    def _poll(self, place: str, text: str, sheet: str) -> Poll:
        known = {poll.name: poll for poll in self.polls}
        plain = {_plain(name): poll for name, poll in known.items()}
        for name in (text, "" if text else sheet):
            if _plain(name) in plain:
                return plain[_plain(name)]
        if not text and len(self.polls) == 1:
            return self.polls[0]
        names = "、".join(known) or "（无）"
        if text:
            raise _WrongRowError(f"{place}：方案里没有名为“{text}”的测评，只有：{names}。")
        raise _WrongRowError(f"{place}没有写明是哪个测评，请在“{POLL}”一列填写：{names}。")


def _plain(text: str) -> str:
    """A name as it is compared: without blanks, of one width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class _WrongRowError(Exception):
    """A row cannot be taken; the sentence says why."""


def _whole_number(text: str, sheet: str, row: int, column: int) -> int:
    plain = to_half_width(text)
    if not (plain.isascii() and plain.isdigit()) or int(plain) > _LARGEST:
        place = cell_place(row - 1, column)
        raise _WrongRowError(f"“{sheet}”{place} 单元格的“{text}”不是票数，请用阿拉伯数字填写整数。")
    return int(plain)


def headings(polls: Sequence[Poll], object_name: str = NAME) -> Iterator[str]:
    """Yield the headings of an empty workbook for these polls, in order."""
    yield from (CODE, object_name, POLL, *ATTENDANCE, *PAPERS)
    yield from dict.fromkeys(option for poll in polls for option in poll.options)
    yield from (ABSTAINED, SPOILT)
