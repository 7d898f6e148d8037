"""Points that ballots give: (好×100＋较好×80＋…)÷有效票, exact, and said in words."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.evidence import Evidence, Tally
from desk_app.domain.points import format_exact, format_points
from desk_app.domain.polling.counts import votes_in
from desk_app.domain.scheme.model.ballots import TOTAL_LINE, Ballots
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator
from desk_app.domain.scheme.words.polls import BASES

Balloted = dict[str, dict[str, Fraction]]
"""Evaluator → line of its sheet → points."""


def ballot_points(ballots: Ballots, tally: Tally) -> Fraction | None:
    """What the votes on one subject come to; ``None`` while there is nothing to divide by."""
    base = votes_in(ballots.base, tally)
    if base <= 0:
        return None
    counts = tally.counts.items()
    summed = sum((votes * (ballots.worth_of(option) or 0) for option, votes in counts), Decimal(0))
    return Fraction(summed) / base


def balloted(scheme: Scheme, tallies: Mapping[str, Tally]) -> Balloted:
    """The points of every evaluator that ballots score for, as far as there are votes."""
    found: Balloted = {}
    for one in scheme.sheets.balloted:
        for line, poll in scheme.sheets.polls(one).items():
            tally = tallies.get(poll)
            points = None if tally is None or not one.ballots else ballot_points(one.ballots, tally)
            if points is not None:
                found.setdefault(one.name, {})[line] = points
    return found


def given(evidence: Evidence, evaluator: Evaluator) -> Mapping[str, Decimal | Fraction]:
    """The points that an evaluator gave a subject, by line: typed, or out of its ballots."""
    if evaluator.ballots is not None:
        return evidence.balloted.get(evaluator.name, {})
    return evidence.points.get(evaluator.name, {})


def counted_words(ballots: Ballots, tally: Tally) -> str:
    """Say it with the votes: ``（好 30×100＋较好 10×80）÷有效票 40``."""
    votes = [
        f"{option} {count}×{format_points(ballots.worth_of(option))}"
        if ballots.worth
        else f"{option} 分 {count} 票"
        for option, count in tally.counts.items()
        if count
    ]
    summed = ("＋" if ballots.worth else "、").join(votes) or "0"
    return f"（{summed}）÷{BASES[ballots.base]} {votes_in(ballots.base, tally)}"


def given_words(scheme: Scheme, evidence: Evidence, evaluator: Evaluator, line: str) -> str:
    """Say what ballots gave on a line, and from which votes; "" where they gave nothing."""
    points = evidence.balloted.get(evaluator.name, {}).get(line)
    tally = evidence.tallies.get(scheme.sheets.polls(evaluator).get(line, ""))
    if points is None or tally is None or evaluator.ballots is None:
        return ""
    shown = format_exact(points)
    sign = "≈" if shown.startswith("约") else "＝"
    return f"{counted_words(evaluator.ballots, tally)}{sign}{shown.removeprefix('约 ')} 分"


def unpolled_words(scheme: Scheme, evidence: Evidence, evaluator: Evaluator) -> str:
    """Say why ballots gave nothing yet, or not on every line; "" where they did."""
    known = evidence.balloted.get(evaluator.name, {})
    wanted = scheme.lines_of(evaluator.name, evidence.subject.domain)
    polls = scheme.sheets.polls(evaluator)
    silent = [one.name for one in wanted if one.name not in known]
    if not silent:
        return ""
    counted = [one for one in silent if polls.get(one, "") in evidence.tallies]
    about = "" if TOTAL_LINE in polls or len(silent) == len(wanted) else f"（{_some(silent)}）"
    if len(counted) == len(silent):
        return f"{evaluator.name}{about}没有有效票，算不出"
    return f"{evaluator.name}{about}还没有测评结果"


def _some(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")
