"""Where Qt can show no window, it is said in Chinese what is missing and what brings it."""

import html
import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

import dev
from desk_app import libraries

QT = Path(PySide6.__file__).parent / "Qt"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks them")


def test_one_table_for_the_program_and_its_front_door() -> None:
    assert dev.LIBRARIES.PACKAGES == libraries.PACKAGES
    assert libraries.PACKAGES["libxcb-cursor.so.0"] == "libxcb-cursor0"


def test_the_one_command_brings_everything_that_is_missing() -> None:
    said = libraries.advice({"libxcb-icccm.so.4", "libxcb-cursor.so.0"}, debian=True)
    assert said == (
        "缺少 Qt 要用的系统库：libxcb-cursor.so.0、libxcb-icccm.so.4。"
        "请执行下面这一条命令，再试一次：\n  sudo sh -c 'apt-get update && apt-get install -y "
        "--no-install-recommends libxcb-cursor0 libxcb-icccm4'"
    )
    elsewhere = libraries.advice({"libxcb-cursor.so.0"}, debian=False)
    assert "别的系统请装同名软件包" in elsewhere
    unknown = libraries.advice({"libnew.so.1", "libxcb-cursor.so.0"}, debian=True)
    assert "libnew.so.1" in unknown
    assert "软件管理器" in unknown
    assert "apt-get" not in unknown


def test_what_the_loader_says_is_understood() -> None:
    words = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"
    assert libraries.named_in(words) == {"libEGL.so.1"}
    assert libraries.named_in("No module named 'PySide6'") == set()


def start(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    return subprocess.run(
        [sys.executable, "-m", "desk_app", "--data-dir", str(folder)],
        env={**kept, **variables, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@LINUX
def test_the_plain_program_names_a_missing_library(tmp_path: Path) -> None:
    if not shutil.which("ldd"):
        pytest.skip("ldd tells what is missing, and this machine has none")
    for place in ("plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6"):
        copy = tmp_path / place
        copy.parent.mkdir(parents=True)
        # The same plug-in, asking for a library that no machine has.
        wanted = (QT / place).read_bytes()
        copy.write_bytes(wanted.replace(b"libxcb-cursor.so.0", b"libxcb-cursor.so.9"))
    ended = start(
        tmp_path / "工作区",
        DISPLAY=":77",
        QT_QPA_PLATFORM_PLUGIN_PATH=str(tmp_path / "plugins" / "platforms"),
    )
    assert ended.returncode == 1
    assert "libxcb-cursor.so.9。" in ended.stderr
    assert "libQt6" not in ended.stderr
    assert not (tmp_path / "工作区").exists()


@LINUX
def test_without_a_desktop_it_is_said_what_else_can_be_done(tmp_path: Path) -> None:
    ended = start(tmp_path / "工作区")
    if "缺少" in ended.stderr:
        pytest.skip("this machine lacks the libraries of a desktop as well")
    assert ended.returncode == 1
    assert "这里没有图形桌面" in ended.stderr
    assert "dingji --help" in ended.stderr


@LINUX
def test_the_desktop_shows_it_to_whoever_started_from_an_icon(tmp_path: Path) -> None:
    fake = tmp_path / "bin" / "zenity"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path / "said"}"\n', encoding="utf-8")
    fake.chmod(0o755)
    ended = start(
        tmp_path / "工作区",
        DISPLAY=":77",
        PATH=f"{fake.parent}{os.pathsep}{os.environ['PATH']}",
    )
    assert ended.returncode == 1
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert "定级工作台" in said
    assert ended.stderr.splitlines()[0] in html.unescape(said)
