"""计票报告单: what a sealed count says on paper, every number with its base in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from desk_app.domain.evidence import Tally
from desk_app.domain.points import format_points, round_half_up
from desk_app.domain.polling.checks import Finding
from desk_app.domain.polling.counting import LEAST_TO_DISCLOSE, MODE_WORDS, Mode
from desk_app.domain.polling.counts import ABSTAINED, SPOILT, rate, rate_words, share
from desk_app.domain.polling.keying import void_words
from desk_app.domain.scheme.model.polls import BallotKind, Poll, Rate

MOST_COLUMNS = 15
"""Columns for votes in ``forms/count_report.xlsx``; more options are written out in words."""

NO_VALUE = "—"
TOTAL = "合　计"

Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class ReportedPapers:
    """Persons and papers of one category, or of all; ``None`` where nothing is known apart."""

    category: str
    expected: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """The votes on one subject; ``parts`` are (category, option → votes) that may be shown."""

    name: str
    tally: Tally
    parts: tuple[tuple[str, Mapping[str, int]], ...] = ()


@dataclass(frozen=True, slots=True)
class SealedVersion:
    """One sealed count; ``sealed_at`` as 2026-03-05 16:20, ``reopened`` says why it fell."""

    number: int
    sealed_at: str
    mode: Mode
    external: bool
    tellers: str
    code: str
    reopened: str = ""


@dataclass(frozen=True, slots=True)
class CountReport:
    """A sealed count as it is reported.

    ``versions`` are all of the poll, ``version`` is the number of the one reported.
    ``one_by_scheme``: the scheme chose one-person counting. ``attendance`` are the scheme's
    rules of attendance with what was so, in sentences. ``voids``: reason → papers void as a
    whole, where reasons were keyed.
    """

    office: str
    year: int
    meeting: str
    held_on: date | None
    place: str
    poll: Poll
    part: str
    rates: tuple[Rate, ...]
    whole: ReportedPapers
    categories: tuple[ReportedPapers, ...]
    subjects: tuple[SubjectCount, ...]
    findings: tuple[Finding, ...]
    versions: tuple[SealedVersion, ...]
    version: int
    supervisors: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    caller: str = ""
    attendance: tuple[str, ...] = ()
    one_by_scheme: bool = False
    voided: str = ""
    voids: Mapping[str, int] = field(default_factory=dict)

    @property
    def sealed(self) -> SealedVersion:
        """The version that is reported."""
        return next(one for one in self.versions if one.number == self.version)


def facts(report: CountReport) -> Facts:
    """Return what the form ``count_report.xlsx`` shows.

    ``columns`` names the columns of votes; each row of ``votes`` has its numbers in
    ``counts``, in their order. Everything else is named as in the form.
    """
    columns = _columns(report.poll)
    return {
        "form_title": _title(report),
        "held": _held(report),
        "code": report.sealed.code or NO_VALUE,
        "code_words": _code_words(report),
        "papers": [_papers(one) for one in (*report.categories, report.whole)],
        "counting_words": _counting_words(report),
        "base_words": _base_words(report, columns),
        "heading": "测评对象",
        "columns": columns,
        "votes": [
            {"subject": one.name, "counts": tuple(_votes(one.tally, name) for name in columns)}
            for one in report.subjects
        ],
        "rates": [line for one in report.subjects for line in _rates(report, one)]
        or [
            {"subject": NO_VALUE, "name": NO_VALUE, "value": NO_VALUE, "words": "方案没有规定比率"}
        ],
        "parts_words": _parts_words(report),
        "parts": [
            {"subject": one.name, "category": category, "votes": _listed(report.poll, votes)}
            for one in report.subjects
            for category, votes in one.parts
        ]
        or [{"subject": NO_VALUE, "category": NO_VALUE, "votes": NO_VALUE}],
        "remarks": [
            {"code": one.code, "finding": one.sentence, "reason": one.reason}
            for one in report.findings
        ]
        or [{"code": NO_VALUE, "finding": "没有需要说明的情况", "reason": NO_VALUE}],
        "versions": [_version(one, report.version) for one in report.versions],
        "supervisors": "、".join(report.supervisors),
        "tellers": "、".join(report.tellers),
        "day": report.held_on,
    }


def withheld(report: CountReport) -> tuple[str, ...]:
    """Return the categories whose votes are not broken down."""
    shown = {category for one in report.subjects for category, _ in one.parts}
    return tuple(one.category for one in report.categories if one.category not in shown)


def average(poll: Poll, tally: Tally) -> tuple[Fraction | None, str]:
    """Return the average of points with how it comes about in words.

    The base, ours where a scheme says nothing, is the papers with points on this subject: 有效票
    without 弃权 and 无效项. ``None`` while nobody gave points.
    """
    votes = {int(option): tally.counts.get(option, 0) for option in poll.options}
    total = sum(points * number for points, number in votes.items())
    papers = sum(votes.values())
    words = (
        f"总分 {total} ÷ 打分票 {papers}"
        f"（有效票 {tally.valid} − 弃权 {tally.abstained} − 无效项 {tally.spoilt}）"
    )
    return (Fraction(total, papers) if papers else None), words


def _title(report: CountReport) -> str:
    part = f"（{report.part}）" if report.part else ""
    void = "（本次投票已作废）" if report.voided else ""
    return f"{report.year}年度计票报告单{part}{void}"


def _held(report: CountReport) -> str:
    day = report.held_on
    when = f"{day.year}年{day.month}月{day.day}日" if day else ""
    words = (report.office, when, report.place, report.meeting, report.poll.name)
    return "　".join(word for word in words if word)


def _code_words(report: CountReport) -> str:
    sealed = report.sealed
    later = "，后来重新计票，这一版不再作数" if sealed.reopened else ""
    return (
        f"第 {sealed.number} 版，{sealed.sealed_at} 封存{later}。"
        "以后在程序里输入校验码，可以核对存的计票是不是签字的这一份。"
    )


def _papers(one: ReportedPapers) -> Facts:
    numbers = ("expected", "present", "issued", "returned", "valid", "invalid")
    shown = {name: getattr(one, name) for name in numbers}
    return {
        "category": one.category or TOTAL,
        **{name: NO_VALUE if number is None else number for name, number in shown.items()},
    }


def _counting_words(report: CountReport) -> str:
    sealed = report.sealed
    if sealed.external:
        way = "外部计票：按已签字的纸质计票结果录入合计数，没有在程序里逐张录票。"
    else:
        who = f"（{sealed.tellers}）" if sealed.tellers else ""
        way = f"计票方式：{MODE_WORDS[sealed.mode]}{who}。"
        if sealed.mode is Mode.ONE:
            chosen = "方案规定由一人计票" if report.one_by_scheme else "本次由一人计票"
            way += f"{chosen}，没有第二人复核录入。"
        if sealed.mode is Mode.CALLED and report.caller:
            way += f"唱票人：{report.caller}。"
    void = f"本次投票已作废：{report.voided}。" if report.voided else ""
    return "\n".join((f"{void}{way}", *report.attendance))


def _columns(poll: Poll) -> tuple[str, ...]:
    if len(poll.options) + 2 > MOST_COLUMNS:
        return (ABSTAINED, SPOILT)
    return (*poll.options, ABSTAINED, SPOILT)


def _votes(tally: Tally, column: str) -> int:
    if column == ABSTAINED:
        return tally.abstained
    if column == SPOILT:
        return tally.spoilt
    return tally.counts.get(column, 0)


def _base_words(report: CountReport, columns: tuple[str, ...]) -> str:
    unit = "（列名是分数）" if report.poll.counting.kind is BallotKind.POINTS else ""
    valid = NO_VALUE if report.whole.valid is None else report.whole.valid
    void = f"整张无效的票不在其中{_why_void(report)}。"
    if len(columns) == 2:
        return (
            f"选项较多，各项得票写在“比率”里；各项得票 + 弃权 + 无效项 = 有效票 {valid} 张。{void}"
        )
    return f"每个对象各栏相加 = 有效票 {valid} 张{unit}。{void}"


def _why_void(report: CountReport) -> str:
    """Say why papers are void; nothing where no reason was keyed (外部计票)."""
    if not any(reason and papers for reason, papers in report.voids.items()):
        return ""
    return f"，共 {void_words(report.whole.invalid, report.voids)}"


def _rates(report: CountReport, one: SubjectCount) -> list[Facts]:
    poll, tally = report.poll, one.tally
    lines: list[Facts] = []
    if len(_columns(poll)) == 2:
        lines.append(_line(one, "得票", NO_VALUE, _listed(poll, tally.counts)))
    if poll.distribution:
        for option in poll.options:
            votes = tally.counts.get(option, 0)
            words = f"{option} {votes} ÷ 有效票 {tally.valid}"
            lines.append(_line(one, option, share(votes, tally), words))
    lines += [
        _line(one, rule.name, rate(rule, tally), rate_words(rule, tally)) for rule in report.rates
    ]
    if poll.counting.kind is BallotKind.POINTS:
        value, words = average(poll, tally)
        shown = NO_VALUE if value is None else f"{format_points(round_half_up(value, 2))} 分"
        lines.append(_line(one, "平均分", shown, words))
    return lines


def _line(one: SubjectCount, name: str, value: Fraction | str | None, words: str) -> Facts:
    return {
        "subject": one.name,
        "name": name,
        "value": NO_VALUE if value is None else value,
        "words": words,
    }


def _listed(poll: Poll, votes: Mapping[str, int]) -> str:
    """Write votes out; among many options those without a vote are left out."""
    names = (*poll.options, *(name for name in (ABSTAINED, SPOILT) if name in votes))
    many = len(poll.options) > 8
    unit = " 分" if poll.counting.kind is BallotKind.POINTS else ""
    words = [
        f"{name}{unit if name in poll.options else ''} {votes.get(name, 0)} 票"
        for name in names
        if votes.get(name, 0) or not many
    ]
    return "，".join(words) or "没有票"


def _parts_words(report: CountReport) -> str:
    if not report.categories:
        return "本次测评不分类别。"
    hidden = withheld(report)
    if not hidden:
        return "各类别的票分别发出、收回和计算。"
    return (
        f"{'、'.join(hidden)}不单列，只计入合计：有效票少于 {LEAST_TO_DISCLOSE} 张的类别，"
        "以及单列了就能推算出前者的类别，分列会透露个人的选择。"
    )


def _version(one: SealedVersion, reported: int) -> Facts:
    here = "（本表）" if one.number == reported else ""
    return {
        "number": one.number,
        "sealed": f"{one.sealed_at}{here}",
        "mode": "外部计票" if one.external else MODE_WORDS[one.mode],
        "code": one.code or NO_VALUE,
        "reopened": one.reopened or "—（有效）",
    }
