"""Levels, what is missing, the ledger, the folder that goes up, and what a kill leaves."""

from pathlib import Path

from tests.desktop.round import material
from tests.desktop.round.clerk import AFTER_A_KILL, Clerk


def grade(clerk: Clerk) -> None:
    """One level is decided otherwise, the others as proposed; 定稿 in spite of what is missing."""
    clerk.chord("ctrl+6")
    clerk.read("超出 3 个")
    clerk.look("22_定级")
    clerk.keys("↓↓")
    clerk.chord("alt+l")
    clerk.keys("↓")
    clerk.chord("alt+y")
    clerk.paste(material.DIFFERENT)
    clerk.chord("alt+r")
    clerk.keys("4.8")
    clerk.chord("alt+m")
    clerk.paste("党委会")
    clerk.keys("↵")
    clerk.read("还有 29 个党组织没有党（工）委班子会议决定")
    clerk.chord("alt+a")
    clerk.keys("↵")
    clerk.read("全部已决定，还缺 2 项")
    clerk.chord("alt+f")
    clerk.read("还有 27 个没有封存计票")
    clerk.look("23_定稿前缺项")
    with clerk.answering():
        clerk.chord("alt+f")
    clerk.read("本轮已定稿（缺 2 项）")
    clerk.look("24_已定稿")


def mend(clerk: Clerk) -> None:
    """Low scores become items; one is new, filled in and closed."""
    clerk.chord("ctrl+7")
    clerk.look("25_整改_空")
    clerk.keys("↵")
    clerk.read(f"从低分指标新增 {material.LOW_SCORES} 项")
    clerk.press("新增")
    clerk.keys("ljw")
    clerk.look("26_拼音首字母")
    clerk.keys("↓↵")
    clerk.paste(material.PROBLEM)
    clerk.keys("↵")
    row = [line[1] for line in clerk.table("整改台账")].index(material.PROBLEM)
    clerk.click_cell("整改台账", row, 2)
    clerk.paste("年底前建成")
    clerk.keys("⇥")
    clerk.paste("镇里配套十万元")
    clerk.keys("⇥")
    clerk.paste("钱例")
    clerk.keys("⇥6.30⇥")
    clerk.press("销号…")
    clerk.read(f"销号：{material.VOTED_ON[1]} · {material.PROBLEM}")
    clerk.look("27_销号")
    clerk.paste("验收单 3 号")
    clerk.keys("⇥")
    clerk.paste("赵样")
    clerk.keys("↵↵")
    clerk.read("已销号 1")
    clerk.look("28_整改")


def hand_up(clerk: Clerk, stick: Path) -> None:
    """65 files onto a stick."""
    clerk.press("去上报")
    clerk.look("29_上报")
    clerk.click("材料放在哪个文件夹")
    clerk.chord("ctrl+a")
    clerk.paste(str(stick))
    clerk.press("生成上报材料")
    clerk.read("已生成 65 个文件。")
    clerk.look("30_已生成")


def close(clerk: Clerk) -> None:
    """Close the window as everybody does, and wait until the program is gone."""
    clerk.leave()
    if clerk.gone():
        raise AssertionError("it ended badly")


def look_around(clerk: Clerk) -> None:
    """The next morning: every room is there."""
    names = ("首页", "党组织", "方案", "评分", "测评", "定级", "整改", "上报")
    for number, name in enumerate(names, start=1):
        clerk.chord(f"ctrl+{number}")
        clerk.look(f"4{number}_{name}")


def lose_the_power(clerk: Clerk) -> list[str]:
    """What was typed and saved a moment before a kill is there; returns what is not."""
    clerk.chord("ctrl+7")
    clerk.press("新增")
    clerk.keys("sqc")
    clerk.keys("↓↵")
    clerk.paste(material.LATE_PROBLEM)
    clerk.keys("↵")
    clerk.read(f"全部 {material.LOW_SCORES + 2}")
    clerk.kill()
    clerk.sit_down()
    wrong = []
    if AFTER_A_KILL not in clerk.words():
        wrong.append(f"断电后再打开，没有说“{AFTER_A_KILL}”")
    clerk.look("51_断电以后")
    clerk.chord("ctrl+7")
    if not any(material.LATE_PROBLEM in line for line in clerk.table("整改台账")):
        wrong.append("断电前已保存的一项没有了")
    return wrong
