"""System libraries that Qt asks for on Linux: which are missing, and what brings them.

Plain standard library and nothing of the program: ``dev.py`` reads it from its path, before
there is anything else.
"""

import contextlib
import html
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Library → the Debian package that brings it (Debian, 统信UOS, 麒麟)."""

_NOT_FOUND = re.compile(r"(lib\S+\.so[.\d]*): cannot open shared object")


def named_in(words: str) -> set[str]:
    """Return the libraries that an error of the loader says are missing."""
    return set(_NOT_FOUND.findall(words))


def missing(files: Iterable[Path]) -> set[str]:
    """Return what these files ask for and the system has not; nothing where nobody can tell."""
    found: set[str] = set()
    if not shutil.which("ldd"):
        return found
    for file in files:
        told = subprocess.run(
            ["ldd", file],  # noqa: S607 - wherever the system keeps it
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        lost = re.findall(r"^\s*(\S+) => not found", told.stdout, re.MULTILINE)
        found |= {name for name in lost if not name.startswith("libQt6")}  # those came along
    return found


def screen_plugins(qt: Path, environment: Iterable[str]) -> list[Path]:
    """Return the plug-ins in ``PySide6/Qt`` that show windows where such variables are set."""
    platforms = qt / "plugins" / "platforms"
    files: list[Path] = []
    if "DISPLAY" in environment:
        files.append(platforms / "libqxcb.so")
    if "WAYLAND_DISPLAY" in environment:
        files += sorted(platforms.glob("libqwayland*.so"))
    return files


def is_debian() -> bool:
    """Say whether the system has Debian's packages."""
    return Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def packages(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the packages that bring these libraries, and the libraries nobody knows."""
    known = sorted({PACKAGES[name] for name in names if name in PACKAGES})
    return known, sorted(name for name in names if name not in PACKAGES)


def said(names: Iterable[str]) -> str:
    """Name what is missing."""
    return f"缺少 Qt 要用的系统库：{'、'.join(sorted(names))}。"


def command(wanted: Iterable[str]) -> str:
    """Return the one command that brings Debian packages, for root."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(wanted)}"


def advice(names: Iterable[str], *, debian: bool) -> str:
    """Say what is missing and the one command that brings it."""
    names = set(names)
    wanted, unknown = packages(names)
    if not wanted or unknown:
        return f"{said(names)}请用系统的软件管理器装上提供它们的软件包，再试一次。"
    return f"{said(names)}{ask_for(wanted, debian=debian)}"


def ask_for(wanted: Iterable[str], *, debian: bool) -> str:
    """Ask whoever may to run the one command."""
    where = "" if debian else "（Debian、统信UOS、麒麟上的命令，别的系统请装同名软件包）"
    return f"请执行下面这一条命令，再试一次{where}：\n  sudo sh -c '{command(wanted)}'"


_READ_WITHIN_S = 120
_DESKTOP = {
    "zenity": ("--error", "--no-wrap", "--title", "定级工作台", "--text"),
    "kdialog": ("--title", "定级工作台", "--error"),
    "xmessage": ("-center",),
    "notify-send": ("定级工作台",),
}
"""What desktops have to show a sentence with, and what stands before the sentence."""


def show(words: str) -> bool:
    """Show a sentence with what the desktop has, without Qt; say whether something did.

    It stays until the clerk closes it, at most two minutes.
    """
    for name, before in _DESKTOP.items():
        program = shutil.which(name)
        if program is None:
            continue
        text = words if name == "xmessage" else html.escape(words, quote=False)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            command = [program, *before, text]
            quiet = subprocess.DEVNULL
            done = subprocess.run(
                command, stdout=quiet, stderr=quiet, timeout=_READ_WITHIN_S, check=False
            )
            if done.returncode == 0:
                return True
    return False
