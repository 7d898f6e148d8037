"""Score sheets on paper, with the points entered so far."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.clauses import amount_of, count_words, reason_words
from desk_app.domain.entries import full_points, score_shown
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.points import add_up
from desk_app.domain.progress import Progress
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Clause, Indicator
from desk_app.domain.scheme.words.scoring import clause_worth
from desk_app.domain.score_sheets import Held
from desk_app.domain.scoring import EMPTY, Score
from desk_app.domain.settled import settled_of
from desk_app.domain.tier_lines import blanks, rows_of
from desk_app.services import schemes
from desk_app.services.scoring import sheets
from desk_app.services.scoring.workbooks.blank import ensure_typed
from desk_app.services.scoring.workbooks.filled import known_subjects
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

if TYPE_CHECKING:
    from desk_app.documents.boxes import Page
    from desk_app.documents.fonts import Substitution


def print_sheets(
    workspace: Workspace,
    round_id: int,
    subject_ids: Sequence[int],
    evaluator: str,
    progress: Progress,
) -> bytes:
    """Return the score sheets of some subjects as one PDF, with the points entered so far.

    A sheet without points comes out blank, to be filled by hand. Raises ``Fault`` where nobody
    is named or the form is damaged, ``Cancelled`` when the user has had enough.
    """
    from desk_app.documents.boxes import Layout
    from desk_app.documents.filling import fill
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.layout import lay_out
    from desk_app.documents.pdf import draw

    if not subject_ids:
        raise Fault("请先选择要打印的对象。")
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        ensure_typed(scheme, evaluator)
        held = sheets.held(session, scheme, round_id)
        settled = sheets.settled_sheets(session, scheme, round_id)
        year = session.execute(
            select(tables.round_.c.year).where(tables.round_.c.id == round_id)
        ).scalar_one()
        subjects = {one.facts.id: one.facts for one in known_subjects(session, round_id)}
    fonts = Fonts(resources_dir() / "fonts")
    pages: list[Page] = []
    substitutions: list[Substitution] = []
    for number, subject_id in enumerate(subject_ids):
        subject = subjects[subject_id]
        progress.step(number, len(subject_ids), subject.name)
        known = settled[subject_id][1] if subject_id in settled else None
        lines = sheets.own_lines(scheme, subject, evaluator, known)
        facts = sheet_facts(scheme, subject, evaluator, held, year, lines)
        layout = lay_out(fill(forms_dir() / "score_sheet.xlsx", facts), fonts)
        pages += layout.pages
        substitutions += layout.substitutions
    progress.step(len(subject_ids), len(subject_ids), "完成")
    return draw(Layout(tuple(pages), tuple(substitutions)), fonts)


def sheet_facts(
    scheme: Scheme,
    subject: SubjectFacts,
    evaluator: str,
    held: Held,
    year: int,
    lines: tuple[Indicator, ...] | None = None,
) -> dict[str, object]:
    """What the form of a score sheet asks for; see docs on forms.

    ``lines`` are those of the evaluator where facts of the subject have a say in them.
    """
    lines = sheets.own_lines(scheme, subject, evaluator) if lines is None else lines
    rows: list[dict[str, object]] = []
    given = []
    for number, one in enumerate(lines, start=1):
        score = held.get((subject.id, evaluator, one.name), EMPTY)
        points = score_shown(one, score.points)
        if points is not None and one.mode.counts:
            given.append(points)
        rows.append(
            {
                "no": number,
                "name": one.name,
                "points": one.points,
                "standard": one.standard,
                "score": points,
                "reason": _reason(scheme, one, score),
            }
        )
        rows += _tier_facts(scheme, one)
        rows += [_clause_facts(clause, score) for clause in one.clauses]
    return {
        "form_title": scheme.forms.score_sheet,
        "organisation": subject.name,
        "year": year,
        "sector": subject.domain,
        "evaluator": evaluator,
        "indicators": rows,
        "points_total": full_points(lines),
        "score_total": add_up(given) if given else None,
        "scored_on": "　　年　　月　　日",
    }


def _reason(scheme: Scheme, one: Indicator, score: Score) -> str:
    """What stands beside points; a place for the number while nobody has entered it."""
    settled = settled_of(one)
    if settled is not None and settled.lacking:
        return "；".join((*blanks(scheme, one), *filter(None, (score.note,))))
    return reason_words(one, score.amounts, score.note)


def _tier_facts(scheme: Scheme, one: Indicator) -> list[dict[str, object]]:
    """The rows of the tiers, below their indicator: for whom each is, and what it gives."""
    empty = {"no": None, "points": None, "score": None, "reason": ""}
    return [
        {**empty, "name": f"　{name}", "standard": words} for name, words in rows_of(scheme, one)
    ]


def _clause_facts(clause: Clause, score: Score) -> dict[str, object]:
    """The row of a clause, below its indicator: what it is worth, and a place for its count."""
    amount = amount_of(clause, score.amounts, scored=score.points is not None)
    worth = clause_worth(clause)
    return {
        "no": None,
        "name": f"　{clause.name}",
        "points": None,
        "standard": f"{clause.standard}（{worth}）" if clause.standard else worth,
        "score": None,
        "reason": count_words(clause, amount),
    }
