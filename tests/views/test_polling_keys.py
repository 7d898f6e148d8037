"""The table of keys: each of them is pressed, and the help beside the paper names it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desk_app.domain.polling.keying import VOID_REASONS, Hand
from desk_app.views.polling.keymap import BACKSPACE, ENTER, ESCAPE, Command, Key, key_map
from desk_app.views.polling.keys_table import keys_table
from desk_app.views.polling.paper import Paper
from desk_app.views.projector.window import KEYS, ProjectorWindow

CHOICES = ("满意", "基本满意", "不满意", "不了解")
POINTS = tuple(str(number) for number in range(11))
NAMES = ("柳树湾村党支部", "石桥村党支部", "青山社区党支部")
PRESSED = {ENTER: Qt.Key.Key_Enter, BACKSPACE: Qt.Key.Key_Backspace, ESCAPE: Qt.Key.Key_Escape}


def every(options: tuple[str, ...], *, asked: bool) -> list[object]:
    keys = key_map(options)
    return [
        pytest.param(options, one, id=f"{len(options)} {one.name} {one.command.name}")
        for one in (keys.asked if asked else keys.keys)
    ]


def press(paper: Paper, name: str) -> None:
    if name in PRESSED:
        QTest.keyClick(paper, PRESSED[name])
    else:
        QTest.keyClicks(paper, name)


@pytest.fixture
def paper(dressed: QApplication, qtbot: object) -> Paper:
    paper = Paper()
    qtbot.addWidget(paper)  # type: ignore[attr-defined]
    paper.resize(800, 500)
    paper.show()
    return paper


def marked(paper: Paper, options: tuple[str, ...], lines: int) -> str:
    """Open a paper, mark its first lines with the first option, and return that option."""
    paper.begin(NAMES, options, 2)
    first = key_map(options).keys[0]
    for _ in range(lines):
        press(paper, first.name)
    return first.vote


@pytest.mark.parametrize(
    ("options", "key"), [*every(CHOICES, asked=False), *every(POINTS, asked=False)]
)
def test_each_key_does_what_the_table_says(
    paper: Paper, options: tuple[str, ...], key: Key
) -> None:
    left: list[bool] = []
    paper.escaped.connect(lambda: left.append(True))
    lines = 3 if key.command is Command.FORWARD else 1
    vote = marked(paper, options, lines)
    press(paper, key.name)
    marks, keyed = paper.hand.marks, paper.hand.keyed
    found = {
        Command.MARK: (marks, paper.asking) == ((vote, key.vote), False),
        Command.VOID: (marks, paper.asking) == ((vote,), True),
        Command.SAME: marks == (vote,) * 3,
        Command.FORWARD: (marks, keyed) == ((), 1),
        Command.BACK: (marks, keyed) == ((), 0),
        Command.LEAVE: (marks, left) == ((vote,), [True]),
    }
    assert found[key.command]


@pytest.mark.parametrize(
    ("options", "key"), [*every(CHOICES, asked=True), *every(POINTS, asked=True)]
)
def test_each_answer_to_why_a_paper_is_void(
    paper: Paper, options: tuple[str, ...], key: Key
) -> None:
    vote = marked(paper, options, 1)
    press(paper, "-")
    press(paper, key.name)
    hand = paper.hand
    assert not paper.asking
    match key.command:
        case Command.REASON:
            assert (hand.void, hand.reason) == (True, key.vote)
        case Command.MARK:
            assert (hand.void, hand.marks) == (False, (vote, key.vote))
        case _:
            assert key.command is Command.CANCEL
            assert hand == Hand(3, 2, marks=(vote,))


def test_reasons_are_numbered_in_their_order() -> None:
    reasons = [one for one in key_map(CHOICES).asked if one.command is Command.REASON]
    assert [(one.name, one.vote) for one in reasons] == [
        (str(at), one) for at, one in enumerate(VOID_REASONS, 1)
    ]


@pytest.mark.parametrize("options", [CHOICES, POINTS, POINTS[:6]])
def test_no_key_does_two_things(options: tuple[str, ...]) -> None:
    keys = key_map(options)
    for table in (keys.keys, keys.asked):
        names = [one.name for one in table]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (
            CHOICES,
            [
                ("1", "满意"), ("2", "基本满意"), ("3", "不满意"), ("4", "不了解"), ("0", "弃权"),
                (". 或 X", "无效项"), ("- 或 V", "整张无效"), ("*", "全部同上"),
                ("+ 或 回车", "下一张"), ("/ 或 退格", "退一格"), ("Esc", "离开"),
            ],
        ),
        (
            POINTS,
            [
                ("0–9", "得分"), ("+ 或 A", "10 分"), (".", "弃权"), ("X 或 - 0", "无效项"),
                ("- 或 V", "整张无效"), ("*", "全部同上"), ("回车", "下一张"),
                ("/ 或 退格", "退一格"), ("Esc", "离开"),
            ],
        ),
    ],
)  # fmt: skip
def test_the_help_is_read_from_the_same_table(
    dressed: QApplication, options: tuple[str, ...], lines: list[tuple[str, str]]
) -> None:
    assert list(key_map(options).help(*Command)) == lines
    table, _ = keys_table(options, projector=True)
    shown = [one.text() for one in table.findChildren(QLabel)]
    for words in (*lines, *((one.name, one.meaning) for one in KEYS)):
        assert words in list(pairwise(shown))


def test_the_question_lists_its_answers() -> None:
    assert key_map(POINTS).help_asked == (
        *((str(at), one) for at, one in enumerate(VOID_REASONS, 1)),
        ("0", "只这一行无效项"),
        ("退格 或 /", "取消"),
    )


def test_each_key_of_the_second_screen_is_taken_on_both(
    dressed: QApplication, paper: Paper, qtbot: object
) -> None:
    window = ProjectorWindow()
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    window.show()
    paper.begin(NAMES, CHOICES, 2)
    passed: list[int] = []
    paper.function_key.connect(passed.append)
    for one in KEYS:
        QTest.keyClick(paper, one.key)
        assert window.press(one.key)
    assert passed == [one.key for one in KEYS]
    assert not window.press(Qt.Key.Key_F10)
    assert window.isFullScreen()
