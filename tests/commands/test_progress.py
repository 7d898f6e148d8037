"""Long work tells a terminal how far it is, and nobody else."""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.commands.progress import LineProgress
from desk_app.domain.progress import told
from desk_app.services.schemes import load_shipped
from tests.bench.graded_workbook import fill

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
COLUMNS = 60


def run(*arguments: str | Path) -> tuple[str, str]:
    """Run a command whose standard error is a terminal; return its output and what was drawn."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "desk_app", *map(str, arguments)]
    drawn = b""
    # Output goes to a file: a full pipe would wait for us while we wait for the terminal.
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(
            command, stdout=output, stderr=theirs, stdin=subprocess.DEVNULL, env=environment
        ) as process:
            os.close(theirs)
            while chunk := _chunk(ours):
                drawn += chunk
            os.close(ours)
        output.seek(0)
        said = output.read().decode()
    assert process.returncode == 0
    return said, drawn.decode()


def _chunk(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other side is closed
        return b""


def evidence(folder: Path) -> Path:
    return fill(load_shipped("D1"), 250, folder / "依据.xlsx")


def test_grading_draws_one_line_and_takes_it_away(tmp_path: Path) -> None:
    said, drawn = run("grade", "D1", evidence(tmp_path), tmp_path / "结果.xlsx")
    lines = drawn.split("\r")
    assert "正在读入“依据.xlsx”" in drawn
    assert any(one.startswith("正在拟定等级 200/") for one in lines)
    assert any(one.startswith("正在写出结果 250/250") for one in lines)
    assert "\n" not in drawn
    assert drawn.endswith(" \r")
    assert "正在" not in said


def test_for_a_program_nothing_is_drawn(tmp_path: Path) -> None:
    said, drawn = run("--json", "grade", "D1", evidence(tmp_path), tmp_path / "结果.xlsx")
    assert drawn == ""
    assert len(json.loads(said)["subjects"]) > 240


def test_into_a_file_nothing_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "D1", str(evidence(tmp_path)), str(tmp_path / "结果.xlsx")]) == 0
    assert capsys.readouterr().err == ""


def test_levels_of_a_round_and_the_folder_that_goes_up_tell_it_too(tmp_path: Path) -> None:
    data = tmp_path / "工作区"
    assert main(["--data-dir", str(data), "demo", "--orgs", "12"]) == 0
    _, drawn = run("--data-dir", data, "round", "levels", "1", tmp_path / "名单.csv")
    assert "正在拟定等级 0/12" in drawn
    _, drawn = run("--data-dir", data, "export", "--round", "1", tmp_path)
    assert ".xlsx 0/" in drawn


def test_a_line_never_breaks_and_covers_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "21")
    terminal = io.StringIO()
    line = LineProgress(terminal)
    line.step(0, 0, "正在读入很长的文件名字")
    line.step(1, 9, "写出")
    line.clear()
    line.clear()
    assert terminal.getvalue() == f"\r正在读入很长的文件名\r写出 1/9{' ' * 12}\r{' ' * 8}\r"


def test_what_a_code_page_lacks_is_a_question_mark() -> None:
    raw = io.BytesIO()
    line = LineProgress(io.TextIOWrapper(raw, encoding="ascii"))
    line.step(1, 2, "写出")
    assert raw.getvalue() == b"\r?? 1/2"


def test_every_hundred_are_told_and_the_end() -> None:
    steps: list[tuple[int, int]] = []

    class Heard:
        def step(self, done: int, total: int, _text: str) -> None:
            steps.append((done, total))

    assert list(told(iter(range(201)), 201, Heard(), "数")) == list(range(201))
    assert steps == [(0, 201), (100, 201), (200, 201), (201, 201)]
    assert list(told("甲乙", 2, None, "数")) == ["甲", "乙"]
