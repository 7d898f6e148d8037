"""Ballots on paper: every one like every other, cut from a page, two sides at most."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from desk_app import assets
from desk_app.documents import ballots
from desk_app.documents.fonts import Fonts
from desk_app.domain.polling.ballots import MOST_LINES, Ballot, Occasion, make_ballot, most_lines
from desk_app.domain.scheme.model.polls import BallotKind, Counting, Poll
from tests.documents.samples import VILLAGES

FORMS = assets.forms_dir()
FEELINGS = Poll("群众测评", ("满意", "基本满意", "不满意", "不了解"))
OCCASION = Occasion("中共青山镇委员会", 2026, "民主测评票", "测评大会", "2026年3月5日", "群众测评")
LONG_NAMES = tuple(
    f"中共青山镇{VILLAGES[number % 7]}第{number % 9 + 1}支部委员会" for number in range(MOST_LINES)
)
CATEGORIES = ("党员", "群众代表", "两代表一委员", "党外职工代表", "服务对象", "其他")


def paper(lines: int, category: str = "", band: int | None = None) -> Ballot:
    occasion = replace(OCCASION, category=category, band=band)
    return make_ballot([FEELINGS], LONG_NAMES[:lines], occasion)


def drawings(pdf: bytes) -> list[bytes]:
    """What is drawn on each page, as pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bytes(page.render(scale=1.0).buffer) for page in document]
    finally:
        document.close()


def words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [re.sub(r"\s", "", text) for text in texts]


@pytest.mark.parametrize("lines", [1, 3, 12])
def test_every_page_is_drawn_alike(fonts: Fonts, lines: int) -> None:
    printed = ballots.print_ballots(FORMS, [paper(lines, "党员", 0)], fonts, papers=23)
    assert printed.papers >= 23
    assert printed.papers % printed.to_page == 0
    pages = drawings(printed.pdf)
    assert len(pages) == printed.papers // printed.to_page
    assert len(set(pages)) == 1


def test_papers_on_one_page_are_alike(fonts: Fonts) -> None:
    (side,) = ballots.sides_of(FORMS, paper(1, "党员", 0), fonts)
    page = ballots._stacked(side, 3)
    strip = page.height / 3
    for kind, height in ((page.lines, "y"), (page.patches, "y")):
        found = [
            sorted(
                (round(getattr(one, height) - number * strip, 3), round(one.x, 3), str(one)[-40:])
                for one in kind
                if number * strip <= getattr(one, height) < (number + 1) * strip
            )
            for number in range(3)
        ]
        assert found[0]
        assert [[one[:2] for one in part] for part in found[1:]] == [
            [one[:2] for one in found[0]]
        ] * 2
    texts = [
        "".join(one.text for one in page.lines if number * strip <= one.y < (number + 1) * strip)
        for number in range(3)
    ]
    assert texts[0] == texts[1] == texts[2]
    assert "无记名" in texts[0]


def test_cutting_lines_are_dashed_and_between_papers(fonts: Fonts) -> None:
    (side,) = ballots.sides_of(FORMS, paper(1), fonts)
    page = ballots._stacked(side, 3)
    cuts = [rule for rule in page.rules if rule.dashes and rule.x1 == 0]
    assert [round(rule.y1 / page.height, 3) for rule in cuts] == [0.333, 0.667]
    ink = [line.y for line in page.lines]
    assert all(abs(y - rule.y1) > 10 for y in ink for rule in cuts)


def test_the_same_ballots_are_the_same_bytes(fonts: Fonts) -> None:
    one = ballots.print_ballots(FORMS, [paper(5)], fonts, papers=9)
    assert ballots.print_ballots(FORMS, [paper(5)], fonts, papers=9) == one


@pytest.mark.parametrize("length", [17, 34, 51])
def test_the_longest_list_of_a_sheet_fits_on_two_sides(fonts: Fonts, length: int) -> None:
    names = [f"{number:02}" + "村" * (length - 2) for number in range(most_lines(["村" * length]))]
    occasion = replace(OCCASION, category="党员", band=0, part="票一")
    ballot = make_ballot([FEELINGS], names, occasion)
    assert ballots.print_ballots(FORMS, [ballot], fonts).sides <= 2


@pytest.mark.parametrize("length", [13, 26, 39])
def test_the_longest_grid_fits_on_two_sides(fonts: Fonts, length: int) -> None:
    most = most_lines(["村" * length], across=True)
    names = [f"{number:02}" + "村" * (length - 2) for number in range(most)]
    counting = Counting(kind=BallotKind.STARS)
    polls = [
        Poll(f"评星·爱岗敬业奉献星{number}", ("同意", "不同意"), counting=counting)
        for number in range(10)
    ]
    ballot = make_ballot(polls, names, replace(OCCASION, category="党员", band=0))
    assert ballots.print_ballots(FORMS, [ballot], fonts).sides <= 2


def test_a_full_sheet_has_two_sides_and_says_so(fonts: Fonts) -> None:
    printed = ballots.print_ballots(FORMS, [paper(30, "党员", 1)], fonts, papers=2)
    assert (printed.sides, printed.to_page) == (2, 1)
    pages = words(printed.pdf)
    assert len(pages) == 4
    assert pages[0] == pages[2]
    assert pages[1] == pages[3]
    assert "翻面" in pages[0]
    assert "背面" in pages[1]
    for page in pages:
        assert "党员票" in page
        assert "满意基本满意不满意不了解" in page


def test_a_ballot_bears_no_number_of_its_own(fonts: Fonts) -> None:
    """All digits on the paper: the year, the day, and the lines of the list."""
    text = words(ballots.print_ballots(FORMS, [paper(12)], fonts).pdf)[0]
    for name in LONG_NAMES[:12]:
        text = text.replace(name, "")
    numbers = re.findall(r"\d+", text.replace("2026年度", "").replace("2026年3月5日", ""))
    assert sorted(map(int, "".join(numbers))) == sorted(
        int(digit) for number in range(1, 13) for digit in str(number)
    )


def test_examples_are_on_the_paper(fonts: Fonts) -> None:
    text = words(ballots.print_ballots(FORMS, [paper(3)], fonts).pdf)[0]
    assert "示例有效：只画一个○" in text
    assert "示例无效：画了两个○○" in text


def test_bands_differ_without_colour(fonts: Fonts) -> None:
    """Bands are told apart by word and by pattern, also where a printer has black only."""
    patterns, hues = [], []
    for number, category in enumerate(CATEGORIES):
        side = ballots.sides_of(FORMS, paper(3, category, number), fonts)[0]
        band = side.patches[0]
        hues.append(band.colour)
        patterns.append(
            tuple(
                (round(rule.x1 - rule.x2, 1), round(rule.y1 - rule.y2, 1))
                for rule in side.rules
                if band.y < rule.y1 < band.y + band.height and rule.thickness > 1
            )[:2]
        )
        assert any(line.text == f"{category}票" for line in side.lines)
    assert len(set(hues)) == len(CATEGORIES)
    assert len({(one, len(one)) for one in patterns}) == len(CATEGORIES)


def test_a_plain_paper_has_no_band(fonts: Fonts) -> None:
    side = ballots.sides_of(FORMS, paper(3), fonts)[0]
    greys = {patch.colour for patch in side.patches}
    assert all(red == green == blue for red, green, blue in greys)


def test_stars_and_points_on_paper(fonts: Fonts) -> None:
    for kind, options in (
        (BallotKind.STARS, ("同意", "不同意")),
        (BallotKind.POINTS, tuple(str(number) for number in range(11))),
    ):
        polls = [
            Poll(f"评星·{star}", options, counting=Counting(kind=kind))
            for star in ("爱岗敬业星", "技术创新星", "安全生产星", "奉献爱心星", "诚实守信星")
        ]
        ballot = make_ballot(polls, ["章喆祎", "𬱖某", "冯䶮"], OCCASION)
        text = words(ballots.print_ballots(FORMS, [ballot], fonts).pdf)[0]
        assert "爱岗敬业星技术创新星安全生产星奉献爱心星诚实守信星" in text
        assert "𬱖某" in text
        assert "〔U+" not in text
