"""Days and periods as official Chinese writes them: 3月31日前, 10月底, 4月中旬, 年底, 7个工作日."""

import re
from calendar import monthrange
from dataclasses import dataclass

from desk_app.domain.drafting.numerals import CHINESE, whole

_MONTH = rf"(?P<month>\d{{1,2}}|{CHINESE})月"
_TENS = {"上旬": 10, "中旬": 20}
_LEAP_YEAR = 2024
_DAY = re.compile(
    rf"{_MONTH}份?(?:(?P<day>\d{{1,2}}|{CHINESE})[日号]|(?P<part>上旬|中旬|下旬|底|末|初))?"
)
_YEAR_END = re.compile("年底|年末|年终|岁末")
_PERIOD = re.compile(rf"(?P<count>\d{{1,2}}|{CHINESE})个?(?P<unit>工作日|天|日(?!前|起)|周|星期)")


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days; working days where they are called so."""

    days: int
    working: bool


def day(text: str) -> tuple[int, int] | None:
    """The last (month, day) that a text names; ``None`` where it names none.

    A month alone ends with its last day (10月底 and 10月 are 31 October), its thirds on the
    10th, the 20th and the last.
    """
    found = [one for one in (_month_day(match) for match in _DAY.finditer(text)) if one]
    if found:
        return found[-1]
    return (12, 31) if _YEAR_END.search(text) else None


def _month_day(match: re.Match[str]) -> tuple[int, int] | None:
    month = whole(match["month"])
    if not 1 <= month <= 12:
        return None
    last = monthrange(_LEAP_YEAR, month)[1] if month != 2 else 28
    if match["day"]:
        found = whole(match["day"])
        return (month, found) if 1 <= found <= last else None
    return month, _TENS.get(match["part"] or "", 10 if match["part"] == "初" else last)


def period(text: str) -> Period | None:
    """The first number of days in a text; a week is seven days."""
    match = _PERIOD.search(text)
    if match is None:
        return None
    count = whole(match["count"])
    weeks = match["unit"] in {"周", "星期"}
    return Period(count * 7 if weeks else count, match["unit"] == "工作日")
