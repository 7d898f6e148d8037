"""`resources/` and `forms/` are found in a checkout, an editable install and a wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desk_app import assets
from tests.floors import PROJECT

FIND = """
import sys
sys.path.insert(0, sys.argv[1])
from desk_app import assets
print(ascii([str(assets.resources_dir()), str(assets.forms_dir())]))
"""


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def build(into: Path, kind: str) -> zipfile.ZipFile:
    """Build without an index: the locked backend is in this environment."""
    code = f"import sys, hatchling.build as b; b.build_{kind}(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(into)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = into.glob("*.whl")
    return zipfile.ZipFile(wheel)


def test_a_checkout_uses_its_own_folders() -> None:
    assert assets.resources_dir() == PROJECT / "resources"
    assert assets.forms_dir() == PROJECT / "forms"
    assert assets.manual_dir() == PROJECT / "docs" / "手册"


def test_a_wheel_carries_them(tmp_path: Path) -> None:
    site = tmp_path / "带 空格的目录"
    with build(tmp_path, "wheel") as wheel:
        entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        assert "dingji = desk_app.__main__:main" in wheel.read(entry).decode()
        wheel.extractall(site)
    inside = site / "desk_app" / "_assets"
    assert files(inside / "resources") == files(PROJECT / "resources")
    assert files(inside / "forms") == files(PROJECT / "forms")
    assert files(inside / "手册") == files(PROJECT / "docs" / "手册")
    answer = subprocess.check_output([sys.executable, "-c", FIND, str(site)], text=True)
    assert answer.strip() == ascii([str(inside / "resources"), str(inside / "forms")])


def test_an_editable_install_points_at_the_checkout(tmp_path: Path) -> None:
    with build(tmp_path, "editable") as wheel:
        names = wheel.namelist()
        (pth,) = [name for name in names if name.endswith(".pth")]
        assert wheel.read(pth).decode().strip() == str(PROJECT)
    assert not any("_assets" in name for name in names)


def test_data_left_behind_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "desk_app")
    with pytest.raises(FileNotFoundError, match="forms"):
        assets.forms_dir()
