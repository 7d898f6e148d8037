"""What ballots gave, as score sheets show it; and every line that anybody gives points on."""

from collections.abc import Mapping

from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_exact
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.scoring.sheets.gathering import gather_sheets
from desk_app.services.session import Session

Voted = Mapping[tuple[str, str], str]
"""Evaluator and line → points as they are shown; "" while there is no result."""


def voted(scheme: Scheme, known: Evidence) -> Voted:
    """What ballots gave one subject."""
    return {
        (one.name, line): "" if points is None else format_exact(points).removeprefix("约 ")
        for one in scheme.sheets.balloted
        for line in scheme.sheets.polls(one)
        for points in (known.balloted.get(one.name, {}).get(line),)
    }


def voted_of(session: Session, scheme: Scheme, round_id: int) -> dict[int, Voted]:
    """What ballots gave everybody in a round, where they give anything."""
    if not scheme.sheets.balloted:
        return {}
    everybody = gather_sheets(session, scheme, round_id)
    return {one.evidence.subject.id: voted(scheme, one.evidence) for one in everybody}


def line_names(scheme: Scheme) -> tuple[str, ...]:
    """Every line that somebody gives points on, once: the indicators, then a total."""
    names = (name for one in scheme.evaluators for name in scheme.sheets.names(one))
    return tuple(dict.fromkeys((*scheme.indicator_names(), *names)))
