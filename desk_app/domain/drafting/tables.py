"""Tables of a document: lines of a score sheet with their points, group and standard."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from desk_app.domain.drafting.model import Certainty, Sentence, Suggestion, TextTable
from desk_app.domain.drafting.numerals import fold, number, unnumbered
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode

_POINTS = re.compile("分值|满分|标准分|权重|^分数$|基础分|配分")
_NAME = re.compile(
    "二级指标|三级指标|考核指标|考评指标|评价指标|考核内容|考评内容|评分内容|评价内容|测评内容|具体内容|考核项目|指标|项目|内容|事项"
)
_GROUP = re.compile("一级指标|类别|维度|大项|考核类别|评价维度")
_STANDARD = re.compile("评分标准|评分细则|计分办法|考核标准|评分办法|评价标准|扣分|细则|标准")
_VALUE = re.compile(r"^\s*(\d{1,3}(?:\.\d)?)\s*分?\s*$")


def read(grid: TextTable, rows: Sequence[Sentence]) -> Iterator[Suggestion]:
    """The lines of one table whose heading names points."""
    heading = next((at for at, row in enumerate(grid.rows[:3]) if _columns(row)), None)
    if heading is None:
        return
    columns = _columns(grid.rows[heading])
    by_row = {one.start: one.number for one in rows}
    group = ""
    for at, row in enumerate(grid.rows[heading + 1 :], heading + 1):
        cells = [fold(cell).strip() for cell in row]
        value = _VALUE.match(cells[columns["points"]]) if columns["points"] < len(cells) else None
        if "group" in columns and columns["group"] < len(cells) and cells[columns["group"]]:
            group = _group(cells[columns["group"]])
        name = cells[columns["name"]] if columns["name"] < len(cells) else ""
        if value is None or not name or re.search("合计|总计|总分|小计", "".join(cells[:2])):
            continue
        standard = _cell(cells, columns.get("standard"))
        part = Indicator(
            _short(name),
            number(value[1]) or Decimal(0),
            standard=standard or name,
            mode=_mode(name + standard),
            group=group if group != _short(name) else "",
            extra=bool(re.search("加分", group + name[:6])),
        )
        yield Suggestion(part, Certainty.CERTAIN, (by_row[at],), "table")


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column holds what; empty where the row is no heading of a score sheet."""
    cells = [re.sub(r"\s", "", fold(cell)) for cell in row]
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if len(cell) > 12:
            continue
        if "points" not in found and _POINTS.search(cell):
            found["points"] = at
        elif "group" not in found and _GROUP.search(cell):
            found["group"] = at
        elif "standard" not in found and _STANDARD.search(cell):
            found["standard"] = at
        elif "name" not in found and _NAME.search(cell):
            found["name"] = at
    if "name" not in found and "group" in found:
        found["name"] = found.pop("group")
    if "name" not in found and "standard" in found:
        found["name"] = found.pop("standard")
    return found if {"points", "name"} <= set(found) else {}


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _short(text: str) -> str:
    first = re.split("[。；，：]", text, maxsplit=1)[0]
    plain = unnumbered(first)
    return re.sub(r"（\d{1,3}分）", "", plain)[:24] or text[:24]


def _group(text: str) -> str:
    return re.sub(r"[（(]?\d{1,3}分[）)]?", "", re.sub(r"\s", "", text))[:24]


def _mode(text: str) -> IndicatorMode:
    if re.search("不达[成标到][^，。；]{0,4}不得分|达不到[^，。；]{0,4}不得分", text):
        return IndicatorMode.ALL_OR_NOTHING
    if "扣完为止" in text:
        return IndicatorMode.DEDUCTED
    return IndicatorMode.SCORED
