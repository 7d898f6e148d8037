"""A round: one scheme as it stood, one year, one list of subjects; when it may be locked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk_app.domain.asked import places_asked
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme

LONGEST_NAME = 40
YEARS = range(2000, 2101)
DECISION = "党委会研究决定"
"""The step that a decision belongs to where the scheme names none."""
CLOSED = "本轮已停用，按方案的新版另开了一轮"
"""Why nothing is done in a closed round any more."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round. ``scheme_id`` and ``scheme_title`` are those of the pinned scheme.

    ``amendments`` counts what was changed after the first 定稿 (上报后改动). Moments are ISO
    texts, ``None`` for never. One that is ``closed`` was begun again under a new edition of its
    scheme; it is locked without 定稿.
    """

    id: int
    year: int
    name: str
    scheme_id: str
    scheme_title: str
    created_at: str
    finalised_at: str | None = None
    locked: bool = False
    exported_at: str | None = None
    amendments: int = 0
    closed: bool = False

    @property
    def locked_words(self) -> str:
        """Why nothing in it may change: 已定稿, 已停用; "" where it may."""
        if self.closed:
            return "已停用"
        return "已定稿" if self.locked else ""

    @property
    def amended(self) -> str:
        """What later changes are called: 上报后改动 only once papers were made to go up."""
        return "上报后改动" if self.exported_at is not None else "定稿后改动"

    @property
    def label(self) -> str:
        """How people call it: 2026年度 年初定级."""
        return f"{self.year}年度 {self.name}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is graded, as the registry said when the round began."""

    id: int
    organisation_id: int
    position: int
    name: str
    domain: str = ""
    area: str = ""
    parent: str = ""
    code: str = ""
    secretary: str = ""
    member_count: int | None = None
    participates: bool = True
    absence_reason: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """One line of the list of a new round; who does not take part wants a reason (不参评)."""

    organisation_id: int
    participates: bool = True
    absence_reason: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may become a subject, as far as the list of a round must know it."""

    id: int
    name: str
    kind: str
    parent_id: int | None = None
    domain: str = ""
    retired: bool = False
    area: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change made after the first 定稿."""

    made_at: str
    subject: str
    what: str
    before: str
    after: str
    reason: str


def ticked_at_first(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Whom a new round proposes: branches, and whoever has nobody below; no retired ones.

    A 党委 or 党总支 that has organisations below it is what grades, not what is graded.
    """
    parents = {one.parent_id for one in candidates if not one.retired}
    return frozenset(
        one.id
        for one in candidates
        if not one.retired and ("支部" in one.kind or one.id not in parents)
    )


def name_problem(year: int, name: str, existing: Iterable[Round]) -> str:
    """Why a round cannot be called so; "" when it can."""
    plain = name.strip()
    if year not in YEARS:
        return f"年度应在 {YEARS[0]} 到 {YEARS[-1]} 之间。"
    if not plain:
        return "请填写轮次名称，如“年初定级”。"
    if len(plain) > LONGEST_NAME:
        return f"轮次名称请不要超过 {LONGEST_NAME} 个字。"
    if any(one.year == year and one.name == plain for one in existing):
        return f"{year}年度已经有“{plain}”，请换一个名称，如“{plain}（二）”。"
    return ""


def participant_problems(
    scheme: Scheme, candidates: Mapping[int, Candidate], participants: Sequence[Participant]
) -> dict[int, str]:
    """What is wrong with the list: organisation id → sentence; 0 stands for the whole list."""
    found: dict[int, str] = {}
    if not any(one.participates for one in participants):
        found[0] = f"请至少勾选一个参评的{scheme.object_name}。"
    seen: set[int] = set()
    for one in participants:
        organisation = candidates.get(one.organisation_id)
        if organisation is None:
            found[0] = "名单中有一个党组织已不在名册里，请刷新后再试。"
        elif one.organisation_id in seen:
            found[organisation.id] = f"“{organisation.name}”在名单中出现了两次。"
        elif organisation.retired:
            found[organisation.id] = f"“{organisation.name}”已撤销，不能列入轮次。"
        elif not one.participates and not one.absence_reason.strip():
            found[organisation.id] = f"“{organisation.name}”不参评，请写明原因。"
        elif wrong := domain_problem(scheme, organisation):
            found[organisation.id] = wrong
        seen.add(one.organisation_id)
    return found


def places_lacking(
    scheme: Scheme, candidates: Mapping[int, Candidate], participants: Sequence[Participant]
) -> str:
    """Say how many lack the 上级 or 区域 that quotas are counted by; "" where nobody does."""
    lacking: dict[str, int] = {}
    for one in participants:
        organisation = candidates.get(one.organisation_id)
        if organisation is None or not one.participates or domain_problem(scheme, organisation):
            continue
        known = {"上级": organisation.parent_id is not None, "区域": bool(organisation.area)}
        for title in places_asked(scheme, organisation.domain):
            lacking[title] = lacking.get(title, 0) + (not known[title])
    said = [f"{count} {scheme.counter}没有填{title}" for title, count in lacking.items() if count]
    return f"{'，'.join(said)}，名额会把它们合在一起算" if said else ""


def domain_problem(scheme: Scheme, candidate: Candidate) -> str:
    """Say that the scheme has no indicators for the 领域 of an organisation; "" when it has."""
    try:
        scheme.domain_group(candidate.domain)
    except KeyError:
        known = "、".join(name for one in scheme.domains for name in one.includes)
        here = f"领域是“{candidate.domain}”" if candidate.domain else "没有填领域"
        return f"“{candidate.name}”{here}，方案只有{known}，请到“党组织”中改好领域，或不列入本轮。"
    return ""


def decision_step(scheme: Scheme) -> str:
    """The name of the step that decides: the scheme's first one that yields a decision."""
    return next((one.name for one in scheme.steps if one.yields is StepYield.DECISION), DECISION)


def deciding_meeting(scheme: Scheme) -> str:
    """Who decides, as the scheme calls it: its meeting, else whose step it is; 党委会 for none."""
    for one in scheme.steps:
        if one.yields is StepYield.DECISION:
            return one.meeting or one.actor or "会议"
    return "党委会"


def decision_words(scheme: Scheme) -> str:
    """What a decision is called: 党委会决定, 支委会决定, 评审委员会决定."""
    meeting = deciding_meeting(scheme)
    return f"{meeting.removesuffix('会议') if meeting.endswith('会会议') else meeting}决定"


def finalise_problem(undecided: Sequence[str], counter: str = "个") -> str:
    """Why a round cannot be locked yet; "" when it can. ``undecided`` are names of subjects."""
    if not undecided:
        return ""
    few = 3
    shown = "、".join(undecided[:few]) + ("等" if len(undecided) > few else "")
    return f"还有 {len(undecided)} {counter}没有定级（{shown}），全部定级后才能定稿。"
