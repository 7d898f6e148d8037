"""Stars: which are awarded and which withheld, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.domain.evidence import Case
from desk_app.domain.judging import judge, unmeasured
from desk_app.domain.scheme.model.levels import Star
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme
from desk_app.domain.scheme.words.conditions import describe, missed_words


@dataclass(frozen=True, slots=True)
class StarResult:
    """One star: awarded, withheld, or (``open``) not to be decided yet for want of these."""

    star: Star
    awarded: bool
    fact: str
    open: tuple[str, ...] = ()
    entered: str = ""

    @property
    def missed(self) -> str:
        """What was found and what it falls short of: ``满意率 90%，没有高于 90%``."""
        return self.fact if self.open else f"{self.fact}，{missed_words(self.star.when)}"

    @property
    def rule(self) -> str:
        """What the star asks for, in words."""
        return describe(self.star.when)


def stars_known(stars: Iterable[StarResult]) -> bool:
    """Whether any star is decided yet: as long as all are open, none is no 0."""
    return any(one.awarded or not one.open for one in stars)


def stars_for(scheme: Scheme, domain: str) -> tuple[Star, ...]:
    """The stars of a subject of that 领域, in order; raises KeyError for an unknown one."""
    group = scheme.domain_group(domain)
    return tuple(one for one in scheme.stars if not one.domains or group in one.domains)


def award(scheme: Scheme, case: Case) -> tuple[StarResult, ...]:
    """Decide every star of one subject by its own rule (逐星评定)."""
    found = []
    for star in stars_for(scheme, case.evidence.subject.domain):
        verdict = judge(star.when, case)
        waits_for = verdict.open
        if waits_for and scheme.format > OLDEST_FORMAT:
            # What cannot be won whatever a poll says waits for none.
            lost = {one.name for one in scheme.rates} - {*unmeasured(star.when, case)}
            waits_for = tuple(one for one in waits_for if one not in lost)
        found.append(StarResult(star, verdict.holds, verdict.witness, waits_for, verdict.entered))
    return tuple(found)
