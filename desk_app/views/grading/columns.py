"""The columns of the board."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from PySide6.QtGui import QColor

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.grading import opinion_steps, own_evaluator
from desk_app.domain.points import format_rate
from desk_app.domain.rounds import decision_words
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import evaluator_sum
from desk_app.domain.stars import stars_known
from desk_app.views.kit import theme
from desk_app.views.kit.records import CENTRE, RIGHT, Column
from desk_app.views.use_cases import grading

REVIEW_MARK = "？"
"""Stands before a decision that is 待复核."""


def columns(scheme: Scheme) -> "tuple[Column[grading.BoardRow], ...]":
    """Return the board's columns for a scheme; 测评 and 限定 only where it has such a thing."""
    return (
        Column(scheme.object_name, lambda row: row.evidence.subject.name, width=11),
        Column("领域", lambda row: row.evidence.subject.domain, width=4, gives_way=2),
        *_score_columns(scheme),
        Column(
            "拟定等级",
            lambda row: shown(scheme, None if row.proposal is None else row.proposal.level),
            align=CENTRE,
            width=5,
            background=_coloured(
                scheme, lambda row: None if row.proposal is None else row.proposal.level
            ),
        ),
        Column(
            decision_words(scheme),
            partial(_decided, scheme),
            align=CENTRE,
            width=5,
            hint=lambda row: row.review,
            background=_coloured(scheme, lambda row: row.decision.level if row.decision else None),
        ),
        # What they rest on comes after them: in a small window the levels are still in sight.
        *_poll_columns(scheme),
        *(_opinion_column(scheme, step) for step in earlier_steps(scheme)),
        *_limit_columns(scheme),
        Column(
            "上级审定",
            lambda row: shown(scheme, row.approval.level if row.approval else None),
            align=CENTRE,
            width=5,
            gives_way=6,
            background=_coloured(scheme, lambda row: row.approval.level if row.approval else None),
        ),
        _remark_column(scheme),
    )


def earlier_steps(scheme: Scheme) -> tuple[str, ...]:
    """Return the steps that arrive at a level before the one that decides."""
    decided, approved = grading.step_names(scheme)
    return tuple(one for one in opinion_steps(scheme) if one not in {decided, approved})


def _score_columns(scheme: Scheme) -> "tuple[Column[grading.BoardRow], ...]":
    """What the bands look at; a scheme by opinion has no totals to show."""
    if scheme.measure is Measure.OPINION and not scheme.bands:
        return ()
    stars = Column["grading.BoardRow"]("星数", _stars, align=RIGHT, width=2)
    if scheme.sheets.shared and scheme.weighting is not None:
        total = Column["grading.BoardRow"]("总分", _total, align=RIGHT, width=3)
        return (*_sum_columns(scheme), total, *((stars,) if scheme.stars else ()))
    own = own_evaluator(scheme)
    return (
        *(
            (Column["grading.BoardRow"](own, _own, align=RIGHT, width=3, gives_way=4),)
            if own
            else ()
        ),
        Column(scheme.superior.name, _total, align=RIGHT, width=3),
        *((stars,) if scheme.stars else ()),
    )


def _sum_columns(scheme: Scheme) -> "Iterator[Column[grading.BoardRow]]":
    """What everybody gave, where not all score every line: the total is made of all of them."""
    for one in scheme.evaluators:
        yield Column(one.name, partial(_sum_of, scheme, one.name), align=RIGHT, width=3)


def _sum_of(scheme: Scheme, evaluator: str, row: "grading.BoardRow") -> Decimal | None:
    summed, missing = evaluator_sum(scheme, row.evidence, evaluator)
    return None if missing else summed


def _opinion_column(scheme: Scheme, step: str) -> "Column[grading.BoardRow]":
    def level(row: "grading.BoardRow") -> str | None:
        said = row.opinions.get(step)
        return said.level if said else None

    return Column(
        step,
        lambda row: shown(scheme, level(row)),
        align=CENTRE,
        width=5,
        background=_coloured(scheme, level),
        gives_way=1,
    )


def shown(scheme: Scheme, level: str | None) -> str:
    """Write a level with its mark, so that it reads in print and without colours."""
    if level is None:
        return ""
    rank = _rank(scheme, level)
    return level if rank is None else f"{theme.level_mark(rank)} {level}"


def _decided(scheme: Scheme, row: "grading.BoardRow") -> str:
    """A decision that is 待复核 has its mark in front; the word stands in 提示."""
    level = shown(scheme, row.decision.level if row.decision else None)
    return f"{REVIEW_MARK} {level}" if row.review else level


def _rank(scheme: Scheme, level: str) -> int | None:
    """The place on the ladder; ``None`` for a level that another version of the scheme had."""
    try:
        return scheme.rank(level)
    except KeyError:
        return None


def _coloured(
    scheme: Scheme, level: Callable[[grading.BoardRow], str | None]
) -> "Callable[[grading.BoardRow], QColor | None]":
    def colour(row: "grading.BoardRow") -> QColor | None:
        found = level(row)
        rank = None if found is None else _rank(scheme, found)
        return None if rank is None else theme.level_colour(rank)

    return colour


def _own(row: "grading.BoardRow") -> Decimal | None:
    return None if row.proposal is None else row.proposal.own


def _total(row: "grading.BoardRow") -> Decimal | None:
    proposal = row.proposal
    return proposal.points if proposal is not None and proposal.total.speaks else None


def _stars(row: "grading.BoardRow") -> int | None:
    proposal = row.proposal
    return proposal.star_count if proposal is not None and stars_known(proposal.stars) else None


def unscored_words(scheme: Scheme) -> str:
    """Name what is still to be given, in the scheme's own words: 考评, 综合评分, 民主评议."""
    return "评分" if scheme.weighting is not None else scheme.superior.name


def _poll_columns(scheme: Scheme) -> "tuple[Column[grading.BoardRow], ...]":
    if scheme.rates:
        rate = scheme.rates[0].name
        return (
            Column(
                rate,
                lambda row: format_rate(row.evidence.rates.get(rate), empty=""),
                align=RIGHT,
                width=4,
                gives_way=5,
            ),
        )
    if scheme.polls:
        poll = scheme.polls[0]

        def spread(row: "grading.BoardRow") -> str:
            tally = row.evidence.tallies.get(poll.name)
            if tally is None:
                return ""
            return " / ".join(str(tally.counts.get(option, 0)) for option in poll.options)

        title = f"{poll.name}（{'/'.join(poll.options)}）"
        return (Column(title, spread, align=RIGHT, width=9, gives_way=5),)
    return ()


def _limit_columns(scheme: Scheme) -> "tuple[Column[grading.BoardRow], ...]":
    if not scheme.limits:
        return ()
    return (Column("限定", _limits, align=RIGHT, width=2, hint=_limit_names, gives_way=3),)


def _limits(row: "grading.BoardRow") -> str:
    return f"{len(row.proposal.limits)} 条" if row.proposal and row.proposal.limits else ""


def _limit_names(row: "grading.BoardRow") -> str:
    return "\n".join(row.proposal.limits) if row.proposal else ""


def remark(scheme: Scheme, row: "grading.BoardRow") -> str:
    """Return what deserves a look at this subject, in words."""
    if row.proposal is None:
        return f"不参评：{row.absence_reason}"
    parts = [f"{REVIEW_MARK} {row.review.removesuffix('。')}"] if row.review else []
    if row.proposal.disqualified:
        parts.append(f"不参加评定：{row.proposal.disqualified}")
    elif row.proposal.level is None and not row.proposal.tied:
        parts.append(_why_open(scheme, row.proposal))
    if row.hint:
        parts.append(row.hint)
    if row.proposal.deviation:
        parts.append(row.proposal.deviation)
    return "；".join(parts)


def _why_open(scheme: Scheme, proposal: Proposal) -> str:
    if proposal.total.missing:
        return f"{unscored_words(scheme)}未完成"
    missing = next((one for one in proposal.reasons if one.kind is LinkKind.MISSING), None)
    return missing.fact if missing else "得分不在任何档次"


def _remark_column(scheme: Scheme) -> "Column[grading.BoardRow]":
    def words(row: "grading.BoardRow") -> str:
        return remark(scheme, row)

    def colour(row: "grading.BoardRow") -> QColor | None:
        return theme.pen(theme.WARNING) if row.proposal is not None and words(row) else None

    return Column("提示", words, width=7, hint=words, colour=colour)
