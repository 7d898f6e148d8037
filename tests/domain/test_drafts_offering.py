"""What a document gives becomes rows of a draft; readings that are chosen are done."""

from decimal import Decimal

import pytest

from desk_app.domain.drafting.model import Paragraph
from desk_app.domain.drafting.reading import draft as read
from desk_app.domain.drafts.answering import answer, answered, is_done
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.offering import offered, place_of, take_in
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import SchemeDraft, at, put, remove, rows
from desk_app.domain.drafts.writing import text_of

NEW = draft_of('format = 2\nid = "新"\ntitle = "新方案"\n')
DOCUMENT = read(
    [
        Paragraph("党组织分为好、较好、一般、较差四个等级。"),
        Paragraph("对基层党组织进行百分制评分，满分100分。"),
        Paragraph("90分以上为好，80—89分为较好，60—79分为一般，60分以下为较差。"),
        Paragraph("发生重大安全事故的，不得评为好等级。"),
        Paragraph("评为好等级的党组织不超过20%。"),
    ]
)


def all_in() -> SchemeDraft:
    draft = NEW
    for one in offered(DOCUMENT):
        draft = take_in(draft, one)
    return draft


def test_what_is_taken_in_stands_with_its_sentence_and_goes_through_the_file() -> None:
    draft = all_in()
    rules = offered(DOCUMENT)
    assert all(one.words.strip() for one in rules)
    assert all(place_of(NEW, one) is None for one in rules)
    kept = draft_of(text_of(draft))
    assert all(place_of(kept, one) is not None for one in rules)
    assert [one.fields["name"] for one in rows(kept, ("levels",))] == ["好", "较好", "一般", "较差"]
    said = read_back(kept).problems
    assert not [one for one in said if one.path[:1] in {("levels",), ("bands",), ("quotas",)}]


def test_taking_in_twice_changes_nothing_and_a_mended_row_stays_in() -> None:
    draft = all_in()
    limit = next(one for one in offered(DOCUMENT) if one.table == ("limits", "rules"))
    place = place_of(draft, limit)
    assert place is not None
    assert take_in(draft, limit) == draft
    mended = put(draft, (*place, "note"), "改过")
    assert place_of(mended, limit) == place
    assert place_of(remove(draft, place), limit) is None


@pytest.mark.parametrize("number", [0, 1])
def test_a_chosen_reading_is_noted_once_and_done(number: int) -> None:
    (question,) = DOCUMENT.questions
    options = question.reading.options
    first = answer(all_in(), question, options[1 - number])
    draft = answer(first, question, options[number])
    assert answered(draft, question) == options[number]
    assert len(rows(draft, ("readings",))) == 1
    assert is_done(options[number])
    assert at(draft, ("total", "round_first")) == (True if number else None)


def test_the_full_points_follow_the_reading() -> None:
    document = read(
        [
            Paragraph("总分100分。"),
            Paragraph("班子建设（60分）。"),
            Paragraph("队伍建设（50分）。"),
            Paragraph("90分以上为好，60—89分为一般，60分以下为差。"),
        ]
    )
    asked = [one for one in document.questions if one.reading.name == "分值合计"]
    for question in asked:
        draft = answer(NEW, question, question.reading.options[0])
        assert at(draft, ("total", "full")) == Decimal(110)
    assert asked
