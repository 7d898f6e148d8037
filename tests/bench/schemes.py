"""Refusing long and senseless scheme files, against one look at each of their characters."""

from pathlib import Path

from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from tests.bench.harness import BenchmarkError, Probe, bench, timed
from tests.domain.scheme_texts import SENSELESS, senseless


@bench("拒绝六个又长又乱的方案文件", limit=60)
def refuse(_folder: Path) -> Probe:
    texts = [senseless(kind, 1) for kind in SENSELESS]

    def look() -> int:
        return sum(1 for text in texts for character in text if character == "[")

    def read_all() -> None:
        for text in texts:
            try:
                read_usable(text)
            except SchemeFault:
                continue
            raise BenchmarkError("一个乱写的方案文件没有被拒绝")

    return Probe(measured=timed(read_all), floor=timed(look))
