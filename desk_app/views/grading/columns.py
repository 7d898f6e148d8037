"""The columns of the board."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtGui import QColor

from desk_app.domain.points import format_points, format_rate
from desk_app.domain.scheme.model import Scheme
from desk_app.services.grading import BoardRow
from desk_app.views import theme
from desk_app.views.tables import CENTRE, RIGHT, Column


def columns(scheme: Scheme) -> tuple[Column[BoardRow], ...]:
    """Return the board's columns for a scheme; 测评 and 限定 only where it has such a thing."""
    return (
        Column("党组织", lambda row: row.evidence.subject.name, width=11),
        Column("领域", lambda row: row.evidence.subject.domain, width=4),
        Column("自评", _own, align=RIGHT, width=3),
        Column(scheme.superior.name, _total, align=RIGHT, width=3),
        *_poll_columns(scheme),
        *_limit_columns(scheme),
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
            "党委会决定",
            lambda row: shown(scheme, row.decision.level if row.decision else None),
            align=CENTRE,
            width=5,
            background=_coloured(scheme, lambda row: row.decision.level if row.decision else None),
        ),
        Column(
            "上级审定",
            lambda row: shown(scheme, row.approval.level if row.approval else None),
            align=CENTRE,
            width=5,
            background=_coloured(scheme, lambda row: row.approval.level if row.approval else None),
        ),
        Column("提示", remark, width=7, hint=remark, colour=_remark_colour),
    )


def shown(scheme: Scheme, level: str | None) -> str:
    """Write a level with its mark, so that it reads in print and without colours."""
    return "" if level is None else f"{theme.level_mark(scheme.rank(level))} {level}"


def _coloured(
    scheme: Scheme, level: Callable[[BoardRow], str | None]
) -> Callable[[BoardRow], QColor | None]:
    def colour(row: BoardRow) -> QColor | None:
        found = level(row)
        return None if found is None else theme.level_colour(scheme.rank(found))

    return colour


def _own(row: BoardRow) -> Decimal | None:
    return None if row.proposal is None else row.proposal.own


def _total(row: BoardRow) -> Decimal | None:
    return None if row.proposal is None else row.proposal.total.points


def _poll_columns(scheme: Scheme) -> tuple[Column[BoardRow], ...]:
    if scheme.rates:
        rate = scheme.rates[0].name
        return (
            Column(
                rate,
                lambda row: format_rate(row.evidence.rates.get(rate), empty=""),
                align=RIGHT,
                width=4,
            ),
        )
    if scheme.polls:
        poll = scheme.polls[0]

        def spread(row: BoardRow) -> str:
            tally = row.evidence.tallies.get(poll.name)
            if tally is None:
                return ""
            return " / ".join(str(tally.counts.get(option, 0)) for option in poll.options)

        return (Column(f"{poll.name}（{'/'.join(poll.options)}）", spread, align=RIGHT, width=9),)
    return ()


def _limit_columns(scheme: Scheme) -> tuple[Column[BoardRow], ...]:
    if not scheme.limits:
        return ()
    return (Column("限定", _limits, align=RIGHT, width=2, hint=_limit_names),)


def _limits(row: BoardRow) -> str:
    return f"{len(row.proposal.limits)} 条" if row.proposal and row.proposal.limits else ""


def _limit_names(row: BoardRow) -> str:
    return "\n".join(row.proposal.limits) if row.proposal else ""


def remark(row: BoardRow) -> str:
    """Return what deserves a look at this subject, in words."""
    if row.proposal is None:
        return f"不参评：{row.absence_reason}"
    parts = []
    if row.proposal.level is None:
        parts.append("考评未完成" if row.proposal.total.missing else "得分不在任何档次")
    if row.hint:
        parts.append(row.hint)
    if row.proposal.deviation:
        parts.append(row.proposal.deviation)
    return "；".join(parts)


def _remark_colour(row: BoardRow) -> QColor | None:
    return QColor(theme.WARNING) if row.proposal is not None and remark(row) else None


def explanation(row: BoardRow) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say where every number and the level of a subject come from: (heading, lines)."""
    proposal = row.proposal
    if proposal is None:
        return (("不参评", (row.absence_reason,)),)
    reasons = [*proposal.sentences]
    parts: list[tuple[str, tuple[str, ...]]] = [("为什么是这个等级", tuple(reasons))]
    if proposal.wanting:
        parts.append(("还差什么", (proposal.wanting,)))
    if proposal.deviation:
        parts.append(("自评与考评", (proposal.deviation,)))
    if row.hint:
        parts.append(("名额提示", (row.hint,)))
    parts += [
        (f"{step}：{opinion.level}", (opinion.reason or "与拟定一致",))
        for step, opinion in row.opinions.items()
    ]
    return tuple(parts)


def score_lines(scheme: Scheme, row: BoardRow, evaluator: str) -> tuple[str, ...]:
    """Return one line an indicator of an evaluator's sheet."""
    sheet = row.evidence.points.get(evaluator, {})
    return tuple(
        f"{one.name}　{format_points(sheet.get(one.name), empty='未评')} / "
        f"{format_points(one.points)}"
        for one in scheme.indicators_for(row.evidence.subject.domain)
    )
