"""A county's document: what is read of it, and the sentence about what is not."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.pdfgen.canvas import Canvas

from desk_app.documents.text_documents import read_document, read_pasted
from desk_app.domain.drafting.model import Paragraph, TextTable
from desk_app.domain.faults import Fault

RULES = "评定分为好、较好、一般、较差四个等次，90分以上为好。"


def word(folder: Path) -> Path:
    """Write a document with a paragraph, a table with merged cells and a struck out word."""
    document = docx.Document()
    document.add_paragraph("青山县党支部评定办法")
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows,
        (("类别", "指标", "分值"), ("组织", "按期换届", "10"), ("", "三会一课", "20")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    paragraph = document.add_paragraph("不得评为好")
    gone = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "较好"
    run.append(text)
    gone.append(run)
    paragraph._p.append(gone)
    path = folder / "办法.docx"
    document.save(str(path))
    return path


def test_word_keeps_the_order_and_the_cells(tmp_path: Path) -> None:
    blocks = read_document(word(tmp_path))
    assert blocks[0] == Paragraph("青山县党支部评定办法")
    assert blocks[1] == TextTable(
        (("类别", "指标", "分值"), ("组织", "按期换届", "10"), ("组织", "三会一课", "20"))
    )
    assert blocks[2] == Paragraph("不得评为好")


def test_numbers_of_lists_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("成立考核组", "逐项打分"):
        document.add_paragraph(text, style="List Number")
    path = tmp_path / "办法.docx"
    document.save(str(path))
    style = document.styles["List Number"].element
    assert style.find(f".//{qn('w:numPr')}") is not None
    texts = [one.text for one in read_document(path) if isinstance(one, Paragraph)]
    assert texts == ["1.成立考核组", "2.逐项打分"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "办法.txt"
    path.write_bytes(f"评定办法\n\n{RULES}".encode(encoding))
    assert read_document(path) == (Paragraph("评定办法"), Paragraph(RULES))


def test_pasted_tables_keep_their_cells() -> None:
    assert read_pasted("标准\n指标\t分值\n组织建设\t20\n说明") == (
        Paragraph("标准"),
        TextTable((("指标", "分值"), ("组织建设", "20"))),
        Paragraph("说明"),
    )


def test_lines_that_a_page_broke_are_one_again() -> None:
    text = (
        "（一）安排部署。每年初印发分类定级的意见，并结合党员民主评议、\n年度考核等工作进行。\n"
        "（二）评定。"
    )
    assert [one.text for one in read_pasted(text) if isinstance(one, Paragraph)] == [
        "（一）安排部署。每年初印发分类定级的意见，并结合党员民主评议、年度考核等工作进行。",
        "（二）评定。",
    ]


def test_pdf_with_text(tmp_path: Path) -> None:
    path = tmp_path / "办法.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Rules: 90 points and more are good, below 60 is poor.")
    canvas.drawString(290, 30, "- 1 -")
    canvas.save()
    assert read_document(path) == (
        Paragraph("Rules: 90 points and more are good, below 60 is poor."),
    )


def test_a_scan_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    canvas = Canvas(str(path))
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(Fault, match=r"扫描件.*转换.*PDF 转 Word.*开始转换"):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "文件.*另存为.*docx"),
        ("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "文件.*另存为.*docx"),
        ("图.jpg", b"\xff\xd8\xff" + b"\1" * 60, "图片转文字"),
        ("空.txt", b"  \r\n", "空文件"),
        ("断.docx", b"PK\x03\x04" + b"\1" * 60, "已损坏"),
        ("乱.txt", b"\1\2\3\xff\xfe\0\1" * 40, "另存为"),
        ("坏.pdf", b"%PDF-1.7\n" + b"\1" * 60, "已损坏"),
    ],
)
def test_what_cannot_be_read_ends_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Fault, match=said):
        read_document(path)


def test_a_folder_and_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="文件夹"):
        read_document(tmp_path)
    with pytest.raises(Fault, match="找不到"):
        read_document(tmp_path / "没有.docx")


def changed(path: Path, name: str, data: bytes) -> Path:
    """Put another part into a document."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename != name:
                new.writestr(one, old.read(one))
        new.writestr(name, data)
    path.write_bytes(held.getvalue())
    return path


def test_macros_bombs_and_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="宏"):
        read_document(changed(word(tmp_path), "word/vbaProject.bin", b"macro"))
    with pytest.raises(Fault, match="展开后太大"):
        read_document(changed(word(tmp_path), "word/bomb.xml", b" " * (41 * 2**20)))
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Fault, match="已损坏"):
        read_document(changed(word(tmp_path), "word/document.xml", entity))


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    path = word(tmp_path)
    with zipfile.ZipFile(path) as archive:
        links = archive.read("word/_rels/document.xml.rels")
    outside = (
        b'<Relationship Id="rId99" TargetMode="External" Target="http://127.0.0.1:9/a.docx" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    )
    changed(path, "word/_rels/document.xml.rels", links.replace(b"</Rel", outside + b"</Rel", 1))
    assert read_document(path)[0] == Paragraph("青山县党支部评定办法")
