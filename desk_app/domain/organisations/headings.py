"""Finds the heading row of a list and which column holds what."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desk_app.domain.organisations.values import is_id_number, parse_domain, parse_kind
from desk_app.domain.sheets import CellValue, cell_text, plain

_SEARCHED_ROWS = 30


class ListField(StrEnum):
    """What a column of a list may hold; the value is the heading we propose."""

    CODE = "代码"
    NAME = "全称"
    SHORT_NAME = "简称"
    KIND = "组织类别"
    PARENT = "上级"
    DOMAIN = "领域"
    AREA = "区域"
    SECRETARY = "书记"
    CONTACT = "联系人"
    PHONE = "电话"
    MEMBER_COUNT = "党员数"
    FOUNDED_ON = "成立时间"
    ELECTED_ON = "换届时间"
    TERM_ENDS_ON = "届满时间"
    AFTER = "排在谁后面"
    """The row's place in the list, told by the one before it; we write it with refused rows."""


ATTRIBUTES: Mapping[ListField, str] = {
    ListField.CODE: "code",
    ListField.NAME: "name",
    ListField.SHORT_NAME: "short_name",
    ListField.KIND: "kind",
    ListField.PARENT: "parent_id",
    ListField.DOMAIN: "domain",
    ListField.AREA: "area",
    ListField.SECRETARY: "secretary",
    ListField.CONTACT: "contact",
    ListField.PHONE: "phone",
    ListField.MEMBER_COUNT: "member_count",
    ListField.FOUNDED_ON: "founded_on",
    ListField.ELECTED_ON: "elected_on",
    ListField.TERM_ENDS_ON: "term_ends_on",
}
"""Which attribute of `Organisation` a field becomes."""


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """Which columns hold what. Rows and columns count from 0.

    ``heading_row`` None: the sheet is empty. ``id_columns`` carry ID numbers and are
    never read. ``mapping`` is a proposal that may be replaced by hand (``mended``).
    """

    heading_row: int | None
    first_row: int
    headings: tuple[str, ...]
    mapping: Mapping[int, ListField]
    id_columns: frozenset[int] = frozenset()

    def column(self, field: ListField) -> int | None:
        """The column of a field, or None where the list has none."""
        return next((column for column, held in self.mapping.items() if held is field), None)

    @property
    def lists_people(self) -> bool:
        """Whether the names are those of people (姓名)."""
        column = self.column(ListField.NAME)
        return column is not None and _heading(self.headings[column]) in _PEOPLE_NAMES

    def mended(self, mapping: Mapping[int, ListField | None]) -> "HeadingMatch":
        """The same with some columns set by hand; a field moves away from its old column."""
        wanted = {
            column: field
            for column, field in mapping.items()
            if field is not None and column not in self.id_columns
        }
        taken = set(wanted.values())
        kept = {
            column: field
            for column, field in self.mapping.items()
            if column not in mapping and field not in taken
        }
        return replace(self, mapping=dict(sorted((kept | wanted).items())))


@dataclass(frozen=True, slots=True)
class _Words:
    exact: frozenset[str]
    parts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


_PERSONAL = ("电话", "手机", "方式", "年龄", "性别", "出生", "学历", "身份证", "时间", "日期")
_ID_WORDS = ("身份证", "公民身份号", "证件号")
_WORDS: Mapping[ListField, _Words] = {
    ListField.CODE: _Words(
        frozenset({"代码", "编码", "组织代码", "组织编码", "党组织代码", "党组织编码", "组织编号"}),
        ("组织代码", "组织编码", "组织编号", "代码", "编码"),
        ("上级", "信用", "单位", "邮政", "法人", "隶属", "机构"),
    ),
    ListField.NAME: _Words(
        frozenset(
            {
                "全称",
                "名称",
                "党组织",
                "党组织名称",
                "党组织全称",
                "组织名称",
                "组织全称",
                "基层党组织",
                "基层党组织名称",
                "党支部名称",
                "支部名称",
                "党支部",
            }
        ),
        ("全称", "组织名称", "支部名称", "党委名称", "名称"),
        ("上级", "简称", "单位", "隶属", "所属", "曾用", "代码", "编码", "类别", "类型"),
    ),
    ListField.SHORT_NAME: _Words(frozenset({"简称"}), ("简称",), ("上级", "单位")),
    ListField.KIND: _Words(
        frozenset({"组织类别", "党组织类别", "组织类型", "党组织类型", "类别", "类型", "组织形式"}),
        ("组织类别", "组织类型", "组织形式", "组织性质", "组织层级"),
        ("单位", "上级"),
    ),
    ListField.PARENT: _Words(
        frozenset({"上级", "上级党组织", "上级党组织名称", "上级组织", "上级党委", "所属党委"}),
        ("上级", "隶属", "所属党", "主管党", "所在党委", "所在党", "所在支部", "所属支部"),
        ("电话", "文号", "时间"),
    ),
    ListField.DOMAIN: _Words(
        frozenset({"领域", "所属领域", "所在单位类别", "单位类别"}),
        ("领域", "单位类别", "单位类型", "单位性质", "单位属性"),
    ),
    ListField.AREA: _Words(
        frozenset({"区域", "片区", "所属区域", "所在区域", "所属片区", "所在片区", "乡镇"}),
        ("区域", "片区", "乡镇", "街道"),
        ("领域", "类别", "名称", "上级"),
    ),
    ListField.SECRETARY: _Words(
        frozenset({"书记", "书记姓名", "党组织书记", "支部书记", "党支部书记", "党组织负责人"}),
        ("书记", "负责人"),
        ("副书记", "第一书记", "单位", *_PERSONAL),
    ),
    ListField.CONTACT: _Words(
        frozenset({"联系人", "联络员", "联系人姓名", "党务工作者"}),
        ("联系人", "联络员"),
        ("领导", *_PERSONAL),
    ),
    ListField.PHONE: _Words(
        frozenset({"电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码"}),
        ("电话", "手机", "联系方式"),
    ),
    ListField.MEMBER_COUNT: _Words(
        frozenset({"党员数", "党员人数", "党员总数", "党员数量", "党员", "党员数人"}),
        ("党员数", "党员总", "党员人", "党员"),
        ("预备", "女", "流动", "少数民族", "发展", "名册", "姓名", "大会", "离退休", "占比"),
    ),
    ListField.FOUNDED_ON: _Words(
        frozenset({"成立时间", "成立日期", "组建时间", "建立时间", "建支时间", "批准成立时间"}),
        ("党组织成立", "支部成立", "组织成立", "批准成立", "成立时间", "成立日期", "组建时间"),
        ("企业", "公司", "单位", "合作社", "注册"),
    ),
    ListField.ELECTED_ON: _Words(
        frozenset({"换届时间", "换届日期", "本届换届时间", "最近换届时间", "选举时间"}),
        ("换届时间", "换届日期", "换届选举", "选举时间", "选举日期", "换届"),
        ("应", "下次", "下届", "届满", "到期", "类型", "是否", "情况"),
    ),
    ListField.AFTER: _Words(frozenset({"排在谁后面"})),
    ListField.TERM_ENDS_ON: _Words(
        frozenset({"届满时间", "届满日期", "任期届满时间", "任期届满", "到届时间", "期满时间"}),
        ("届满", "到届", "期满", "应换届", "下次换届", "下届换届", "换届到期"),
        ("是否",),
    ),
}
_EXACT, _PART, _STOPGAP = 3, 2, 1
_PEOPLE_NAMES = frozenset({"姓名", "党员姓名"})
_STOPGAP_NAMES = _PEOPLE_NAMES | {"单位名称", "单位全称", "村名", "村名称", "所在单位名称"}
"""Stand for the name where no column is better."""


def match_headings(
    rows: Sequence[Sequence[CellValue]], heading_row: int | None = None
) -> HeadingMatch:
    """Find the heading row among the first rows and propose what its columns hold.

    Title rows above are passed over. A heading of two rows (cells merged downwards, or one
    group over several columns) is read together. Where nothing is known, the fullest row is
    proposed without any field. ``heading_row`` sets the row by hand.
    """
    if not rows:
        return HeadingMatch(None, 0, (), {})
    if heading_row is None:
        heading_row = _find_row(rows)
    headings, first_row = _read_headings(rows, heading_row)
    below = rows[first_row:]
    id_columns = _id_columns(headings, below)
    proposed = {
        column: field for column, field in _propose(headings).items() if column not in id_columns
    }
    mapping = {
        column: _told_by_values(field, [row[column] for row in below])
        for column, field in proposed.items()
    }
    if len(set(mapping.values())) < len(mapping):
        # Both columns would hold one field: the headings are right after all.
        mapping = proposed
    return HeadingMatch(heading_row, first_row, tuple(headings), mapping, id_columns)


def _read_headings(rows: Sequence[Sequence[CellValue]], heading_row: int) -> tuple[list[str], int]:
    """The headings, from two rows where they take two, and the first row below them."""
    above = [_heading(cell) for cell in rows[heading_row - 1]] if heading_row else []
    headings = [_heading(cell) for cell in rows[heading_row]]
    for column, text in enumerate(headings):
        # A cell merged downwards has its text in the row above.
        if not text and column < len(above) and _best_field(above[column]) is not None:
            headings[column] = above[column]
    first_row = heading_row + 1
    if first_row < len(rows):
        below = [_heading(cell) for cell in rows[first_row]]
        if _continues(headings, below):
            headings = [low or high for high, low in zip(headings, below, strict=True)]
            first_row += 1
    return headings, first_row


def _told_by_values(field: ListField, cells: Sequence[CellValue]) -> ListField:
    """类别 may be the kind of organisation or the 领域: what stands below decides."""
    if field not in (ListField.KIND, ListField.DOMAIN):
        return field
    texts = {text for text in map(plain, cells) if text}
    kinds = sum(_is_read(parse_kind, text) for text in texts)
    domains = sum(_is_read(parse_domain, text) for text in texts)
    if kinds == domains:
        return field
    return ListField.KIND if kinds > domains else ListField.DOMAIN


def _is_read(parse: Callable[[str], str], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _find_row(rows: Sequence[Sequence[CellValue]]) -> int:
    """The row with the most known headings; where there are none, the fullest."""

    def known(number: int) -> tuple[int, int]:
        headings = [_heading(cell) for cell in rows[number]]
        fields = set(_propose(headings).values())
        score = len(fields) if len(fields) > 1 or fields == {ListField.NAME} else 0
        return score, sum(bool(text) for text in headings)

    return max(range(min(len(rows), _SEARCHED_ROWS)), key=lambda number: (known(number), -number))


def _continues(headings: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the row below is the second row of the heading, not the first organisation."""
    filled = [text for text in below if text]
    if not filled:
        return False
    known = [text for text in filled if _best_field(text) is not None]
    repeated = [low for high, low in zip(headings, below, strict=True) if low and low == high]
    return len(known) == len(filled) and (len(repeated) > 0 or len(filled) < len(headings))


def _propose(headings: Sequence[str]) -> dict[int, ListField]:
    offers: list[tuple[int, int, int, ListField]] = []
    for column, text in enumerate(headings):
        for order, field in enumerate(ListField):
            score = _score(text, field)
            if score:
                offers.append((-score, column, order, field))
    chosen: dict[int, ListField] = {}
    for _, column, _, field in sorted(offers):
        if column not in chosen and field not in chosen.values():
            chosen[column] = field
    return dict(sorted(chosen.items()))


def _best_field(text: str) -> ListField | None:
    return next((field for field in ListField if _score(text, field)), None)


def _score(text: str, field: ListField) -> int:
    if not text or any(word in text for word in _ID_WORDS):
        return 0
    words = _WORDS[field]
    if text in words.exact:
        return _EXACT
    if field is ListField.NAME and text in _STOPGAP_NAMES:
        return _STOPGAP
    if len(text) > 20 or any(word in text for word in words.never):
        return 0
    return _PART if any(word in text for word in words.parts) else 0


def _heading(cell: CellValue) -> str:
    if not isinstance(cell, str):
        return cell_text(cell)
    text = unicodedata.normalize("NFKC", cell)
    return re.sub(r"[\s*()\[\]{}:：、,，。/_“”\"'-]", "", text)


def _id_columns(headings: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> frozenset[int]:
    found = {
        column for column, text in enumerate(headings) if any(word in text for word in _ID_WORDS)
    }
    codes = {column for column, text in enumerate(headings) if _score(text, ListField.CODE)}
    filled: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    for row in rows:
        if not any(row):
            continue
        for column, cell in enumerate(row):
            if cell is not None and column not in codes:
                filled[column] += 1
                numbers[column] += is_id_number(cell)
    found.update(
        column for column, count in numbers.items() if count and 2 * count >= filled[column]
    )
    return frozenset(found)
