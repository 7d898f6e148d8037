"""The preview of a PDF: pages in sight are painted, saved whole, printed as they are shown."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desk_app.domain.progress import NoProgress
from desk_app.domain.scoring import ScoreChange
from desk_app.services.preview import page_sizes
from desk_app.services.scoring import sheets, workbooks
from desk_app.views.kit.preview import Preview
from tests.support.polling_round import ExampleRound
from tests.support.scoring_round import RULES, make_scoring_round
from tests.support.screens import DeskOfTest, picture


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    example_round = make_scoring_round(desk.workspace, monkeypatch)
    sheets.record_many(
        example_round.workspace,
        [
            ScoreChange(
                example_round.subject_ids[0], "考评", one.name, Decimal("9.5"), "扣分的理由写在这里"
            )
            for one in RULES.indicators_for("农村")
        ],
    )
    return example_round


@pytest.fixture
def pdf(example_round: ExampleRound) -> bytes:
    ids = list(example_round.subject_ids[:3])
    return workbooks.print_sheets(
        example_round.workspace, example_round.round_id, ids, "考评", NoProgress()
    )


@pytest.fixture
def preview(desk: DeskOfTest, pdf: bytes, qtbot: QtBot) -> Iterator[Preview]:
    preview = Preview(None, desk.context, pdf, "2026年度评分表：考评")
    preview.show()
    desk.wait()
    qtbot.wait(60)
    desk.wait()
    yield preview
    preview.close()
    preview.deleteLater()


def test_pages_in_sight_are_painted_and_the_others_wait(
    preview: Preview, desk: DeskOfTest, qtbot: QtBot, tmp_path: Path
) -> None:
    assert len(preview.pages) == 3
    assert not preview.pages[0].pixmap().isNull()
    assert preview.pages[2].pixmap().isNull()
    assert preview.where.text() == "第 1 页，共 3 页"
    bar = preview.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.wait(60)
    desk.wait()
    assert not preview.pages[2].pixmap().isNull()
    width = preview.pages[0].width()
    preview.zoom(-1)
    qtbot.wait(60)
    desk.wait()
    assert preview.pages[0].width() < width
    picture(preview, tmp_path / "preview.png")


def test_the_pdf_is_saved_as_it_is(preview: Preview, desk: DeskOfTest, tmp_path: Path) -> None:
    preview.save_pdf(tmp_path / "评分表")
    desk.wait()
    assert (tmp_path / "评分表.pdf").read_bytes() == preview.pdf
    assert "已保存到" in preview.notice.text
    preview.save_pdf(tmp_path / "没有的文件夹" / "x.pdf")
    desk.wait()
    assert "找不到文件夹" in preview.notice.text


def test_the_printer_gets_every_page(preview: Preview, desk: DeskOfTest, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFullPage(True)
    preview.print_pages(printer)
    desk.wait()
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert len(page_sizes(printed)) == 3
    shown, paper = page_sizes(preview.pdf)[0], page_sizes(printed)[0]
    assert paper == pytest.approx(shown, abs=2)
    assert "共 3 页" in preview.notice.text


def test_without_a_printer_it_says_what_to_do(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6 import QtPrintSupport

    monkeypatch.setattr(QtPrintSupport.QPrinterInfo, "availablePrinterNames", list)
    preview.print_pages()
    assert "没有找到打印机" in preview.notice.text
