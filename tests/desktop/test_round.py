"""The way from the first start to 300 scores at a real screen; all of it is ``dev.py desk``."""

from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="a desktop is a matter of Linux")

from tests.desktop.round.__main__ import ROOM, TASKBAR
from tests.desktop.round.clerk import Clerk
from tests.desktop.round.effort import Allowed, Book, Effort
from tests.desktop.round.preparing import prepare
from tests.support.desktop import desktop, missing


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_from_the_first_start_to_300_scores(tmp_path: Path, user_home: Path) -> None:
    book = Book()
    desk, pictures = tmp_path / "资料", tmp_path / "图片"
    desk.mkdir()
    pictures.mkdir()
    with desktop(user_home / "run", TASKBAR) as screen:
        clerk = Clerk(screen, tmp_path / "数据", user_home, pictures)
        try:
            clerk.sit_down()
            assert clerk.window()["logical"] == ROOM
            prepare(clerk, book, desk)
        finally:
            clerk.get_up()
    assert book.wrong == []
    assert len(list(pictures.iterdir())) == 11


def test_a_key_may_stand_for_a_click_and_not_the_other_way_round() -> None:
    allowed = Allowed(clicks=3, keys=4, pastes=1)
    assert allowed.exceeded(Effort(keys=7, pastes=1, answers=[2])) == []
    assert allowed.exceeded(Effort(keys=1, clicks=4)) == ["点击多 1"]
    assert allowed.exceeded(Effort(keys=5, clicks=3, pastes=1)) == ["共多 1"]
    assert allowed.exceeded(Effort(answers=[1, 3])) == ["回答 3 次"]
