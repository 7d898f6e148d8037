"""The sections of the editor: which tables of the catalogue stand on which page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.domain.drafts.catalogue import CATALOGUE
from desk_app.domain.drafts.fields import FieldTable, Keys
from desk_app.domain.drafts.judging import DraftProblem
from desk_app.domain.scheme.model.problems import Severity


@dataclass(frozen=True, slots=True)
class EditorSection:
    """One line of the list on the left; each of ``pages`` holds one table of rows, or forms."""

    title: str
    pages: tuple[tuple[Keys, ...], ...]

    @property
    def tables(self) -> tuple[Keys, ...]:
        """All its tables."""
        return tuple(one for page in self.pages for one in page)


_HEAD: Keys = ()
SECTIONS = (
    EditorSection("基本", ((_HEAD, ("subjects",), ("total",)),)),
    EditorSection("等次", ((("levels",),),)),
    EditorSection("领域", ((("domains",),),)),
    EditorSection("指标", ((("indicators",),),)),
    EditorSection("档次", ((("bands",),),)),
    EditorSection("星", ((("stars",),),)),
    EditorSection(
        "评价主体",
        ((("evaluators",),), (("weighting",), ("earlier_total",), ("deviation",))),
    ),
    EditorSection("测评", ((("meetings",),), (("polls",),), (("rates",),))),
    EditorSection("其他情况", ((("facts",),),)),
    EditorSection("加减分", ((("adjustments",),), (("adjustment_groups",),))),
    EditorSection("限定", ((("limits", "rules"),), (("limits",),), (("limits", "yearly"),))),
    EditorSection("名额", ((("quotas",),), (("tails",),))),
    EditorSection("结果运用", ((("consequences",),),)),
    EditorSection("环节", ((("steps",),),)),
    EditorSection("整改", ((("rectification",),),)),
    EditorSection("读法", ((("readings",),),)),
    EditorSection("表名", ((("forms",),),)),
)
BESIDE: tuple[Keys, ...] = (("trials",),)
"""Tables that have their place in a panel at the side."""


def table(keys: Keys) -> FieldTable:
    """The table of the catalogue at ``keys``."""
    return next(one for one in CATALOGUE if one.path == keys)


def place_of(path: Iterable[object]) -> tuple[int, int]:
    """Section and page on which a path of the draft is shown; the first for what has none."""
    names = tuple(step for step in path if isinstance(step, str))
    best, found = -1, (0, 0)
    for number, section in enumerate(SECTIONS):
        for page, tables in enumerate(section.pages):
            for keys in tables:
                if names[: len(keys)] == keys and len(keys) > best:
                    best, found = len(keys), (number, page)
    return found


def counts(problems: Iterable[DraftProblem]) -> Counter[int]:
    """How many errors each section has."""
    return Counter(
        place_of(one.path)[0]
        for one in problems
        if one.severity is Severity.ERROR and one.path[:1] not in BESIDE
    )
