"""Household samples: read from a workbook, drawn, kept, printed, drawn again."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook, load_workbook

from desk_app.domain.faults import Fault
from desk_app.services.polling import samples
from desk_app.services.workspace import Office, Workspace, create
from tests.documents.test_pdf import text_of
from tests.support.polling_round import SCHEME, ExampleRound, make_round

HEADS = ("章喆祎", "李堃", "欧阳珺", "𬱖某", "冯䶮")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield workspace
    workspace.close(back_up=False)


@pytest.fixture
def example_round(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(workspace, monkeypatch)


def rows(count: int) -> list[list[object]]:
    return [
        ["序号", "户主", "家庭住址", "村民小组"],
        *([n, HEADS[n % 5], f"柳树湾村{n}号", f"{n % 9 + 1}组"] for n in range(1, count + 1)),
    ]


def xlsx(path: Path, count: int) -> Path:
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in rows(count):
        sheet.append(row)
    workbook.save(path)
    return path


def xls(path: Path, count: int) -> Path:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("户籍")
    for at, row in enumerate(rows(count)):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    workbook.save(str(path))
    return path


def test_a_share_is_read_as_it_is_typed() -> None:
    assert samples.read_share("１２.5％") == Fraction(1, 8)
    assert samples.read_share("1/3") == Fraction(1, 3)
    for text in ("十", "1/0", ""):
        with pytest.raises(Fault, match=f"^比例“{text}”不是百分数"):
            samples.read_share(text)


def test_old_and_new_workbooks_are_the_same_list(tmp_path: Path) -> None:
    one = samples.read_list(xlsx(tmp_path / "a.xlsx", 60))
    other = samples.read_list(xls(tmp_path / "b.xls", 60))
    assert one.digest == other.digest
    assert len(one.households) == 60


def test_a_draw_is_kept_and_can_be_repeated(example_round: ExampleRound, tmp_path: Path) -> None:
    found = samples.read_list(xlsx(tmp_path / "名单.xlsx", 263))
    kept = samples.draw(
        example_round.workspace, example_round.round_id, "柳树湾村", found, "58213047"
    )
    assert len(kept.sample.drawn) == 27
    assert samples.listing(example_round.workspace, example_round.round_id) == (kept,)
    assert samples.is_repeated(kept, samples.read_list(tmp_path / "名单.xlsx"))
    with pytest.raises(Fault, match="名单指纹不同"):
        samples.is_repeated(kept, samples.read_list(xlsx(tmp_path / "别的.xlsx", 262)))


def test_only_the_drawn_households_are_kept(example_round: ExampleRound, tmp_path: Path) -> None:
    """The list itself stays with the office: the program has no use for it."""
    found = samples.read_list(xlsx(tmp_path / "名单.xlsx", 40))
    kept = samples.draw(example_round.workspace, example_round.round_id, "柳树湾村", found, "7")
    stored = b"".join(
        path.read_bytes()
        for path in (tmp_path / "w").rglob("*")
        if path.is_file() and "lock" not in path.name
    ).decode("utf-8", "ignore")
    drawn = {one.address for one in kept.sample.drawn}
    assert all(f'"{one.address}"' in stored for one in kept.sample.drawn)
    assert not [
        one for one in found.households if one.address not in drawn and f'"{one.address}"' in stored
    ]


def test_drawing_again_until_it_pleases_is_printed(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    found = samples.read_list(xlsx(tmp_path / "名单.xlsx", 50))
    for seed in ("1", "2"):
        kept = samples.draw(
            example_round.workspace, example_round.round_id, "柳树湾村", found, seed, Fraction(1, 5)
        )
    assert kept.turn == 2
    paper = text_of(samples.sample_pdf(example_round.workspace, kept.id))
    assert "共50户，抽取10户（20.0%），本轮第2次以这个名称抽取" in paper


def test_the_sheet(example_round: ExampleRound, tmp_path: Path) -> None:
    found = samples.read_list(xlsx(tmp_path / "名单.xlsx", 263))
    kept = samples.draw(
        example_round.workspace, example_round.round_id, "柳树湾村住户抽样", found, "58213047"
    )
    samples.save_sample(example_round.workspace, kept.id, tmp_path / "抽样.xlsx")
    sheet: Any = load_workbook(tmp_path / "抽样.xlsx").active
    assert sheet["A1"].value == "2026年度住户抽样名单"
    assert sheet["C3"].value == "58213047"
    assert sheet["C4"].value == "共 263 户，抽取 27 户（10.2%）"
    assert sheet["C5"].value == found.digest
    numbers = [sheet.cell(8 + at, 2).value for at in range(27)]
    assert numbers == [one.number for one in kept.sample.drawn]
    samples.save_sample(example_round.workspace, kept.id, tmp_path / "抽样.pdf")
    paper = text_of((tmp_path / "抽样.pdf").read_bytes())
    assert "58213047" in paper
    assert found.digest in paper
    assert "〔U+" not in paper


def test_seeds_are_eight_digits_and_not_foreseen() -> None:
    seeds = {samples.new_seed() for _ in range(50)}
    assert len(seeds) > 45
    assert all(len(one) == 8 and one.isdigit() for one in seeds)


def test_the_share_of_the_scheme_is_drawn_and_no_less(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    polls = tuple(replace(one, sample=Fraction(1, 4)) for one in SCHEME.polls)
    made = make_round(workspace, monkeypatch, rules=replace(SCHEME, format=2, polls=polls))
    found = samples.read_list(xlsx(tmp_path / "名单.xlsx", 20))
    assert samples.asked_share(workspace, made.round_id) == Fraction(1, 4)
    kept = samples.draw(workspace, made.round_id, "柳树湾村", found, "1")
    assert len(kept.sample.drawn) == 5
    with pytest.raises(Fault, match="25% 到 100%"):
        samples.draw(workspace, made.round_id, "柳树湾村", found, "1", Fraction(1, 10))


def test_what_cannot_be_drawn(example_round: ExampleRound, tmp_path: Path) -> None:
    found = samples.read_list(xlsx(tmp_path / "名单.xlsx", 20))
    for name, seed, share, words in (
        (" ", "1", Fraction(1, 10), "名称"),
        ("柳树湾村", "", Fraction(1, 10), "种子"),
        ("柳树湾村", "1", Fraction(1, 20), "10%"),
    ):
        with pytest.raises(Fault, match=words):
            samples.draw(example_round.workspace, example_round.round_id, name, found, seed, share)
    assert samples.listing(example_round.workspace, example_round.round_id) == ()
    with pytest.raises(Fault, match="不在了"):
        samples.sample_pdf(example_round.workspace, 9)
