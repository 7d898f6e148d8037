"""Which organisation a row means: looking it up, and telling a likely renaming."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.model import Organisation, key
from desk_app.domain.organisations.planning import Doubt
from desk_app.domain.organisations.reading import ListEntry, RowPlace

One = TypeVar("One")
Text = TypeVar("Text")

SIMILAR = 0.75
"""From this likeness on a renaming is asked about."""

_ORDINALS = frozenset("0123456789一二三四五六七八九十百甲乙丙丁东西南北中上下前后左右大小")
_COMMON = re.compile(
    r"^(中共|中国共产党)|(村|社区|镇|乡)?(联合)?(党总支部?|党支部|总支部?|支部|党委|党工委)?(委员会)?$"
)


@dataclass(slots=True)
class Index:
    """Registry and list, looked up by what rows call them."""

    entries: Mapping[RowPlace, ListEntry]
    codes: frozenset[str]
    claimed: frozenset[int]
    by_code: Mapping[str, Organisation]
    by_name: Mapping[str, list[Organisation]]
    children: Mapping[int | None, list[Organisation]]
    free_by_name: Mapping[str, list[Organisation]]
    free_by_parent: Mapping[int | None, list[Organisation]]
    _registered: tuple[Mapping[str, list[Organisation]], ...]
    _listed: tuple[Mapping[str, list[RowPlace]], ...]

    def __init__(self, registry: Sequence[Organisation], entries: Sequence[ListEntry]) -> None:
        self.entries = {one.place: one for one in entries}
        self.codes = frozenset(key(one.code) for one in entries if one.code)
        codes = grouped_by(registry, lambda one: key(one.code))
        self.by_code = {code: group[0] for code, group in codes.items() if code}
        self.by_name = grouped_by(registry, lambda one: key(one.name))
        shorts = grouped_by(registry, lambda one: key(one.short_name))
        self._registered = (codes, self.by_name, shorts)
        self._listed = tuple(
            {text: [one.place for one in group] for text, group in grouped.items()}
            for grouped in (
                grouped_by(entries, lambda one: key(one.code)),
                grouped_by(entries, lambda one: key(one.name)),
                grouped_by(entries, lambda one: key(str(one.values.get(ListField.SHORT_NAME, "")))),
            )
        )
        self.claimed = _claimed(registry, entries, self.codes)
        free = [one for one in registry if one.id not in self.claimed and one.retired_on is None]
        self.children = grouped_by(registry, lambda one: one.parent_id)
        self.free_by_name = grouped_by(free, lambda one: key(one.name))
        self.free_by_parent = grouped_by(free, lambda one: one.parent_id)

    def listed(self, text: str) -> list[list[RowPlace]]:
        """Rows with this code, then with this name, then with this short name."""
        return [index.get(text, []) for index in self._listed]

    def registered(self, text: str) -> list[Organisation]:
        """Organisations with this code, else with this name, else with this short name."""
        return next((index[text] for index in self._registered if index.get(text)), [])


def _claimed(
    registry: Sequence[Organisation], entries: Sequence[ListEntry], codes: Collection[str]
) -> frozenset[int]:
    """The ids of organisations that a row names by code, or by name and superior."""
    names = {one.id: key(one.name) for one in registry}
    told = {(key(one.name), key(one.parent)) for one in entries if one.parent is not None}
    bare = {key(one.name) for one in entries if one.parent is None}
    return frozenset(
        one.id
        for one in registry
        if key(one.code) in codes
        or key(one.name) in bare
        or (key(one.name), names.get(one.parent_id or 0, "")) in told
    )


def grouped_by(ones: Iterable[One], by: Callable[[One], Text]) -> dict[Text, list[One]]:
    """The ones under what ``by`` says of them, in their order."""
    groups: dict[Text, list[One]] = {}
    for one in ones:
        groups.setdefault(by(one), []).append(one)
    return groups


def stem(name: str) -> str:
    """What is left of a name without the words that all names share: 石桥村党支部 → 石桥."""
    return _COMMON.sub("", key(name)) or key(name)


def likeness(entry: ListEntry, existing: Organisation) -> float:
    """How likely a row is the organisation under another name, 0 to 1.

    Names that differ in a number or a direction (第一, 第二, 东, 西) are two organisations.
    """
    secretary = str(entry.values.get(ListField.SECRETARY) or "")
    floor = SIMILAR if secretary and key(secretary) == key(existing.secretary) else 0.0
    ours, theirs = stem(entry.name), stem(existing.name)
    if ours == theirs:
        return 1.0
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    differing = "".join(
        ours[a:b] + theirs[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    )
    ratio = 0.0 if set(differing) <= _ORDINALS else matcher.ratio()
    return floor + (1 - floor) * ratio


def ask(
    entry: ListEntry, existing: Organisation, doubt: Doubt, by_id: Mapping[int, Organisation]
) -> str:
    """The question whether a row is an organisation that the registry has."""
    if doubt is Doubt.MOVED:
        old = by_id.get(existing.parent_id) if existing.parent_id is not None else None
        before = f"“{old.name}”" if old else "最上级"
        after = f"“{entry.parent}”" if entry.parent else "最上级"
        return f"名册里的“{existing.name}”在{before}下面，名单里在{after}下面，是同一个党组织吗？"
    if doubt is Doubt.RECODED:
        return (
            f"“{existing.name}”的代码在名册里是 {existing.code}，名单里是 {entry.code}，"
            "是同一个党组织吗？"
        )
    return f"名单里的“{entry.name}”是名册里的“{existing.name}”改了名称吗？"
