"""A made-up sealed count by category, recounted once."""

from datetime import date

from desk_app.domain.evidence import Tally
from desk_app.domain.polling.checks import Finding
from desk_app.domain.polling.count_report import (
    CountReport,
    ReportedPapers,
    SealedVersion,
    SubjectCount,
)
from desk_app.domain.polling.counting import Mode
from desk_app.domain.scheme.model.polls import Counting, Poll, Rate
from tests.documents.samples import VILLAGES

OPTIONS = ("满意", "基本满意", "不满意", "不了解")
CATEGORIES = ("党员", "群众代表", "党外职工代表")


def _votes(*numbers: int) -> dict[str, int]:
    return dict(zip(OPTIONS, numbers, strict=True))


def _subject(number: int) -> SubjectCount:
    votes = _votes(40 + number, 20 - number, 10, 3)
    return SubjectCount(
        f"中共青山镇{VILLAGES[number % 7]}党支部",
        Tally(80, 78, 75, 3, votes, abstained=1, spoilt=1),
        (("党员", _votes(20, 10, 5, 1)), ("群众代表", _votes(15, 8, 5, 2))),
    )


def _sealed(number: int, moment: str, code: str, reopened: str = "") -> SealedVersion:
    return SealedVersion(
        number,
        moment,
        Mode.TWO,
        external=False,
        tellers="章喆祎、李堃",
        code=code,
        reopened=reopened,
    )


REPORT = CountReport(
    office="中共青山镇委员会",
    year=2026,
    meeting="党员群众测评大会",
    held_on=date(2026, 3, 5),
    place="镇政府三楼会议室",
    poll=Poll("群众测评", OPTIONS, counting=Counting(categories=CATEGORIES)),
    part="票一",
    rates=(Rate("满意率", "群众测评", ("满意", "基本满意")),),
    whole=ReportedPapers("", 82, 80, 80, 78, 75, 3),
    categories=(
        ReportedPapers("党员", 40, 39, 39, 38, 36, 2),
        ReportedPapers("群众代表", 38, 37, 37, 36, 35, 1),
        ReportedPapers("党外职工代表", 4, 4, 4, 4),
    ),
    subjects=tuple(_subject(number) for number in range(12)),
    findings=(
        Finding(
            "S01",
            "“石桥村党支部”弃权 20 票，占有效票 75 的 26.7%，超过 20%。",
            "三人中途离席，委托他人交票，票面空白；𬱖某、冯䶮已核实。",
        ),
    ),
    versions=(
        _sealed(1, "2026-03-05 15:40", "7K3M-P2QX", "监票人要求复核第三摞"),
        _sealed(2, "2026-03-05 16:20", "9ABD-77TR"),
    ),
    version=2,
    supervisors=("𬱖某", "冯䶮"),
    tellers=("章喆祎", "李堃"),
    attendance=("党员到会率不低于 80%：应到 40 人，实到 39 人，符合。",),
    voids={"空白票": 2, "涂改、看不清": 1},
)
