"""The whole sheet of one evaluator: everybody × every indicator, in one query of scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from desk_app.domain.clauses import clauses_named, lines_by_clauses
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.points import from_milli
from desk_app.domain.scheme.model.ballots import TOTAL_LINE
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import (
    Clause,
    ClauseAmounts,
    Evaluator,
    Indicator,
    IndicatorMode,
)
from desk_app.domain.scoring import Score, point_bands
from desk_app.services import schemes
from desk_app.services.evidence.entered import clauses_of
from desk_app.services.evidence.round_query import RoundQuery
from desk_app.services.memory import EVERYBODY
from desk_app.services.scoring.sheets.gathering import (
    Sheets,
    own_lines,
    settled_sheets,
)
from desk_app.services.scoring.sheets.votes import Voted, voted_of
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.rows import plain_rows

_SUBJECTS = RoundQuery(
    select(tables.subject)
    .where(tables.subject.c.participates == 1)
    .order_by(tables.subject.c.position)
)
_SCORES = (
    select(
        tables.score.c.subject_id,
        tables.score.c.indicator,
        tables.score.c.points_milli,
        tables.score.c.note,
    )
    .join_from(tables.subject, tables.score, tables.score.c.subject_id == tables.subject.c.id)
    .where(
        tables.subject.c.round_id == bindparam("round_id"),
        tables.score.c.evaluator == bindparam("evaluator"),
    )
)


@dataclass(frozen=True, slots=True)
class WholeLine:
    """One subject of the whole sheet; ``indicators`` are its own lines by name."""

    subject: SubjectFacts
    indicators: Mapping[str, Indicator]


@dataclass(frozen=True, slots=True)
class WholeView:
    """One evaluator's sheets of all that take part.

    ``indicators`` are the columns: the first line that bears each name. ``scores`` holds the
    cells that are not empty, by subject and indicator.
    """

    round_id: int
    evaluator: str
    evaluators: tuple[str, ...]
    superior: str
    indicators: tuple[Indicator, ...]
    lines: tuple[WholeLine, ...]
    scores: Mapping[tuple[int, str], Score]
    clauses: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)
    """Indicator → its clauses, each a column of its own."""
    voted: Mapping[int, Voted] | None = None
    """Subject → what ballots gave; ``None`` for an evaluator whose sheets somebody fills in."""
    laddered: bool = True
    """Whether totals lead to bands."""


def whole(workspace: Workspace, round_id: int, evaluator: str = "") -> WholeView:
    """Read one evaluator's whole sheet; the superior's where none is named.

    Raises ``Fault`` for an evaluator that the scheme does not know, or where it has no score
    sheet for somebody's 领域.
    """
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        known = tuple(one.name for one in scheme.evaluators)
        chosen = evaluator or scheme.superior.name
        if chosen not in known:
            message = f"方案里没有评价主体“{chosen}”。请从列表里选一个：{'、'.join(known)}。"
            raise Fault(message)
        lines = _lines(scheme, chosen, _subjects(session, round_id))
        who = next(one for one in scheme.evaluators if one.name == chosen)
        scores = _scores(session, round_id, chosen)
        votes = voted_of(session, scheme, round_id) if who.ballots else None
        if scheme.by_facts:
            settled = settled_sheets(session, scheme, round_id)
            lines = [
                _with_facts(line, scheme, settled[line.subject.id][1], scores, chosen)
                for line in lines
            ]
        if scheme.by_clauses:
            clauses = clauses_of(session, scheme, round_id, EVERYBODY)
            for line in lines:
                sheet = clauses.get(line.subject.id, {}).get(chosen, {})
                scores.update(_of_clauses(line, sheet, scores))
    columns = _columns(scheme, who)
    return WholeView(
        round_id=round_id,
        evaluator=chosen,
        evaluators=known,
        superior=scheme.superior.name,
        indicators=tuple(columns.values()),
        lines=tuple(lines),
        scores=scores,
        clauses={
            name: tuple(clause for _, clause in found)
            for name in columns
            if (found := clauses_named(scheme, name))
        },
        voted=votes,
        laddered=bool(point_bands(scheme)),
    )


def _lines(scheme: Scheme, evaluator: str, subjects: Sequence[SubjectFacts]) -> list[WholeLine]:
    """The lines of an evaluator's sheets; raises ``Fault`` for an unknown 领域."""
    by_domain: dict[str, Mapping[str, Indicator]] = {}
    lines = []
    for subject in subjects:
        own = by_domain.get(subject.domain)
        if own is None:
            own = {one.name: one for one in own_lines(scheme, subject, evaluator)}
            by_domain[subject.domain] = own
        lines.append(WholeLine(subject, own))
    return lines


def _columns(scheme: Scheme, who: Evaluator) -> dict[str, Indicator]:
    """What an evaluator scores: the first line that bears each name, or its figure."""
    if who.name in scheme.sheets.givers:
        return {TOTAL_LINE: Indicator(TOTAL_LINE, scheme.sheets.full(who), whole=True)}
    names = scheme.sheets.names(who)
    found: dict[str, Indicator] = {}
    for one in scheme.indicators:
        if one.name in names:
            found.setdefault(one.name, one)
    return found


def _with_facts(
    line: WholeLine,
    scheme: Scheme,
    sheets: Sheets,
    scores: dict[tuple[int, str], Score],
    evaluator: str,
) -> WholeLine:
    """The line with what its facts let stand; into ``scores`` goes what they say."""
    indicators = own_lines(scheme, line.subject, evaluator, sheets)
    for one in indicators:
        if one.mode is IndicatorMode.FACTS:
            scores[line.subject.id, one.name] = sheets.score(evaluator, one.name)
    return WholeLine(line.subject, {one.name: one for one in indicators})


def _of_clauses(
    line: WholeLine,
    amounts: Mapping[str, ClauseAmounts],
    scores: Mapping[tuple[int, str], Score],
) -> dict[tuple[int, str], Score]:
    """The scores of a subject that come from clauses, with the points that they come to."""
    found = {}
    for one in lines_by_clauses(tuple(line.indicators.values())):
        score = scores.get((line.subject.id, one.name))
        if score is not None and score.points is not None:
            own = amounts.get(one.name, ())
            found[line.subject.id, one.name] = Score(one.counted(own), score.note, own)
    return found


def _subjects(session: Session, round_id: int) -> list[SubjectFacts]:
    return [
        SubjectFacts(id=row.id, name=row.name, domain=row.domain, code=row.code)
        for row in _SUBJECTS.run(session, round_id)
    ]


def _scores(session: Session, round_id: int, evaluator: str) -> dict[tuple[int, str], Score]:
    """The cells that hold anything: very many rows, few different scores, each made once."""
    asked = {"round_id": round_id, "evaluator": evaluator}
    made = _Scores()
    return {
        (subject_id, indicator): made[milli, note]
        for subject_id, indicator, milli, note in plain_rows(session.connection, _SCORES, asked)
    }


class _Scores(dict[tuple[int | None, str], Score]):
    def __missing__(self, key: tuple[int | None, str]) -> Score:
        milli, note = key
        score = self[key] = Score(None if milli is None else from_milli(milli), note)
        return score
