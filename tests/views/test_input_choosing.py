import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.views.input import bus, choosing
from desk_app.views.input.choosing import FCITX5, FCITX_PORTAL, IBUS, IBUS_PORTAL, Choice

FCITX4 = "org.fcitx.Fcitx-0"
ALL_OF_FCITX5 = {FCITX5: ":1.0", IBUS: ":1.0", IBUS_PORTAL: ":1.4", FCITX_PORTAL: ":1.1"}
ALL_OF_FCITX5 |= {FCITX4: ":1.3"}
REAL_IBUS = {IBUS: ":1.8", IBUS_PORTAL: ":1.9"}
PORTAL = Choice({"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"})
BRIDGE4 = Choice({}, "fcitx 4", FCITX4)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"QT_IM_MODULE": "fcitx"},
        {"QT_IM_MODULE": "fcitx5"},
        {"QT_IM_MODULE": ""},
        {"QT_IM_MODULE": "xim"},
    ],
)
@pytest.mark.parametrize(
    ("owners", "choice"),
    [
        ({}, choosing.NOTHING),
        ({"org.freedesktop.DBus": "x"}, choosing.NOTHING),
        (ALL_OF_FCITX5, PORTAL),
        ({FCITX5: ":1.0", IBUS_PORTAL: ":1.4"}, PORTAL),
        ({FCITX5: ":1.0"}, Choice({}, "fcitx 5", FCITX5)),
        ({FCITX5: ":1.0", FCITX_PORTAL: ":1.1"}, Choice({}, "fcitx 5", FCITX_PORTAL)),
        # the portal there is that of the real ibus
        (ALL_OF_FCITX5 | REAL_IBUS, Choice({}, "fcitx 5", FCITX_PORTAL)),
        ({FCITX4: ":1.0"}, BRIDGE4),
        ({FCITX4: ":1.0", FCITX_PORTAL: ":1.0"}, BRIDGE4),
        ({FCITX_PORTAL: ":1.0"}, Choice({}, "fcitx 5", FCITX_PORTAL)),
        ({FCITX4: ":1.0"} | REAL_IBUS, BRIDGE4),
        (REAL_IBUS, choosing.NOTHING),
    ],
)
def test_what_runs_decides(
    variables: dict[str, str], owners: dict[str, str], choice: Choice
) -> None:
    assert choosing.choose(variables, owners) == choice


@pytest.mark.parametrize(
    ("variables", "owners", "choice"),
    [
        # the real ibus goes on as the desktop set it up
        ({"QT_IM_MODULE": "ibus"}, REAL_IBUS, choosing.NOTHING),
        ({"QT_IM_MODULE": "ibus"}, {IBUS_PORTAL: ":1.9"}, choosing.NOTHING),
        ({"QT_IM_MODULE": "ibus"}, ALL_OF_FCITX5 | REAL_IBUS, choosing.NOTHING),
        ({"QT_IM_MODULE": "ibus"}, {FCITX4: ":1.0"} | REAL_IBUS, choosing.NOTHING),
        ({"QT_IM_MODULE": "ibus"}, {}, choosing.NOTHING),
        # asks for ibus, but it is fcitx that runs
        ({"QT_IM_MODULE": "ibus"}, ALL_OF_FCITX5, PORTAL),
        ({"QT_IM_MODULE": "ibus"}, {FCITX4: ":1.0"}, BRIDGE4),
        # somebody wants another way that this Qt has
        ({"QT_IM_MODULE": "compose"}, ALL_OF_FCITX5, choosing.NOTHING),
        ({"QT_IM_MODULE": "qtvirtualkeyboard"}, {FCITX4: ":1.0"}, choosing.NOTHING),
        # Qt reads the list first
        (
            {"QT_IM_MODULES": "wayland;fcitx;ibus", "QT_IM_MODULE": "fcitx"},
            ALL_OF_FCITX5,
            Choice({**PORTAL.variables, "QT_IM_MODULES": "ibus"}),
        ),
        ({"QT_IM_MODULES": "wayland;ibus"}, REAL_IBUS, choosing.NOTHING),
        ({"QT_IM_MODULES": "compose", "QT_IM_MODULE": "fcitx"}, ALL_OF_FCITX5, choosing.NOTHING),
        # fcitx 4 has a name for each screen
        (
            {"DISPLAY": ":1.0"},
            {"org.fcitx.Fcitx-1": ":1.0"},
            Choice({}, "fcitx 4", "org.fcitx.Fcitx-1"),
        ),
        (
            {"DISPLAY": "localhost:10.0"},
            {"org.fcitx.Fcitx-10": ":1.0"},
            Choice({}, "fcitx 4", "org.fcitx.Fcitx-10"),
        ),
        ({"DISPLAY": ":1"}, {FCITX4: ":1.0"}, choosing.NOTHING),
        ({"DISPLAY": "wayland"}, {FCITX4: ":1.0"}, BRIDGE4),
    ],
)
def test_what_the_desktop_says_counts(
    variables: dict[str, str], owners: dict[str, str], choice: Choice
) -> None:
    assert choosing.choose(variables, owners) == choice


@pytest.mark.parametrize(
    ("platform", "address", "asks"),
    [
        ("linux", "unix:path=/run/bus", True),
        ("linux", "", False),
        ("linux", None, False),
        ("win32", "unix:path=/run/bus", False),
        ("darwin", "unix:path=/run/bus", False),
    ],
)
def test_the_bus_is_asked_on_linux_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, platform: str, address: str | None, asks: bool
) -> None:
    asked = []

    def owners(*arguments: object) -> dict[str, str]:
        asked.append(arguments)
        return dict(ALL_OF_FCITX5)

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(bus, "owners", owners)
    variables = {} if address is None else {"DBUS_SESSION_BUS_ADDRESS": address}
    choice = choosing.look(variables)
    assert (choice, bool(asked)) == ((PORTAL, True) if asks else (choosing.NOTHING, False))


def test_without_a_bus_nothing_happens(tmp_path: Path) -> None:
    address = f"tcp:host=localhost,port=1;unix:path={tmp_path}/none"
    assert choosing.look({"DBUS_SESSION_BUS_ADDRESS": address}) == choosing.NOTHING
    assert choosing.BUS_LIMIT_S <= 0.2


def test_only_qt_sees_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    monkeypatch.delenv("IBUS_USE_PORTAL", raising=False)
    before = dict(os.environ)
    with choosing.in_force(PORTAL):
        assert os.environ["QT_IM_MODULE"] == "ibus"
        assert os.environ["IBUS_USE_PORTAL"] == "1"
    assert dict(os.environ) == before


@pytest.fixture
def imported() -> Callable[..., list[str]]:
    """Give what says which of some modules a start with such variables imports."""

    def start(**variables: str) -> list[str]:
        code = (
            "import sys, os; import desk_app.app; from desk_app.views.input import choosing\n"
            "choosing.look(os.environ)\n"
            "heavy = {'socket', 'jeepney', 'desk_app.views.input.bus',"
            " 'desk_app.views.input.fcitx', 'desk_app.views.input.fcitx_bridge'}\n"
            "print(*sorted(heavy & set(sys.modules)))"
        )
        rest = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
        return subprocess.check_output(
            [sys.executable, "-c", code], text=True, env={**rest, **variables}
        ).split()

    return start


def test_the_start_imports_none_of_it_without_a_bus(imported: Callable[..., list[str]]) -> None:
    assert imported() == []


def test_jeepney_waits_until_fcitx_answers(
    imported: Callable[..., list[str]], tmp_path: Path
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("a session bus is a matter of Linux")
    address = f"unix:path={tmp_path}/none"
    told = imported(DBUS_SESSION_BUS_ADDRESS=address)
    assert told == ["desk_app.views.input.bus"]
