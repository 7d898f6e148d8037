"""Every check of a count: its code, its class, its sentence. One table for screen and report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from desk_app.domain.evidence import Tally
from desk_app.domain.polling import counts
from desk_app.domain.polling.counting import LEAST_TO_DISCLOSE
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.scheme.model.polls import Counting
from desk_app.domain.scheme.words.polls import share_words

_NAMED = 3
"""How many subjects a sentence names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check. A hard one stands in the way of sealing, a soft one wants a reason."""

    code: str
    title: str

    @property
    def hard(self) -> bool:
        """Whether the count cannot be sealed while it fails."""
        return self.code.startswith("H")


CHECKS = (
    Check("H01", "收回多于发出"),
    Check("H02", "发出多于实到"),
    Check("H03", "有效加无效不等于收回"),
    Check("H04", "录入张数不等于收回"),
    Check("H05", "选项、弃权、无效项合计不等于有效票"),
    Check("H06", "有摞没有经两人录入并一致"),
    Check("H07", "票数没有填齐或不成立"),
    Check("H08", "没有测评对象"),
    Check("S01", "弃权偏多"),
    Check("S02", "无效票偏多"),
    Check("S03", "整摞同一选项"),
    Check("S04", "与上年相差较大"),
    Check("S05", "有类别人数太少，不单列"),
)
BY_CODE = {one.code: one for one in CHECKS}


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that fails: its code, what was found, and the reason given (soft ones).

    ``pending`` says that nothing is wrong yet: the count is only not that far.
    """

    code: str
    sentence: str
    reason: str = ""
    pending: bool = field(default=False, compare=False)

    @property
    def hard(self) -> bool:
        """Whether it stands in the way whatever the reason."""
        return BY_CODE[self.code].hard

    @property
    def open(self) -> bool:
        """Whether the count cannot be sealed because of it."""
        return self.hard or not self.reason


@dataclass(frozen=True, slots=True)
class CategoryPapers:
    """Papers of one category and who came; ``None`` where nothing is written down yet."""

    category: str
    issued: int | None = None
    returned: int | None = None
    expected: int | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it is checked.

    ``keyed`` is all papers keyed, settled or not. ``waiting`` names batches that are not
    settled, ``alike`` those of one option only, ``small`` categories under five valid papers.
    ``swings``: name of subject and rate, last year's and this year's value.
    """

    papers: BallotCounts | None
    keyed: int
    subjects: Sequence[tuple[str, Tally]]
    categories: Sequence[CategoryPapers] = ()
    waiting: Sequence[str] = ()
    alike: Sequence[str] = ()
    small: Sequence[str] = ()
    swings: Sequence[tuple[str, Fraction, Fraction]] = ()


def find(count: Count, counting: Counting) -> tuple[Finding, ...]:
    """Return every check that fails, hard ones first, in the order of the codes."""
    if not count.subjects:
        return (Finding("H08", "这个测评没有对象，请删除后重新建立。"),)
    if count.papers is None:
        return (Finding("H07", "请填写发出和收回的票数。", pending=True),)
    return (*_hard(count, count.papers), *_soft(count, count.papers, counting))


def _hard(count: Count, papers: BallotCounts) -> list[Finding]:
    found = []
    if min(papers.issued, papers.returned, papers.valid, papers.invalid) < 0:
        found.append(Finding("H07", "票数不能是负数。"))
    if papers.returned > papers.issued:
        found.append(
            Finding(
                "H01",
                f"收回 {papers.returned} 张，多于发出 {papers.issued} 张，"
                "本次测评无效，应当重新投票。",
            )
        )
    found += [
        Finding(
            "H01",
            f"{one.category}收回 {one.returned} 张，多于发出 {one.issued} 张，"
            "本次测评无效，应当重新投票。",
        )
        for one in count.categories
        if (one.returned or 0) > (one.issued or 0) and papers.returned <= papers.issued
    ]
    over = counts.check_issued(papers.issued, papers.present)
    if over:
        found.append(Finding("H02", over))
    for one in count.categories:
        over = counts.check_issued(one.issued or 0, one.present)
        if over:
            found.append(Finding("H02", f"{one.category}{over}"))
    found += _balance(count, papers)
    if count.waiting:
        words = f"{'、'.join(count.waiting)}，处理完才能封存。"
        found.append(Finding("H06", words, pending=True))
    return found


def _balance(count: Count, papers: BallotCounts) -> list[Finding]:
    if count.keyed < papers.returned:
        left = papers.returned - count.keyed
        words = f"收回 {papers.returned} 张，已录 {count.keyed} 张，还有 {left} 张没有录。"
        # More papers than were given out void the poll: nobody need go on keying.
        return [] if papers.returned > papers.issued else [Finding("H04", words, pending=True)]
    if count.keyed > papers.returned:
        words = f"收回 {papers.returned} 张，录入了 {count.keyed} 张，请核对。"
        return [Finding("H04", words)]
    if count.waiting:
        return []
    if papers.valid + papers.invalid != papers.returned:
        return [
            Finding(
                "H03",
                f"有效 {papers.valid} 张加无效 {papers.invalid} 张，"
                f"不等于收回 {papers.returned} 张，请核对。",
            )
        ]
    wrong = (
        counts.check_votes(name, papers.valid, counts.votes_of(tally))
        for name, tally in count.subjects
    )
    return [Finding("H05", sentence) for sentence in wrong if sentence]


def _soft(count: Count, papers: BallotCounts, counting: Counting) -> list[Finding]:
    found = []
    many = [
        f"“{name}”{tally.abstained} 票"
        for name, tally in count.subjects
        if tally.valid and Fraction(tally.abstained, tally.valid) > counting.abstained_above
    ]
    if many:
        above = share_words(counting.abstained_above)
        found.append(Finding("S01", f"弃权超过有效票的 {above}：{_listed(many)}。"))
    keyed = papers.valid + papers.invalid
    if keyed and Fraction(papers.invalid, keyed) > counting.invalid_above:
        above = share_words(counting.invalid_above)
        found.append(Finding("S02", f"无效 {papers.invalid} 张，超过收回 {keyed} 张的 {above}。"))
    if count.alike:
        found.append(Finding("S03", f"整摞都是同一选项：{_listed(count.alike)}。"))
    far = [
        f"{name}由 {_percent(before)} 变为 {_percent(now)}"
        for name, before, now in count.swings
        if abs(now - before) > counting.swing_above
    ]
    if far:
        above = share_words(counting.swing_above).removesuffix("%")
        found.append(Finding("S04", f"与上年相差超过 {above} 个百分点：{_listed(far)}。"))
    if count.small:
        found.append(
            Finding(
                "S05",
                f"{'、'.join(count.small)}的有效票少于 {LEAST_TO_DISCLOSE} 张，"
                "单列会透露个人的选择，只计入合计。",
            )
        )
    return found


def with_reasons(found: Sequence[Finding], reasons: Mapping[str, str]) -> tuple[Finding, ...]:
    """Put the reasons given, by code, to the soft findings."""
    return tuple(
        one if one.hard else Finding(one.code, one.sentence, reasons.get(one.code, ""))
        for one in found
    )


def kept_words(code: str, finding: str) -> str:
    """Return what is written down of a finding: nothing of a batch, which sealing removes."""
    return "有整摞都是同一选项的。" if code == "S03" else finding


def in_the_way(found: Sequence[Finding]) -> tuple[str, ...]:
    """Return what stands in the way of sealing, as sentences."""
    return tuple(
        one.sentence if one.hard else f"{one.sentence}请写明原因。" for one in found if one.open
    )


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 处" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _percent(value: Fraction) -> str:
    tenths = (value * 1000 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}%"
