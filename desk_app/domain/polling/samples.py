"""A random sample of households that anyone can draw again from its list and its seed.

随机抽取不少于 10% 住户. Every household has a number in the list. The SHA-256 of the text
``种子-序号`` (as ``20260305-17``) is written in hexadecimal; the households are put in the order
of these texts and the first ones are taken. The digest of the list says whether it is the same
list.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.words.polls import share_words
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text

LEAST_SHARE = Fraction(1, 10)
"""Of the households, where the scheme says nothing."""
LONGEST_SEED = 32

_HEAD = ("户主", "户主姓名", "姓名", "住户", "户名", "住户姓名", "家庭户主")
_ADDRESS = (
    "地址",
    "住址",
    "家庭住址",
    "详细地址",
    "居住地址",
    "家庭地址",
    "门牌",
    "门牌号",
    "房号",
)
_GROUP = (
    "组",
    "组别",
    "小组",
    "村民小组",
    "村组",
    "小区",
    "网格",
    "所在小组",
    "所在小区",
    "自然村",
)
_RELATION = ("与户主关系", "与户主的关系", "户主关系", "家庭关系", "关系")
_IS_HEAD = ("户主", "本人", "本人或户主", "户主本人")
_HEADING_ROWS = 20
_MOST_WRONG = 20
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Household:
    """One household as the list names it; ``number`` counts from 1 in the list's order."""

    number: int
    head: str
    address: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdList:
    """A list as it was read.

    ``blank`` rows had no name, ``repeated`` stood there twice, ``members`` were of a household
    whose head stands there too (a register of residents).
    """

    households: tuple[Household, ...]
    sheet: str = ""
    blank: int = 0
    repeated: int = 0
    members: int = 0

    @property
    def digest(self) -> str:
        """The list's fingerprint, 64 hexadecimal digits; see ``digest_of``."""
        return digest_of(self.households)


@dataclass(frozen=True, slots=True)
class Sample:
    """A draw: ``drawn`` in the order of drawing, out of ``total`` households."""

    seed: str
    total: int
    digest: str
    drawn: tuple[Household, ...]


def read_households(sheets: Sequence[SheetData]) -> HouseholdList:
    """Read the first visible sheet that has a column 户主 or 姓名; raises ``Fault``.

    A row that says the same as an earlier one, address included, is left out and counted; so
    are members of a household in a register of residents (与户主关系).
    """
    for sheet in sheets:
        if not sheet.visible:
            continue
        for at, row in enumerate(sheet.rows[:_HEADING_ROWS]):
            names = [_plain(cell) for cell in row]
            head = _find(names, _HEAD)
            if head is not None:
                columns = (head, _find(names, _ADDRESS), _find(names, _GROUP))
                return _read(sheet, at + 1, columns, _find(names, _RELATION))
    raise Fault("表里没有“户主”或“姓名”一列，没有读入。请在表头写上“户主”“地址”后再试。")


def _read(
    sheet: SheetData,
    first: int,
    columns: tuple[int | None, int | None, int | None],
    relation: int | None,
) -> HouseholdList:
    found: list[Household] = []
    seen: set[tuple[str, str, str]] = set()
    blank = repeated = members = 0
    wrong = [
        f"“{sheet.name}”{cell_place(number, at)}：{why}"
        for number in range(first, len(sheet.rows))
        for at in (*columns, relation)
        if (why := sheet.why_unread(number, at)) and at is not None
    ]
    if wrong:
        raise Fault("住户名单没有读入，请先改正下列各处：", *wrong[:_MOST_WRONG])
    for row in sheet.rows[first:]:
        head, address, group = (
            "" if at is None or at >= len(row) else _tidy(row[at]) for at in columns
        )
        if not head:
            blank += any(cell is not None for cell in row)
        elif relation is not None and _plain(row[relation]) not in _IS_HEAD:
            members += 1
        elif address and (head, address, group) in seen:
            repeated += 1
        else:
            seen.add((head, address, group))
            found.append(Household(len(found) + 1, head, address, group))
    if not found:
        raise Fault(f"“{sheet.name}”的表头下面没有住户，没有读入。请核对是否选对了文件。")
    return HouseholdList(tuple(found), sheet.name, blank, repeated, members)


def digest_of(households: Sequence[Household]) -> str:
    """Return the SHA-256 of the list: lines ``序号,户主,地址,组`` in UTF-8, each ended by LF."""
    lines = "".join(f"{one.number},{one.head},{one.address},{one.group}\n" for one in households)
    return hashlib.sha256(lines.encode()).hexdigest()


def least_share(polls: Iterable[Poll]) -> Fraction:
    """Return the least share of households that the polls of a scheme ask for, else a tenth."""
    return max((one.sample for one in polls if one.sample), default=LEAST_SHARE)


def size_of(total: int, share: Fraction = LEAST_SHARE, least: Fraction = LEAST_SHARE) -> int:
    """Return how many households are ``share`` of ``total``, rounded up, at least 1.

    Raises ``Fault`` for an empty list and for a share under ``least`` or over 100%.
    """
    if total <= 0:
        raise Fault("名单里没有住户，不能抽取。")
    if not least <= share <= 1:
        raise Fault(
            f"抽取比例应在 {share_words(least)} 到 100% 之间，请改正"
            f"（随机抽取不少于 {share_words(least)} 住户）。"
        )
    return -((-share * total).__floor__())


def check_seed(seed: str) -> str:
    """Return a seed as it is used: half-width letters and digits; raises ``Fault``."""
    half = (chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in seed.strip())
    plain = "".join(half)
    if not plain or len(plain) > LONGEST_SEED or not (plain.isascii() and plain.isalnum()):
        raise Fault(f"种子请用 1 到 {LONGEST_SEED} 位数字或字母，不要有空格和标点，如 58213047。")
    return plain


def rank(seed: str, number: int) -> str:
    """Return what a household is put in order by: the SHA-256 of ``种子-序号``."""
    return hashlib.sha256(f"{seed}-{number}".encode()).hexdigest()


def draw(households: Sequence[Household], seed: str, size: int) -> Sample:
    """Draw ``size`` households; the same list and seed give the same sample, always.

    A larger sample with the same seed begins with the smaller one. Raises ``Fault`` for a seed
    or size that cannot be.
    """
    seed = check_seed(seed)
    if not 1 <= size <= len(households):
        raise Fault(f"名单共 {len(households)} 户，不能抽取 {size} 户，请改正。")
    ordered = sorted(households, key=lambda one: (rank(seed, one.number), one.number))
    return Sample(seed, len(households), digest_of(households), tuple(ordered[:size]))


def method_words(sample: Sample) -> str:
    """Say how anyone can repeat the draw."""
    seed, first = sample.seed, sample.drawn[0].number
    return (
        "1. 名单去掉没有户主的行、完全重复的行和不是户主的家庭成员，"
        f"按原来的次序从 1 编到 {sample.total}，这是“名单序号”。\n"
        f"2. 每户写成“种子-名单序号”，如“{seed}-{first}”，用任何一种 SHA-256 工具"
        "算出 64 位十六进制值。\n"
        f"3. 按算出的值从小到大排（先比第一位，0 到 9、a 到 f），取前 {len(sample.drawn)} 户。"
        f"“{seed}-{first}”算出的值以 {rank(seed, first)[:8]} 开头，排在第 1 位。\n"
        "4. 名单指纹是全部“序号,户主,地址,组”逐行（每行以换行结束，UTF-8 编码）的 SHA-256，"
        "指纹相同就是同一份名单。"
    )


def size_words(sample: Sample) -> str:
    """Say how many of how many were drawn."""
    percent = Fraction(len(sample.drawn) * 1000, sample.total)
    tenths = percent.__floor__()
    return f"共 {sample.total} 户，抽取 {len(sample.drawn)} 户（{tenths // 10}.{tenths % 10}%）"


def _plain(cell: CellValue) -> str:
    return _SPACES.sub("", cell_text(cell)).rstrip("：:")


def _tidy(cell: CellValue) -> str:
    """A cell on one line; commas and line feeds would blur the lines of the digest."""
    return _SPACES.sub(" ", cell_text(cell)).replace(",", "，").strip()


def _find(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """The column whose heading is wanted, the most certain word first."""
    for word in wanted:
        if word in names:
            return names.index(word)
    return None
