"""Measures against a floor taken in the same run: five runs each, in turn, medians."""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RUNS = 5


@dataclass(frozen=True)
class Probe:
    """What one benchmark measures, ready to run; each callable returns the seconds it took.

    Without a floor there is nothing to divide by: then `amount` things of one run are reported
    as `unit` a second. `close` is called when all runs are done, whatever became of them.
    """

    measured: Callable[[], float]
    floor: Callable[[], float] | None = None
    amount: Callable[[], float] = lambda: 1.0
    unit: str = "次/秒"
    close: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Bench:
    """A benchmark under its name; `prepare` gets an empty folder and may take its time.

    A `long` one takes minutes and runs only when it is named. `runs` is how often at least.
    """

    name: str
    limit: float | None
    prepare: Callable[[Path], Probe]
    long: bool = False
    runs: int = 0


@dataclass(frozen=True)
class Result:
    """Medians in seconds; `ratio` is measured over floor and should not exceed `limit`."""

    name: str
    floor_s: float | None
    measured_s: float
    limit: float | None
    rate: float | None = None
    unit: str = ""

    @property
    def ratio(self) -> float | None:
        return self.measured_s / self.floor_s if self.floor_s else None

    @property
    def too_slow(self) -> bool:
        return self.ratio is not None and self.limit is not None and self.ratio > self.limit

    def as_json(self) -> dict[str, str | float | None]:
        entry: dict[str, str | float | None] = {
            "name": self.name,
            "floor_s": self.floor_s,
            "measured_s": self.measured_s,
            "ratio": self.ratio,
            "limit": self.limit,
        }
        return entry if self.rate is None else {**entry, "rate": self.rate, "unit": self.unit}


class Registry(dict[str, Bench]):
    """The benchmarks by name, in the order in which they were written down."""

    def bench(
        self, name: str, limit: float | None, *, long: bool = False, runs: int = 0
    ) -> Callable[[Callable[[Path], Probe]], Callable[[Path], Probe]]:
        """Register the decorated `prepare(folder) -> Probe` under a name."""

        def register(prepare: Callable[[Path], Probe]) -> Callable[[Path], Probe]:
            self[name] = Bench(name, limit, prepare, long, runs)
            return prepare

        return register


REGISTRY = Registry()
bench = REGISTRY.bench


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Wrap `work` so that it returns the seconds it took."""

    def measure() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return measure


def reckoned(work: Callable[[], object]) -> Callable[[], float]:
    """Wrap `work` so that it returns the processor's seconds: what else runs does not count."""

    def measure() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return measure


def measure(one: Bench, runs: int = RUNS) -> Result:
    """Run floor and work in turn; one run of each before, uncounted, warms the caches."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        probe = one.prepare(Path(folder))
        floors, works = [], []
        try:
            for count in range(max(runs, one.runs) + 1):
                floor = probe.floor() if probe.floor else None
                work = probe.measured()
                if count:
                    works.append(work)
                    if floor is not None:
                        floors.append(floor)
        finally:
            probe.close()
        median = statistics.median(works)
        if floors:
            return Result(one.name, statistics.median(floors), median, one.limit)
        return Result(one.name, None, median, one.limit, probe.amount() / median, probe.unit)


def line(result: Result) -> str:
    """Return one row of the table."""
    measured = f"{result.measured_s * 1000:11.1f}"
    if result.floor_s is None:
        return f"{'—':>11} {measured}   {result.rate:.1f} {result.unit}   {result.name}"
    limit = f"≤ {result.limit:.4g}" if result.limit is not None else ""
    flag = "  超过" if result.too_slow else ""
    floor = f"{result.floor_s * 1000:11.1f}"
    return f"{floor} {measured} {result.ratio:7.2f} {limit:>7}   {result.name}{flag}"


def main(argv: list[str], registry: Registry = REGISTRY, runs: int = RUNS) -> int:
    """Measure all, or those whose names hold one of the words given.

    Returns 0, or 1 when one was over its limit or could not be measured, or 2 for wrong usage.
    """
    words, json_file = list(argv), None
    if "--json" in words:
        at = words.index("--json")
        if at + 1 == len(words):
            print("--json 后面要写文件名。", file=sys.stderr)
            return 2
        json_file = Path(words[at + 1])
        del words[at : at + 2]
    unknown = [word for word in words if not any(word in name for name in registry)]
    if unknown:
        print(f"没有这一项测速：{'、'.join(unknown)}。有：{'、'.join(registry)}", file=sys.stderr)
        return 2
    chosen = [
        one
        for one in registry.values()
        if (any(word in one.name for word in words) if words else not one.long)
    ]
    print(f"{'基准 ms':>9} {'实测 ms':>9} {'倍数':>5} {'上限':>5}   项目（{runs} 次取中位数）")
    results, broken = [], []
    for one in chosen:
        try:
            results.append(measure(one, runs))
        except BenchmarkError as error:
            broken.append(one.name)
            print(f"没有测成：{one.name}：{error}", file=sys.stderr, flush=True)
            continue
        print(line(results[-1]), flush=True)
    if json_file:
        text = json.dumps([r.as_json() for r in results], ensure_ascii=False, indent=2)
        json_file.write_text(text + "\n", encoding="utf-8")
    return 1 if broken or any(result.too_slow for result in results) else 0


class BenchmarkError(Exception):
    """A benchmark could not be taken; the text says why."""
