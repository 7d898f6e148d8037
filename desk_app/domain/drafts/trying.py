"""The trials of a draft: what becomes of each row now, at its field; what no row has touched."""

from dataclasses import dataclass
from datetime import date

from desk_app.domain.drafts.judging import DraftProblem, DraftReadBack
from desk_app.domain.drafts.tree import Path, SchemeDraft
from desk_app.domain.drafts.writing import lines_of
from desk_app.domain.evidence_columns import columns
from desk_app.domain.scheme.model.problems import Severity
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.trials import TrialRun, run

ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class DraftTrials:
    """What the trials of a draft come to; outcome ``i`` is that of the row ``("trials", i)``.

    ``untouched`` says of rows of the draft that no trial has come near them.
    """

    run: TrialRun
    problems: tuple[DraftProblem, ...]
    untouched: tuple[DraftProblem, ...]


@dataclass(frozen=True, slots=True)
class TrialHeading:
    """A column that a trial may fill: its heading, and what is entered."""

    title: str
    hint: str


def try_out(draft: SchemeDraft, back: DraftReadBack, on: date) -> DraftTrials | None:
    """Run the trials of a draft that can be used; ``None`` while it cannot.

    ``on`` is the day of rows that name none.
    """
    if back.scheme is None:
        return None
    tried = run(back.scheme, on)
    paths = {line: path for path, line in reversed(lines_of(draft).items())}
    problems = [
        DraftProblem(("trials", place, ENTERED, refused.title), refused.sentence, Severity.HINT)
        for place, one in enumerate(tried.outcomes)
        for refused in one.refused
    ]
    problems += [
        DraftProblem(
            ("trials", place, "level"),
            one.failed_words,
            Severity.HINT,
        )
        for place, one in enumerate(tried.outcomes)
        if one.met is False and not one.refused
    ]
    untouched = tuple(
        DraftProblem(paths.get(one.origin.line, ()), one.words, Severity.HINT)
        for one in tried.untouched
    )
    return DraftTrials(tried, tuple(problems), untouched)


def headings_of(scheme: Scheme) -> tuple[TrialHeading, ...]:
    """The columns of a trial, in the order of the evidence workbook; the name is not among them."""
    return tuple(
        TrialHeading(one.title, one.hint)
        for one in columns(scheme)
        if one.title != scheme.object_name
    )


def cell_path(row: int, title: str) -> Path:
    """Where a cell of a trial stands in the draft."""
    return ("trials", row, ENTERED, title)
