"""What an organisation is, what may stand in its fields, and how the registry is searched."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from desk_app.domain.faults import Fault

COMMITTEE, GENERAL_BRANCH, BRANCH, JOINT_BRANCH = "党委", "党总支", "党支部", "联合党支部"
KINDS = (COMMITTEE, GENERAL_BRANCH, BRANCH, JOINT_BRANCH)
MEMBER, ARMED_FORCES, BRAND = "党员", "武装部", "党建品牌"
OTHER_KINDS = (MEMBER, ARMED_FORCES, BRAND)
"""What some schemes grade beside organisations: it stands in the registry under any of them."""
TOWN = "镇党委"
"""The committee of a town itself, which some rule books rate beside those under it."""
DOMAINS = ("农村", "社区", "机关", "事业", "学校", "国企", "非公企业", "社会组织", TOWN)
MAX_MEMBERS = 1_000_000

_RANK = {COMMITTEE: 0, GENERAL_BRANCH: 1, BRANCH: 2, JOINT_BRANCH: 2}
_LOWEST = 3
"""Of every other kind that a registry holds (党员, 武装部): it stands under any of them."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation of the registry.

    ``parent_id`` None is the top of the tree. ``initials`` are the pinyin initials of name,
    short name and secretary, separated by spaces. ``retired_on`` set: no longer graded, kept
    for the history.
    """

    id: int
    name: str
    kind: str
    code: str = ""
    short_name: str = ""
    parent_id: int | None = None
    domain: str = ""
    area: str = ""
    secretary: str = ""
    contact: str = ""
    phone: str = ""
    member_count: int | None = None
    founded_on: date | None = None
    elected_on: date | None = None
    term_ends_on: date | None = None
    position: int = 0
    initials: str = ""
    retired_on: date | None = None
    retired_reason: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """What is typed into the form; ``id`` None is a new organisation."""

    name: str
    kind: str
    id: int | None = None
    code: str = ""
    short_name: str = ""
    parent_id: int | None = None
    domain: str = ""
    area: str = ""
    secretary: str = ""
    contact: str = ""
    phone: str = ""
    member_count: int | None = None
    founded_on: date | None = None
    elected_on: date | None = None
    term_ends_on: date | None = None


class Unfit(Fault):
    """A form that cannot be kept; ``problems`` is field name → Chinese sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(*problems.values())
        self.problems = dict(problems)


def form_of(organisation: Organisation) -> OrganisationForm:
    """The form as it stands for an organisation of the registry."""
    return OrganisationForm(
        **{field.name: getattr(organisation, field.name) for field in fields(OrganisationForm)}
    )


def tidy(text: str) -> str:
    """Trim a text and take out line breaks, and blanks between two Chinese characters.

    ``张 三`` is ``张三``; blanks beside Latin letters or digits stay, one each.
    """
    words = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in text
        if unicodedata.category(character) != "Cf"
    ).split()
    joined = ""
    for word in words:
        if joined and not (_is_chinese(joined[-1]) and _is_chinese(word[0])):
            joined += " "
        joined += word
    return joined


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """What two spellings of one name have in common: blanks, widths and brackets aside."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if not character.isspace())


def may_stand_under(kind: str, parent_kind: str) -> bool:
    """Whether an organisation of ``kind`` may have a superior of ``parent_kind``.

    Nothing stands under a branch, only branches stand under a general branch.
    """
    rank, parent_rank = _RANK.get(kind, _LOWEST), _RANK.get(parent_kind, _LOWEST)
    return parent_rank == _RANK[COMMITTEE] or parent_rank < rank


def kinds_of(registry: Iterable[Organisation]) -> tuple[str, ...]:
    """The kinds that can be chosen: ours, then what else the registry holds already."""
    return tuple(dict.fromkeys((*KINDS, *OTHER_KINDS, *(one.kind for one in registry))))


def problems(form: OrganisationForm, registry: Sequence[Organisation]) -> dict[str, str]:
    """What is wrong with a form: field name → Chinese sentence; empty when it can be kept."""
    others = [one for one in registry if one.id != form.id]
    found = _identity_problems(form, others)
    known = kinds_of(registry)
    if form.kind not in known:
        found["kind"] = f"组织类别请从“{'、'.join(known)}”中选择。"
    elif wrong := _parent_problem(form, others):
        found["parent_id"] = wrong
    if form.domain and form.domain not in DOMAINS:
        found["domain"] = f"领域请从“{'、'.join(DOMAINS)}”中选择。"
    if form.member_count is not None and not 0 <= form.member_count <= MAX_MEMBERS:
        found["member_count"] = f"党员数应在 0 到 {MAX_MEMBERS} 之间。"
    if form.elected_on and form.term_ends_on and form.term_ends_on <= form.elected_on:
        found["term_ends_on"] = "届满时间应晚于换届时间。"
    return found


def _identity_problems(form: OrganisationForm, others: Sequence[Organisation]) -> dict[str, str]:
    name, code = key(form.name), key(form.code)
    found: dict[str, str] = {}
    if not name:
        found["name"] = "请填写党组织全称。"
    for one in others:
        state = "（已撤销）" if one.retired_on is not None else ""
        if code and key(one.code) == code:
            found["code"] = f"代码“{form.code.strip()}”已经属于“{one.name}”{state}，请核对。"
        same_place = key(one.name) == name and one.parent_id == form.parent_id
        if name and same_place and not (code and one.code):
            found["name"] = f"同一个上级下面已经有“{one.name}”{state}，请核对，或分别填写代码。"
    return found


def _parent_problem(form: OrganisationForm, others: Sequence[Organisation]) -> str:
    by_id = {one.id: one for one in others}
    if form.parent_id is not None:
        if form.parent_id == form.id or form.parent_id in descendants(form.id, others):
            return "不能把党组织放到它自己或它的下级下面。"
        parent = by_id.get(form.parent_id)
        if parent is None:
            return "所选的上级已不在名册里，请重新选择。"
        if parent.retired_on is not None:
            return f"上级“{parent.name}”已经撤销，请另选上级。"
        if not may_stand_under(form.kind, parent.kind):
            return f"{form.kind}不能设在{parent.kind}“{parent.name}”下面。"
    for child in others:
        if (
            form.id is not None
            and child.parent_id == form.id
            and child.retired_on is None
            and not may_stand_under(child.kind, form.kind)
        ):
            return f"下面有{child.kind}“{child.name}”，类别不能改为{form.kind}。"
    return ""


def descendants(organisation_id: int | None, registry: Iterable[Organisation]) -> frozenset[int]:
    """The ids of everything below an organisation, at any depth."""
    if organisation_id is None:
        return frozenset()
    children: dict[int, list[int]] = {}
    for one in registry:
        if one.parent_id is not None:
            children.setdefault(one.parent_id, []).append(one.id)
    found: set[int] = set()
    waiting = [organisation_id]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)


def in_tree_order(registry: Iterable[Organisation]) -> tuple[tuple[Organisation, int], ...]:
    """Every organisation with its depth, superiors before what stands under them.

    Siblings stand by position. One whose superior is not among them counts as top.
    """
    everyone = sorted(registry, key=lambda one: (one.position, one.id))
    known = {one.id for one in everyone}
    children: dict[int | None, list[Organisation]] = {}
    for one in everyone:
        children.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    ordered: list[tuple[Organisation, int]] = []
    waiting = [(one, 0) for one in reversed(children.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        ordered.append((one, depth))
        waiting.extend((child, depth + 1) for child in reversed(children.get(one.id, [])))
    return tuple(ordered)


def matches(organisation: Organisation, query: str) -> bool:
    """Whether an organisation is found by what was typed.

    Every word of the query has to be part of the name, short name, code, secretary or area,
    or of the pinyin initials (``sqc`` finds 石桥村). An empty query finds everything.
    """
    words = [key(word) for word in query.split()]
    if not words:
        return True
    texts = [
        key(text)
        for text in (
            organisation.name,
            organisation.short_name,
            organisation.code,
            organisation.secretary,
            organisation.area,
        )
        if text
    ]
    texts += organisation.initials.casefold().split()
    return all(any(word in text for text in texts) for word in words)


def _is_chinese(character: str) -> bool:
    return ord(character) >= 0x2E80
