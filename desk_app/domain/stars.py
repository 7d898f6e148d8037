"""Stars: which are awarded and which withheld, and why."""

from dataclasses import dataclass

from desk_app.domain.evidence import Evidence
from desk_app.domain.judging import entered, holds, open_questions, witness
from desk_app.domain.scheme.model.levels import Star
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.conditions import describe


@dataclass(frozen=True, slots=True)
class StarResult:
    """One star: awarded, withheld, or (``open``) not to be decided yet for want of these."""

    star: Star
    awarded: bool
    fact: str
    open: tuple[str, ...] = ()
    entered: str = ""

    @property
    def rule(self) -> str:
        """What the star asks for, in words."""
        return describe(self.star.when)


def stars_for(scheme: Scheme, domain: str) -> tuple[Star, ...]:
    """The stars of a subject of that 领域, in order; raises KeyError for an unknown one."""
    group = scheme.domain_group(domain)
    return tuple(one for one in scheme.stars if not one.domains or group in one.domains)


def award(scheme: Scheme, evidence: Evidence) -> tuple[StarResult, ...]:
    """Decide every star of one subject by its own rule (逐星评定)."""
    return tuple(
        StarResult(
            star=one,
            awarded=holds(one.when, evidence),
            fact=witness(one.when, evidence),
            open=open_questions(one.when, evidence),
            entered=entered(one.when, evidence),
        )
        for one in stars_for(scheme, evidence.subject.domain)
    )
