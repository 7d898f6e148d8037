"""A meeting on three organisations: papers, two people, one difference, the seal."""

from tests.desktop.round import material
from tests.desktop.round.clerk import AFTER_A_KILL, Clerk


def meet(clerk: Clerk) -> None:
    """A meeting is made and its papers are seen before they are printed."""
    clerk.chord("ctrl+5")
    clerk.look("12_测评_空")
    clerk.keys("↵")
    clerk.keys("3.20⇥")
    clerk.paste("镇政府三楼会议室")
    clerk.keys(f"⇥30⇥{material.PAPERS}")
    for row in range(len(material.VOTED_ON)):
        clerk.tick("测评对象", row)
    clerk.look("13_新建会议")
    clerk.keys("↵")
    clerk.read("测评 · 3 个对象")
    clerk.press("打印")
    clerk.keys("↓↵")
    clerk.read("共 27 张票")
    clerk.look("14_测评票")
    clerk.keys("⎋")


def write_down(clerk: Clerk) -> None:
    """发出, 收回, and who counts."""
    clerk.click("发出票数")
    clerk.keys(f"{material.PAPERS}⇥{material.PAPERS}⇥")
    clerk.press("录入测评票")
    clerk.read("请先在“会议与到会”里填写计票人")
    clerk.press("填写计票人…")
    clerk.paste("、".join(material.TELLERS))
    clerk.keys("⇥")
    clerk.look("15_会议与到会")


def first_person(clerk: Clerk) -> None:
    """Two batches of thirteen; the power is cut in the first, which is then keyed anew."""
    clerk.click("计票", kind="line")
    clerk.look("16_计票")
    clerk.press("录入测评票")
    clerk.keys("↵")
    clerk.look("17_录入")
    clerk.keys("".join(f"{paper}↵" for paper in material.BALLOTS[:4]))
    clerk.kill()
    clerk.sit_down()
    clerk.read(AFTER_A_KILL)
    clerk.chord("ctrl+5")
    clerk.read("第 1 摞 13 张未入库，请重新录入")
    clerk.press("录入测评票")
    clerk.keys("↵")
    _key(clerk, material.BALLOTS)


def second_person(clerk: Clerk) -> None:
    """The same papers, one line read wrongly."""
    clerk.read(f"{material.TELLERS[1]}开始录入第 1 摞")
    clerk.look("18_分摞")
    clerk.keys("↵")
    _key(clerk, material.SECOND_READING)
    clerk.read("核定第 2 摞 13 张")


def _key(clerk: Clerk, ballots: tuple[str, ...]) -> None:
    half = len(ballots) // 2
    for batch in (ballots[:half], ballots[half:]):
        clerk.keys("".join(f"{paper}↵" for paper in batch) + "↵")


def settle_and_seal(clerk: Clerk) -> None:
    """The paper says what is right; then the count is sealed and shown to all."""
    clerk.keys("↵")
    clerk.read("两人不一致的有 2 处")
    clerk.keys("7↵3↵")
    clerk.click("核定人", field=True)
    clerk.paste("王示")
    clerk.look("19_核定")
    clerk.keys("↵")
    clerk.read("李例没有要录的摞")
    clerk.keys("⎋")
    clerk.read("已入库 2 摞、26 张")
    clerk.press("封存计票")
    clerk.look("20_封存")
    with clerk.answering():
        clerk.chord("shift+Tab")
        clerk.keys("↵")
    clerk.read("已封存。")
    clerk.press("投影")
    clerk.look("21_投影")
    clerk.keys("⎋")
    votes = [tuple(int(one) for one in row[1:5]) for row in clerk.table("测评结果")]
    assert votes == [material.votes(line) for line in range(3)], votes
