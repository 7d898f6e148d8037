"""槐溪镇, typed by real keys through a real fcitx with pinyin into the real program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="a desktop with fcitx is a matter of Linux")

from desk_app.views.input import choosing
from tests.support import fcitx4
from tests.support.desktop import Desktop, Hands, desktop, missing, typed_program

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

PROFILE_5 = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us

[Groups/0/Items/1]
Name=pinyin

[GroupOrder]
0=Default
"""
PROFILE_4 = """\
[Profile]
EnabledIMList=fcitx-keyboard-us:True,pinyin:True
"""
# As one picks a rare character: a word that begins with it, the rest taken back.
NAME = [("huaishu", 1), ("xiliu", 1), ("zhenzhengfu", 2)]
FIELDS = ["line", "cell", "box"]


@pytest.fixture
def screen(user_home: Path) -> Iterator[Desktop]:
    with desktop(user_home / "run") as made:
        yield made


def run_fcitx5(screen: Desktop, home: Path, *, portal: bool = True) -> None:
    lacking = missing(fcitx5="fcitx5 fcitx5-pinyin")
    if lacking or not Path("/usr/share/fcitx5/inputmethod/pinyin.conf").exists():
        pytest.skip(lacking or "缺少 apt 包：fcitx5-pinyin")
    profile = home / ".config/fcitx5/profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(PROFILE_5, encoding="utf-8")
    screen.run(["fcitx5", *([] if portal else ["--disable", "ibusfrontend"])])
    screen.wait_for_name(choosing.IBUS_PORTAL if portal else choosing.FCITX_PORTAL)
    assert (choosing.IBUS_PORTAL in screen.names()) is portal


def run_fcitx4(screen: Desktop, home: Path) -> None:
    try:
        command, own = fcitx4.installed()
    except fcitx4.MissingError as error:
        pytest.skip(str(error))
    profile = home / ".config/fcitx/profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(PROFILE_4, encoding="utf-8")
    screen.run(command, **own)
    screen.wait_for_name(choosing.fcitx4_name(screen.env))


def type_the_name(hands: Hands, field: str) -> None:
    """Type 槐溪镇 into a field, character by character; a cell is left with Enter."""
    hands.ask(f"go {field}")
    for word, back in NAME:
        hands.desktop.type(word)
        hands.desktop.press("space", *["BackSpace"] * back)
    if field == "cell":
        hands.desktop.press("Return")


def fields_after_typing(hands: Hands) -> dict[str, str]:
    """Switch to Chinese in the first field, type into all; returns what they hold."""
    hands.ask(f"go {FIELDS[0]}")
    hands.desktop.press("ctrl+space")
    held = {}
    for field in FIELDS:
        type_the_name(hands, field)
        held[field] = hands.becomes(field, "槐溪镇")
    return held


EVERYWHERE = dict.fromkeys(FIELDS, "槐溪镇")


@pytest.mark.parametrize("module", ["fcitx", ""])
def test_fcitx5(screen: Desktop, user_home: Path, tmp_path: Path, module: str) -> None:
    run_fcitx5(screen, user_home)
    with typed_program(screen, tmp_path / "工作区", QT_IM_MODULE=module) as hands:
        assert fields_after_typing(hands) == EVERYWHERE


def test_fcitx5_without_the_portal_of_ibus(
    screen: Desktop, user_home: Path, tmp_path: Path
) -> None:
    run_fcitx5(screen, user_home, portal=False)
    with typed_program(screen, tmp_path / "工作区", QT_IM_MODULE="fcitx") as hands:
        assert fields_after_typing(hands) == EVERYWHERE


def test_fcitx4(screen: Desktop, user_home: Path, tmp_path: Path) -> None:
    run_fcitx4(screen, user_home)
    with typed_program(screen, tmp_path / "工作区", QT_IM_MODULE="fcitx") as hands:
        assert fields_after_typing(hands) == EVERYWHERE
        # what is secret stays with the field, also while Chinese is on
        hands.ask("go secret")
        hands.desktop.type("huai ")
        assert hands.becomes("secret", "huai ") == "huai "


def test_without_an_input_method_letters_arrive(screen: Desktop, tmp_path: Path) -> None:
    with typed_program(screen, tmp_path / "工作区", QT_IM_MODULE="fcitx") as hands:
        hands.ask("go line")
        hands.desktop.type("huai")
        assert hands.becomes("line", "huai") == "huai"
