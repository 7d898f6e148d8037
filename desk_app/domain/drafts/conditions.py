"""Conditions as sentences with drop-downs: what is looked at, how it is compared, with what.

``part_of`` makes the lines of a condition as a screen shows them, ``table_of_part`` turns them back
into the table of the file. What suits which subject is asked with ``topics_at``, ``subjects_of``,
``comparisons_of`` and ``value_field``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from desk_app.domain.drafts.entering import value_of
from desk_app.domain.drafts.fields import Editor, FieldChoice, SchemeField, choices
from desk_app.domain.drafts.tree import DraftTable, Node, Path, SchemeDraft, at, rows, text_at
from desk_app.domain.organisations.model import DOMAINS
from desk_app.domain.scheme.reading.conditions import (
    REGISTRY_DAYS,
    REGISTRY_NUMBERS,
    REGISTRY_TEXTS,
)


class Topic(StrEnum):
    """What a line of a condition looks at; the key of its table in the file."""

    FACT = "fact"
    RATE = "rate"
    ADJUSTMENT = "adjustment"
    POINTS = "points"
    TOTAL = "total"
    STARS = "stars"
    OPINION = "opinion"
    REGISTRY = "registry"
    EARLIER = "earlier"
    THIS_YEAR = "this_year"
    ROSE = "rose"
    LEVEL = "level"


TOPIC_LABELS: dict[Topic, str] = {
    Topic.FACT: "其他情况",
    Topic.RATE: "比率",
    Topic.ADJUSTMENT: "登记的加减分（几次）",
    Topic.POINTS: "一项指标的得分",
    Topic.TOTAL: "总分",
    Topic.STARS: "获得几颗星",
    Topic.OPINION: "一个环节的等次意见",
    Topic.REGISTRY: "名册里的",
    Topic.EARLIER: "往年的等次",
    Topic.THIS_YEAR: "本年度前面的轮次",
    Topic.ROSE: "上年度晋位升级",
    Topic.LEVEL: "本次的等次",
}
_NAMELESS = frozenset({Topic.TOTAL, Topic.STARS})
_NAMED = frozenset({Topic.FACT, Topic.RATE, Topic.ADJUSTMENT, Topic.POINTS, Topic.OPINION})
_NUMBERS = choices(
    ("at_least", "不少于"),
    ("at_most", "不多于"),
    ("more_than", "多于"),
    ("less_than", "少于"),
    ("is", "等于"),
)
_SHARES = choices(
    ("at_least", "不低于"),
    ("at_most", "不高于"),
    ("more_than", "高于"),
    ("less_than", "低于"),
    ("is", "等于"),
)
_DAYS = choices(
    ("within_months", "几个月以内"),
    ("over_months", "已过几个月以上"),
)
_YEARS = choices(("within_years", "最近几个年度内（1 为本年度）"))
_COUNTED = {"within_months": "几个月", "over_months": "几个月", "within_years": "几个年度"}
_KNOWN = choices(("known", "填了没有"))
_IS = choices(("is", "为"))


class Joined(StrEnum):
    """How the lines inside a group go together; the key of the group in the file."""

    ALL = "all"
    ANY = "any"
    NOT = "not"


JOINED_LABELS: dict[Joined, str] = {
    Joined.ALL: "全部满足（并且）",
    Joined.ANY: "满足一个就行（或者）",
    Joined.NOT: "不满足",
}


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One question: ``[满意率] [低于] [60%]``.

    With levels (往年、本次) ``value`` is a list of names and ``comparison`` is ""; of earlier years
    ``at_least`` of the latest ``of`` have to be.
    """

    topic: Topic
    name: str = ""
    comparison: str = ""
    value: Node = ""
    at_least: Node | None = None
    of: Node | None = None


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """Lines and groups that go together."""

    joined: Joined
    parts: tuple["ConditionPart", ...]


@dataclass(frozen=True, slots=True)
class UnknownCondition:
    """A table that asks nothing that is known, or two things at once; it is kept as it is."""

    table: DraftTable


ConditionPart: TypeAlias = ConditionLine | ConditionGroup | UnknownCondition


def part_of(node: Node | None) -> ConditionPart | None:
    """The condition at a field, as it is shown; ``None`` where there is none."""
    if not isinstance(node, DraftTable):
        return None
    keys = [key for key in node.fields if key in {*Joined, *Topic}]
    if len(keys) != 1:
        return UnknownCondition(node)
    key, value = keys[0], node.fields[keys[0]]
    if key == Joined.NOT:
        inner = part_of(value)
        return UnknownCondition(node) if inner is None else ConditionGroup(Joined.NOT, (inner,))
    if key in {Joined.ALL, Joined.ANY}:
        found = [part_of(one) for one in value] if isinstance(value, tuple) else [None]
        known = tuple(one for one in found if one is not None)
        whole = len(known) == len(found)
        return ConditionGroup(Joined(key), known) if whole else UnknownCondition(node)
    return _line(node, Topic(key), value)


def table_of_part(part: ConditionPart) -> DraftTable:
    """The table that the file has for a condition; what ``part_of`` read comes back the same."""
    match part:
        case UnknownCondition(table):
            return table
        case ConditionGroup(Joined.NOT, parts):
            return DraftTable({"not": table_of_part(parts[0])} if parts else {})
        case ConditionGroup(joined, parts):
            return DraftTable({joined.value: tuple(table_of_part(one) for one in parts)})
        case ConditionLine(topic, name, comparison, value, at_least, of):
            pass
    if topic in {Topic.THIS_YEAR, Topic.LEVEL, Topic.ROSE}:
        return DraftTable({topic.value: value})
    if topic is Topic.EARLIER:
        years = {"at_least": at_least, "of": of}
        return DraftTable(
            {"earlier": value, **{key: one for key, one in years.items() if one is not None}}
        )
    subject: Node = True if topic in _NAMELESS else name
    return DraftTable({topic.value: subject, **({comparison: value} if comparison else {})})


def _line(node: DraftTable, topic: Topic, value: Node) -> ConditionPart:
    rest = {key: one for key, one in node.fields.items() if key != topic}
    if topic in {Topic.THIS_YEAR, Topic.LEVEL, Topic.ROSE}:
        return UnknownCondition(node) if rest else ConditionLine(topic, value=value)
    if topic is Topic.EARLIER:
        if set(rest) - {"at_least", "of"}:
            return UnknownCondition(node)
        return ConditionLine(topic, value=value, at_least=rest.get("at_least"), of=rest.get("of"))
    name = "" if topic in _NAMELESS else value
    if len(rest) > 1 or not isinstance(name, str) or (topic in _NAMELESS and value is not True):
        return UnknownCondition(node)
    comparison, against = next(iter(rest.items()), ("", ""))
    return ConditionLine(topic, name, comparison, against)


def topics_at(draft: SchemeDraft, path: Path) -> tuple[Topic, ...]:
    """What a condition at a field may look at: what there is, and not what is known only later."""
    keys = tuple(step for step in path if isinstance(step, str))
    narrow = keys[:1] in {("quotas",), ("tails",)}
    if narrow:
        return (Topic.REGISTRY,)
    if keys[:2] == ("indicators", "tiers"):
        early = (Topic.FACT, Topic.RATE, Topic.REGISTRY)
        return tuple(one for one in early if subjects_of(draft, one))
    unknown = {Topic.LEVEL}
    if keys[:1] == ("adjustments",):
        unknown |= {Topic.POINTS, Topic.TOTAL, Topic.STARS}
    if keys[:1] == ("stars",):
        unknown |= {Topic.STARS}
    if keys[:1] == ("consequences",):
        unknown = set()
    if not rows(draft, ("stars",)):
        unknown |= {Topic.STARS}
    if at(draft, ("format",)) == 1:
        unknown |= {Topic.THIS_YEAR}
    return tuple(
        one
        for one in Topic
        if one not in unknown and (one not in _NAMED or subjects_of(draft, one))
    )


def subjects_of(draft: SchemeDraft, topic: Topic) -> tuple[str, ...]:
    """The names that can be looked at; () where there is nothing to choose."""
    match topic:
        case Topic.FACT:
            found = _names(draft, "facts")
        case Topic.RATE:
            found = _spread(draft, "rates")
        case Topic.ADJUSTMENT:
            found = _names(draft, "adjustments")
        case Topic.POINTS:
            found = _names(draft, "indicators")
        case Topic.OPINION:
            yields = {"opinion", "decision"}
            found = [
                text_at(draft, ("steps", place, "name"))
                for place, row in enumerate(rows(draft, ("steps",)))
                if row.fields.get("yields") in yields
            ]
        case Topic.REGISTRY:
            found = [*REGISTRY_TEXTS, *REGISTRY_NUMBERS, *REGISTRY_DAYS]
        case _:
            found = []
    return tuple(dict.fromkeys(one for one in found if one))


def comparisons_of(draft: SchemeDraft, topic: Topic, name: str = "") -> tuple[FieldChoice, ...]:
    """The comparisons that suit a subject, with their words; () where there is none to choose."""
    match topic:
        case Topic.RATE:
            return (*_SHARES, *_KNOWN)
        case Topic.ADJUSTMENT | Topic.TOTAL | Topic.STARS:
            return _NUMBERS
        case Topic.POINTS:
            return (*_NUMBERS, *_KNOWN)
        case Topic.OPINION:
            return (*_IS, *_KNOWN)
        case Topic.REGISTRY if name in REGISTRY_DAYS:
            return _of_days(draft)
        case Topic.REGISTRY if name in REGISTRY_NUMBERS:
            return (*_NUMBERS, *_KNOWN)
        case Topic.REGISTRY:
            return (*_IS, *_KNOWN)
        case Topic.FACT:
            return _of_days(draft) if _kind(draft, name) == "date" else _of_fact(_kind(draft, name))
        case _:
            return ()


def value_field(
    draft: SchemeDraft, topic: Topic, name: str = "", comparison: str = ""
) -> SchemeField:
    """With what the value is entered: the editor, and its words where they are known."""
    if topic in {Topic.EARLIER, Topic.THIS_YEAR, Topic.LEVEL}:
        return SchemeField("value", "等次", Editor.NAMES_OF, of=(("levels",),))
    if comparison in _COUNTED:
        return SchemeField("value", _COUNTED[comparison], Editor.WHOLE)
    if comparison == "known" or topic is Topic.ROSE:
        return SchemeField("value", "", Editor.YES_NO)
    match topic:
        case Topic.RATE:
            return SchemeField("value", "百分之几", Editor.PERCENT)
        case Topic.OPINION:
            return _of_words(_names(draft, "levels"))
        case Topic.REGISTRY if name == "领域":
            return _of_words(DOMAINS)
        case Topic.REGISTRY if name in REGISTRY_TEXTS:
            return SchemeField("value", "名称", Editor.TEXT)
        case Topic.FACT:
            return _of_fact_value(draft, name)
        case _:
            return SchemeField("value", "几", Editor.NUMBER)


def _of_fact_value(draft: SchemeDraft, name: str) -> SchemeField:
    match _kind(draft, name):
        case "yes_no":
            return SchemeField("value", "", Editor.YES_NO)
        case "text":
            return SchemeField("value", "文字", Editor.TEXT)
        case "choice":
            place = _names(draft, "facts").index(name)
            options = at(draft, ("facts", place, "options"))
            listed = options if isinstance(options, tuple) else ()
            return _of_words([one for one in listed if isinstance(one, str)])
        case _:
            return SchemeField("value", "几", Editor.NUMBER)


def typed_value(draft: SchemeDraft, line: ConditionLine, typed: str) -> Node:
    """The value that a hand typed for a line; text that is none stays text."""
    value = value_of(value_field(draft, line.topic, line.name, line.comparison), typed)
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(str(value.to_integral_value())) if whole and isinstance(value, Decimal) else value


def fresh(draft: SchemeDraft, topic: Topic) -> ConditionLine:
    """A line to begin with: the first subject and the first comparison that suits it."""
    names = subjects_of(draft, topic)
    name = names[0] if names else ""
    suited = comparisons_of(draft, topic, name)
    comparison = suited[0].word if suited else ""
    match topic:
        case Topic.EARLIER:
            return ConditionLine(topic, value=(), at_least=1, of=1)
        case Topic.THIS_YEAR | Topic.LEVEL:
            return ConditionLine(topic, value=())
        case Topic.ROSE:
            return ConditionLine(topic, value=True)
        case _:
            editor = value_field(draft, topic, name, comparison).editor
            return ConditionLine(topic, name, comparison, editor is Editor.YES_NO or "")


def _of_days(draft: SchemeDraft) -> tuple[FieldChoice, ...]:
    newest = at(draft, ("format",)) != 1
    return (*_DAYS, *(_YEARS if newest else ()), *_KNOWN)


def _of_fact(kind: str) -> tuple[FieldChoice, ...]:
    match kind:
        case "count" | "decimal":
            return (*_NUMBERS, *_KNOWN)
        case "text":
            return (*_KNOWN, *_IS)
        case _:
            return (*_IS, *_KNOWN)


def _of_words(words: Sequence[str]) -> SchemeField:
    return SchemeField("value", "", Editor.WORD, choices=choices(*((one, one) for one in words)))


def _kind(draft: SchemeDraft, fact: str) -> str:
    for place, row in enumerate(rows(draft, ("facts",))):
        if row.fields.get("name") == fact:
            return text_at(draft, ("facts", place, "kind"))
    return ""


def _names(draft: SchemeDraft, key: str) -> list[str]:
    return [text_at(draft, (key, place, "name")) for place, _ in enumerate(rows(draft, (key,)))]


def _spread(draft: SchemeDraft, key: str) -> list[str]:
    """Names of rows that may stand for several: 赞成率·学习星."""
    found = []
    for row in rows(draft, (key,)):
        each = row.fields.get("each")
        listed = each if isinstance(each, tuple) and each else ("",)
        name = row.fields.get("name")
        found += [f"{name}·{one}" if one else str(name) for one in listed]
    return found
