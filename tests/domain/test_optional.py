"""加分项目 left empty: none in a scheme of format 2, still to be scored in one of format 1."""

from decimal import Decimal

import pytest

from desk_app.domain.entries import score_words
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.evidence_columns import columns
from desk_app.domain.grading import grade
from desk_app.domain.missing import SubjectWork, missing
from desk_app.domain.rounds import Round
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.scoring import summarise
from tests.domain.scheme_texts import tiny

EXTRA = '\n[[indicators]]\nname = "加分项目"\npoints = 10\nextra = true\n'
FULL = ("full = 100", "full = 110")
OLD = read_usable(tiny(FULL, more=EXTRA))
NEW_TEXT = tiny(FULL, ("format = 1", "format = 2"), more=EXTRA)
NEW = read_usable(NEW_TEXT)


def weighed(missing_scores: str) -> Scheme:
    more = '\n[[evaluators]]\nname = "自评"\nweight = 3\n'
    more += f'\n[weighting]\nmissing = "{missing_scores}"\n'
    return read_usable(NEW_TEXT.replace("total = true", "total = true\nweight = 7") + more)


def known(**sheets: dict[str, int]) -> Evidence:
    points = {
        who: {name: Decimal(entered) for name, entered in sheet.items()}
        for who, sheet in sheets.items()
    }
    return Evidence(SubjectFacts(1, "石桥村党支部"), points=points)


SCORED = {"班子": 55, "队伍": 36}


def test_an_empty_extra_item_counts_as_none() -> None:
    proposal = grade(NEW, known(考评=SCORED))
    assert (proposal.level, proposal.points) == ("甲", Decimal(91))
    assert grade(NEW, known(考评={**SCORED, "加分项目": 8})).points == Decimal(99)


def test_a_text_of_format_1_waits_for_it_as_before() -> None:
    proposal = grade(OLD, known(考评=SCORED))
    assert proposal.level is None
    assert "还有 1 项没有评分（加分项目）" in proposal.sentences[-1]


def test_an_empty_sheet_is_not_complete_and_not_begun() -> None:
    evidence = known(考评={})
    assert grade(NEW, evidence).level is None
    (sheet,) = summarise(NEW, evidence, {}).sums.values()
    assert (sheet.complete, sheet.begun, sheet.lines) == (False, False, 2)
    (done,) = summarise(NEW, known(考评=SCORED), {}).sums.values()
    assert done.complete


@pytest.mark.parametrize(("rule", "total"), [("open", None), ("others", "92"), ("zero", "64.4")])
def test_weights_count_it_as_none_only_of_whoever_scored(rule: str, total: str | None) -> None:
    scheme = weighed(rule)
    alone = grade(scheme, known(考评={"班子": 56, "队伍": 36}))
    assert (None if alone.total.missing else alone.points) == (total and Decimal(total))
    both = grade(scheme, known(考评={**SCORED, "加分项目": 10}, 自评=SCORED))
    assert both.points == Decimal(98)  # 91 and seven tenths of 10


def test_the_list_of_what_is_missing_does_not_ask_for_it() -> None:
    work = [SubjectWork(1, "石桥村党支部", filled={"考评": 2}, decided=True)]
    for scheme, done in ((NEW, True), (OLD, False)):
        found = missing(
            scheme, Round(1, 2026, "试行", scheme.id, scheme.title, "2026-01-01"), work, ()
        )
        assert found[0].done is done


def test_it_is_said_and_reads_back() -> None:
    said = "".join(str(line) for part in sentences(NEW) for line in part.lines)
    assert "属加分项目，没有填的按 0 分" in said
    assert "没有填的" not in "".join(str(line) for part in sentences(OLD) for line in part.lines)
    assert read_usable(write(NEW)).indicators[-1].optional
    assert score_words(NEW.indicators[-1], None) == "没有填，按 0 分"
    hints = {one.title: one.hint for one in columns(NEW)}
    assert hints["考评·加分项目"] == "0—10 分，没有的不填"
