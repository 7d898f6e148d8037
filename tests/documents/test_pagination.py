from hypothesis import given
from hypothesis import strategies as st

from desk_app.documents.pagination import PageBand, Rows, paginate


def rows(heights: list[float], **more: object) -> Rows:
    given: dict[str, object] = {
        "line_heights": [10.0] * len(heights),
        "kept": [False] * len(heights),
        **more,
    }
    return Rows(heights=heights, **given)  # type: ignore[arg-type]


def numbers(pages: list[list[PageBand]]) -> list[list[int]]:
    return [[band.row for band in page] for page in pages]


def test_rows_go_on_on_the_next_page() -> None:
    assert numbers(paginate(rows([40] * 5), 100)) == [[0, 1], [2, 3], [4]]


def test_headings_are_repeated() -> None:
    pages = paginate(rows([10, 20, *[40] * 4], titles=range(1, 2)), 100)
    assert numbers(pages) == [[0, 1, 2], [1, 3, 4], [1, 5]]
    assert pages[1][0] == PageBand(1, 0, 20, repeated=True)
    assert pages[1][1].top == 20


def test_forced_break() -> None:
    assert numbers(paginate(rows([10] * 4, broken=frozenset({1})), 100)) == [[0, 1], [2, 3]]


def test_break_after_the_last_row_gives_no_empty_page() -> None:
    assert numbers(paginate(rows([10] * 2, broken=frozenset({1})), 100)) == [[0, 1]]


def test_merged_rows_stay_together() -> None:
    kept = [False, True, True, False]
    assert numbers(paginate(rows([70, 20, 20, 20], kept=kept), 100)) == [[0], [1, 2, 3]]


def test_row_taller_than_a_page_is_cut() -> None:
    (first, second, third) = paginate(rows([20, 210, 30]), 100)
    assert [band.height for band in first] == [20, 80]
    assert not first[1].last
    assert [band.height for band in second] == [100]
    assert not second[0].first
    # Each cut may waste a line: 210 - (80 - 10) - (100 - 10) = 50.
    assert [(band.row, band.height) for band in third] == [(1, 50), (2, 30)]
    assert third[0].last


@given(
    st.lists(st.floats(min_value=1, max_value=350), min_size=1, max_size=30),
    st.data(),
)
def test_every_row_is_printed_within_the_page(heights: list[float], data: st.DataObject) -> None:
    count = len(heights)
    kept = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    titles = range(data.draw(st.integers(0, min(2, count))))
    broken = data.draw(st.frozensets(st.integers(0, count - 1)))
    pages = paginate(rows(heights, kept=kept, titles=titles, broken=broken), 100)
    assert all(pages)
    printed: dict[int, float] = {}
    for page in pages:
        end = 0.0
        for band in page:
            assert abs(band.top - end) < 1e-6
            end = band.top + band.height
            assert end <= 100 + 1e-3
            if not band.repeated:
                printed[band.row] = printed.get(band.row, 0) + band.height
    assert list(printed) == list(range(count))
    assert all(printed[row] >= height - 1e-6 for row, height in enumerate(heights))
