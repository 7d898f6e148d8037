"""The harness takes floor and work in turn and reports what it says it reports."""

import json
from pathlib import Path

import pytest

from tests.bench.harness import BenchmarkError, Probe, Registry, main


def registry(floor: list[float], work: list[float], limit: float) -> tuple[Registry, list[str]]:
    order: list[str] = []

    def take(name: str, values: list[float]) -> float:
        order.append(name)
        return values.pop(0)

    benches = Registry()

    @benches.bench("甲", limit)
    def prepare(folder: Path) -> Probe:
        assert list(folder.iterdir()) == []
        return Probe(lambda: take("work", work), lambda: take("floor", floor))

    return benches, order


def test_in_turn_medians_and_json(tmp_path: Path) -> None:
    benches, order = registry([99, 1, 2, 9], [99, 3, 3, 50], limit=1.6)
    out = tmp_path / "r.json"
    assert main(["--json", str(out)], benches, runs=3) == 0
    assert order == ["floor", "work"] * 4
    assert json.loads(out.read_text(encoding="utf-8")) == [
        {"name": "甲", "floor_s": 2, "measured_s": 3, "ratio": 1.5, "limit": 1.6}
    ]


def test_over_the_limit_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    benches, _ = registry([1, 1], [2, 2], limit=1.9)
    assert main([], benches, runs=1) == 1
    assert "超过" in capsys.readouterr().out


def test_without_a_floor_a_rate(tmp_path: Path) -> None:
    benches = Registry()
    benches.bench("乙", None)(lambda _: Probe(lambda: 0.5, amount=lambda: 36, unit="页/秒"))
    assert main(["乙", "--json", str(tmp_path / "r.json")], benches) == 0
    (entry,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (entry["rate"], entry["unit"], entry["ratio"]) == (72, "页/秒", None)


def test_what_cannot_be_measured_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    benches = Registry()

    @benches.bench("丙", 1)
    def prepare(_: Path) -> Probe:
        raise BenchmarkError("没有窗口")

    assert main([], benches) == 1
    assert "没有测成：丙：没有窗口" in capsys.readouterr().err


def test_what_was_open_is_put_away_even_after_a_failure() -> None:
    benches, closed = Registry(), []

    def fail() -> float:
        raise BenchmarkError("坏了")

    benches.bench("丁", 1)(lambda _: Probe(lambda: 1, lambda: 1, close=lambda: closed.append("丁")))
    benches.bench("戊", 1)(lambda _: Probe(fail, close=lambda: closed.append("戊")))
    assert main([], benches, runs=1) == 1
    assert closed == ["丁", "戊"]


@pytest.mark.parametrize("argv", [["没有"], ["--json"]])
def test_wrong_usage(argv: list[str]) -> None:
    assert main(argv, registry([], [], 1)[0]) == 2
