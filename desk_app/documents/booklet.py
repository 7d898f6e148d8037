"""Lays the manual out as one booklet: a title, contents with page numbers, a page after another."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import BaseDocTemplate, Frame, Image, PageBreak, PageTemplate, Paragraph
from reportlab.platypus.tableofcontents import TableOfContents

from desk_app.documents.fonts import HEI, SONG, Fonts
from desk_app.domain.faults import Fault
from desk_app.domain.manual import BlockKind, ManualPage

_MARGIN = 22 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_TALLEST = 105 * mm
"""Of a picture, so that words stand beside it on its page."""
_CONTENTS = 0
"""The level of a page's title in the contents."""


def booklet_pdf(pages: Sequence[ManualPage], title: str, pictures: Path, fonts: Fonts) -> bytes:
    """Return the PDF; the same pages give the same bytes. ``pictures`` holds what they show.

    Raises:
        Fault: a font or a picture is missing or damaged.
    """
    styles = _styles(_registered(fonts, SONG), _registered(fonts, HEI))
    target = BytesIO()
    document = _Booklet(target, styles)
    contents = TableOfContents(dotsMinLevel=0, levelStyles=[styles["contents"]])
    story: list[Any] = [Paragraph(escape(title), styles["cover"])]
    story += [Paragraph("目　录", styles["heading"]), contents]
    for page in pages:
        story.append(PageBreak())
        story += _flow(page, styles, pictures)
    document.multiBuild(story)
    return target.getvalue()


class _Booklet(BaseDocTemplate):
    """Numbers its pages and tells the contents where each title came to stand."""

    def __init__(self, target: BytesIO, styles: dict[str, ParagraphStyle]) -> None:
        super().__init__(target, pagesize=A4, invariant=1, title="", author="")
        self._styles = styles
        frame = Frame(_MARGIN, _MARGIN, _WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._number)])

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802  the name is reportlab's
        """Note the title of a page of the manual."""
        super().afterFlowable(flowable)
        if isinstance(flowable, Paragraph) and flowable.style is self._styles["title"]:
            self.notify("TOCEntry", (_CONTENTS, flowable.getPlainText(), self.page))

    def _number(self, canvas: Any, _document: object) -> None:
        canvas.setFont(self._styles["body"].fontName, 9)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, f"第 {canvas.getPageNumber()} 页")


def _registered(fonts: Fonts, face: str) -> str:
    embedded = fonts.face(face).embedded
    pdfmetrics.registerFont(embedded)
    return str(embedded.fontName)


def _styles(song: str, hei: str) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle(
        "body", fontName=song, fontSize=11, leading=18, wordWrap="CJK", spaceAfter=3
    )
    item = ParagraphStyle(
        "item", body, leftIndent=18, bulletFontName=song, bulletFontSize=11, bulletIndent=2
    )
    return {
        "body": body,
        "item": item,
        "title": ParagraphStyle("title", body, fontName=hei, fontSize=18, leading=28, spaceAfter=6),
        "heading": ParagraphStyle(
            "heading", body, fontName=hei, fontSize=13, leading=20, spaceBefore=8, keepWithNext=1
        ),
        "cover": ParagraphStyle(
            "cover", body, fontName=hei, fontSize=22, leading=40, alignment=TA_CENTER, spaceAfter=30
        ),
        "contents": ParagraphStyle("contents", body, fontSize=12, leading=24),
    }


def _flow(page: ManualPage, styles: dict[str, ParagraphStyle], pictures: Path) -> list[Any]:
    found: list[Any] = []
    for block in page.blocks:
        words = escape(block.text)
        if block.kind is BlockKind.PICTURE:
            found.append(_picture(pictures / block.file))
        elif block.kind is BlockKind.ITEM:
            found.append(Paragraph(words, styles["item"], bulletText="·"))
        elif block.kind is BlockKind.STEP:
            found.append(Paragraph(words, styles["item"], bulletText=block.number))
        elif block.kind is BlockKind.PARAGRAPH:
            found.append(Paragraph(words, styles["body"]))
        else:
            style = "title" if block.kind is BlockKind.TITLE else "heading"
            found.append(Paragraph(words, styles[style]))
    return found


def _picture(path: Path) -> Image:
    try:
        image = Image(str(path))
        scale = min(_WIDTH / image.imageWidth, _TALLEST / image.imageHeight)
        image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
    except OSError as error:
        raise Fault("手册里的图不在了，请重新安装程序。数据不受影响。") from error
    image.spaceAfter = 6
    return image
