"""Made-up schemes of format 2 whose levels go by rank, and rounds of them by totals alone."""

from collections.abc import Mapping
from decimal import Decimal

from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.scheme_texts import tiny

LADDER = (("format = 1", "format = 2"),)
NEW = (
    '[[facts]]\nname = "新成立"\nkind = "yes_no"\n'
    '[[limits.rules]]\nname = "新成立不定级"\ndisqualify = "不定级"\n'
    'when = { fact = "新成立", is = true }\n'
)
OUTSIDE = (
    'name = "丙"\n\n[[indicators]]',
    'name = "丙"\n\n[[levels]]\nname = "不定级"\nnone = "outside"\n\n[[indicators]]',
)


def ranked(more: str = "", *changes: tuple[str, str]) -> Scheme:
    """The tiny scheme in format 2 (甲 from 90, 乙 from 80, 丙) with more tables."""
    return read_usable(tiny(*LADDER, *changes, more="\n" + more))


def round_of(
    scheme: Scheme,
    *totals: str,
    facts: Mapping[int, Mapping[str, FactValue]] | None = None,
    domains: Mapping[int, str] | None = None,
) -> Standings:
    """Grade a round: the first subject has the first total and the number 1."""
    return standings(
        scheme,
        [
            Evidence(
                SubjectFacts(number, f"第{number}村", domain=(domains or {}).get(number, "")),
                points={
                    "考评": {
                        "班子": min(Decimal(total), Decimal(60)),
                        "队伍": max(Decimal(total) - 60, Decimal(0)),
                    }
                },
                facts=(facts or {}).get(number, {}),
            )
            for number, total in enumerate(totals, start=1)
        ],
    )


def levels(found: Standings) -> list[str | None]:
    """The proposed levels in the order of the subjects."""
    return [one.level for one in found.proposals.values()]
