import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from desk_app.domain.faults import Fault
from desk_app.domain.progress import Cancelled
from desk_app.services import grading, rectification, rounds, submission
from desk_app.services.grading import DecisionEntry
from desk_app.services.session import Changed
from desk_app.services.workspace import Office, create
from tests.support.submission_township import (
    ABSENT,
    PLACES,
    Township,
    count_votes,
    make_township,
    score,
)

FOLDER = "2026年度_青山镇_定级上报材料"
NAMES = [name for name, *_ in PLACES if name != ABSENT]
SHARES = ("0.95", "0.85", "0.75", "0.9", "0.65")


def graded(tmp_path: Path, scheme: str = "C5", office: str = "青山镇") -> Township:
    """A round with both sheets, one poll, decisions and a drawn ledger."""
    workspace = create(tmp_path / "工作区", Office("中共青山镇委员会", office))
    made = make_township(workspace, scheme)
    for name, share in zip(NAMES, SHARES, strict=True):
        low = {"领导班子": ("10", "班子缺 1 名委员")} if name == "石桥村党支部" else {}
        score(made, name, share, low=low if scheme == "C5" else {})
        score(made, name, "0.9", evaluator="自评")
    poll, *_ = grading.board(workspace, made.round_id).scheme.polls
    count_votes(
        made, poll.name, "石桥村党支部", dict(zip(poll.options, (30, 8, 2, 1), strict=False))
    )
    rectification.draw(workspace, made.round_id)
    board = grading.board(workspace, made.round_id)
    grading.decide(
        workspace,
        made.round_id,
        [
            DecisionEntry(
                row.evidence.subject.id,
                board.scheme.levels[1].name
                if row.evidence.subject.name == "石桥村党支部"
                else (row.proposal.level or "")
                if row.proposal
                else "",
                "村集体收入翻番",
                date(2026, 3, 30),
                "镇党委第5次会议",
            )
            for row in board.present
        ],
    )
    return made


@pytest.fixture
def township(tmp_path: Path) -> Iterator[Township]:
    made = graded(tmp_path)
    yield made
    made.workspace.close(back_up=False)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[submission.Result]:
    """The folder of the same round, for tests that only read it."""
    folder = tmp_path_factory.mktemp("exported")
    made = graded(folder)
    (folder / "U盘").mkdir()
    yield submission.export(made.workspace, made.round_id, folder / "U盘")
    made.workspace.close(back_up=False)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def text_of(path: Path) -> str:
    """The text of a PDF without blanks and breaks."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return re.sub(r"\s", "", "".join(pages))


def rows_of(path: Path) -> list[list[Any]]:
    sheet = load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class Watcher:
    """A progress that remembers, and cancels at a step."""

    def __init__(self, cancel_at: int = -1) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self.cancel_at = cancel_at

    def step(self, done: int, total: int, text: str) -> None:
        if done == self.cancel_at:
            raise Cancelled
        self.steps.append((done, total, text))


def test_the_folder_holds_everything_that_goes_up(township: Township, stick: Path) -> None:
    watcher = Watcher()
    made = submission.export(township.workspace, township.round_id, stick, watcher)

    assert made.folder == stick / FOLDER
    inside = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*.*")}
    assert inside == set(made.files)
    assert "申报表/01_柳树湾村党支部_申报表.xlsx" in inside
    assert "申报表/04_=SUM(A1)茶厂党支部_申报表.pdf" in inside
    assert {"汇总表.xlsx", "汇总表.pdf", "整改台账.xlsx", "整改台账.pdf", "目录.txt"} <= inside
    assert len(inside) == 2 * len(NAMES) + 5
    assert list(stick.iterdir()) == [made.folder]
    assert watcher.steps[-1] == (14, 14, "目录.txt")
    assert {text for _, _, text in watcher.steps} == inside
    assert rounds.get(township.workspace, township.round_id).exported_at is not None


def test_the_summary_is_ordered_by_area_domain_level_and_points(
    exported: submission.Result,
) -> None:
    rows = rows_of(exported.folder / "汇总表.xlsx")

    assert rows[0][0] == "2026年度青山镇基层党组织星级评定审核结果汇总表"
    assert rows[1][0] == "填报单位（盖章）：中共青山镇委员会"
    assert [(row[1], row[2], row[3], row[9], row[10], row[11]) for row in rows[3:9]] == [
        ("柳树湾村党支部", "农村", "东片", "四星", "四星", None),
        ("双泉村党支部", "农村", "东片", "三星", "三星", None),
        ("=SUM(A1)茶厂党支部", "非公企业", "东片", "四星", "四星", None),
        ("石桥村党支部", "农村", "西片", "三星", "四星", "村集体收入翻番"),
        ("机关第一党支部", "机关", "西片", "四星", "四星", None),
        ("云溪社区党支部", "社区", "东片", None, None, "不参评：新成立"),
    ]
    stone = rows[6]
    assert [stone[0], stone[6], stone[7]] == [4, 99, 77.5]
    assert stone[8] == pytest.approx(38 / 41, abs=1e-6)


def test_a_name_that_looks_like_a_formula_stays_text(exported: submission.Result) -> None:
    cells = [
        cell
        for row in load_workbook(exported.folder / "汇总表.xlsx").worksheets[0].iter_rows()
        for cell in row
        if cell.value == "=SUM(A1)茶厂党支部"
    ]
    assert [(one.data_type, one.quotePrefix) for one in cells] == [("s", True)]


def test_the_declaration_says_everything_about_one(exported: submission.Result) -> None:
    path = exported.folder / "申报表" / "03_石桥村党支部_申报表"
    cells = {
        cell.coordinate: cell.value
        for row in load_workbook(path.with_suffix(".xlsx")).worksheets[0].iter_rows()
        for cell in row
    }
    told = {str(one).replace("\n", "") for one in cells.values() if one is not None}

    assert cells["A1"] == "基层党组织星级评定申报表"
    assert [cells[place] for place in ("A7", "B7", "E7", "F7", "G7", "H7")] == [
        1,
        "领导班子",
        20,
        18,
        10,
        "班子缺 1 名委员",
    ]
    assert (
        "经镇党委第5次会议研究，决定评定为四星。按方案拟定为三星，改定理由：村集体收入翻番。"
        in told
    )
    assert "2026年3月30日" in told
    assert any(one.startswith("满意率 92.7%，好 30 票、较好 8 票") for one in told)
    assert any(one.startswith("班子缺 1 名委员。“领导班子”得 10 分") for one in told)
    assert {"五星", "三星", "自评星级", "拟定星级"} <= told

    paper = text_of(path.with_suffix(".pdf"))
    for words in ("石桥村党支部", "班子缺1名委员", "满意率92.7%", "决定评定为四星", "77.5"):
        assert words in paper


def test_every_name_is_on_paper(exported: submission.Result) -> None:
    paper = text_of(exported.folder / "汇总表.pdf")
    for name, _initials, _domain, _area, secretary in PLACES:
        assert name in paper
        assert secretary in paper
    for path in sorted((exported.folder / "申报表").glob("*.pdf")):
        assert path.stem.split("_")[1] in text_of(path)
    ledger = text_of(exported.folder / "整改台账.pdf")
    assert "石桥村党支部" in ledger
    assert "整改中" in ledger


def test_without_a_rate_the_votes_over_levels_are_told(tmp_path: Path, stick: Path) -> None:
    made = graded(tmp_path, "D1")
    folder = submission.export(made.workspace, made.round_id, stick).folder
    rows = rows_of(folder / "汇总表.xlsx")
    stone = next(row for row in rows if row[1] == "石桥村党支部")
    paper = text_of(folder / "申报表" / "03_石桥村党支部_申报表.pdf")
    made.workspace.close(back_up=False)

    assert stone[8] == "好30 较好8\n一般2 较差1"
    assert stone[11] == "赶超支部；村集体收入翻番"
    assert "好30票（73.2%）、较好8票（19.5%）" in paper
    assert "满意率" not in paper
    assert "较好（赶超支部）" in paper


def test_the_contents_name_scheme_files_and_later_changes(township: Township, stick: Path) -> None:
    workspace, round_id = township.workspace, township.round_id
    grading.finalise(workspace, round_id)
    rounds.unlock(workspace, round_id, "县里要求更正")
    with workspace.session() as session:
        changed = Changed("考评 领导班子", about="石桥村党支部", before="10", after="12")
        rounds.amend(session, round_id, changed)
    made = submission.export(workspace, round_id, stick)
    raw = (made.folder / "目录.txt").read_bytes()
    text = raw.decode("utf-8-sig")

    assert raw.startswith(b"\xef\xbb\xbf")
    assert "（编号 C5，内容校验码 " in text
    assert "定稿后改动：1 处" in text
    assert "石桥村党支部　考评 领导班子：10 → 12（县里要求更正）" in text
    assert "定稿，现已解除定稿" in text
    for name in made.files[:-1]:
        assert f"{name}\t{(made.folder / name).stat().st_size}\t" in text


def test_a_second_export_replaces_the_folder_as_a_whole(township: Township, stick: Path) -> None:
    first = submission.export(township.workspace, township.round_id, stick)
    rectification.add(
        township.workspace,
        township.round_id,
        rectification.ItemDraft(township.ids["石桥村党支部"], "公开栏半年未更新"),
    )
    (first.folder / "Thumbs.db").write_bytes(b"left by the system")

    second = submission.export(township.workspace, township.round_id, stick)

    assert second.kept is None
    assert list(stick.iterdir()) == [second.folder]
    assert not (second.folder / "Thumbs.db").exists()
    assert "公开栏半年未更新" in text_of(second.folder / "整改台账.pdf")


@pytest.mark.parametrize("kind", ["a scan was added", "a form was filled in by hand"])
def test_somebodys_own_work_in_the_old_folder_is_kept(
    township: Township, stick: Path, kind: str
) -> None:
    first = submission.export(township.workspace, township.round_id, stick)
    own = first.folder / ("签字扫描件.jpg" if kind.startswith("a scan") else "汇总表.xlsx")
    own.write_bytes(b"hours of work")

    second = submission.export(township.workspace, township.round_id, stick)

    assert second.kept is not None
    assert second.kept.name.startswith(f"{FOLDER}_旧_")
    assert (second.kept / own.name).read_bytes() == b"hours of work"
    assert sorted(stick.iterdir()) == sorted([second.folder, second.kept])
    assert "申报表/01_柳树湾村党支部_申报表.pdf" in second.files


@pytest.mark.parametrize("step", [0, 13])
def test_cancelling_leaves_nothing(township: Township, stick: Path, step: int) -> None:
    with pytest.raises(Cancelled):
        submission.export(township.workspace, township.round_id, stick, Watcher(step))

    assert list(stick.iterdir()) == []
    assert rounds.get(township.workspace, township.round_id).exported_at is None


def test_cancelling_keeps_the_older_folder(township: Township, stick: Path) -> None:
    first = submission.export(township.workspace, township.round_id, stick)
    before = {path: path.read_bytes() for path in first.folder.rglob("*.*")}

    with pytest.raises(Cancelled):
        submission.export(township.workspace, township.round_id, stick, Watcher(5))

    assert {path: path.read_bytes() for path in first.folder.rglob("*.*")} == before
    assert list(stick.iterdir()) == [first.folder]


def test_an_open_file_in_the_old_folder_gets_one_sentence(
    township: Township, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = submission.export(township.workspace, township.round_id, stick)
    before = {path: path.read_bytes() for path in first.folder.rglob("*.*")}
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if self == first.folder:
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    monkeypatch.setattr("desk_app.documents.folders.FIRST_PAUSE", 0.001)
    with pytest.raises(Fault, match="正被其他程序（如 WPS、Excel）打开，新材料没有放进去"):
        submission.export(township.workspace, township.round_id, stick)

    assert {path: path.read_bytes() for path in first.folder.rglob("*.*")} == before
    assert list(stick.iterdir()) == [first.folder]


def test_when_the_new_folder_cannot_take_its_place_the_old_one_returns(
    township: Township, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = submission.export(township.workspace, township.round_id, stick)
    rename = Path.rename

    def broken(self: Path, target: Path) -> Path:
        if target == first.folder and not self.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(Fault, match="没有写出"):
        submission.export(township.workspace, township.round_id, stick)

    assert list(stick.iterdir()) == [first.folder]
    assert (first.folder / "汇总表.pdf").is_file()


def test_a_read_only_place_gets_a_sentence(
    township: Township, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_given: object, **_named: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(Fault, match="是只读的"):
        submission.export(township.workspace, township.round_id, stick)
    assert list(stick.iterdir()) == []


def test_a_full_disk_gets_a_sentence_and_leaves_nothing(
    township: Township, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desk_app.documents.folders.os.fsync", full)
    with pytest.raises(Fault, match="磁盘已满，“01_柳树湾村党支部_申报表"):
        submission.export(township.workspace, township.round_id, stick)
    assert list(stick.iterdir()) == []


def test_a_stick_pulled_out_in_the_middle_gets_a_sentence(township: Township, stick: Path) -> None:
    class Pulled(Watcher):
        def step(self, done: int, total: int, text: str) -> None:
            if done == 4:
                shutil.rmtree(stick)
            super().step(done, total, text)

    with pytest.raises(Fault, match="可能是U盘被拔出"):
        submission.export(township.workspace, township.round_id, stick, Pulled())
    assert not stick.exists()
    assert rounds.get(township.workspace, township.round_id).exported_at is None


def test_a_missing_stick_and_a_file_in_the_way_get_sentences(
    township: Township, stick: Path
) -> None:
    with pytest.raises(Fault, match="U盘已插好"):
        submission.export(township.workspace, township.round_id, stick / "没有")
    (stick / FOLDER).write_text("a file")
    with pytest.raises(Fault, match="放不下同名的文件夹"):
        submission.export(township.workspace, township.round_id, stick)
    assert (stick / FOLDER).read_text() == "a file"


def test_a_township_whose_name_windows_forbids(tmp_path: Path, stick: Path) -> None:
    made = graded(tmp_path, office="青山镇/开发区")
    folder = submission.export(made.workspace, made.round_id, stick).folder
    made.workspace.close(back_up=False)
    assert folder.name == "2026年度_青山镇／开发区_定级上报材料"


def test_facts_are_gathered_in_a_fixed_number_of_queries(township: Township) -> None:
    seen: list[str] = []
    with township.workspace.session() as session:
        engine = session.connection.engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    papers = submission.gather(township.workspace, township.round_id)

    assert len(papers.declarations) == len(NAMES)
    assert len(seen) <= 30


def test_readiness_names_what_is_missing(tmp_path: Path) -> None:
    workspace = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    made = make_township(workspace)
    score(made, "石桥村党支部", "0.9")
    found = submission.readiness(workspace, made.round_id)
    workspace.close(back_up=False)

    assert [(one.words, one.done) for one in found.checks] == [
        ("自评评分表：还差 5 份", False),
        ("考评评分表：还差 4 份", False),
        ("扣分理由：还有 7 处没有写", False),
        ("组织测评：还有 5 个没有封存计票", False),
        ("党委审核：还有 5 个没有定级", False),
        ("定稿：还没有定稿", False),
        ("整改台账：共 0 项", True),
    ]
    assert not found.ready
    assert found.folder_name == FOLDER


def test_single_forms_for_the_preview(township: Township) -> None:
    workspace, round_id = township.workspace, township.round_id
    assert submission.ledger_pdf(workspace, round_id).startswith(b"%PDF")
    assert submission.summary_pdf(workspace, round_id).startswith(b"%PDF")


def test_what_was_made_before_is_found_again(township: Township, stick: Path) -> None:
    assert submission.made_before(township.workspace, township.round_id, stick) is None
    made = submission.export(township.workspace, township.round_id, stick)
    found = submission.made_before(township.workspace, township.round_id, stick)
    assert found is not None
    assert found.folder == made.folder
    assert set(found.files) == set(made.files)
