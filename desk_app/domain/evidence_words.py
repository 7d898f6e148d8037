"""The words in a row of an evidence workbook that are neither numbers nor facts of the scheme.

Each is understood as what it says or refused with the words that would be right: a word that is
passed over changes a level, and nobody sees it.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date

from desk_app.domain.asked import places_asked
from desk_app.domain.evidence import NOT_GRADED
from desk_app.domain.evidence_columns import needs_domain, questions
from desk_app.domain.organisations.model import DOMAINS
from desk_app.domain.organisations.values import parse_domain
from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Operand
from desk_app.domain.scheme.model.scheme import Scheme

_TAKES_PART = frozenset(
    {"是", "参评", "参加", "参加评定", "有", "对", "√", "✓", "✔", "Y", "YES", "1", "TRUE"}
)
_STANDS_BACK = frozenset(
    {"否", "不", "不是", "不参评", "未参评", "没有参评", "不参加", "未参加", "停评", "缓评"}
    | {"免评", "暂停", "暂停参评", "暂不参评", "不评", "不评定", "不参加评定", "无", "没有"}
    | {"×", "✗", "✘", "X", "N", "NO", "0", "FALSE"}
)
_YEAR_WITHOUT = frozenset({"", NOT_GRADED, "未评", "未评定", "没有", "未参评", "不参评"} | {*"/-—"})
"""What is written for an earlier year in which nobody graded."""
_NOT_AHEAD = ("换届日期", "成立日期")
"""Days of the registry that lie behind; 届满日期 may lie ahead."""


def plain_word(text: str) -> str:
    """A word as it is compared: of one width, without blanks, without a full stop at the end."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.;,")


def takes_part(text: str) -> bool:
    """Read 参评; an empty cell is yes. Raises ValueError with a sentence."""
    word = plain_word(text).upper()
    if not word or word in _TAKES_PART:
        return True
    if word in _STANDS_BACK:
        return False
    message = f"“参评”只能填“是”或“否”（不填为“是”），不能填“{text}”。"
    raise ValueError(message)


class EvidenceWords:
    """The words that a scheme's evidence workbook understands; made once for all its rows."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._places: dict[str, dict[str, tuple[str, ...]]] = {}
        self._levels: dict[str, str] = {}
        managed: dict[str, list[str]] = {}
        for level in scheme.levels:
            if level.management:
                managed.setdefault(plain_word(level.management), []).append(level.name)
        self._levels |= {word: names[0] for word, names in managed.items() if len(names) == 1}
        for level in reversed(scheme.levels):
            self._levels |= {plain_word(one): level.name for one in (*level.aliases, level.name)}
        self._known_levels = "、".join(one.name for one in scheme.levels)
        self._asks_domain = needs_domain(scheme)
        self._has_groups = bool(scheme.domains)
        self._domains = {plain_word(one): one for one in _domains(scheme)}
        self.behind = _days_behind(scheme)
        """Days that a rule wants within so many months before the grading."""

    def level(self, text: str, *, otherwise: str = "") -> str:
        """The level that a text means: by its name, an alias or what it is managed as.

        Raises ValueError with a sentence that lists the levels and ``otherwise``.
        """
        if (found := self._levels.get(plain_word(text))) is not None:
            return found
        message = f"等级“{text}”不在方案里，应为：{self._known_levels}{otherwise}。"
        raise ValueError(message)

    def earlier(self, text: str) -> str:
        """The level of an earlier year, "" for a year without one; raises like ``level``."""
        if plain_word(text) in _YEAR_WITHOUT:
            return ""
        return self.level(text, otherwise=f"；那一年没有评定的不填，或填“{NOT_GRADED}”")

    def places(self, domain: str) -> Mapping[str, tuple[str, ...]]:
        """上级 and 区域 that a subject of a 领域 must have → the rules that count by them."""
        if domain not in self._places:
            try:
                self._places[domain] = places_asked(self._scheme, domain)
            except KeyError:  # an unknown 领域 is refused by itself
                return {}
        return self._places[domain]

    def domain(self, text: str) -> str:
        """The 领域 that a text means, in the scheme's words; ``text`` itself where no rule asks.

        Raises ValueError with a sentence that lists what can be filled in.
        """
        if not self._asks_domain:
            return text
        word = plain_word(text)
        if found := self._domains.get(word):
            return found
        try:
            meant = parse_domain(word) if word else None
        except ValueError:
            meant = None
        if meant in self._domains.values() or (meant == "" and not self._has_groups):
            return meant or ""  # 其他: none of those that have a name
        wrong = f"领域“{text}”不在方案之内" if word else "没有填写领域"
        known = "、".join(self._domains.values())
        message = f"{wrong}，请填：{known}。"
        raise ValueError(message)

    def day_ahead(self, name: str, day: date, on: date) -> str:
        """Say why a day that must lie behind cannot stand; "" where it can."""
        if name not in self.behind or day <= on:
            return ""
        return (
            f"“{name}”{day:%Y-%m-%d} 晚于评定日期 {on:%Y-%m-%d}（不填评定日期的，以今天为准），"
            "请核对这两个日期。"
        )


def _domains(scheme: Scheme) -> tuple[str, ...]:
    """The 领域 that can be filled in: the scheme's, or those that organisations have."""
    if scheme.domains:
        return tuple(name for group in scheme.domains for name in group.includes)
    named = [
        one.value
        for one in questions(scheme)
        if isinstance(one, Comparison)
        and (one.operand, one.name) == (Operand.REGISTRY, "领域")
        and isinstance(one.value, str)
    ]
    return tuple(dict.fromkeys([*DOMAINS, *named]))


def _days_behind(scheme: Scheme) -> frozenset[str]:
    facts = {one.name for one in scheme.facts}
    return frozenset(
        one.name
        for one in questions(scheme)
        if isinstance(one, Comparison)
        and one.comparator is Comparator.WITHIN_MONTHS
        and (one.operand is Operand.FACT or one.name in _NOT_AHEAD)
        and (one.name in facts or one.operand is Operand.REGISTRY)
    )
