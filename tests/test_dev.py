"""The front door: what it says when something is missing, and that a second start is idle."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, whose `.venv` has this Python in it."""
    root = tmp_path / "新 克隆"
    monkeypatch.setattr(dev, "PROJECT", root)
    monkeypatch.setattr(dev, "VENV", root / ".venv")
    monkeypatch.setattr(dev, "STAMP", root / ".venv" / "stamp.txt")
    monkeypatch.setattr(dev, "SCRIPTS", root / ".venv")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "LOCKS", {"run": root / "r.lock", "dev": root / "d.lock"})
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    (root / ".venv").mkdir(parents=True)
    for lock in dev.LOCKS.values():
        lock.write_text("a==1\n", encoding="utf-8")
    return root


@pytest.fixture
def installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every call that would have gone to pip."""
    calls: list[str] = []
    monkeypatch.setattr(dev, "install", lambda wanted, _: calls.append(wanted))
    monkeypatch.setattr(dev, "check_qt_libraries", lambda: calls.append("qt"))
    return calls


def test_the_second_start_installs_nothing(installed: list[str]) -> None:
    dev.prepare("run")
    assert installed == ["run", "qt"]
    dev.prepare("run")
    assert installed == ["run", "qt"]
    dev.prepare("dev")
    assert installed == ["run", "qt", "dev", "qt"]
    dev.prepare("run")
    dev.prepare("dev")
    assert installed == ["run", "qt", "dev", "qt"]


def test_a_changed_lock_installs_again(project: Path, installed: list[str]) -> None:
    dev.prepare("dev")
    (project / "r.lock").write_text("a==2\n", encoding="utf-8")
    dev.prepare("run")
    assert installed == ["dev", "qt", "run", "qt"]


def test_a_failed_check_is_made_again(
    installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise dev.Refusal("缺少")

    with monkeypatch.context() as patch:
        patch.setattr(dev, "check_qt_libraries", fail)
        with pytest.raises(dev.Refusal):
            dev.prepare("run")
    dev.prepare("run")
    assert installed == ["run", "run", "qt"]


def test_pip_failing_is_said_in_a_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)
    assert dev.main(["check"]) == 1
    assert "依赖没有装成" in capsys.readouterr().err
    assert not dev.STAMP.exists()


@pytest.mark.parametrize("bounds", [((3, 99), (4, 0)), ((3, 0), (3, 1))])
def test_an_unfit_python_is_refused(
    bounds: tuple[tuple[int, int], tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "OLDEST", bounds[0])
    monkeypatch.setattr(dev, "TOO_NEW", bounds[1])
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert dev.main(["run"]) == 1
    assert "现在用的是 {}.{}".format(*sys.version_info) in capsys.readouterr().err


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 2
    assert dev.main(["fly"]) == 2
    assert dev.main(["--help"]) == 0
    assert "没有“fly”这个命令" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is a matter of Linux")
def test_the_walk_names_the_command_that_brings_its_desktop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert dev.main(["desk"]) == 1
    assert " xvfb openbox xdotool dbus'" in capsys.readouterr().err
    assert dev.main(["desk", "one", "two"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's packages")
def test_missing_libraries_come_with_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    said = "ImportError: libEGL.so.1: cannot open shared object file: No such file"
    broken.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(dev, "PYTHON", broken)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Refusal, match=r"(?s)libEGL\.so\.1.*apt-get install.* libegl1'"):
        dev.check_qt_libraries()


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="Debian's packages")
@pytest.mark.parametrize("status", [0, 1])
def test_root_on_debian_fetches_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    asked = tmp_path / "asked"
    apt = tmp_path / "apt-get"
    apt.write_text(f"#!/bin/sh\necho $* >> {asked}\nexit {status}\n", encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    if status:
        with pytest.raises(dev.Refusal, match="没有装成"):
            dev.bring(["libegl1"], "缺少。")
    else:
        dev.bring(["libegl1"], "缺少。")
        lines = asked.read_text(encoding="utf-8").splitlines()
        assert lines == ["update", "install -y --no-install-recommends libegl1"]


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's packages")
def test_a_display_asks_for_more_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert dev.missing_libraries() == (set(), "")
    monkeypatch.setenv("DISPLAY", ":99")
    names, words = dev.missing_libraries()
    assert words == ""
    assert names <= dev.LIBRARIES.PACKAGES.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script there, a .cmd here")
def test_the_command_works_from_a_folder_with_a_chinese_name(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A bare environment: making its pip takes seconds and the command needs none.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", dev.VENV], check=True)
    monkeypatch.setattr(dev, "SCRIPTS", dev.VENV / "bin")
    monkeypatch.setattr(dev, "PYTHON", dev.VENV / "bin" / "python")
    package = project / "desk_app"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys\nprint(ascii(sys.argv[1:]))\n")
    dev.make_command()
    link = tmp_path / "dingji"
    link.symlink_to(dev.SCRIPTS / "dingji")
    moved = project.rename(tmp_path / "搬 走")
    link.unlink()
    link.symlink_to(moved / ".venv" / "bin" / "dingji")
    for command in (link, moved / ".venv" / "bin" / "dingji"):
        told = subprocess.check_output([command, "甲 乙", "--json"], cwd=os.sep, text=True)
        assert told.strip() == ascii(["甲 乙", "--json"])
