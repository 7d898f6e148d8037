"""Numbers of a document that cannot all hold: asked, with the readings that are possible."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from desk_app.domain.drafting.model import DraftQuestion, Suggestion, Whole
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.rounds import Bound, Quota
from desk_app.domain.scheme.model.scheme import Reading
from desk_app.domain.scheme.model.scoring import Indicator


def find(found: Sequence[Suggestion]) -> Iterator[DraftQuestion]:
    """The clashes of totals and quotas; gaps between bands are asked where bands are read."""
    yield from _sum(found)
    yield from _shares(found)


def _sum(found: Sequence[Suggestion]) -> Iterator[DraftQuestion]:
    whole = next((one for one in found if isinstance(one.part, Whole)), None)
    lines = [
        (one, one.part)
        for one in found
        if isinstance(one.part, Indicator) and not one.part.extra and one.part.mode.counts
    ]
    if whole is None or not isinstance(whole.part, Whole) or len(lines) < 2:
        return
    total = sum((part.points for _, part in lines), Decimal(0))
    full = whole.part.full_points
    if not full or total == full:
        return
    said, added = format_points(full), format_points(total)
    options = (
        f"满分改为{added}分",
        f"其中{format_points(total - full)}分是加分，满分仍为{said}分"
        if total > full
        else f"还有{format_points(full - total)}分的指标没有读到，补上",
        "分值有误，逐项核对",
    )
    yield DraftQuestion(
        Reading(
            "分值合计",
            f"各项指标合计{added}分，文件写的满分是{said}分，怎样处理？",
            options,
            options[1],
        ),
        (*whole.sentences[:1], *dict.fromkeys(one.sentences[0] for one, _ in lines)),
    )


def _shares(found: Sequence[Suggestion]) -> Iterator[DraftQuestion]:
    """At least one beside at most a share: with few there is no number that fits both."""
    quotas = [(one, one.part) for one in found if isinstance(one.part, Quota)]
    for first, least in quotas:
        if least.bound is not Bound.AT_LEAST or not least.count:
            continue
        for second, most in quotas:
            if most.bound is Bound.AT_MOST and most.share and most.levels == least.levels:
                options = ("至少的名额优先", "不超过的比例优先")
                yield DraftQuestion(
                    Reading(
                        "至少一名和不超过比例",
                        f"“{least.name}”和“{most.name}”在人数少时不能同时满足，以哪一条为准？",
                        options,
                        options[0],
                    ),
                    (first.sentences[0], second.sentences[0]),
                )
