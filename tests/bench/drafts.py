"""A draft read back after a keystroke, against the program's own read of the same text."""

from decimal import Decimal
from pathlib import Path

from desk_app.assets import resources_dir
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import put
from desk_app.domain.scheme.loading import check, read
from desk_app.domain.scheme.words.sentences import readings, sentences
from tests.bench.harness import Probe, bench, timed


@bench("方案草稿改一处，重新检查并念一遍", limit=3)
def keystroke(_folder: Path) -> Probe:
    text = (resources_dir() / "schemes" / "C11.toml").read_text(encoding="utf-8")
    draft = draft_of(text)
    typed = [put(draft, ("total", "ceiling"), Decimal(100 + step)) for step in range(4)]

    def read_it() -> None:
        scheme = read(text)
        check(scheme)
        sentences(scheme)
        readings(scheme)

    def type_it() -> None:
        read_back(typed[0])
        typed.append(typed.pop(0))

    return Probe(measured=timed(type_it), floor=timed(read_it))
