"""Reading a county's document of 60,000 characters, against one look at each of them."""

from pathlib import Path

from desk_app.domain.drafting.plain_text import paragraphs
from desk_app.domain.drafting.reading import draft
from tests.bench.harness import BenchmarkError, Probe, bench, timed
from tests.domain.drafting.limit_phrases import LIMITS, QUOTAS
from tests.domain.drafting.phrase_table import GRADES
from tests.domain.drafting.point_phrases import BANDS, POINTS
from tests.domain.drafting.step_phrases import CONSEQUENCES, STEPS

CHARACTERS = 60_000


@bench("读一份六万字的评定办法", limit=80)
def read(_folder: Path) -> Probe:
    rows = (*LIMITS, *QUOTAS, *BANDS, *POINTS, *STEPS, *CONSEQUENCES)
    said = "\n".join(sentence for row in rows for sentence, _ in row.said)
    text = GRADES + "\n".join([said] * (CHARACTERS // len(said) + 1))
    text = text[:CHARACTERS]

    def look() -> int:
        return sum(1 for _ in range(10) for character in text if character == "分")

    def read_all() -> None:
        if not draft(paragraphs(text)).suggestions:
            raise BenchmarkError("一句也没有读出来")

    return Probe(measured=timed(read_all), floor=timed(look))
