"""The committee's decisions on a workbook: read and matched to a round's subjects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk_app.documents.reading import read_workbook
from desk_app.domain.days import parse_day
from desk_app.domain.faults import Fault
from desk_app.domain.sheets import SheetData, cell_place, cell_text

_TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("党组织", "党组织名称", "全称", "名称", "考评对象", "姓名", "党员", "党员姓名"),
    "code": ("代码", "党组织代码", "编码"),
    "level": ("决定等级", "等级", "星级", "党委会决定", "定级"),
    "reason": ("理由", "改定理由", "决定理由"),
    "day": ("日期", "会议日期", "决定日期"),
    "meeting": ("会议", "会议名称"),
}
_HEADING_ROWS = 20


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row: where it stands, whom it names, and what was decided."""

    place: str
    name: str
    code: str
    level: str
    reason: str
    day: date | None
    meeting: str


def read(path: Path) -> tuple[DecisionRow, ...]:
    """Return every row that names a level; raises ``Fault`` naming sheet and cell."""
    sheet, head, places = _heading(path)
    rows, wrong = [], []
    for number in range(head + 1, len(sheet.rows)):
        values = sheet.rows[number]
        texts = {key: cell_text(values[place]).strip() for key, place in places.items()}
        unread = [
            f"“{path.name}”的“{sheet.name}”{cell_place(number, place)}：{why}"
            for place in places.values()
            if (why := sheet.why_unread(number, place))
        ]
        if unread:
            wrong += unread
            continue
        if not texts.get("level") or not (texts.get("name") or texts.get("code")):
            continue
        day = values[places["day"]] if "day" in places else None
        if day is not None and not isinstance(day, date):
            day, sentence = _day(texts["day"])
            if sentence:
                cell = cell_place(number, places["day"])
                wrong.append(f"“{path.name}”的“{sheet.name}”{cell}：{sentence}")
        rows.append(
            DecisionRow(
                place=f"“{sheet.name}”{cell_place(number, places['level'])}",
                name=texts.get("name", ""),
                code=texts.get("code", ""),
                level=texts["level"],
                reason=texts.get("reason", ""),
                day=day,
                meeting=texts.get("meeting", ""),
            )
        )
    if wrong:
        raise Fault(*wrong)
    if not rows:
        raise Fault(f"“{path.name}”里没有填写等级的行，没有改动任何决定。")
    return tuple(rows)


def _heading(path: Path) -> tuple[SheetData, int, dict[str, int]]:
    for sheet in read_workbook(path):
        for number, row in enumerate(sheet.rows[:_HEADING_ROWS]):
            titles = ["".join(cell_text(value).split()) for value in row]
            places = {
                key: next(place for place, title in enumerate(titles) if title in names)
                for key, names in _TITLES.items()
                if any(title in names for title in titles)
            }
            if "level" in places and ("name" in places or "code" in places):
                return sheet, number, places
    raise Fault(f"“{path.name}”里没有找到标题行：要有“党组织”（或“代码”）和“决定等级”两列。")


def _day(text: str) -> tuple[date | None, str]:
    try:
        return parse_day(text), ""
    except ValueError as error:
        return None, str(error)
