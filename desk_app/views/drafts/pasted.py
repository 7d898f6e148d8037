"""A table pasted from Word, WPS or Excel: its heading, cells that were merged, its sum."""

from collections.abc import Sequence

from desk_app.domain.drafts.fields import FieldTable

_ALSO = {
    "指标": "name",
    "二级指标": "name",
    "指标名称": "name",
    "评价内容": "name",
    "考核内容": "name",
    "考评内容": "name",
    "项目": "name",
    "类别": "group",
    "分数": "points",
    "满分": "points",
    "标准": "standard",
    "考核标准": "standard",
    "评分办法": "standard",
    "计分办法": "standard",
    "等级": "name",
    "责任主体": "actor",
    "时间": "deadline",
}
"""Headings of papers for the fields of any table that has them."""
_SUMS = frozenset({"合计", "总计", "总分", "小计"})
_LEAST_KNOWN = 2


def columns_of(
    table: FieldTable, block: Sequence[Sequence[str]]
) -> tuple[list[str], Sequence[Sequence[str]]]:
    """The keys of the columns by the block's own heading, and its rows; no keys without one."""
    if not block:
        return [], block
    labels = {one.label: one.key for one in table.fields}
    also = {word: key for word, key in _ALSO.items() if key in table.keys}
    found = [{**also, **labels}.get("".join(cell.split()), "") for cell in block[0]]
    known = [key for key in found if key]
    headed = len(known) >= min(_LEAST_KNOWN, len(block[0])) and len(set(known)) == len(known)
    return (found, block[1:]) if headed and known else ([], block)


def filled_groups(columns: Sequence[str], block: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows with their group where cells of it were merged, without a line of sums."""
    found: list[list[str]] = []
    group = ""
    at = list(columns).index("group") if "group" in columns else -1
    name = list(columns).index("name") if "name" in columns else 0
    for cells in block:
        row = ["".join(one.splitlines()).strip() for one in cells]
        if _SUMS & {*row[:1], *row[name : name + 1]}:
            continue
        if 0 <= at < len(row) and any(row):
            group = row[at] = row[at] or group
        found.append(row)
    return found
