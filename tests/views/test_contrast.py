"""Letters stand out from their ground by 4.5 : 1 (WCAG 2, level AA), in every look there is."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk_app.assets import resources_dir
from desk_app.views.home import Bar
from desk_app.views.kit import looks, theme
from desk_app.views.kit.looks import Appearance, dress
from desk_app.views.projector.colours import DARK_BOARD, LIGHT_BOARD

ENOUGH = 4.5
STRONG = 7
"""What strong contrast gives (level AAA)."""
GROUP, ROLE = QPalette.ColorGroup, QPalette.ColorRole
PAIRS = (
    (ROLE.WindowText, ROLE.Window),
    (ROLE.Text, ROLE.Base),
    (ROLE.Text, ROLE.AlternateBase),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.PlaceholderText, ROLE.Base),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.Link, ROLE.Window),
    (ROLE.Link, ROLE.Base),
)
LETTERS = (theme.TEXT, theme.QUIET, theme.WRONG, theme.GOOD, theme.WARNING, theme.ACCENT)
GROUNDS = (
    theme.PAPER,
    theme.QUIET_BACKGROUND,
    theme.NOTED_BACKGROUND,
    theme.WRONG_BACKGROUND,
    theme.CHOSEN_BACKGROUND,
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"(?<![-\w])(color|background(?:-color)?)\s*:\s*(#[0-9A-Fa-f]{6})")


def luminance(colour: QColor) -> float:
    """How bright a colour is to the eye: 0 to 1."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (linear(one) for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor | str, other: QColor | str) -> float:
    """1 for the same colour, 21 for black on white."""
    bright, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def sheets() -> dict[str, str]:
    """Every style sheet that the program brings: a second look is a second file."""
    return {one.name: one.read_text(encoding="utf-8") for one in resources_dir().glob("*.qss")}


def style_pairs(sheet: str) -> list[tuple[str, str, str]]:
    """Selector, letters and ground of each rule of a style sheet that names both."""
    found = []
    for selector, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        named = {kind.removesuffix("-color"): colour for kind, colour in _COLOUR.findall(body)}
        if "color" in named and "background" in named:
            found.append((selector.strip(), named["color"], named["background"]))
    return found


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("group", [GROUP.Active, GROUP.Inactive, GROUP.Disabled])
def test_the_palette_is_legible(dressed: QApplication, group: QPalette.ColorGroup) -> None:
    palette = dressed.palette()
    faint = {
        f"{letters.name} on {ground.name}": round(found, 2)
        for letters, ground in PAIRS
        if (found := contrast(palette.color(group, letters), palette.color(group, ground))) < ENOUGH
    }
    assert faint == {}


def test_words_in_colour_are_legible_on_every_ground() -> None:
    shown = [(letters, QColor(ground)) for letters, ground in product(LETTERS, GROUNDS)]
    shown += [(theme.TEXT, theme.level_colour(rank)) for rank in range(6)]
    faint = {
        (letters, ground.name()): round(found, 2)
        for letters, ground in shown
        if (found := contrast(letters, ground)) < ENOUGH
    }
    assert faint == {}


@pytest.fixture
def strong(dressed: QApplication) -> Iterator[QApplication]:
    """The program with strong contrast."""
    dress(dressed, Appearance(strong=True))
    yield dressed
    dress(dressed, Appearance())


def too_faint(pairs: list[tuple[str, QColor | str]]) -> dict[tuple[str, str], float]:
    return {
        (letters, QColor(ground).name()): round(found, 2)
        for letters, ground in pairs
        if (found := contrast(letters, ground)) < STRONG
    }


@pytest.mark.parametrize("group", [GROUP.Active, GROUP.Inactive, GROUP.Disabled])
def test_the_strong_palette_is_more_than_legible(
    strong: QApplication, group: QPalette.ColorGroup
) -> None:
    palette = strong.palette()
    colours = [(palette.color(group, one).name(), palette.color(group, on)) for one, on in PAIRS]
    assert too_faint([(letters, ground) for letters, ground in colours]) == {}


def test_painted_words_follow_the_strong_look(strong: QApplication) -> None:
    grounds: list[QColor | str] = [*GROUNDS, *(theme.level_colour(rank) for rank in range(6))]
    grounds += [theme.BALLOT, strong.palette().color(ROLE.Highlight)]
    assert too_faint([(theme.ink(one), on) for one, on in product(LETTERS, grounds)]) == {}


@pytest.mark.usefixtures("strong")
def test_a_bar_that_is_empty_does_not_look_full(qtbot: QtBot) -> None:
    empty, half = Bar(0, 30), Bar(15, 30)
    for bar in (empty, half):
        qtbot.addWidget(bar)
        bar.resize(200, 20)
    middle = [bar.grab().toImage().pixelColor(60, 10).lightnessF() for bar in (empty, half)]
    assert middle[0] > 0.9
    assert middle[1] < 0.5


def test_the_strong_style_sheet_is_more_than_legible(strong: QApplication) -> None:
    dressed_so = looks.sheet(Appearance(strong=True))
    pairs = [(letters, ground) for _, letters, ground in style_pairs(dressed_so)]
    disabled = strong.palette().color(GROUP.Disabled, ROLE.ButtonText).name()
    for selector, body in _RULE.findall(dressed_so):
        named = dict(_COLOUR.findall(body))
        alone = named.get("color")
        if alone and "background" not in named and "primary" not in selector:
            pairs.append((alone, "#FFFFFF"))
        elif ":disabled" in selector and "color" not in named and "background" in named:
            pairs.append((disabled, named["background"]))
    assert too_faint([(letters, ground) for letters, ground in pairs]) == {}


def test_words_in_colour_change_with_the_look(dressed: QApplication, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    theme.tint(label, theme.WARNING, "还差 2 个")
    assert theme.WARNING in label.styleSheet()
    dress(dressed, Appearance(strong=True))
    assert theme.STRONG_INKS[theme.WARNING] in label.styleSheet()
    dress(dressed, Appearance())
    assert theme.WARNING in label.styleSheet()


def test_no_painter_takes_its_letters_past_the_look() -> None:
    """Letters and lines are asked for by ``ink`` or ``pen``, so that every look reaches them."""
    views = Path(theme.__file__).parents[1]
    past = re.compile(r"QColor\((theme\.)?(ACCENT|TEXT|QUIET|FAINT|LINE|WRONG|GOOD|WARNING)\b")
    found = [
        f"{path.name}: {line.strip()}"
        for path in views.rglob("*.py")
        if path.name not in ("theme.py", "looks.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if past.search(line)
    ]
    assert found == []


def test_the_second_screen_is_legible() -> None:
    for board in (LIGHT_BOARD, DARK_BOARD):
        for letters, ground in product((board.ink, board.quiet), (board.ground, board.reading)):
            assert contrast(letters, ground) >= ENOUGH
        assert contrast(board.ink, board.bar) >= ENOUGH


@pytest.mark.parametrize("name", sorted(sheets()))
def test_the_style_sheets_are_legible(dressed: QApplication, name: str) -> None:
    faint = {
        selector: round(found, 2)
        for selector, letters, ground in style_pairs(sheets()[name])
        if (found := contrast(letters, ground)) < ENOUGH
    }
    assert faint == {}


def test_a_button_that_cannot_be_pressed_is_legible(dressed: QApplication) -> None:
    """A style sheet names grounds of disabled buttons; their letters come from the palette."""
    letters = dressed.palette().color(GROUP.Disabled, ROLE.ButtonText)
    for name, sheet in sheets().items():
        for selector, body in _RULE.findall(sheet):
            named = dict(_COLOUR.findall(body))
            if ":disabled" in selector and "background" in named and "color" not in named:
                assert contrast(letters, named["background"]) >= ENOUGH, (name, selector)
