"""What follows from a level: reports, recommendations, bans, duties."""

from desk_app.domain.evidence import Case
from desk_app.domain.judging import holds
from desk_app.domain.scheme.model.levels import Consequence, ConsequenceKind
from desk_app.domain.scheme.model.scheme import Scheme

_FOLLOWS = {
    ConsequenceKind.REPORT: "报请",
    ConsequenceKind.MAY: "可以",
    ConsequenceKind.MUST_NOT: "不得",
    ConsequenceKind.DUTY: "应当",
}


def follows_words(one: Consequence) -> str:
    """Say what follows from a level: 报请, 可以, 不得 or 应当, and to whom."""
    to = f"：{one.to}" if one.to else ""
    return f"{_FOLLOWS[one.kind]}｜{one.name}{to}"


def consequences(
    scheme: Scheme, case: Case, level: str | None, *, out: bool = False
) -> tuple[Consequence, ...]:
    """What follows from ``level`` (备案, 可以推荐, 不能提拔, 集中整顿).

    Who is ``out`` of the grading holds no level; only what names a condition of its own follows.
    """
    if (level is None and not out) or not scheme.consequences:
        return ()
    known = Case(case.evidence, case.judged, case.total, case.stars, level)
    return tuple(
        one
        for one in scheme.consequences
        if (level in one.levels if one.levels else level is not None or one.when is not None)
        and (one.when is None or holds(one.when, known))
    )
