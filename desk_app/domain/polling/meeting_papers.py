"""What the papers around a meeting say: 签到册, 发票登记表, 会议记录."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk_app.domain.polling.meetings import EVERYBODY, Attendance

BLANK_LINES = 40
"""Lines of a sign-in list of which nothing is known beforehand."""

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class PaperCount:
    """Papers of one poll and category; ``None`` stays blank, to be filled by hand."""

    poll: str
    category: str = ""
    expected: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PollFact:
    """A poll as the minutes tell of it; ``state`` and ``code`` once it is sealed."""

    name: str
    subjects: Sequence[str]
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    code: str = ""
    voided: str = ""


def sign_in_rows(names: Sequence[str], lines: int) -> list[Row]:
    """Return the rows of a sign-in list, two people to a row, numbered down the left half first.

    At least ``lines`` people find room; lines without a name are for a pen.
    """
    people = [*names, *([""] * (lines - len(names)))]
    half = -(-len(people) // 2)
    rows: list[Row] = []
    for left in range(half):
        row: Row = {}
        for side, at in (("left", left), ("right", left + half)):
            there = at < len(people)
            row[f"{side}_no"] = at + 1 if there else None
            row[f"{side}_name"] = people[at] if there else None
            row[f"{side}_sign"] = None
        rows.append(row)
    return rows


def register_row(count: PaperCount) -> Row:
    """Return a row of the hand-out register: numbers only, never who got which paper."""
    missing = None
    if count.issued is not None and count.returned is not None:
        missing = count.issued - count.returned
    return {
        "poll": count.poll,
        "category": count.category or "全体",
        "expected": count.expected,
        "present": count.present,
        "printed": None,
        "issued": count.issued,
        "returned": count.returned,
        "missing": missing,
        "left": None,
        "signed": None,
        "note": count.note,
    }


def attendance_words(here: Mapping[str, Attendance]) -> str:
    """Say who came, by category and in all; blanks for a pen where nothing is known."""
    if not here:
        return "应到　　　人，实到　　　人。"
    named = [(name, one) for name, one in here.items() if name != EVERYBODY]
    parts = [
        f"{name}应到 {_blank(one.expected)} 人、实到 {_blank(one.present)} 人"
        for name, one in named
    ]
    everybody = here.get(EVERYBODY) or _sum([one for _, one in named])
    total = f"应到 {_blank(everybody.expected)} 人，实到 {_blank(everybody.present)} 人"
    return f"{total}。" if not parts else f"{total}。其中{'；'.join(parts)}。"


def poll_words(fact: PollFact) -> str:
    """Say what was voted on and what came of the papers."""
    many = len(fact.subjects)
    on = fact.subjects[0] if many == 1 else f"{many} 个对象"
    if fact.issued is None:
        return f"{fact.name}（{on}）：发出　　　张，收回　　　张，有效　　　张，无效　　　张。"
    words = f"{fact.name}（{on}）：发出 {fact.issued} 张，收回 {_blank(fact.returned)} 张"
    if fact.valid is not None:
        words += f"，有效 {fact.valid} 张，无效 {_blank(fact.invalid)} 张"
    if fact.voided:
        return f"{words}。本次投票已作废：{fact.voided}。"
    return f"{words}。结果见计票报告单（校验码 {fact.code}）。" if fact.code else f"{words}。"


def _blank(number: int | None) -> str:
    return "　　　" if number is None else str(number)


def _sum(parts: Sequence[Attendance]) -> Attendance:
    expected = [one.expected for one in parts]
    present = [one.present for one in parts]
    return Attendance(
        None if None in expected else sum(one or 0 for one in expected),
        None if None in present else sum(one or 0 for one in present),
    )
