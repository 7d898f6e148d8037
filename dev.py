"""The project's front door on a fresh machine: `python3 dev.py run`, `python3 dev.py test`.

Plain standard library. Makes `.venv` in the project folder, installs the locked dependencies
into it (every file checked against its hash) and hands the work over to the Python in there.
What it has done is stamped by a hash of the lock files, so the next start calls no pip.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

USAGE = """用法：python3 dev.py 命令

  run [参数…]                准备好运行环境，打开窗口；有参数时原样交给程序
                             （没有显示器时，在后台把示例轮次走一遍，留下上报材料和各屏截图）
  test [参数…]               检查和全部测试；参数交给 pytest
  check                      只做代码规范、类型和楼层检查
  bench [名称…] [--json 文件]  测速
  torture [次数] [种子]      计票时断电 300 次，看已确认的是否都在
  rules [--schemes 个数]     定级的结果与按方案文件逐条重算的对照，“还差什么”逐句照做一遍
  shots 目录|手册            把每个界面存成 PNG；“手册”重做使用手册里的图
  reading --sources 目录 [--missed]
                             读目录里的原文，对照自带方案，数读对、读错了几条规则
  desk [目录]                在另开的屏幕上用真的键盘和鼠标走完一轮，数每一步的按键和点击
  lock                       重新解析依赖，写出锁定文件
"""
OLDEST, TOO_NEW = (3, 11), (3, 14)
PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
STAMP = VENV / "dingji-stamp.txt"
DESK_TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus"}
"""What a desktop of the walk's own is made of, and the Debian packages that bring it."""
LOCKS = {
    "run": PROJECT / "requirements.lock",
    "dev": PROJECT / "requirements-dev.lock",
}
WINDOWS = sys.platform == "win32"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")


def read_module(path: Path) -> ModuleType:
    """Return a module of the program that needs nothing but the standard library."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LIBRARIES = read_module(PROJECT / "desk_app" / "libraries.py")


class Refusal(Exception):
    """What stops the work; its text goes to the user as it is."""


def main(argv: list[str]) -> int:
    """Run one command; returns the exit status (0 done, 1 refused or failed, 2 wrong usage)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return 0 if argv else 2
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "torture": torture,
        "rules": rules,
        "shots": shots,
        "desk": desk,
        "reading": reading,
        "lock": lock,
    }
    if argv[0] not in commands:
        print(f"没有“{argv[0]}”这个命令。\n\n{USAGE}", file=sys.stderr)
        return 2
    try:
        if not OLDEST <= sys.version_info[:2] < TOO_NEW:
            return restart_with_fitting_python(argv)
        return commands[argv[0]](argv[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(args: list[str]) -> int:
    """Open the window, or hand the arguments to the program."""
    if not args and not has_display():
        return play_example(PROJECT / "out" / "示例轮次")
    prepare("run")
    return python("-P", "-m", "desk_app", *args, folder=None)


def play_example(out: Path) -> int:
    """Play the example round through the real window, offscreen; leaves its files under `out`."""
    prepare("dev")
    print("这台机器没有显示器：在后台用真实窗口把示例轮次走一遍。", flush=True)
    return python("-m", "tests.play", str(out), offscreen=True)


def test(args: list[str]) -> int:
    """Run everything that must be green; pytest comes last, so its closing line does too."""
    checked = check([])
    if checked:
        print("\n检查没有通过（见上）。测试照样做完：\n", flush=True)
    workers = [] if any(a.startswith(("-n", "-p", "--pdb")) for a in args) else ["-n", "auto"]
    tested = python("-m", "pytest", *workers, *args, offscreen=True)
    return 1 if checked or tested else 0


def check(_args: list[str]) -> int:
    """Lint, formatting, types and floors; all four run even when one fails."""
    prepare("dev")
    steps = {
        "代码规范": ("-m", "ruff", "check", "--quiet", "."),
        "代码格式": ("-m", "ruff", "format", "--check", "--quiet", "."),
        "类型": ("-m", "mypy", "--no-error-summary"),
        "楼层": ("-m", "tests.floors"),
    }
    failed = [name for name, command in steps.items() if python(*command)]
    passed = [name for name in steps if name not in failed]
    print(
        "；".join(
            [
                *([f"通过：{'、'.join(passed)}"] if passed else []),
                *([f"没有通过：{'、'.join(failed)}"] if failed else []),
            ]
        ),
        flush=True,
    )
    return 1 if failed else 0


def bench(args: list[str]) -> int:
    """Measure, as ratios against floors taken in the same run."""
    prepare("dev")
    # An installed package has its bytecode; so must the checkout, whatever the environment says.
    python("-m", "compileall", "-q", "desk_app")
    return python("-P", "-m", "tests.bench", *args, offscreen=True, folder=None)


def torture(args: list[str]) -> int:
    """Kill the program in the middle of counting, again and again; nothing may be lost."""
    prepare("dev")
    return python("-m", "tests.power_cuts", *args, offscreen=True)


def rules(args: list[str]) -> int:
    """Grade many rows under many schemes, and a second time as the documentation says."""
    prepare("dev")
    return python("-m", "tests.oracle.rules", *args)


def shots(args: list[str]) -> int:
    """Save a picture of every screen, filled with the example township."""
    if len(args) != 1:
        print("用法：python3 dev.py shots 目录|手册", file=sys.stderr)
        return 2
    prepare("dev")
    if args == ["手册"]:
        pictures = PROJECT / "docs" / "手册" / "图"
        return python("-m", "tests.manual_shots", str(pictures), offscreen=True)
    return python("-m", "tests.shots", str(Path(args[0]).resolve()), offscreen=True)


def desk(args: list[str]) -> int:
    """Walk one whole round by real keys and clicks, on a screen that nobody sees."""
    if len(args) > 1:
        print("用法：python3 dev.py desk [目录]", file=sys.stderr)
        return 2
    if not sys.platform.startswith("linux"):
        raise Refusal("这一条要用 Xvfb，只能在 Linux 上执行。")
    lacking = [package for tool, package in DESK_TOOLS.items() if not shutil.which(tool)]
    if lacking:
        bring(lacking, f"缺少走一轮要用的程序：{'、'.join(lacking)}。")
    # The walk makes its own screen; what a window on a screen needs is asked for all the same.
    os.environ.setdefault("DISPLAY", ":0")
    prepare("dev")
    folder = Path(args[0]).resolve() if args else PROJECT / "out" / "桌面"
    return python("-m", "tests.desktop.round", str(folder))


def reading(args: list[str]) -> int:
    """Say how many rules of the shipped schemes are read from their source documents."""
    prepare("dev")
    return python("-m", "tests.drafting", *args)


def lock(_args: list[str]) -> int:
    """Resolve the newest versions that pyproject.toml allows, for every platform, with hashes."""
    with tempfile.TemporaryDirectory() as scratch:
        make_venv(Path(scratch))
        tool = Path(scratch) / SCRIPTS.name / PYTHON.name
        if subprocess.call([str(tool), "-m", "pip", "install", "--quiet", "uv"]):
            raise Refusal("没能装上解析依赖用的 uv（上面是 pip 的原话）。请检查软件源后再试。")
        # Places that only this machine knows must not decide what everybody installs.
        private = {"UV_FIND_LINKS", "UV_EXTRA_INDEX_URL", "UV_INDEX"}
        env = {k: v for k, v in os.environ.items() if k not in private}
        common = "-m uv pip compile pyproject.toml --quiet --no-config --universal --upgrade"
        common += " --python-version 3.11 --generate-hashes --no-emit-index-url"
        common += " --no-emit-find-links --custom-compile-command"
        command = [str(tool), *common.split(), "python3 dev.py lock"]
        dev_only = ["--group", "dev", "--constraint", LOCKS["run"].name]
        for name, more in (("run", []), ("dev", dev_only)):
            if subprocess.call([*command, "-o", LOCKS[name].name, *more], cwd=PROJECT, env=env):
                raise Refusal("依赖解析没有成功（原因见上），锁定文件可能只写了一半，请再试一次。")
    return 0


def prepare(wanted: str) -> None:
    """Bring `.venv` up to the lock file `wanted` ("run" or "dev"); nothing to do costs nothing."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in LOCKS.values())).hexdigest()
    version = venv_version()
    done = read_stamp()
    # The developer's lock holds all of the program's.
    if done.get("digest") == digest and done.get("python") == version:
        installed = done.get("installed", "")
    else:
        installed, done = "", {}
    if installed not in {"dev", wanted}:
        install(wanted, version)
        installed, done = wanted, {}
    screens = "display" if has_display() else "offscreen"
    checked = done.get("qt", "").split()
    if screens not in checked:
        check_qt_libraries()
        checked.append(screens)
    fresh = {
        "digest": digest,
        "python": venv_version() if not done else version,
        "installed": installed,
        "qt": " ".join(checked),
    }
    if fresh != done:
        STAMP.write_text("".join(f"{k}={v}\n" for k, v in fresh.items()), encoding="utf-8")


def install(wanted: str, version: str) -> None:
    """Make `.venv` if it is not there or broken, and install one lock file into it."""
    size = "约 120 MB" if wanted == "run" else "约 150 MB"
    print(f"正在准备运行环境 .venv（第一次要下载{size}，之后立即启动）……", flush=True)
    STAMP.unlink(missing_ok=True)
    if not version:
        shutil.rmtree(VENV, ignore_errors=True)
        make_venv(VENV)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--require-hashes", "--only-binary", ":all:"]
    if subprocess.call([*command, "-r", str(LOCKS[wanted])], cwd=PROJECT):
        raise Refusal(
            "依赖没有装成（上面是 pip 的原话）。请检查这台机器能不能连上 Python 软件源"
            "（单位内网可先用 pip config set global.index-url 指定镜像），然后重新执行同一条命令。"
        )
    make_command()


def make_venv(folder: Path) -> None:
    """Make a virtual environment with pip in it, or say what is missing."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info)
        bring([package], f"这台机器的 Python 缺少 venv 模块（{package}）。")
    if subprocess.call([sys.executable, "-m", "venv", str(folder)]):
        raise Refusal(
            f"建不成虚拟环境 {folder}（原因见上）。请确认项目文件夹可以写入、磁盘没有满，再试一次。"
        )


def make_command() -> None:
    """Make the checkout importable in `.venv`, and `dingji` a command in it.

    Written by hand, relative and in plain ASCII: Python up to 3.12 reads `.pth` files in the
    code page of the system and would not find a folder with a Chinese name that pip wrote there.
    """
    ask = "import sysconfig; print(ascii(sysconfig.get_path('purelib')))"
    answer = subprocess.check_output([PYTHON, "-c", ask], text=True, encoding="ascii").strip()
    site = Path(answer[1:-1].encode("ascii").decode("unicode_escape"))
    up = os.path.relpath(PROJECT, site).replace(os.sep, "/")
    (site / "dingji_checkout.pth").write_text(up + "\n", encoding="ascii")
    if WINDOWS:
        text = '@"%~dp0python.exe" -P -m desk_app %*\r\n'
        (SCRIPTS / "dingji.cmd").write_text(text, encoding="ascii", newline="")
        return
    script = SCRIPTS / "dingji"
    text = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -m desk_app "$@"\n'
    script.write_text(text, encoding="ascii")
    script.chmod(0o755)


def venv_version() -> str:
    """Return "3.11" for a working `.venv` of a version we can use, else an empty text."""
    ask = "import pip, sys; print('{}.{}'.format(*sys.version_info))"
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        answer = subprocess.check_output([PYTHON, "-c", ask], text=True, stderr=subprocess.DEVNULL)
        if OLDEST <= tuple(int(part) for part in answer.split(".")) < TOO_NEW:
            return answer.strip()
    return ""


def read_stamp() -> dict[str, str]:
    """Return what an earlier start has done, or nothing."""
    with contextlib.suppress(OSError):
        lines = STAMP.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)
    return {}


def has_display() -> bool:
    """Tell whether a window can be shown; an explicit choice of Qt's platform counts."""
    if sys.platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def check_qt_libraries() -> None:
    """Load Qt for real; name (as root on Debian: fetch) the system libraries that it misses."""
    if not sys.platform.startswith("linux"):
        return
    names, words = missing_libraries()
    if not names and not words:
        return
    packages, unknown = LIBRARIES.packages(names)
    if not packages or unknown:
        told = LIBRARIES.advice(names, debian=False) if names else ""
        raise Refusal(f"{told}{words}".strip())
    bring(packages, LIBRARIES.said(names))
    names, words = missing_libraries()
    if names or words:
        raise Refusal(f"系统库装好了，Qt 仍然打不开：{'、'.join(sorted(names))} {words}".strip())


def missing_libraries() -> tuple[set[str], str]:
    """Return the names of libraries that are not found, and what Python said if it is not that."""
    modules = "QtCore, QtGui, QtWidgets, QtPrintSupport, QtSvg"
    code = f"import PySide6; print(PySide6.__path__[0]); from PySide6 import {modules}"
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    loaded = subprocess.run(
        [PYTHON, "-c", code], capture_output=True, encoding="utf-8", env=env, check=False
    )
    names = LIBRARIES.named_in(loaded.stderr)
    words = "" if loaded.returncode == 0 or names else loaded.stderr.strip()
    if loaded.stdout:
        qt = Path(loaded.stdout.splitlines()[0]) / "Qt"
        files = [qt / "lib/libQt6Widgets.so.6", qt / "plugins/platforms/libqoffscreen.so"]
        names |= LIBRARIES.missing([*files, *LIBRARIES.screen_plugins(qt, screens())])
    return names, words


def screens() -> list[str]:
    """Name the variables that promise a screen."""
    return [name for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]


def bring(packages: list[str], reason: str) -> None:
    """Install Debian packages when we are root on Debian, else name the one command that does."""
    line = LIBRARIES.command(packages)
    debian = LIBRARIES.is_debian()
    root = sys.platform != "win32" and os.geteuid() == 0
    if not debian or not root:
        raise Refusal(f"{reason}{LIBRARIES.ask_for(packages, debian=debian)}")
    print(f"{reason}正在安装：{' '.join(packages)}", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.call(["/bin/sh", "-c", line], env=env, stdout=subprocess.DEVNULL):
        raise Refusal(f"没有装成（原因见上）。请检查软件源后执行：\n  {line}")
    importlib.invalidate_caches()


def restart_with_fitting_python(argv: list[str]) -> int:
    """Hand the work to another Python of this machine, or say which one is needed."""
    for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            return subprocess.call([other, str(PROJECT / "dev.py"), *argv])
    have = "{}.{}".format(*sys.version_info)
    raise Refusal(
        f"需要 Python 3.11、3.12 或 3.13，现在用的是 {have}。请装上其中一个，用它再试一次。"
    )


def python(*args: str, offscreen: bool = False, folder: Path | None = PROJECT) -> int:
    """Run the Python of `.venv` in `folder` (None: where the user stands); returns its status."""
    env = dict(os.environ)
    if offscreen:
        env["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.call([str(PYTHON), *args], cwd=folder, env=env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
