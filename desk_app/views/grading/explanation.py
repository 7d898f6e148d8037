"""What is said of one subject's level: the chain, its stars, what follows, every opinion."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.domain.ballot_points import given_words
from desk_app.domain.chain import Proposal
from desk_app.domain.clauses import own_words
from desk_app.domain.consequences import follows_words
from desk_app.domain.entries import score_words
from desk_app.domain.fact_points import settled_lines
from desk_app.domain.scheme.model.levels import Consequence
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.trials import NO_LEVEL
from desk_app.views.grading.columns import REVIEW_MARK, earlier_steps
from desk_app.views.use_cases import grading

AWARDED, WITHHELD, UNDECIDED = "★", "☆", "◌"


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One thing that is said, and in quiet letters where it comes from."""

    text: str
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class ExplanationPart:
    """Lines under a heading."""

    heading: str
    lines: tuple[ExplanationLine, ...]


def explanation(board: grading.GradingBoard, row: grading.BoardRow) -> tuple[ExplanationPart, ...]:
    """Say where every number and the level of a subject come from, and what follows."""
    if row.proposal is None:
        return (ExplanationPart("不参评", (ExplanationLine(row.absence_reason),)),)
    parts = [ExplanationPart(f"{REVIEW_MARK} 待复核", review(row))]
    parts += reasoning(row.proposal, grading.wanting_words(board, row))
    if row.hint:
        parts.append(ExplanationPart("名额提示", (ExplanationLine(row.hint),)))
    parts.append(ExplanationPart("各环节意见", opinions(board, row)))
    return tuple(part for part in parts if part.lines)


def reasoning(proposal: Proposal, wanting: str) -> tuple[ExplanationPart, ...]:
    """What the scheme makes of a subject: also of one that is only supposed.

    ``wanting`` says what it lacks to a higher level, "" for nothing.
    """
    parts = [
        ExplanationPart(
            "为什么是这个等级",
            tuple(_links(proposal)),
        ),
        ExplanationPart("还差什么", (ExplanationLine(wanting),) if wanting else ()),
        ExplanationPart("星", stars(proposal)),
        ExplanationPart("等级的后果", tuple(consequence(one) for one in proposal.consequences)),
        ExplanationPart(
            "自评与考评", (ExplanationLine(proposal.deviation),) if proposal.deviation else ()
        ),
    ]
    return tuple(part for part in parts if part.lines)


def review(row: grading.BoardRow) -> tuple[ExplanationLine, ...]:
    """Say what an edition of the scheme has changed under a decision; nothing where it stands."""
    if row.marked is None or row.decision is None:
        return ()
    before, after = row.marked.before or NO_LEVEL, row.marked.after or NO_LEVEL
    return (
        ExplanationLine(f"改版前拟定：{before}　→　改版后拟定：{after}"),
        ExplanationLine(
            f"现在的决定：{row.decision.level}",
            "决定是按原来的版本作的。仍然有效的按“维持”；要改的选好等级，按“改定”。",
        ),
    )


def _links(proposal: Proposal) -> Iterator[ExplanationLine]:
    for one in proposal.reasons:
        yield ExplanationLine(one.sentence(), _from(one.entered, one.origin.source))


def stars(proposal: Proposal) -> tuple[ExplanationLine, ...]:
    """Say of each star whether it is awarded, by which fact, and where that was entered."""
    lines = []
    for one in proposal.stars:
        mark = AWARDED if one.awarded else UNDECIDED if one.open else WITHHELD
        word = "授予" if one.awarded else "尚不能定" if one.open else "不授予"
        kind = f"（{one.star.kind}）" if one.star.kind else ""
        rule = "" if one.awarded else f"要求{one.rule}。"
        said = f"{mark} {one.star.name}{kind} {word}：{one.fact}"
        lines.append(ExplanationLine(said, rule + _from(one.entered)))
    return tuple(lines)


def consequence(one: Consequence) -> ExplanationLine:
    """Say what follows from a level: 报请, 可以, 不得 or 应当."""
    return ExplanationLine(follows_words(one), one.origin.source)


def opinions(board: grading.GradingBoard, row: grading.BoardRow) -> tuple[ExplanationLine, ...]:
    """All steps that arrive at a level, beside each other; those without an opinion too."""
    lines = []
    for step in steps(board):
        said = row.opinions.get(step)
        if said is None:
            lines.append(ExplanationLine(f"{step}　—"))
            continue
        day = said.decided_on.isoformat() if said.decided_on else ""
        noted = "，".join(part for part in (said.reason, said.meeting, day) if part)
        lines.append(ExplanationLine(f"{step}　{said.level}", noted))
    return tuple(lines)


def steps(board: grading.GradingBoard) -> tuple[str, ...]:
    """The steps that arrive at a level: the earlier ones, the decision, the approval."""
    return (*earlier_steps(board.scheme), board.decision_step, board.approval_step)


def score_lines(scheme: Scheme, row: grading.BoardRow, evaluator: str) -> tuple[str, ...]:
    """Return one line an indicator of an evaluator's sheet."""
    voted = next((one for one in scheme.sheets.balloted if one.name == evaluator), None)
    if voted is not None:
        lines = scheme.lines_of(evaluator, row.evidence.subject.domain)
        said = [(one.name, given_words(scheme, row.evidence, voted, one.name)) for one in lines]
        return tuple(f"{name}　{words or '没有测评结果'}" for name, words in said)
    sheet = row.evidence.points.get(evaluator, {})
    clauses = row.evidence.clauses.get(evaluator, {})
    return tuple(
        "　".join(
            part
            for part in (
                one.name,
                score_words(one, sheet.get(one.name)),
                own_words(one, clauses.get(one.name, ())),
            )
            if part
        )
        for one in settled_lines(scheme, row.evidence, evaluator)
    )


def _from(entered: str, source: str = "") -> str:
    said = (f"依据：{entered}" if entered else "", f"出处：{source}" if source else "")
    return "；".join(one for one in said if one)
