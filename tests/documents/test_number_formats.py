from datetime import date, datetime, time
from decimal import Decimal

import pytest

from desk_app.documents.number_formats import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "0", ""),
        ("党委", "General", "党委"),
        (True, "General", "是"),
        (86.5, "General", "86.5"),
        (0.1 + 0.2, "General", "0.3"),
        (100, "General", "100"),
        (Decimal("86.500"), "General", "86.5"),
        (1e20, "General", "100000000000000000000"),
        (86.25, "0.0", "86.3"),
        (86.25, "0.00", "86.25"),
        (86.5, "0", "87"),
        (-0.04, "0.0", "0.0"),
        (-3, "0.0", "-3.0"),
        (-3, "0;（0）", "（3）"),
        (0, "0;-0;", ""),
        (0.9333, "0%", "93%"),
        (0.9333, "0.0%", "93.3%"),
        (Decimal("0.933333"), "0.00%", "93.33%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (86, "0.##", "86"),
        (86.5, "0.##", "86.5"),
        (5, '0"分"', "5分"),
        (date(2026, 3, 5), "yyyy-mm-dd", "2026-03-05"),
        (date(2026, 3, 5), "General", "2026-03-05"),
        (date(2026, 3, 5), 'yyyy"年"m"月"d"日"', "2026年3月5日"),
        (date(2026, 3, 5), "yyyy/m/d;@", "2026/3/5"),
        (datetime(2026, 3, 5, 9, 7), "yyyy-mm-dd hh:mm", "2026-03-05 09:07"),
        (time(9, 7), "hh:mm", "09:07"),
    ],
)
def test_value_as_the_cell_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
