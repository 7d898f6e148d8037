"""The ladder of a document: which levels it speaks of, and what it calls them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from desk_app.domain.drafting.numerals import whole

KNOWN = (
    ("好", "较好", "一般", "较差"),
    ("好", "较好", "一般", "差"),
    ("优秀", "良好", "基本合格", "不合格"),
    ("优秀", "良好", "合格", "不合格"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("先进", "一般", "后进"),
    ("先进", "中间", "后进"),
    ("优秀", "一般", "较差"),
    ("优", "良", "中", "差"),
    ("先进", "达标", "后进"),
    ("示范", "达标", "不达标"),
    ("达标", "不达标"),
)
"""Ladders that offices use, for texts that only mention them."""
NONE_NAMES = ("不定星级", "不定等次", "不定级", "不评星级", "无星级", "无星", "未达标")
_QUOTES = "“”‘’「」『』"
_NAMES = "一二三四五六七八九十"
_STAR = re.compile(r"([一二三四五六七八九十])(颗)?[”’]?星(?!期)([”’]?级)?")
_WORD = rf"[{_QUOTES}]?[\u4e00-\u9fffA-Z]{{1,6}}[{_QUOTES}]?(?:（[^（）]{{1,6}}）)?"
_LISTED = re.compile(
    rf"(?P<names>{_WORD}(?:[、，和及]{_WORD}){{1,9}})(?:这)?(?P<count>[二两三四五六七八九十]|\d)"
    r"(?:个|种)?(?:不同)?(?:等级|等次|级次|档次|类别|层次|级别|类型|格次|类|档)"
)
_NAMED_AFTER = re.compile(
    r"(?:等级|等次|级次|档次|类别|级别|格次)[^。，；]{0,6}(?:分为|划分为|依次为|设)[：]?"
    rf"(?P<names>{_WORD}(?:[、和及]{_WORD}){{1,9}})"
)
_CLASSES = re.compile(
    rf"([一二三四五ABCD])[{_QUOTES}]?类[{_QUOTES}]?(?:党|支部|组织|村|单位|、|，|）)"
)
_ALIAS = re.compile(r"(?P<name>[^（]+)（(?P<alias>[^（）]+)）")
_FIRM = re.compile(r"[星类级]|合格|达标")
_RANGE_WORDS = r"(?P<side>(?:级)?(?:及|或)?(?:以上|以下))"


@dataclass(frozen=True)
class Ladder:
    """The levels from high to low; ``none`` is the name of the rung without a level, if any.

    ``aliases`` leads from other names to those of the ladder. ``stars`` says that levels are
    counted in stars; ``supplied`` are the rungs that the text does not name (无星).
    """

    levels: tuple[str, ...] = ()
    none: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    stars: bool = False
    listed: bool = False
    supplied: tuple[str, ...] = ()

    @property
    def rungs(self) -> tuple[str, ...]:
        """All levels, the one without a level last."""
        return (*self.levels, self.none) if self.none else self.levels

    @cached_property
    def loose(self) -> str:
        """An expression for one level, where the words around it call for one."""
        names = sorted({*self.rungs, *self.aliases}, key=len, reverse=True)
        if not names:
            return r"(?!)"
        return rf"[{_QUOTES}]?(?:{'|'.join(map(re.escape, names))})[{_QUOTES}]?(?:级(?!别))?"

    @cached_property
    def firm(self) -> str:
        """An expression for one level in running text: short names only in quotation marks."""
        names = sorted({*self.rungs, *self.aliases}, key=len, reverse=True)
        if not names:
            return r"(?!)"
        plain = [one for one in names if _FIRM.search(one) or len(one) > 3]
        quoted = rf"[{_QUOTES}](?:{'|'.join(map(re.escape, names))})[{_QUOTES}](?:级(?!别))?"
        owner = r"(?=(?:等级|等次|级次|档次)|的?(?:基层)?党(?:组织|支部|员))"
        owned = rf"(?:{'|'.join(map(re.escape, names))}){owner}"
        if not plain:
            return rf"(?:{quoted}|{owned})"
        return rf"(?:{quoted}|(?:{'|'.join(map(re.escape, plain))})(?:级(?!别))?|{owned})"

    @cached_property
    def _one(self) -> re.Pattern[str]:
        return re.compile(self.loose)

    def level(self, text: str) -> str:
        """The level that a word names; "" for none."""
        name = text.strip(_QUOTES + " ")
        for one in (name, name.removesuffix("级"), name.strip(_QUOTES)):
            if one in self.rungs:
                return one
            if one in self.aliases:
                return self.aliases[one]
        return ""

    def levels_of(self, text: str) -> tuple[str, ...]:
        """The levels that a text names, from high to low: 一星、二星; 四星及以上; 二星至四星级."""
        found: set[int] = set()
        last_end, last = -9, -1
        for match in self._one.finditer(text):
            name = self.level(match.group())
            if not name:
                continue
            at = self.rungs.index(name)
            side = re.match(
                rf"(?:等级|等次)?(?:党[员组支][织部]?)?{_RANGE_WORDS}", text[match.end() :]
            )
            between = text[last_end : match.start()]
            if last >= 0 and re.fullmatch(r"(?:级)?[到至-]+", between):
                found.update(range(min(at, last), max(at, last) + 1))
            elif side and "以上" in side["side"]:
                found.update(range(at + 1))
            elif side:
                found.update(range(at, len(self.rungs)))
            else:
                found.add(at)
            last_end, last = match.end(), at
        return tuple(self.rungs[one] for one in sorted(found))

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        more = rf"(?:[^，。；、和及“”]{{0,3}}?[、，和及至到或-]{self.loose}){{0,10}}"
        return re.compile(rf"{self.firm}{more}(?:等级|等次)?(?:及|或)?(?:以[上下])?")

    def mentioned(self, text: str) -> tuple[str, ...]:
        """The levels that running text speaks of, from high to low."""
        found = {
            level
            for match in self._mentions.finditer(text)
            for level in self.levels_of(match.group())
        }
        return tuple(one for one in self.rungs if one in found)

    def below(self, level: str) -> str:
        """The next rung below; "" below the lowest."""
        at = self.rungs.index(level) + 1
        return self.rungs[at] if at < len(self.rungs) else ""


def find(text: str) -> Ladder:
    """The ladder of a folded text: an enumeration first, then stars, then names in use."""
    if paired := _paired(text):
        return paired
    if (listed := _listed(text)).levels:
        return listed
    if (stars := _stars(text)).levels:
        return stars
    for names in KNOWN:
        joined = rf"[{_QUOTES}]?[、，和及][{_QUOTES}]?".join(map(re.escape, names))
        if re.search(rf"(?<![\u4e00-\u9fff]){joined}|{joined}", text):
            return Ladder(names)
    if (classes := _classes(text)).levels:
        return classes
    for names in KNOWN:
        if all(_in_use(one, text) for one in names):
            return Ladder(names)
    if "星级" in text and re.search("逐星|授星|评星定级|定星", text):
        return _five_stars()
    return Ladder()


def _five_stars() -> Ladder:
    """What an office means that speaks of stars and never says how many."""
    levels = tuple(f"{_NAMES[at]}星" for at in reversed(range(5)))
    aliases = {f"{one}级": one for one in levels}
    return Ladder(levels, "无星", aliases, stars=True, supplied=(*levels, "无星"))


def _listed(text: str) -> Ladder:
    for pattern in (_LISTED, _NAMED_AFTER):
        for match in pattern.finditer(text):
            parts = [one for one in re.split("[、，和及]", match["names"]) if one]
            count = match.groupdict().get("count")
            if count and (wanted := whole(count)) != len(parts):
                if not 2 <= wanted < len(parts):
                    continue
                parts = parts[-wanted:]
            names, aliases = [], {}
            for part in parts:
                if alias := _ALIAS.fullmatch(part):
                    aliases[alias["alias"].strip(_QUOTES)] = alias["name"].strip(_QUOTES)
                    names.append(alias["name"].strip(_QUOTES))
                else:
                    names.append(part.strip(_QUOTES))
            names[0] = re.split("为|成|按|照|[：:]", names[0])[-1].strip(_QUOTES)
            if _plausible(names):
                return _ladder(names, aliases)
    return Ladder()


def _paired(text: str) -> Ladder | None:
    """Names with their other names: 先进（一类）、一般（二类）、后进（三类）."""
    for names in KNOWN:
        pattern = "[、，和]".join(rf"{re.escape(one)}[”]?（([^（）]{{1,6}})）" for one in names)
        if match := re.search(pattern, text):
            aliases = {
                other.strip(_QUOTES): one for one, other in zip(names, match.groups(), strict=True)
            }
            return Ladder(names, aliases=aliases, listed=True)
    return None


def _plausible(names: list[str]) -> bool:
    """Whether they look like rungs and not like any list of things: known or of one kind."""
    if len(set(names)) != len(names) or not all(names):
        return False
    known = {one for ladder in KNOWN for one in ladder} | {"中等", "优良", "不定级"}
    hits = sum(one in known for one in names)
    stars = sum(bool(re.search("星|类$|[一二三四]级", one)) for one in names)
    return hits * 2 > len(names) or stars == len(names)


def _ladder(names: list[str], aliases: dict[str, str]) -> Ladder:
    if len(names) > 1 and names[0] in {"一星级", "一星", "三类", "较差", "不合格"}:
        names.reverse()
    none = names[-1] if names[-1] in NONE_NAMES else ""
    stars = all("星" in one for one in names)
    return Ladder(tuple(names[:-1] if none else names), none, aliases, stars, listed=True)


def _stars(text: str) -> Ladder:
    found = [one for one in _STAR.finditer(text) if not one[2]]
    counted = Counter(_NAMES.index(one[1]) + 1 for one in found)
    if len(counted) == 1 and found[0][3]:
        return Ladder((f"{found[0][1]}星级",), stars=True)
    if len(counted) < 2 or sum(counted.values()) < 3:
        return Ladder()
    top = max(counted)
    long = sum(bool(one[3]) for one in found) * 2 >= len(found)
    suffix, other = ("星级", "星") if long else ("星", "星级")
    levels = tuple(f"{_NAMES[at]}{suffix}" for at in reversed(range(top)))
    aliases = {f"{_NAMES[at]}{other}": f"{_NAMES[at]}{suffix}" for at in range(top)}
    none = next((one for one in NONE_NAMES if one in text), "")
    if none:
        aliases |= {one: none for one in NONE_NAMES if one in text and one != none}
    return Ladder(levels, none or "无星", aliases, stars=True, supplied=() if none else ("无星",))


def _classes(text: str) -> Ladder:
    counted = Counter(match[1] for match in _CLASSES.finditer(text))
    for order in ("一二三四五", "ABCD"):
        names = [one for one in order if counted[one]]
        if names and names[0] == order[0]:
            top = max(order.index(one) for one in names) + 1
            parts = re.search(r"分为?(?:成)?([二两三四五])个?(?:档|类|等)", text)
            if parts:
                top = max(top, whole(parts[1]))
            return Ladder(tuple(f"{one}类" for one in order[: max(top, 2)]))
    return Ladder()


def _in_use(name: str, text: str) -> bool:
    return bool(
        re.search(rf"[{_QUOTES}]{name}[{_QUOTES}]|{name}(?:的)?(?:基层)?党(?:组织|支部)", text)
    )
