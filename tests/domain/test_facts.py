"""What can be typed for a fact, and what cannot."""

from datetime import date

import pytest

from desk_app.domain.evidence import FactValue
from desk_app.domain.facts import format_fact, from_stored, parse_fact, to_stored
from desk_app.domain.scheme.model.scoring import Fact, FactKind

FACTS = {
    FactKind.YES_NO: Fact("创新项目", FactKind.YES_NO),
    FactKind.COUNT: Fact("缺会次数", FactKind.COUNT, unit="次"),
    FactKind.DATE: Fact("换届日期", FactKind.DATE),
    FactKind.CHOICE: Fact("阵地", FactKind.CHOICE, options=("自有", "租用")),
    FactKind.TEXT: Fact("说明", FactKind.TEXT),
}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FactKind.YES_NO, "是", True),
        (FactKind.YES_NO, "有", True),
        (FactKind.YES_NO, "１", True),
        (FactKind.YES_NO, "√", True),
        (FactKind.YES_NO, "无", False),
        (FactKind.YES_NO, "0", False),
        (FactKind.COUNT, "３", 3),
        (FactKind.COUNT, " 3 次 ", 3),
        (FactKind.COUNT, "0", 0),
        (FactKind.DATE, "2025-3-5", date(2025, 3, 5)),
        (FactKind.DATE, "2025/03/05", date(2025, 3, 5)),
        (FactKind.DATE, "2025.3.5", date(2025, 3, 5)),
        (FactKind.DATE, "２０２５年３月５日", date(2025, 3, 5)),
        (FactKind.DATE, "2025／3／5", date(2025, 3, 5)),
        (FactKind.DATE, "20250305", date(2025, 3, 5)),
        (FactKind.CHOICE, "自有", "自有"),
        (FactKind.TEXT, "路远", "路远"),
        (FactKind.TEXT, "　", None),
        (FactKind.COUNT, "", None),
    ],
)
def test_what_is_typed_is_read(kind: FactKind, text: str, value: FactValue | None) -> None:
    fact = FACTS[kind]
    found = parse_fact(fact, text)
    assert found == value
    assert type(found) is type(value)
    if value is not None:
        assert from_stored(fact, to_stored(value)) == value
        assert parse_fact(fact, format_fact(value)) == value


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (FactKind.YES_NO, "也许", "只能填“是”或“否”"),
        (FactKind.COUNT, "三", "整数"),
        (FactKind.COUNT, "-1", "整数"),
        (FactKind.COUNT, "1.5", "整数"),
        (FactKind.COUNT, "1234567890", "太大"),
        (FactKind.DATE, "明天", "要填日期"),
        (FactKind.DATE, "2025-02-30", "不是日历上的一天"),
        (FactKind.CHOICE, "借用", "自有、租用"),
    ],
)
def test_what_cannot_stand_says_what_can(kind: FactKind, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_fact(FACTS[kind], text)
