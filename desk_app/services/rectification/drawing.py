"""Drawing items from indicators below the share of their points that the scheme names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, insert, select

from desk_app.domain.clauses import lines_by_clauses, reason_words
from desk_app.domain.entries import counting
from desk_app.domain.fact_points import settled_lines
from desk_app.domain.faults import Fault
from desk_app.domain.points import from_milli
from desk_app.domain.rectification import Rectification, Weakness, weaknesses
from desk_app.domain.reversals import BulkKind
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.scoring import counted_entries
from desk_app.domain.weighing import scorers
from desk_app.services import schemes
from desk_app.services.evidence.entered import clauses_of
from desk_app.services.evidence.gathering import gather
from desk_app.services.memory import EVERYBODY
from desk_app.services.rectification.rows import items
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class Drawn:
    """What drawing did: the new items, and how many low indicators were in the ledger before.

    ``lacking`` are the subjects with fewer items than the scheme wants for each (``least``).
    """

    added: tuple[Rectification, ...]
    known: int
    unscored: int
    lacking: tuple[str, ...] = ()
    least: int = 0
    counted: str = "个党组织"

    def words(self) -> str:
        """Say it in one or two sentences."""
        subjects = len({one.subject_id for one in self.added})
        if self.added:
            said = f"从低分指标新增 {len(self.added)} 项，涉及 {subjects} {self.counted}。"
        elif self.known:
            said = "没有新的低分指标。"
        else:
            said = "没有低于方案所定得分率的指标。"
        if self.known:
            said += f"另有 {self.known} 项此前已在台账中，没有重复添加。"
        if self.unscored:
            said += f"还有 {self.unscored} {self.counted}没有评完分，评完后可再生成一次。"
        if self.lacking:
            few = "、".join(self.lacking[:5]) + ("等" if len(self.lacking) > 5 else "")
            said += (
                f"方案要求每个至少 {self.least} 项，"
                f"{few} {len(self.lacking)} {self.counted}还不够，"
                "请用“新增”补上。"
            )
        return said


def draw(workspace: Workspace, round_id: int) -> Drawn:
    """Add an item for every indicator below the scheme's share of its points.

    Only subjects that take part, by the superior's (考评) points; the scorer's note comes first
    in the problem. What was drawn once, open or closed, is not drawn again. Raises ``Fault``
    where the scheme names no share.
    """
    with workspace.session() as session:
        session.hold(tables.round_, round_id)
        scheme = schemes.pinned(session, round_id)
        rule = scheme.rectification
        if rule is None or not rule.below:
            raise Fault(
                f"方案“{scheme.title}”没有写明低于多少得分率要整改，不能自动生成。"
                "请用“新增”逐项录入。"
            )
        before = items(session, tables.rectification.c.round_id == round_id)
        everybody = _scored(session, scheme, round_id)
        unscored = sum(_is_unscored(scheme, one) for one in everybody)
        there = {(one.subject_id, one.indicator) for one in before if one.indicator}
        weak = [
            (one, found)
            for one in everybody
            for found in weaknesses(scheme, one.domain, one.points)
        ]
        new = [(one, found) for one, found in weak if (one.id, found.indicator) not in there]
        scope = Scope(tables.rectification, tables.rectification.c.round_id == round_id)
        with keeping(session, BulkKind.LEDGER, "从低分指标生成", scope, round_id=round_id):
            added = _insert(session, round_id, new)
    held = Counter(one.subject_id for one in (*before, *added))
    lacking = tuple(one.name for one in everybody if held[one.id] < rule.least)
    return Drawn(added, len(weak) - len(new), unscored, lacking, rule.least, scheme.counted)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A subject with the superior's points and notes."""

    id: int
    name: str
    domain: str
    points: dict[str, Decimal]
    notes: dict[str, str]


def _scored(session: Session, scheme: Scheme, round_id: int) -> list[_Scored]:
    """Everybody that takes part, with the superior's sheet; two or three queries."""
    evaluator = scheme.superior.name
    subject, score = tables.subject, tables.score
    taking_part = and_(subject.c.round_id == round_id, subject.c.participates == 1)
    found = {
        row.id: _Scored(row.id, row.name, row.domain, {}, {})
        for row in session.execute(
            select(subject.c.id, subject.c.name, subject.c.domain)
            .where(taking_part)
            .order_by(subject.c.position, subject.c.id)
        )
    }
    for subject_id, indicator, milli, note in session.execute(
        select(score.c.subject_id, score.c.indicator, score.c.points_milli, score.c.note)
        .join(subject, subject.c.id == score.c.subject_id)
        .where(taking_part, score.c.evaluator == evaluator)
    ):
        if milli is not None:
            found[subject_id].points[indicator] = from_milli(milli)
        if note:
            found[subject_id].notes[indicator] = note
    if scheme.by_clauses:
        _take_clauses(session, scheme, round_id, list(found.values()))
    if scheme.by_facts:
        _take_facts(session, scheme, round_id, found)
    if scheme.sheets.shared:
        _take_shared(session, scheme, round_id, found)
    return list(found.values())


def _take_shared(
    session: Session, scheme: Scheme, round_id: int, found: Mapping[int, _Scored]
) -> None:
    """Where no one alone scores every indicator, those are low whose points that count are."""
    for known in gather(session, scheme, round_id, for_total=True):
        one = found.get(known.subject.id)
        if one is not None:
            one.points.clear()
            one.points.update(counted_entries(scheme, known))


def _take_clauses(
    session: Session, scheme: Scheme, round_id: int, everybody: Sequence[_Scored]
) -> None:
    """Work points out of clauses, and put the clauses' words before the notes."""
    read = clauses_of(session, scheme, round_id, EVERYBODY)
    for one in everybody:
        amounts = read.get(one.id, {}).get(scheme.superior.name, {})
        for line in lines_by_clauses(_lines(scheme, one)):
            own = amounts.get(line.name, ())
            if line.name in one.points:
                one.points[line.name] = line.counted(own)
                one.notes[line.name] = reason_words(line, own, one.notes.get(line.name, ""))


def _take_facts(
    session: Session, scheme: Scheme, round_id: int, found: Mapping[int, _Scored]
) -> None:
    """Take the points that facts say, with the words of their tier before the notes."""
    for evidence in gather(session, scheme, round_id, for_total=True):
        one = found.get(evidence.subject.id)
        if one is None:
            continue
        _lines(scheme, one)
        sheet = evidence.points.get(scheme.superior.name, {})
        for line in settled_lines(scheme, evidence):
            if line.mode is IndicatorMode.FACTS:
                one.points.pop(line.name, None)
                if line.name in sheet:
                    one.points[line.name] = sheet[line.name]
                one.notes[line.name] = reason_words(line, (), one.notes.get(line.name, ""))


def _insert(
    session: Session, round_id: int, new: Sequence[tuple[_Scored, Weakness]]
) -> tuple[Rectification, ...]:
    """Enter an item for each, and return them."""
    if not new:
        return ()
    last = _last_id(session)
    problems = [weak.problem(one.notes.get(weak.indicator, "")) for one, weak in new]
    session.execute(
        insert(tables.rectification),
        [
            {
                "round_id": round_id,
                "subject_id": one.id,
                "indicator": weak.indicator,
                "problem": problem,
            }
            for (one, weak), problem in zip(new, problems, strict=True)
        ],
    )
    session.record(
        *(
            Changed("新增整改事项", about=one.name, after=problem, round_id=round_id)
            for (one, _), problem in zip(new, problems, strict=True)
        )
    )
    mine = tables.rectification.c
    return items(session, and_(mine.round_id == round_id, mine.id > last))


def _is_unscored(scheme: Scheme, one: _Scored) -> bool:
    """Whether an indicator that counts, other than an extra one, has no points yet."""
    return any(
        not line.extra and line.name not in one.points
        for line in counting(_lines(scheme, one))
        if not scheme.sheets.shared or scorers(scheme, line.name, one.domain)
    )


def _lines(scheme: Scheme, one: _Scored) -> tuple[Indicator, ...]:
    try:
        return scheme.indicators_for(one.domain)
    except KeyError:
        raise Fault(
            f"“{one.name}”的领域“{one.domain or '（空）'}”不在方案“{scheme.title}”之内，"
            "请先在“党组织”里改正它的领域。"
        ) from None


def _last_id(session: Session) -> int:
    found = session.execute(select(func.max(tables.rectification.c.id))).scalar_one()
    return int(found or 0)
