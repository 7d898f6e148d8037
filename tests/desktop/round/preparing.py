"""From the first start to 300 scores."""

from collections.abc import Callable
from pathlib import Path

from tests.desktop.round import material
from tests.desktop.round.clerk import Clerk
from tests.desktop.round.effort import Book, Effort


def taken(clerk: Clerk, act: Callable[[], None]) -> Effort:
    """Do something and return what it took."""
    clerk.effort = Effort()
    act()
    return clerk.effort


def prepare(clerk: Clerk, book: Book, desk: Path) -> None:
    """Go through all stages up to the scores; ``desk``: the folder in which the list lies."""
    path = material.make_list(desk / "名单.xlsx")
    corrected = material.make_list(desk / "名单（改）.xlsx", corrected=True)
    book.enter("新建工作区", taken(clerk, lambda: new_workspace(clerk)))
    listed = taken(clerk, lambda: bring_the_list(clerk, path, corrected))
    book.enter("导入名单", listed)
    book.enter("新建轮次", taken(clerk, lambda: new_round(clerk)))
    keyed = taken(clerk, lambda: key_two_sheets(clerk))
    pasted = taken(clerk, lambda: paste_whole_sheets(clerk))
    book.enter("评分", keyed + pasted)
    # The way into the room is part of it, also where nothing is keyed by hand.
    book.enter_300_cells(listed + Effort(keys=1) + pasted)


def new_workspace(clerk: Clerk) -> None:
    """单位全称 and 简称."""
    clerk.look("01_新建工作区")
    clerk.paste(material.OFFICE)
    clerk.keys("⇥")
    clerk.paste(material.SHORT)
    clerk.keys("↵↵")
    clerk.read("名册还是空的")
    clerk.look("02_首页_空")


def bring_the_list(clerk: Clerk, path: Path, corrected: Path) -> None:
    """23 rows are good; seven come with the list as it is after WPS, one cell of it mended here."""
    clerk.chord("ctrl+2")
    clerk.look("03_党组织_空")
    clerk.keys("↵")
    clerk.paste(str(path))
    clerk.keys("↵")
    clerk.read("新增 23 · 变更 0 · 不变 0 · 拒收 7")
    clerk.look("04_导入预览")
    clerk.chord("alt+s")
    clerk.read("已导入：新增 23 个，变更 0 个")
    clerk.chord("alt+i")
    clerk.paste(str(corrected))
    clerk.keys("↵")
    clerk.read("新增 6 · 变更 0 · 不变 23 · 拒收 1")
    clerk.chord("alt+e")
    clerk.keys(f"{material.members(1 + material.ORGANISATIONS.index(material.OVERLOOKED))}↵")
    clerk.read("新增 7 · 变更 0 · 不变 23 · 拒收 0")
    clerk.look("05_当场改好")
    clerk.chord("alt+s")
    clerk.read("已导入：新增 7 个，变更 0 个。")
    clerk.look("06_党组织")


def new_round(clerk: Clerk) -> None:
    """D1 is typed."""
    clerk.press("新建轮次…")
    clerk.chord("shift+Tab", "shift+Tab")
    clerk.keys("d1")
    assert clerk.window()["focus"]["text"].startswith("D1"), clerk.window()["focus"]
    clerk.look("07_新建轮次")
    clerk.keys("↵")
    clerk.read("还有 30 个党组织的自评评分没有填完")
    clerk.look("08_首页")


def key_two_sheets(clerk: Clerk) -> None:
    """The first two, key by key: the keys arrive right after Ctrl+4."""
    clerk.chord("ctrl+4")
    first, second = material.points(0)[:2]
    clerk.keys("".join(f"{one}↵" for one in first) + "↵")
    clerk.keys("".join(f"{one}↵" for one in second))
    given = [row[2] for row in clerk.table("评分表")]
    assert given == [*map(str, second), str(sum(second))], given
    clerk.look("09_评分")


def paste_whole_sheets(clerk: Clerk) -> None:
    """考评, its reasons, 自评: a block each."""
    clerk.chord("alt+3")
    clerk.paste(material.block(material.points(material.LESS)))
    clerk.chord("alt+r")
    clerk.paste(material.block(material.reasons()))
    clerk.look("10_扣分理由")
    clerk.chord("alt+f")
    clerk.press("自评")
    clerk.paste(material.block(material.points(0)))
    clerk.read("评分已经齐了")
    clerk.look("11_整表")
