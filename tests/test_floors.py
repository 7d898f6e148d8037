"""The floors check, on planted faults and on this project."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import floors


def plant(project: Path, name: str, text: str) -> list[str]:
    path = project / "desk_app" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return list(floors.check_imports(project))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("domain/a.py", "from desk_app.services import scoring"),
        ("domain/a.py", "import desk_app.storage.tables"),
        ("domain/a.py", "from PySide6.QtCore import QDate"),
        ("domain/a.py", "import sqlalchemy as sa"),
        ("domain/a.py", "from pathlib import Path"),
        ("domain/a.py", "from datetime import date\n\nDAY = date.today()"),
        ("domain/a.py", "def f(p):\n    return open(p)"),
        ("domain/deep/a.py", "from ...storage import tables"),
        ("documents/a.py", "from desk_app.storage import tables"),
        ("documents/a.py", "def f():\n    import sqlite3"),
        ("storage/a.py", "from desk_app import documents"),
        ("storage/a.py", "from ..services import rounds"),
        ("services/a.py", "from desk_app.views import window"),
        ("services/a.py", "from PySide6 import QtCore"),
        ("views/a.py", "from sqlalchemy import select"),
        ("views/a.py", "from desk_app.storage import tables"),
        ("views/a.py", "from desk_app.documents import pdf"),
        ("views/a.py", "from desk_app import app"),
        ("views/a.py", "from PySide6 import QtNetwork"),
        ("app.py", "import urllib.request"),
        ("app.py", "import socket"),
        ("views/input/a.py", "import _socket"),
        ("views/input/bus.py", "import socket"),
        (
            "views/input/bus.py",
            "import _socket\n\n_socket.socket(_socket.AF_UNIX); _socket.getaddrinfo",
        ),
        ("views/input/bus.py", "import http.client"),
        ("views/input/bus.py", "import jeepney.io.blocking"),
        ("views/input/bus.py", "from _socket import create_connection"),
        ("views/input/bus.py", "import _socket as s"),
        ("views/input/bus.py", "import _socket\n\n_socket.create_connection(('a', 1))"),
        ("views/input/bus.py", "import _socket\n\n_socket.socket()"),
        ("assets.py", "from desk_app.domain import faults"),
        ("disk.py", "from desk_app.domain import faults"),
        ("views/a.py", "from desk_app import disk"),
        ("commands/a.py", "from desk_app.domain.points import format_points"),
        ("commands/a.py", "def f():\n    from desk_app.domain import faults"),
        ("commands/a.py", "if TYPE_CHECKING:\n    from desk_app.domain.chain import Proposal"),
        ("commands/a.py", "from ..domain.faults import Fault"),
        ("commands/a.py", "from desk_app import assets"),
        ("commands/a.py", "from desk_app.documents import evidence"),
        ("commands/a.py", "def f():\n    from desk_app.storage import tables"),
        ("commands/a.py", "from desk_app.views import window"),
        ("commands/a.py", "from desk_app.cli import parser"),
        ("commands/a.py", "import openpyxl"),
        ("services/a.py", "from desk_app.commands import rounds"),
        ("views/a.py", "from desk_app.commands import rounds"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, name: str, text: str) -> None:
    assert len(plant(tmp_path, name, text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("domain/a.py", "from desk_app.domain.points import round_half_up"),
        ("domain/a.py", "from datetime import date\n\nDAY = date(2026, 1, 5)"),
        ("domain/deep/a.py", "from ..points import x\nfrom . import y"),
        ("documents/a.py", "from desk_app import assets\nfrom desk_app.domain import faults"),
        ("storage/a.py", "from desk_app.disk import flush_folder"),
        ("services/a.py", "import sqlalchemy\nfrom desk_app import storage, documents"),
        ("views/a.py", "from desk_app.services import scoring\nfrom PySide6 import QtGui"),
        (
            "commands/a.py",
            "from desk_app.services import rounds\nfrom desk_app.services.faults import Fault",
        ),
        ("cli.py", "from desk_app.commands import rounds"),
        ("views/input/bus.py", "import _socket\n\n_socket.socket(_socket.AF_UNIX)"),
        ("app.py", "from desk_app import __version__, views, services, storage"),
    ],
)
def test_downwards_is_allowed(tmp_path: Path, name: str, text: str) -> None:
    assert plant(tmp_path, name, text) == []


LOCKED = "a==1.0 \\\n    --hash=sha256:00\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (LOCKED, None),
        (f"--index-url https://host.example\n{LOCKED}", "names a place"),
        (f"{LOCKED}b @ file:///b.whl \\\n    --hash=sha256:00\n", "names a place"),
        ("a==1.0\n", "no hash"),
        ("b==1.0 \\\n    --hash=sha256:00\n", "a is not locked"),
    ],
)
def test_lock_files(tmp_path: Path, text: str, fault: str | None) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["A>=1,<2"]\n[dependency-groups]\ndev = []\n', encoding="utf-8"
    )
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = list(floors.check_locks(tmp_path))
    assert len(found) == (2 if fault else 0)
    assert all(fault in line for line in found if fault)


def test_this_project_is_clean() -> None:
    assert floors.check(floors.PROJECT) == []


@pytest.mark.skipif(
    not (floors.PROJECT / "desk_app/views/window.py").exists(),
    reason="there is no window yet",
)
@pytest.mark.parametrize("module", ["desk_app.views.window", "desk_app.__main__"])
def test_the_window_starts_light(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {floors.HEAVY_AT_START} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
