"""An fcitx 4 to test against, beside an installed fcitx 5.

Debian does not let both be installed, so the packages are fetched with apt-get and unpacked into a
folder of their own, once: ``python -m tests.support.fcitx4`` does it beforehand and says where.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = (
    *("fcitx-bin", "fcitx-data", "fcitx-modules", "fcitx-module-dbus", "fcitx-module-x11"),
    *("fcitx-pinyin", "libfcitx-config4", "libfcitx-core0", "libfcitx-utils0"),
)
CACHE = Path("/var/tmp") / f"dingji-tests-{os.getuid()}" / "fcitx4"  # noqa: S108 kept over restarts
LIMIT_S = 120


class MissingError(Exception):
    """There is no fcitx 4, and why."""


def installed() -> tuple[list[str], dict[str, str]]:
    """Return the command that runs fcitx 4 and the variables that it wants.

    Raises MissingError where it is neither installed nor to be had.
    """
    if shutil.which("fcitx"):
        return ["fcitx", "-D"], {}
    CACHE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (CACHE.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several tests want it at once
        if not CACHE.is_dir():
            _fetch()
    program = CACHE / "usr"
    (libraries,) = (path.parent for path in program.glob("lib/*/libfcitx-core.so.0"))
    own = {"FCITXDIR": str(program), "LD_LIBRARY_PATH": str(libraries)}
    return [str(program / "bin" / "fcitx"), "-D"], own


def _fetch() -> None:
    """Unpack the packages; what stands in ``CACHE`` afterwards is whole."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise MissingError("没有 fcitx 4（apt 包 fcitx、fcitx-pinyin），也没有 apt-get 可以取来")
    with tempfile.TemporaryDirectory(dir=CACHE.parent) as scratch:
        tree = Path(scratch) / "tree"
        try:
            _run(["apt-get", "download", "-qq", *PACKAGES], scratch)
            for package in Path(scratch).glob("*.deb"):
                _run(["dpkg", "-x", str(package), str(tree)], scratch)
        except (OSError, subprocess.SubprocessError) as error:
            raise MissingError(f"没能取来 fcitx 4 的 apt 包：{error}") from error
        (modules,) = tree.glob("usr/lib/*/fcitx")
        # where fcitx looks below FCITXDIR
        (tree / "usr/lib/fcitx").symlink_to(modules.relative_to(tree / "usr/lib"))
        tree.rename(CACHE)


def _run(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=LIMIT_S)


if __name__ == "__main__":
    try:
        print(*installed()[0])
    except MissingError as error:
        sys.exit(str(error))
