"""A real row under the headings of its scheme is graded as the real one, and names nobody."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from desk_app.domain.ballot_points import balloted
from desk_app.domain.clauses import applying
from desk_app.domain.evidence import EarlierLevel, Evidence, SubjectFacts, Tally
from desk_app.domain.fact_points import with_fact_points
from desk_app.domain.polling.counts import rates
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.trial_rows import trial_row
from desk_app.domain.trials import run
from tests.domain import random_rows
from tests.domain.procedures import shipped
from tests.domain.scheme_texts import SCHEMES, tiny

if TYPE_CHECKING:
    from desk_app.domain.scheme.model.scoring import ClauseAmounts

EVERY = sorted(one.stem for one in SCHEMES.glob("*.toml"))
ON = date(2026, 7, 1)


def counted(scheme: Scheme, known: Evidence, chance: Random) -> Evidence:
    """The row with polls that were counted, from which its rates and ballot points follow."""
    tallies = {}
    for poll in scheme.polls:
        votes = [chance.randrange(9) for _ in poll.options]
        valid = sum(votes) + 3
        names = dict(zip(poll.options, votes, strict=True))
        tallies[poll.name] = Tally(valid + 4, valid + 1, valid, 1, names, 2, 1)
    found = replace(known, tallies=tallies, rates=rates(scheme, tallies), on=ON)
    found = replace(found, balloted=balloted(scheme, tallies))
    return with_fact_points(scheme, looked_at(scheme, found, chance))


def looked_at(scheme: Scheme, known: Evidence, chance: Random) -> Evidence:
    """The row whose points of clauses come from some that apply."""
    points = {who: dict(sheet) for who, sheet in known.points.items()}
    clauses: dict[str, dict[str, ClauseAmounts]] = {}
    for who, sheet in points.items():
        for line in scheme.lines_of(who, known.subject.domain):
            if line.clauses:
                chosen = chance.sample(line.clauses, chance.randint(0, 1))
                applied = applying(line, {one.name: Decimal(1) for one in chosen})
                sheet[line.name] = line.counted(applied)
                clauses.setdefault(who, {})[line.name] = applied
    return replace(known, points=points, clauses=clauses)


@pytest.mark.parametrize("scheme_id", EVERY)
def test_it_is_graded_as_the_real_one(scheme_id: str) -> None:
    scheme, chance = shipped(scheme_id), Random(scheme_id)
    for _ in range(8):
        known = counted(scheme, random_rows.row(scheme, chance), chance)
        real = standings(scheme, [known]).proposals.get(1)
        trial = trial_row(scheme, known, 1)
        (tried,) = run(replace(scheme, trials=(trial,)), ON).outcomes
        assert tried.refused == ()
        assert real is not None
        assert tried.level == (real.level or ""), trial
        assert tried.reasons == tuple(one.sentence() for one in real.reasons)


def test_nothing_goes_along_by_which_a_person_is_known() -> None:
    text = tiny(
        ("format = 1", "format = 2"),
        more='[subjects]\nname = "党员"\n[[facts]]\nname = "备注"\nkind = "text"\n',
    )
    known = Evidence(
        SubjectFacts(7, "李小河", "农村", "东片", "石桥村党支部", "0817", "周大山", 30),
        points={"考评": {"班子": Decimal("58.5"), "队伍": Decimal(36)}},
        facts={"备注": "李小河病假"},
        participates=False,
        earlier=(EarlierLevel(2025, "甲", 0),),
    )
    trial = trial_row(read(text), known, 12)
    assert (trial.name, trial.level) == ("党员12", "")
    assert dict(trial.entered) == {
        "领域": "农村",
        "参评": "否",
        "考评·班子": "58.5",
        "考评·队伍": "36",
    }
