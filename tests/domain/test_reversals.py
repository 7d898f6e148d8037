"""Images of rows: what differs, what stands, and that they are kept word for word."""

from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.reversals import (
    BulkAct,
    BulkKind,
    Image,
    Key,
    RowImage,
    differences,
    fits,
    from_text,
    to_text,
)

VALUES = st.none() | st.integers(-5, 5) | st.text(max_size=4)
ROWS = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from(["自评", "考评"])),
    st.fixed_dictionaries({"points": VALUES, "note": VALUES, "entered_at": VALUES}),
)


def turned(rows: dict[Key, Image], images: list[RowImage], *, forward: bool) -> dict[Key, Image]:
    """What a table holds once images were put in place."""
    now = dict(rows)
    for one in images:
        target = one.target(forward=forward)
        if target is None:
            del now[one.key]
        else:
            now[one.key] = {**now.get(one.key, {}), **target}
    return now


def plain(rows: dict[Key, Image]) -> dict[Key, Image]:
    """Rows without who typed them and when."""
    return {
        key: {column: value for column, value in row.items() if column != "entered_at"}
        for key, row in rows.items()
    }


@given(ROWS, ROWS)
def test_images_lead_from_before_to_after_and_back(
    before: dict[Key, Image], after: dict[Key, Image]
) -> None:
    images = list(differences("score", before, after))
    assert plain(turned(before, images, forward=True)) == plain(after)
    assert plain(turned(after, images, forward=False)) == plain(before)
    assert all(fits(one.before, before.get(one.key)) for one in images)
    assert all(fits(one.after, after.get(one.key)) for one in images)
    assert from_text(to_text(images)) == tuple(images)


def test_of_a_changed_row_only_what_changed_is_kept() -> None:
    (image,) = differences(
        "organisation",
        {(1,): {"name": "石桥村党支部", "secretary": "王某", "phone": "1", "position": 3}},
        {(1,): {"name": "石桥村党支部", "secretary": "李某", "phone": "1", "position": 3}},
    )
    assert image == RowImage("organisation", (1,), {"secretary": "王某"}, {"secretary": "李某"})
    # A telephone number that is typed later, or another place in the list, is nobody's matter.
    assert fits(image.after, {"secretary": "李某", "phone": "2", "position": 9})
    assert not fits(image.after, {"secretary": "赵某", "phone": "1"})


def test_who_typed_it_and_when_makes_no_difference() -> None:
    before: dict[Key, Image] = {(1,): {"level": "好", "entered_by": "甲", "entered_at": "9:00"}}
    after: dict[Key, Image] = {(1,): {"level": "好", "entered_by": "乙", "entered_at": "9:30"}}
    assert list(differences("opinion", before, after)) == []


def test_a_row_that_is_not_there_fits_only_where_none_was() -> None:
    assert fits(None, None)
    assert not fits(None, {"level": "好"})
    assert not fits({"level": "好"}, None)


def test_an_act_is_named_by_its_minute_its_words_and_its_size() -> None:
    act = BulkAct(1, BulkKind.SCORES, "导入评分表", 1, "2026-03-15 10:42:07", "组织委员", 300)
    assert act.named == "2026-03-15 10:42 的“导入评分表”（300 格）"
