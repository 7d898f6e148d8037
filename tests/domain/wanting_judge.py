"""The judge of 还差什么: what is said is done, and the engine says what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from desk_app.domain.evidence import Evidence
from desk_app.domain.grading import grade
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.wanting import RankedRound, Wanting, wanting
from tests.domain import random_rows


@dataclass
class Verdicts:
    """How many sentences were said of how many subjects that have a level below the top."""

    words: list[str] = field(default_factory=list)
    below: int = 0
    false: list[str] = field(default_factory=list)

    @property
    def spoken(self) -> int:
        return len(self.words)


def judge(scheme: Scheme, everybody: Sequence[Evidence], chance: Random, ways: int = 1) -> Verdicts:
    """Make every change that is said in a round, in so many ways, and grade the round again.

    A change is made to one subject while the others stay as they are. Schemes whose levels go
    by rank are judged like any other; the rows may have absent ones among them.
    """
    found = Verdicts()
    present = [one for one in everybody if one.participates]
    proposals = standings(scheme, everybody).proposals
    ranked = RankedRound.of(
        scheme,
        [(one, proposals[one.subject.id]) for one in present],
        len(everybody) - len(present),
    )
    for known in present:
        proposal = proposals[known.subject.id]
        found.below += proposal.level is not None and scheme.rank(proposal.level) > 0
        said = wanting(scheme, known, proposal, ranked)
        if said is None:
            continue
        found.words.append(said.words)
        if proposal.level is not None and scheme.rank(said.level) >= scheme.rank(proposal.level):
            found.false.append(f"{known.subject.name}现为{proposal.level}：{said.words}")
        for _ in range(ways):
            level = _after(scheme, everybody, known, said, chance)
            if level != said.level or not said.words.endswith(f"即为{said.level}。"):
                found.false.append(f"{known.subject.name}照做以后为{level}：{said.words}")
    return found


def _after(
    scheme: Scheme, everybody: Sequence[Evidence], known: Evidence, said: Wanting, chance: Random
) -> str | None:
    after = random_rows.changed(scheme, known, said.changes, chance)
    if not scheme.by_rank:
        return grade(scheme, after).level
    others = [after if one is known else one for one in everybody]
    return standings(scheme, others).proposals[known.subject.id].level
