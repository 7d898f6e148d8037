"""The heads of a score sheet: which column names whom, and which holds what of an indicator."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desk_app.domain.clauses import clause_title
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.sheets import CellValue, cell_text

NAME_HEADS = (
    *("党组织", "党组织名称", "组织名称", "名称", "全称", "考评对象"),
    *("姓名", "党员", "党员姓名", "基层武装部", "党建品牌"),
)
CODE_HEADS = ("代码", "组织代码", "党组织代码", "编码")
EVALUATOR_HEADS = ("评价主体", "评分主体", "评分人")
NOTE_WORDS = ("扣分理由", "理由", "佐证", "说明", "备注", "扣分理由/佐证")
KNOWN_HEADS = ("序号", "合计", "总分", "得分", "上级", "上级党组织", "领域", "区域", "档次", "名次")

_SPACE = re.compile(r"\s+")
_FULL_POINTS = re.compile(
    r"[（(](?:(?:满分)?[0-9.]+分?|(?:扣分|达到|达成|不计分|按情形|自动算|按档填)[^（()）]*)[)）]$"
)

ClauseKey = tuple[str, str]
"""Indicator and clause."""


@dataclass(slots=True)
class Heads:
    """Which column holds what; ``unused`` are headings that mean nothing here."""

    row: int
    name: int | None = None
    code: int | None = None
    evaluator: int | None = None
    points: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    clauses: dict[ClauseKey, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)


def clause_titles(indicators: Iterable[Indicator]) -> dict[str, ClauseKey]:
    """The plain title of every clause, as it stands over a column, → indicator and clause."""
    return {
        plain_name(clause_title(line.name, one.name)): (line.name, one.name)
        for line in indicators
        for one in line.clauses
    }


def read_heads(
    names: Mapping[str, str],
    number: int,
    row: Sequence[CellValue],
    clauses: Mapping[str, ClauseKey] | None = None,
    facts: Mapping[str, str] | None = None,
) -> Heads:
    """What each cell of a row means as a heading.

    ``names`` are plain names of indicators, ``clauses`` those of ``clause_titles``, ``facts``
    those of ``fact_titles``.
    """
    heads = Heads(number)
    for column, value in enumerate(row):
        written = cell_text(value)
        head = plain_name(written)
        bare = _FULL_POINTS.sub("", head)
        if not head:
            continue
        if heads.name is None and bare in NAME_HEADS:
            heads.name = column
        elif heads.code is None and bare in CODE_HEADS:
            heads.code = column
        elif heads.evaluator is None and bare in EVALUATOR_HEADS:
            heads.evaluator = column
        elif _take_part(heads, head, column, clauses or {}, facts or {}):
            continue
        elif bare in names and names[bare] not in heads.points:
            heads.points[names[bare]] = column
        elif (noted := _noted(names, bare)) and noted not in heads.notes:
            heads.notes[noted] = column
        elif bare not in KNOWN_HEADS:
            heads.unused.append(_SPACE.sub(" ", written))
    return heads


def _take_part(
    heads: Heads,
    head: str,
    column: int,
    clauses: Mapping[str, ClauseKey],
    facts: Mapping[str, str],
) -> bool:
    """Whether a head is that of a clause or of a fact, which points come from; it is noted."""
    fact, clause = facts.get(head, ""), _of_clause(clauses, head)
    if fact and fact not in heads.facts:
        heads.facts[fact] = column
    elif clause and clause not in heads.clauses:
        heads.clauses[clause] = column
    else:
        return False
    return True


def _noted(names: Mapping[str, str], head: str) -> str:
    """The indicator whose note stands under ``head``; "" where it is none."""
    for word in NOTE_WORDS:
        if head.endswith(word):
            name = head.removesuffix(word).rstrip("·:：/-—的")
            if name in names:
                return names[name]
    return ""


def _of_clause(clauses: Mapping[str, ClauseKey], head: str) -> ClauseKey | None:
    """The clause under a head, with or without what it is worth in brackets behind."""
    if head in clauses:
        return clauses[head]
    fitting = [title for title in clauses if head.startswith(f"{title}（")]
    return clauses[max(fitting, key=len)] if fitting else None


def plain_name(text: str) -> str:
    """A name as it is compared: without spaces, of one width, brackets of one kind."""
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    return plain.replace("(", "（").replace(")", "）")
