"""缺项: what the scheme asks for and the round does not have, before 定稿 and before 上报."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk_app.domain.asked import lines_asked, places_asked, polls_asked, sheets_asked
from desk_app.domain.quotas import QuotaState, QuotaVerdict
from desk_app.domain.rounds import Round, decision_step
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import scores_of

_FEW = 3
"""So many names are said of those who lack something."""


@dataclass(frozen=True, slots=True)
class SubjectWork:
    """What there is of one subject that takes part.

    ``filled`` is evaluator → lines of the sheet with points, ``unreasoned`` how many deductions
    want their reason, ``polled`` the polls with a sealed count. Nobody decides on one that is
    ``out`` (取消评定资格). The decision on one under ``review`` is 待复核.
    """

    id: int
    name: str
    domain: str = ""
    filled: Mapping[str, int] = field(default_factory=dict)
    unreasoned: int = 0
    polled: Collection[str] = ()
    decided: bool = False
    out: bool = False
    review: bool = False
    parent: str = ""
    area: str = ""
    unknown: Collection[str] = ()
    """Facts that give points and that nobody has entered."""

    def place(self, title: str) -> str:
        """Its 上级 or its 区域; "" where it has none."""
        return self.parent if title == "上级" else self.area


@dataclass(frozen=True, slots=True)
class ReadinessCheck:
    """One thing that should stand: ``room`` is where it is done, ``todo`` what is left to do.

    ``subject_id`` is the first who lacks it, ``who`` names a few of them. ``locked`` says that
    it can be mended only after 解除定稿, ``forbids`` that there is no 定稿 without it.
    """

    words: str
    done: bool
    room: str
    todo: str = ""
    who: str = ""
    subject_id: int | None = None
    locked: bool = False
    forbids: bool = False


def missing(
    scheme: Scheme, current: Round, work: Sequence[SubjectWork], quotas: Sequence[QuotaState]
) -> tuple[ReadinessCheck, ...]:
    """Everything that the scheme asks of a round, done or missing, in the order of the work.

    Only missing decisions forbid 定稿; of all else somebody may decide that it is to be so.
    While there are any, quotas count what nobody decided yet and are no 缺项.
    """
    locked = current.locked
    decisions = _decisions(scheme, work, locked=locked)
    return (
        *_facts(scheme, work, locked=locked),
        *_sheets(scheme, work, locked=locked),
        *_polls(scheme, work, locked=locked),
        *_places(scheme, work, locked=locked),
        decisions,
        *_reviews(scheme, work, locked=locked),
        *(_quotas(quotas, locked=locked) if decisions.done else ()),
    )


def before_submission(
    found: Sequence[ReadinessCheck], current: Round, items: int, overdue: int
) -> tuple[ReadinessCheck, ...]:
    """The same list with what else should stand before papers go up: 定稿, 整改.

    ``items`` are all items of the ledger, ``overdue`` those that are late.
    """
    words = current.locked_words or "还没有定稿"
    todo = "" if current.locked else "核对并定稿"
    ledger = f"共 {items} 项" + (f"，{overdue} 项已逾期" if overdue else "")
    late = f"督促 {overdue} 项逾期的整改" if overdue else ""
    return (
        *found,
        ReadinessCheck(f"定稿：{words}", current.locked, "grading", todo),
        ReadinessCheck(f"整改台账：{ledger}", not overdue, "rectification", late),
    )


def _sheets(
    scheme: Scheme, work: Sequence[SubjectWork], *, locked: bool
) -> Iterator[ReadinessCheck]:
    domains = {one.domain for one in work}
    everybody: dict[int, SubjectWork] = {}
    for evaluator in sheets_asked(scheme):
        name = evaluator.name
        lines = {domain: lines_asked(scheme, name, domain) for domain in domains}
        scored = [one for one in work if lines[one.domain]]
        everybody |= {one.id: one for one in scored}
        lacking = [one for one in scored if one.filled.get(name, 0) < lines[one.domain]]
        words = f"还差 {len(lacking)} 份" if lacking else f"{len(scored)} 份已齐"
        todo = f"补齐 {len(lacking)} 份{scores_of(name)}表"
        yield _check(
            f"{scores_of(name)}表：{words}",
            lacking,
            "scoring",
            todo,
            counter=scheme.counter,
            locked=locked,
        )
    if sheets_asked(scheme):
        lacking = [one for one in work if one.id in everybody and one.unreasoned]
        count = sum(one.unreasoned for one in lacking)
        words = f"还有 {count} 处没有写" if lacking else "都已写明"
        todo = f"补写 {count} 处扣分理由"
        yield _check(
            f"扣分理由：{words}", lacking, "scoring", todo, counter=scheme.counter, locked=locked
        )


def _facts(
    scheme: Scheme, work: Sequence[SubjectWork], *, locked: bool
) -> Iterator[ReadinessCheck]:
    """Whether the facts are there that give points: before, no sheet can be complete."""
    if scheme.by_facts:
        lacking = [one for one in work if one.unknown]
        names = dict.fromkeys(name for one in lacking for name in one.unknown)
        some = "、".join([*names][:_FEW]) + ("等" if len(names) > _FEW else "")
        count = f"{len(lacking)} {scheme.counter}"
        words = f"还有 {count}没有填（{some}）" if lacking else "都已填写"
        todo = f"填写 {len(lacking)} {scheme.counted}的其他情况"
        yield _check(
            f"计分要用的其他情况：{words}",
            lacking,
            "scoring",
            todo,
            counter=scheme.counter,
            locked=locked,
        )


def _polls(
    scheme: Scheme, work: Sequence[SubjectWork], *, locked: bool
) -> Iterator[ReadinessCheck]:
    asked = {
        domain: {poll.name for poll in polls_asked(scheme, domain)}
        for domain in {one.domain for one in work}
    }
    for poll in scheme.polls:
        wanted = [one for one in work if poll.name in asked[one.domain]]
        if work and not wanted:
            continue
        lacking = [one for one in wanted if poll.name not in one.polled]
        words = (
            f"还有 {len(lacking)} {scheme.counter}没有封存计票"
            if lacking
            else f"{len(wanted)} {scheme.counter}已封存"
        )
        todo = f"封存 {len(lacking)} {scheme.counted}的{poll.name}计票"
        yield _check(
            f"{poll.name}：{words}", lacking, "polling", todo, counter=scheme.counter, locked=locked
        )


def _places(
    scheme: Scheme, work: Sequence[SubjectWork], *, locked: bool
) -> Iterator[ReadinessCheck]:
    """Who is counted by 上级 or 区域 and has none; nothing is said where everybody has one.

    A round keeps what the registry said when it began, so no room of this round can mend it.
    """
    asked = {
        domain: places_asked(scheme, domain) for domain in dict.fromkeys(one.domain for one in work)
    }
    for title in dict.fromkeys(title for places in asked.values() for title in places):
        lacking = [one for one in work if title in asked[one.domain] and not one.place(title)]
        if lacking:
            rules = dict.fromkeys(
                rule for places in asked.values() for rule in places.get(title, ())
            )
            names = "、".join(f"“{one}”" for one in rules)
            words = f"{title}：{len(lacking)} {scheme.counter}没有填写，{names}把它们合在一起算"
            todo = f"在名册里补填{title}，重新建轮次后生效"
            found = _check(
                words, lacking, "organisations", todo, counter=scheme.counter, locked=locked
            )
            yield replace(found, subject_id=None)


def _decisions(scheme: Scheme, work: Sequence[SubjectWork], *, locked: bool) -> ReadinessCheck:
    lacking = [one for one in work if not one.decided and not one.out]
    decided = sum(one.decided for one in work)
    words = (
        f"还有 {len(lacking)} {scheme.counter}没有定级"
        if lacking
        else f"{decided} {scheme.counter}已定级"
    )
    todo = f"给 {len(lacking)} {scheme.counted}定级"
    return _check(
        f"{decision_step(scheme)}：{words}",
        lacking,
        "grading",
        todo,
        counter=scheme.counter,
        locked=locked,
        forbids=True,
    )


def _reviews(
    scheme: Scheme, work: Sequence[SubjectWork], *, locked: bool
) -> Iterator[ReadinessCheck]:
    """Decisions that were made before the scheme changed; nothing is said where there are none."""
    marked = [one for one in work if one.review]
    if marked:
        words = f"方案改版后，{len(marked)} {scheme.counted}的决定待复核"
        todo = f"复核 {len(marked)} {scheme.counted}的决定"
        yield _check(words, marked, "grading", todo, counter=scheme.counter, locked=locked)


def _quotas(quotas: Sequence[QuotaState], *, locked: bool) -> Iterator[ReadinessCheck]:
    """A quota that is only a goal (工作目标) is no 缺项."""
    binding = [one for one in quotas if not one.quota.target]
    amiss = [one for one in binding if one.verdict is not QuotaVerdict.WITHIN]
    for state in amiss:
        yield ReadinessCheck(
            f"名额：{state.words()}",
            done=False,
            room="grading",
            todo=f"核对“{'、'.join(state.quota.levels)}”的名额",
            locked=locked,
        )
    if binding and not amiss:
        yield ReadinessCheck("名额：都符合", done=True, room="grading")


def _check(
    words: str,
    lacking: Sequence[SubjectWork],
    room: str,
    todo: str,
    *,
    counter: str,
    locked: bool,
    forbids: bool = False,
) -> ReadinessCheck:
    if not lacking:
        return ReadinessCheck(words, done=True, room=room)
    few = "、".join(one.name for one in lacking[:_FEW])
    who = few + (f"等 {len(lacking)} {counter}" if len(lacking) > _FEW else "")
    return ReadinessCheck(
        words,
        done=False,
        room=room,
        todo=todo,
        who=who,
        subject_id=lacking[0].id,
        locked=locked,
        forbids=forbids,
    )
